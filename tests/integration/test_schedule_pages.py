"""The officer's schedule: figures that stay true, reasons in groups, places for one meeting, two officers at once."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.jobs.models import Job
from matchmaker.meetings import operations, queries
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.enums import DisturbanceKind, RunMode
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.standing import stamp
from tests import factories
from workers.embedded import drain

PAGE = "/events/fair/schedule"


@pytest.fixture
def hall(app, database, session):
    """Three firms and three buyers who all want to meet: one table and three slots hold three of the nine."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office, slots=3, tables=1, slug="fair")
    firms, buyers = factories.make_both_sides(session, event)
    requests = [
        factories.make_request(session, firm, buyer, weight=5 + place + other)
        for place, firm in enumerate(firms)
        for other, buyer in enumerate(buyers)
    ]
    made = {"id": event.id, "actor": factories.actor_of(session, officer), "officer": officer, "office": office,
            "firms": [firm.id for firm in firms], "requests": [request.id for request in requests],
            "slots": [slot.id for slot in event.slots], "tables": [table.id for table in event.tables]}  # fmt: skip
    session.commit()
    return made


def run(app, database, hall, mode=RunMode.SOLVE):
    """Ask for a schedule and let the worker do it; the version's number."""
    with database.begin() as session:
        number = operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], seconds=10, mode=mode
        ).number
    drain(app)
    return number


def meetings_of(database, number):
    with database.read() as session:
        version = session.scalars(select(ScheduleVersion).where(ScheduleVersion.number == number)).one()
        return queries.meetings_of_schedule(session, version.id)


def publish(database, hall, number, seen=None):
    with database.begin() as session:
        return operations.publish_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], number=number, seen=seen
        )


def test_progress_is_told_until_the_draft_is_there(app, client, hall):
    client.sign_in(hall["officer"])
    client.post(PAGE, data={"seconds": "10"})
    page = client.get(PAGE).text
    assert 'hx-get="/events/fair/schedule/1/progress"' in page
    assert "It waits for the worker" in client.get(f"{PAGE}/1/progress").text
    assert "already at work" in client.post(PAGE, follow_redirects=True).text
    client.post(f"{PAGE}/1/stop")
    drain(app)
    done = client.get(f"{PAGE}/1/progress")
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, f"{PAGE}?version=1")
    assert client.get(f"{PAGE}/9/progress").status_code == 404


def test_a_proof_does_not_outlive_a_change_by_hand(app, client, database, hall):
    run(app, database, hall)
    client.sign_in(hall["officer"])
    page = client.get(PAGE).text
    assert "3 of 9 wanted meetings are placed" in page
    assert "more is not possible (proven)" in page
    assert "before the polish" in page or "Minutes of waiting" in page
    assert "Least served:" in page
    victim = meetings_of(database, 1)[0]
    client.post(
        f"{PAGE}/meetings/{victim.id}", data={"act": "remove", "version": victim.version, "number": "1"}
    )
    page = client.get(PAGE).text
    assert "2 of 9 wanted meetings are placed" in page
    assert "proven" not in page
    assert "of at most" in page


def test_requests_accepted_later_take_the_bound_away(app, client, database, session, hall):
    run(app, database, hall)
    event = session.merge(hall["officer"]) and session.get_one(ScheduleVersion, 1).event
    late = factories.make_participation(session, event, factories.make_buyer(session, trading_name="Buyer W"))
    firm = session.get_one(MeetingRequest, hall["requests"][0]).asker
    factories.make_request(session, firm, late, weight=9)
    session.commit()
    client.sign_in(hall["officer"])
    page = client.get(PAGE).text
    assert "1 request was accepted after this run" in page
    assert "proven" not in page
    assert "of at most" not in page


def test_reasons_are_grouped_and_said_in_the_readers_language(app, client, database, session, hall):
    run(app, database, hall)
    client.sign_in(hall["officer"])
    page = client.get(PAGE).text
    assert "Not placed, and why</h2>" not in page
    assert "All tables taken when both are free" in page
    said = r"All tables are taken in the slots when Firm \w and Buyer \w are both free"
    assert len(re.findall(said, page)) == 5
    assert "All 6, the most wanted first" in page
    assert "2 more tables at 08:" in page
    every = client.get(f"{PAGE}/1/left-out?kind=tables-full").text
    assert every.count("All tables are taken in the slots when") == 6
    assert "Nothing is left out here" in client.get(f"{PAGE}/1/left-out?kind=order").text
    assert client.get(f"{PAGE}/1/left-out?kind=nonsense&page=-3").status_code == 200
    hall["officer"].locale = "vi"
    session.merge(hall["officer"])
    session.commit()
    client.in_language("vi")
    page = client.get(PAGE).text
    assert re.search(r"Hết bàn trong các khung giờ Firm \w và Buyer \w cùng rảnh", page)
    assert "Hết bàn khi hai bên cùng rảnh" in page


def test_a_meetings_page_says_what_moving_it_would_break(app, client, database, hall):
    run(app, database, hall)
    client.sign_in(hall["officer"])
    meetings = meetings_of(database, 1)
    first = meetings[0]
    page = client.get(f"{PAGE}/meetings/{first.id}").text
    assert "It is held here." in page
    assert "All tables are taken in this slot." in page
    shared = [one for one in meetings[1:] if {one.a_id, one.b_id} & {first.a_id, first.b_id}]
    assert page.count("Would break") == len(shared)
    waiting = next(one for one in hall["requests"] if one not in {meeting.request_id for meeting in meetings})
    page = client.get(f"{PAGE}/1/requests/{waiting}").text
    assert "Not placed in this version." in page
    assert "Place here" not in page
    client.post(
        f"{PAGE}/meetings/{first.id}", data={"act": "remove", "version": first.version, "number": "1"}
    )
    fits = client.get(f"{PAGE}/1/requests/{waiting}").text
    assert "Place here" in fits
    placed = client.post(
        f"{PAGE}/1/add", data={"request": waiting, "slot": first.slot_id}, follow_redirects=True
    )
    assert "Placed, and locked there" in placed.text
    again = client.post(
        f"{PAGE}/1/add", data={"request": first.request_id, "slot": first.slot_id}, follow_redirects=True
    )
    assert "in this slot" in again.text
    assert len(meetings_of(database, 1)) == 3


def test_the_second_of_two_publishing_officers_learns_what_came_between(app, client, database, hall):
    run(app, database, hall)
    publish(database, hall, 1)
    run(app, database, hall)
    run(app, database, hall)
    with database.begin() as session:
        meeting = session.scalars(
            select(Meeting).join(ScheduleVersion).where(ScheduleVersion.number == 2)
        ).first()
        names = [meeting.a.company.name, meeting.b.company.name]
        operations.remove_meeting(
            session, actor=hall["actor"], now=clock.now(), meeting_id=meeting.id, version=None
        )
    client.sign_in(hall["officer"])
    page = client.get(f"{PAGE}?version=3").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    publish(database, hall, 2)
    refused = client.post(f"{PAGE}/3/publish", data={"seen": seen}, follow_redirects=True).text
    assert "Version 2 was published meanwhile" in refused
    assert all(name in refused for name in names)
    with database.read() as session:
        states = session.scalars(select(ScheduleVersion.state).order_by(ScheduleVersion.number)).all()
    assert states == ["superseded", "published", "draft"], "nothing half-changed"


def test_a_draft_changed_since_it_was_looked_at_is_not_published(app, database, hall):
    run(app, database, hall)
    with database.read() as session:
        version = session.scalars(select(ScheduleVersion)).one()
        seen = stamp(version.event, queries.meetings_of_schedule(session, version.id))
    with database.begin() as session:
        victim = session.scalars(select(Meeting)).first()
        operations.remove_meeting(
            session, actor=hall["actor"], now=clock.now(), meeting_id=victim.id, version=None
        )
    with pytest.raises(Conflict) as refused:
        publish(database, hall, 1, seen)
    assert refused.value.code == "draft_changed"
    with database.read() as session:
        seen = stamp(
            version.event,
            queries.meetings_of_schedule(session, session.scalars(select(ScheduleVersion.id)).one()),
        )
    assert publish(database, hall, 1, seen) > 0


def test_who_waits_gets_a_freed_slot_with_one_click(app, client, database, hall):
    run(app, database, hall)
    publish(database, hall, 1)
    before = meetings_of(database, 1)
    client.sign_in(hall["officer"])
    assert "who could take a free slot" not in client.get("/events/fair/day").text
    gone = before[0].a_id
    client.post("/events/fair/day/person", data={"kind": "cancelled", "participation": gone})
    page = client.get("/events/fair/day").text
    assert "who could take a free slot" in page
    request = page.split('name="request" value="')[1].split('"')[0]
    slot = page.split('name="slot" value="')[1].split('"')[0]
    placed = client.post(
        "/events/fair/day/place", data={"request": request, "slot": slot}, follow_redirects=True
    ).text
    assert "See who is touched, then publish" in placed
    assert "What publishing changes" in placed
    lost = [one for one in before if gone in (one.a_id, one.b_id)]
    after = meetings_of(database, 2)
    assert {one.key for one in before} - {one.key for one in after} == {one.key for one in lost}
    assert int(request) in {one.request_id for one in after}
    assert {one.key: one.slot_id for one in meetings_of(database, 1)} == {
        one.key: one.slot_id for one in before
    }
    assert "version 2" in client.get("/events/fair/day").text
    taken = client.post("/events/fair/day/place", data={"request": request, "slot": slot})
    assert taken.status_code == 422
    assert publish(database, hall, 2) > 0


def test_what_must_be_held_with_somebody_gone_does_not_stop_the_repair(app, database, hall):
    run(app, database, hall)
    publish(database, hall, 1)
    with database.begin() as session:
        request = session.get_one(MeetingRequest, meetings_of(database, 1)[0].request_id)
        request.must = True
        operations.disturb_person(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], kind=DisturbanceKind.CANCELLED,
            participation_id=request.asker_id,
        )  # fmt: skip
        problem = problem_of(session, request.event, now=clock.now())
        assert not any(one.must for one in problem.requests)
    number = run(app, database, hall, RunMode.NOTHING_MOVES)
    assert meetings_of(database, number)


def test_a_run_that_was_lost_holds_up_no_other(app, client, database, hall):
    client.sign_in(hall["officer"])
    client.post(PAGE, data={"seconds": "10"})
    with database.begin() as session:
        job = session.scalars(select(Job)).one()
        job.state, job.finished_at = "failed", clock.now()
    assert "The computation broke off" in client.get(PAGE).text
    client.post(PAGE, data={"seconds": "10"})
    drain(app)
    with database.read() as session:
        states = session.scalars(select(ScheduleVersion.state).order_by(ScheduleVersion.number)).all()
    assert states == ["failed", "draft"]


def test_other_offices_events_and_members_are_kept_out(app, client, database, session, hall):
    run(app, database, hall)
    meeting = meetings_of(database, 1)[0]
    other = factories.make_event(session, session.merge(hall["office"]), slug="other")
    stranger, member = factories.make_officer(session), factories.make_company(session)
    session.commit()
    paths = ("1/left-out", f"meetings/{meeting.id}", f"1/requests/{hall['requests'][0]}")
    client.sign_in(stranger)
    for path in paths:
        assert client.get(f"{PAGE}/{path}").status_code == 404, path
    assert client.post("/events/fair/day/place", data={"request": "1", "slot": "1"}).status_code == 404
    assert client.post(f"{PAGE}/1/publish").status_code == 404
    client.sign_in(hall["officer"])
    for path in paths:
        assert client.get(f"/events/{other.slug}/schedule/{path}").status_code == 404, path
    assert client.get(f"{PAGE}/meetings/99999").status_code == 404
    assert client.get(f"{PAGE}/1/requests/99999").status_code == 404
    client.sign_in(factories.owner_of(member))
    for path in paths:
        assert client.get(f"{PAGE}/{path}").status_code in {403, 404}, path
