"""Setting up an event in steps: kept as one goes, with what stands in the way said the moment it is true."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.events import operations
from matchmaker.events.grid import DayPlan
from matchmaker.events.models import Busy, Event, EventTable, Phase, PlenarySession, Question, Slot
from matchmaker.meetings.models import Meeting, ScheduleVersion
from tests import factories

BASICS = {"name_vi": "Hội nghị", "name_en": "Fair", "place": "Khách sạn", "city": "Kon Tum",
          "time_zone": "Asia/Ho_Chi_Minh", "slot_minutes": "25", "gap_minutes": "5"}  # fmt: skip
DAY = {"on": "2027-03-15", "opens": "08:00", "closes": "11:00", "breaks": "09:00-09:30", "where": "hall"}
RULES = {"mode": "schedule", "asking": ["exporter>buyer"], "answer_days": "7", "remind_days": "2", "minimum_score": "50",
         "met_before": "allow"}  # fmt: skip


@pytest.fixture
def officer(client, session):
    """An officer who is signed in."""
    user = factories.make_officer(session)
    session.commit()
    client.sign_in(user)
    return user


def step(client, at, **data):
    """Send a form of a step; the page that follows."""
    return client.post(f"/events/fair/set-up/{at}", data=data, follow_redirects=True)


def kept_as_shown(client, path):
    """Send the first form of the page that is filled with what is stored, as a browser would, unchanged."""
    for form in re.findall(r'<form[^>]*method="post" novalidate>(.*?)</form>', client.get(path).text, re.S)[
        :1
    ]:
        fields = MultiDict()
        for tag in re.findall(r"<(?:input|textarea)\b[^>]*>[^<]*", form):
            name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
            ticked = ("checkbox" not in tag and "radio" not in tag) or " checked" in tag
            if name and ticked:
                text = tag.partition(">")[2].strip() if tag.startswith("<textarea") else ""
                fields.add(name.group(1), html.unescape(value.group(1) if value else text))
        assert client.post(path, data=fields).status_code == 302, (path, fields)


def event_of(session) -> Event:
    return session.scalars(select(Event).where(Event.slug == "fair")).one()


def test_an_event_is_set_up_step_by_step(client, database, officer):
    client.post("/events/new", data=BASICS)
    assert "because the event has no day yet" in client.get("/events/fair/set-up/basics").text
    page = step(client, "days", **DAY).text
    assert "5 slots" in page
    assert "because there is no table" in page
    page = step(
        client,
        "days",
        **DAY
        | {"on": "2027-03-16", "closes": "10:00", "breaks": "", "slot_minutes": "50", "where": "online"},
    ).text
    assert "2 slots" in page
    step(client, "halls", tables="3", name="Hall A", prefix="A")
    page = step(client, "halls", tables="2", name="Hall B", prefix="B").text
    assert "5 slots in the hall with 5 tables" in page
    step(client, "phases", requests_opens="2027-01-10", requests_closes="2027-01-20")
    step(
        client,
        "questions",
        label_vi="Ăn chay?",
        label_en="Vegetarian?",
        kind="choice",
        options_vi="Có\nKhông",
        options_en="Yes\nNo",
    )
    page = step(
        client,
        "programme",
        title_vi="Khai mạc",
        title_en="Opening",
        day="2027-03-15",
        begins="08:00",
        ends="08:40",
    ).text
    assert "Opening" in page
    with database.read() as session:
        event = event_of(session)
        assert [table.label for table in event.tables] == ["A1", "A2", "A3", "B1", "B2"]
        assert [f"{slot.starts_at:%H:%M}" for slot in event.slots if not slot.online] == [
            "02:30",
            "03:00",
            "03:30",
        ]
        assert [slot.ends_at - slot.starts_at for slot in event.slots if slot.online] == [
            timedelta(minutes=50)
        ] * 2
        phase = session.scalars(select(Phase)).one()
        assert (phase.opens_at, phase.closes_at) == (
            datetime(2027, 1, 9, 17, tzinfo=UTC),
            datetime(2027, 1, 20, 17, tzinfo=UTC),
        )
        assert session.scalars(select(Question)).one().options == [
            {"vi": "Có", "en": "Yes"},
            {"vi": "Không", "en": "No"},
        ]
    for name in ("basics", "days", "rules", "phases", "questions"):
        kept_as_shown(client, f"/events/fair/set-up/{name}")
    with database.read() as session:
        event = event_of(session)
        assert event.asking == [["exporter", "buyer"], ["buyer", "exporter"]]
        assert event.days[0].breaks == [["09:00", "09:30"]]
        assert event.questions[0].side is None
    assert "Opening" in client.get("/events/fair").text
    assert "timeline-today" in client.get("/events/fair").text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("days", {**DAY, "on": "2027-03-16", "closes": "08:10"}, "No slot fits"),
        ("days", {**DAY, "breaks": "noon"}, "Write breaks like"),
        ("days", DAY, "stands here twice"),
        ("days", {**DAY, "on": "soon"}, "Not a valid date"),
        ("halls", {"tables": "-1"}, "between 0 and 400"),
        ("rules", {**RULES, "remind_days": "9"}, "The reminder must come after"),
        ("rules", {**RULES, "asking": ["officer>buyer"]}, "is not a valid choice"),
        ("phases", {"requests_opens": "2027-01-10", "requests_closes": "2027-01-08"}, "must close after it opens"),
        ("phases", {"requests_closes": "2027-01-08"}, "from when, too"),
        ("questions", {"label_vi": "Ở đâu?", "label_en": "Where?", "kind": "choice", "options_vi": "Đây"}, "at least two answers"),
        ("programme", {"title_vi": "A", "title_en": "B", "day": "2027-03-15", "begins": "09:00", "ends": "08:00"}, "end after it begins"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_beside_the_field(client, database, officer, name, data, said):
    client.post("/events/new", data=BASICS)
    step(client, "days", **DAY)
    page = client.post(f"/events/fair/set-up/{name}", data=data)
    assert page.status_code == 422
    assert said in page.text
    with database.read() as session:
        event = event_of(session)
        assert (
            len(event.days),
            len(event.slots),
            event.tables,
            event.phases,
            event.questions,
            event.programme,
        ) == (1, 5, [], [], [], [])


def test_settings_that_make_booking_impossible_are_said_when_they_are_made(client, officer):
    client.post("/events/new", data=BASICS)
    step(client, "days", **DAY)
    step(client, "halls", tables="3")
    assert "the rules let nobody ask anybody" in step(client, "rules", **RULES | {"asking": []}).text
    assert "everybody may send 0 requests" in step(client, "rules", **RULES, open_quota="0").text
    assert (
        "Nobody can be booked" not in step(client, "rules", **RULES, open_quota="").text.split("<aside>")[0]
    )
    said = step(client, "phases", requests_opens="2027-03-16", requests_closes="2027-03-20").text
    assert "no day for requests" in said.split("<aside>")[0]
    said = step(
        client,
        "programme",
        title_vi="Cả ngày",
        title_en="All day",
        day="2027-03-15",
        begins="08:00",
        ends="12:00",
    ).text
    assert "leave no slot" in said.split("<aside>")[0]
    assert "because there is no table" in step(client, "halls", hall="hall0", **{"hall0-tables": "0"}).text
    past = step(client, "days", **DAY | {"on": "2020-03-15"}).text
    assert "all slots are past" in past


@pytest.fixture
def busy_event(session):
    """An event with a meeting in its first slot at its last table, and somebody away in the second slot."""
    officer = factories.make_officer(session)
    event = factories.make_event(session, slots=3, tables=2)
    officer.office_id = event.office_id
    one, other = (
        factories.make_participation(session, event),
        factories.make_participation(session, event, factories.make_buyer(session)),
    )
    version = ScheduleVersion(
        event_id=event.id, number=1, state="draft", unplaced=[], created_at=factories.NOW
    )
    session.add_all([version, Busy(participation_id=one.id, slot_id=event.slots[1].id)])
    session.flush()
    session.add(
        Meeting(
            schedule_id=version.id,
            a_id=one.id,
            b_id=other.id,
            slot_id=event.slots[0].id,
            table_id=event.tables[1].id,
            key="k",
        )
    )
    made = {"id": event.id, "slug": event.slug, "officer": officer, "actor": factories.actor_of(session, officer), "day": event.days[0].id,
            "one": one.id, "slots": [slot.id for slot in event.slots]}  # fmt: skip
    session.commit()
    return made


def test_what_meetings_use_cannot_go(client, database, busy_event):
    client.sign_in(busy_event["officer"])
    here = f"/events/{busy_event['slug']}/set-up"
    gone = client.post(f"{here}/days", data={"act": "remove", "id": busy_event["day"]})
    assert gone.status_code == 422
    assert "15/03 08:00" in gone.text
    fewer = client.post(f"{here}/halls", data={"hall": "hall0", "hall0-tables": "1"})
    assert "These tables have meetings and would go: 2." in fewer.text
    opening = {
        "title_vi": "Khai mạc",
        "title_en": "Opening",
        "day": "2027-03-15",
        "begins": "08:20",
        "ends": "08:40",
    }
    assert "15/03 08:00" in client.post(f"{here}/programme", data=opening).text
    with database.read() as session:
        assert len(session.scalars(select(Slot)).all()) == 3
        assert len(session.scalars(select(EventTable)).all()) == 2
        assert session.scalars(select(PlenarySession)).all() == []


def test_slots_that_stay_keep_who_is_away(client, database, busy_event):
    client.sign_in(busy_event["officer"])
    day = busy_event["day"]
    fields = {"on": "2027-03-15", "opens": "08:00", "closes": "10:00", "breaks": "", "where": "hall"}
    client.post(
        f"/events/{busy_event['slug']}/set-up/days",
        data={"id": day, **{f"day{day}-{name}": value for name, value in fields.items()}},
    )
    with database.read() as session:
        assert len(session.scalars(select(Slot)).all()) == 4
        assert session.scalars(select(Busy.slot_id)).all() == [busy_event["slots"][1]]


def test_two_officers_at_once(database, client, busy_event):
    """The second is told; what the first has done stands."""
    with database.read() as session:
        seen = session.get_one(Event, busy_event["id"]).version
    client.sign_in(busy_event["officer"])
    here = f"/events/{busy_event['slug']}/set-up/rules"
    assert client.post(here, data={**RULES, "version": seen, "open_quota": "5"}).status_code == 302
    second = client.post(here, data={**RULES, "version": seen, "open_quota": "9"})
    assert second.status_code == 422
    assert "Somebody else changed this" in second.text
    with database.begin() as session:
        assert session.get_one(Event, busy_event["id"]).open_quota == 5
        plan = DayPlan(
            datetime(2027, 3, 15).date(), datetime(2027, 3, 15, 8).time(), datetime(2027, 3, 15, 9).time()
        )
        with pytest.raises(Conflict):
            operations.save_day(
                session,
                actor=busy_event["actor"],
                now=clock.now(),
                event_id=busy_event["id"],
                plan=plan,
                version=seen,
            )


def test_a_booth_is_given_and_taken_back(client, database, busy_event):
    client.sign_in(busy_event["officer"])
    here = f"/events/{busy_event['slug']}/set-up/halls"
    booth = {"act": "booth", "booth-participation": busy_event["one"], "booth-label": "G1"}
    nobody = client.post(here, data={**booth, "booth-participation": "0"})
    assert "Choose whose booth it is" in nobody.text
    assert client.post(here, data=booth).status_code == 302
    assert client.post(here, data=booth).status_code == 422  # it has one already
    with database.read() as session:
        made = session.scalars(select(EventTable).where(EventTable.booth_of_id == busy_event["one"])).one()
    assert "G1" in client.get(here).text
    assert client.post(here, data={"act": "remove-booth", "id": made.id}).status_code == 302
    with database.read() as session:
        assert len(session.scalars(select(EventTable)).all()) == 2


def test_others_keep_out(client, session, busy_event):
    stranger, firm = factories.make_officer(session), factories.make_company(session)
    session.commit()
    here = f"/events/{busy_event['slug']}/set-up/rules"
    client.sign_in(stranger)
    assert client.post(here, data=RULES).status_code == 404
    client.sign_in(factories.owner_of(firm))
    assert client.get(here).status_code == 403
    client.sign_in(busy_event["officer"])
    assert client.get(f"/events/{busy_event['slug']}/set-up/nowhere").status_code == 404
