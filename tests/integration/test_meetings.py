"""From an empty event to two agendas; nobody twice, whatever two people click in the same second."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.events.models import Event, Participation
from matchmaker.meetings import operations
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat
from matchmaker.meetings.operations.schedules import seat
from matchmaker.notices.models import Notice
from tests import factories
from workers.embedded import drain

BASICS = {"name_vi": "Hội nghị kết nối", "name_en": "Meeting day", "place": "Khách sạn", "city": "Kon Tum",
          "time_zone": "Asia/Ho_Chi_Minh", "slot_minutes": "25", "gap_minutes": "5"}  # fmt: skip
DAY = {"on": "2027-03-15", "opens": "08:00", "closes": "11:00", "breaks": "09:00-09:30", "where": "hall"}


def test_from_an_empty_event_to_agendas(app, client, session, database):
    officer = factories.make_officer(session)
    firm, buyer = (
        factories.make_company(session, trading_name="Firm"),
        factories.make_buyer(session, trading_name="Buyer"),
    )
    session.commit()
    client.sign_in(officer)
    made = client.post("/events/new", data=BASICS)
    assert made.headers["Location"] == "/events/meeting-day/set-up/days"
    assert client.post("/events/meeting-day/set-up/days", data={**DAY, "closes": "08:10"}).status_code == 422
    client.post("/events/meeting-day/set-up/days", data=DAY)
    client.post("/events/meeting-day/set-up/halls", data={"tables": "3"})
    assert "Nobody can be booked" in client.get("/events/meeting-day").text
    assert "Firm" in client.get("/events/meeting-day/invite").text
    client.post("/events/meeting-day/invite", data={"company": [str(firm.id), str(buyer.id)]})
    client.post("/events/meeting-day/state", data={"state": "open"})

    member, other = app.test_client(), app.test_client()
    for browser, company in ((member, firm), (other, buyer)):
        browser.in_language("en")
        browser.sign_in(factories.owner_of(company))
        assert "invited" in browser.get("/notices").text
        with database.read() as reading:
            own = reading.scalars(
                select(Participation.id).where(Participation.company_id == company.id)
            ).one()
        browser.post(f"/events/meeting-day/people/{own}/answer", data={"answer": "accept"})
        page = browser.get("/events/meeting-day/my-days").text
        slots = [part.split('"')[0] for part in page.split('name="free" value="')[1:]]
        assert len(slots) == 5
        browser.post("/events/meeting-day/my-days", data={"free": slots[1:], "side": company.side})
    assert "Buyer" in member.get("/events/meeting-day/requests").text
    with database.read() as reading:
        asked = reading.scalars(select(Participation.id).where(Participation.company_id == buyer.id)).one()
    assert member.post(f"/events/meeting-day/ask/{asked}", data={"message": "Ginger?"}).status_code == 302
    assert "Ginger?" in other.get("/meetings").text
    with database.read() as reading:
        request_id = reading.scalars(select(MeetingRequest.id)).one()
    other.post(f"/events/meeting-day/requests/{request_id}/accept")

    client.post("/events/meeting-day/schedule", data={"seconds": "10"})
    assert "at work" in client.get("/events/meeting-day/schedule").text
    drain(app)
    page = client.get("/events/meeting-day/schedule").text
    assert "1 of 1 wanted meetings are placed" in page
    assert "proven" in page
    assert "not published yet" in member.get("/events/meeting-day/agenda").text
    client.post("/events/meeting-day/schedule/1/publish")
    assert "Buyer" in member.get("/events/meeting-day/agenda").text
    assert "Firm" in other.get("/events/meeting-day/agenda").text
    ics = member.get("/events/meeting-day/agenda.ics").text
    assert "BEGIN:VEVENT" in ics
    assert "Buyer" in ics
    with database.read() as reading:
        token = reading.scalars(
            select(Participation.calendar_token).where(Participation.company_id == firm.id)
        ).one()
        told = reading.scalars(select(Notice.user_id).where(Notice.kind == "schedule_published")).all()
    assert "Buyer" in app.test_client().get(f"/calendar/{token}.ics").text
    assert sorted(told) == sorted([factories.owner_of(firm).id, factories.owner_of(buyer).id])


@pytest.fixture
def hall(session):
    """An event with three pairs of participants who want to meet."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office, slots=3, tables=2)
    firms = [factories.make_participation(session, event) for _ in range(3)]
    buyers = [factories.make_participation(session, event, factories.make_buyer(session)) for _ in range(3)]
    requests = [
        factories.make_request(session, firm, buyer) for firm, buyer in zip(firms, buyers, strict=True)
    ]
    made = {"event": event, "actor": factories.actor_of(session, officer), "officer": officer, "firms": firms, "buyers": buyers,
            "requests": requests, "slots": [slot.id for slot in event.slots], "tables": [table.id for table in event.tables]}  # fmt: skip
    session.commit()
    return made


def computed(app, database, hall):
    """Run the scheduler; the id of its draft."""
    with database.begin() as session:
        version = operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["event"].id, seconds=10
        )
        schedule_id = version.id
    drain(app)
    return schedule_id


def test_the_database_refuses_a_second_seat(session, hall):
    version = ScheduleVersion(
        event_id=hall["event"].id, number=1, state="draft", unplaced=[], created_at=factories.NOW
    )
    session.add(version)
    session.flush()

    def meeting(a, b, table, key):
        return Meeting(
            schedule_id=version.id, a_id=a.id, b_id=b.id, slot_id=hall["slots"][0], table_id=table, key=key
        )

    first, second = hall["firms"][:2]
    seat(session, meeting(first, hall["buyers"][0], hall["tables"][0], "one"))
    session.flush()
    for clash in (
        meeting(hall["buyers"][1], first, hall["tables"][1], "the same person on the other side"),
        meeting(second, hall["buyers"][1], hall["tables"][0], "the same table"),
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            seat(session, clash)
            session.flush()


def test_moving_by_hand_says_who_is_in_the_way(app, client, database, hall):
    schedule_id = computed(app, database, hall)
    client.sign_in(hall["officer"])
    address = f"/events/{hall['event'].slug}/schedule"
    with database.read() as session:
        meetings = session.scalars(
            select(Meeting).where(Meeting.schedule_id == schedule_id).order_by(Meeting.id)
        ).all()
        assert len(meetings) == 3
    first = meetings[0]
    other = next((found for found in meetings[1:] if found.slot_id != first.slot_id), meetings[1])
    taken = client.post(f"{address}/meetings/{first.id}", follow_redirects=True,
                        data={"act": "move", "slot": other.slot_id, "table": other.table_id, "version": first.version, "number": 1})  # fmt: skip
    assert "is taken in this slot" in taken.text
    free = next(slot for slot in hall["slots"] if slot != first.slot_id)
    table = next(t for t in hall["tables"] if (free, t) not in {(m.slot_id, m.table_id) for m in meetings})
    moved = client.post(f"{address}/meetings/{first.id}", follow_redirects=True,
                        data={"act": "move", "slot": free, "table": table, "version": first.version, "number": 1})  # fmt: skip
    assert "Moved, and locked there" in moved.text
    again = client.post(f"{address}/meetings/{first.id}", follow_redirects=True,
                        data={"act": "move", "slot": first.slot_id, "version": first.version, "number": 1})  # fmt: skip
    assert "Somebody else changed this" in again.text
    second_id = computed(app, database, hall)
    with database.read() as session:
        kept = session.scalars(
            select(Meeting).where(Meeting.schedule_id == second_id, Meeting.request_id == first.request_id)
        ).one()
        assert (kept.slot_id, kept.table_id, kept.locked, kept.key) == (free, table, True, first.key)


def test_publishing_tells_only_those_it_touches(app, client, database, hall):
    computed(app, database, hall)
    with database.begin() as session:
        assert (
            operations.publish_schedule(
                session, actor=hall["actor"], now=clock.now(), event_id=hall["event"].id, number=1
            )
            == 6
        )
    with database.begin() as session:
        withdrawn = session.get_one(MeetingRequest, hall["requests"][0].id)
        withdrawn.state = "withdrawn"
        for meeting in session.scalars(select(Meeting)):
            meeting.locked = True
    computed(app, database, hall)
    with database.begin() as session:
        assert (
            operations.publish_schedule(
                session, actor=hall["actor"], now=clock.now(), event_id=hall["event"].id, number=2
            )
            == 2
        )
    with database.read() as session:
        assert session.scalars(select(ScheduleVersion.state).order_by(ScheduleVersion.number)).all() == [
            "superseded",
            "published",
        ]
        assert session.get_one(Event, hall["event"].id).published_schedule_id is not None


def at_once(*acts):
    """Run the acts at the same moment; what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def work(index, act):
        barrier.wait()
        try:
            results[index] = act()
        except Exception as error:
            results[index] = error

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_who_ask_each_other_at_once_get_one_request(database, session, hall):
    firm, buyer = hall["firms"][0], hall["buyers"][1]
    actors = [factories.actor_of(session, found.user) for found in (firm, buyer)]
    session.commit()

    def asking(actor, asker, asked):
        def act():
            with database.begin() as own:
                return operations.ask(
                    own, actor=actor, now=clock.now(), asker_id=asker.id, asked_id=asked.id, message=None
                ).id

        return act

    results = at_once(asking(actors[0], firm, buyer), asking(actors[1], buyer, firm))
    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]


def test_two_answers_at_once_count_once(database, session, hall):
    request = factories.make_request(
        session, hall["firms"][0], hall["buyers"][2], state="open", expires_at=clock.now() + timedelta(days=3)
    )
    actor = factories.actor_of(session, hall["buyers"][2].user)
    session.commit()

    def accepting():
        with database.begin() as own:
            operations.accept(own, actor=actor, now=clock.now(), request_id=request.id)

    def declining():
        with database.begin() as own:
            operations.decline(own, actor=actor, now=clock.now(), request_id=request.id, reason="other")

    results = at_once(accepting, declining)
    assert sum(isinstance(result, Conflict) for result in results) == 1


def test_two_officers_placing_into_one_seat(app, database, hall):
    schedule_id = computed(app, database, hall)
    with database.begin() as session:
        meetings = session.scalars(select(Meeting).where(Meeting.schedule_id == schedule_id)).all()
        ids = [(meeting.id, meeting.version) for meeting in meetings[:2]]
        for meeting in meetings[2:]:
            operations.remove_meeting(
                session, actor=hall["actor"], now=clock.now(), meeting_id=meeting.id, version=None
            )
        used = {meeting.slot_id for meeting in meetings[:2]}
    target = next(slot for slot in hall["slots"] if slot not in used or len(used) == 3)

    def moving(meeting_id, version):
        def act():
            with database.begin() as own:
                operations.move_meeting(own, actor=hall["actor"], now=clock.now(), meeting_id=meeting_id, slot_id=target,
                                        table_id=hall["tables"][0], version=version)  # fmt: skip

        return act

    at_once(*(moving(*pair) for pair in ids))
    with database.read() as session:
        count = select(func.count()).where(Seat.schedule_id == schedule_id, Seat.slot_id == target, Seat.kind == "table",
                                           Seat.resource_id == hall["tables"][0])  # fmt: skip
        assert session.scalar(count) == 1


def test_requests_expire_with_notice(app, database, session, hall):
    request = factories.make_request(
        session, hall["firms"][1], hall["buyers"][0], state="open", expires_at=factories.NOW
    )
    session.commit()
    with database.begin() as own:
        assert operations.expire_due(own, now=clock.now()) == 1
    with database.read() as reading:
        assert reading.get_one(MeetingRequest, request.id).state == "expired"
        assert len(reading.scalars(select(Notice).where(Notice.kind == "request_expired")).all()) == 2


def test_slots_with_meetings_cannot_go(app, client, database, hall):
    computed(app, database, hall)
    client.sign_in(hall["officer"])
    slug = hall["event"].slug
    with database.read() as reading:
        event = reading.get_one(Event, hall["event"].id)
        day, version = event.days[0].id, event.version
    fields = {**DAY, "opens": "13:00", "closes": "15:00", "breaks": ""}
    response = client.post(
        f"/events/{slug}/set-up/days",
        data={"id": day, "version": version, **{f"day{day}-{name}": value for name, value in fields.items()}},
    )
    assert response.status_code == 422
    assert "These slots have meetings" in response.text
    assert 'value="13:00' in response.text


def test_other_offices_and_members_keep_out(client, session, hall):
    stranger = factories.make_officer(session)
    member = hall["firms"][0].user
    session.commit()
    slug = hall["event"].slug
    client.sign_in(stranger)
    for path in ("set-up/days", "people", "invite", "schedule", "requests/new"):
        assert client.get(f"/events/{slug}/{path}").status_code == 404, path
    assert client.post(f"/events/{slug}/schedule").status_code == 404
    client.sign_in(member)
    for path in ("set-up/days", "people", "schedule"):
        assert client.get(f"/events/{slug}/{path}").status_code == 403, path
    foreign = hall["requests"][1]
    assert client.post(f"/events/{slug}/requests/{foreign.id}/accept").status_code == 404
