"""The day goes otherwise: what happens is noted, the schedule repaired, and only those touched are told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.meetings import operations, queries
from matchmaker.meetings.conversion import problem_of, schedule_of
from matchmaker.meetings.differences import differences, told
from matchmaker.meetings.enums import DisturbanceKind, RunMode
from matchmaker.meetings.models import Disturbance, ScheduleVersion
from matchmaker.meetings.scheduler import repair
from matchmaker.notices.models import Notice
from tests import factories
from workers.embedded import drain


@pytest.fixture
def hall(app, database, session):
    """Three firms and three buyers who all want to meet, two tables, four slots; the best eight of nine are published."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office, slots=4, tables=2, slug="fair")
    firms, buyers = factories.make_both_sides(session, event)
    for place, firm in enumerate(firms):
        for buyer in buyers:
            factories.make_request(session, firm, buyer, weight=5 + place)
    made = {"id": event.id, "actor": factories.actor_of(session, officer), "officer": officer,
            "firms": [firm.id for firm in firms], "buyers": [buyer.id for buyer in buyers],
            "slots": [slot.id for slot in event.slots], "tables": [table.id for table in event.tables]}  # fmt: skip
    session.commit()
    with database.begin() as writing:
        operations.request_schedule(
            writing, actor=made["actor"], now=clock.now(), event_id=made["id"], seconds=1
        )
    drain(app)
    publish(database, made, 1)
    return made


def publish(database, hall, number):
    with database.begin() as session:
        return operations.publish_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], number=number
        )


def meetings_of(database, number):
    """The meetings of a version, loaded."""
    with database.read() as session:
        version = session.scalars(select(ScheduleVersion).where(ScheduleVersion.number == number)).one()
        return queries.meetings_of_schedule(session, version.id)


def places(meetings):
    return {meeting.key: (meeting.slot_id, meeting.table_id) for meeting in meetings}


def test_a_cancelled_firm_frees_its_slots_for_those_who_wait(app, client, database, hall):
    before = meetings_of(database, 1)
    assert len(before) == 8
    gone = hall["firms"][2]
    client.sign_in(hall["officer"])
    page = client.post(
        "/events/fair/day/person", data={"kind": "cancelled", "participation": gone}, follow_redirects=True
    )
    assert "Has cancelled" in page.text
    lost = [meeting for meeting in before if gone in (meeting.a_id, meeting.b_id)]
    assert f"({len(lost)})" in page.text

    client.post("/events/fair/schedule", data={"mode": "nothing-moves", "seconds": "10"})
    drain(app)
    page = client.get("/events/fair/schedule").text
    assert "What publishing changes" in page
    assert "Repair: nobody else moves" in page
    assert "not held" in page
    after = meetings_of(database, 2)
    kept = [meeting for meeting in before if meeting not in lost]
    assert places(kept).items() <= places(after).items(), "nobody else moves"
    assert len(after) == 6, "the one who waited is placed"
    changed = differences(before, after)
    assert {one.kind for one in changed} == {"gone", "added"}

    with database.read() as session:
        told_before = set(session.scalars(select(Notice.id)))
    assert publish(database, hall, 2) == len(told(changed))
    with database.read() as session:
        kinds = session.scalars(select(Notice.kind).where(Notice.id.not_in(told_before))).all()
        told_people = session.scalars(select(Notice.user_id).where(Notice.kind == "schedule_changed")).all()
    assert set(kinds) == {"schedule_changed"}
    assert len(set(told_people)) == len(told(changed))


def test_tables_late_people_and_overruns_are_worked_around(app, client, database, hall):
    client.sign_in(hall["officer"])
    first, second = hall["slots"][:2]
    overrun = next(meeting for meeting in meetings_of(database, 1) if meeting.slot_id == first)
    for path, data in (
        ("table", {"table": hall["tables"][0], "slot": hall["slots"][2]}),
        ("person", {"kind": "late", "participation": hall["buyers"][0], "slot": second}),
        ("person", {"kind": "leaves", "participation": hall["buyers"][1], "slot": hall["slots"][3]}),
        ("overrun", {"meeting": overrun.id, "slots": "1"}),
    ):
        assert client.post(f"/events/fair/day/{path}", data=data).status_code == 302, path
    client.post("/events/fair/schedule", data={"mode": "few-moves", "seconds": "10"})
    drain(app)
    after = meetings_of(database, 2)
    assert after
    for meeting in after:
        people, slot = {meeting.a_id, meeting.b_id}, hall["slots"].index(meeting.slot_id)
        assert not (meeting.table_id == hall["tables"][0] and slot >= 2)
        assert not (hall["buyers"][0] in people and slot < 1)
        assert not (hall["buyers"][1] in people and slot >= 3)
        assert not (slot == 1 and people & {overrun.a_id, overrun.b_id})
    with database.begin() as session:
        found = session.scalars(select(Disturbance).where(Disturbance.kind == "late")).one()
        operations.undo_disturbance(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], disturbance_id=found.id
        )
    assert "Comes late ·" not in client.get("/events/fair/day").text
    draft = meetings_of(database, 2)[0]
    refused = client.post(
        f"/events/fair/schedule/meetings/{draft.id}",
        data={"act": "move", "slot": hall["slots"][3], "table": hall["tables"][0], "number": "2"},
        follow_redirects=True,
    )
    assert (
        "cannot be used in this slot" in refused.text
        or "not free" in refused.text
        or "already have" in refused.text
    )


def test_notes_that_make_no_sense_are_refused_beside_what_was_typed(client, hall):
    client.sign_in(hall["officer"])
    late = {"kind": "late", "participation": hall["buyers"][0], "slot": hall["slots"][0]}
    refused = client.post("/events/fair/day/person", data=late)
    assert refused.status_code == 422
    assert "first slot of the day" in refused.text
    assert client.post("/events/fair/day/person", data={**late, "slot": ""}).status_code == 422
    assert client.post("/events/fair/day/person", data={**late, "kind": "ill"}).status_code == 404
    assert client.post("/events/fair/day/person", data={**late, "participation": "99999"}).status_code == 404
    assert (
        client.post("/events/fair/day/table", data={"table": "99999", "slot": hall["slots"][0]}).status_code
        == 404
    )
    assert client.post("/events/fair/day/overrun", data={"meeting": "99999"}).status_code == 422


def test_only_the_events_own_office_notes_and_repairs(client, session, hall):
    stranger = factories.make_officer(session, factories.make_office(session))
    member = factories.make_company(session)
    session.commit()
    note = {"kind": "cancelled", "participation": hall["firms"][0]}
    client.sign_in(stranger)
    for path in ("day", "schedule", "schedule/what-if", "schedule/what-if/curves"):
        assert client.get(f"/events/fair/{path}").status_code == 404
    assert client.post("/events/fair/day/person", data=note).status_code == 404
    client.sign_in(factories.owner_of(member))
    assert client.get("/events/fair/day").status_code in {403, 404}
    assert client.post("/events/fair/day/person", data=note).status_code in {403, 404}


def test_a_repair_of_what_is_no_longer_published_is_refused(app, database, hall):
    with database.begin() as session:
        operations.disturb_person(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], kind=DisturbanceKind.CANCELLED,
            participation_id=hall["firms"][0],
        )  # fmt: skip
        operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], mode=RunMode.NOTHING_MOVES
        )
    drain(app)
    with database.begin() as session:
        operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], seconds=1
        )
    drain(app)
    publish(database, hall, 3)
    with pytest.raises(Conflict) as refused:
        publish(database, hall, 2)
    assert refused.value.code == "published_since"


def test_meetings_that_have_begun_are_history(database, hall):
    before = meetings_of(database, 1)
    with database.begin() as session:
        event = session.get_one(ScheduleVersion, before[0].schedule_id).event
        now = event.slots[1].starts_at
        begun = [meeting for meeting in before if meeting.slot.starts_at <= now]
        problem = problem_of(session, event, now=now, base=before)
        assert [slot.id for slot in problem.slots] == [f"s{slot.id}" for slot in event.slots[2:]]
        assert not {f"r{meeting.request_id}" for meeting in begun} & {
            request.id for request in problem.requests
        }
        version = operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=event.id, mode=RunMode.FEW_MOVES
        )
        ahead = schedule_of((meeting for meeting in before if meeting.slot.starts_at > now), ())
        answer = repair(problem, ahead, mode="few-moves", work=2)
        operations.store_schedule(session, schedule_id=version.id, schedule=answer, now=now)
    after = meetings_of(database, 2)
    assert places(begun).items() <= places(after).items()
    assert len(after) >= len(begun)


def test_what_must_be_held_and_cannot_is_named_in_the_readers_language(app, client, database, session, hall):
    firm = hall["firms"][0]
    with database.begin() as writing:
        for request in queries.schedulable(writing, hall["id"]):
            if request.asker_id == firm:
                request.must = True
                request.asker.max_meetings = 2
        operations.request_schedule(
            writing, actor=hall["actor"], now=clock.now(), event_id=hall["id"], seconds=1
        )
    drain(app)
    client.sign_in(hall["officer"])
    page = client.get("/events/fair/schedule").text
    assert "Firm A has 3 meetings that must be held but takes at most 2" in page
    client.in_language("vi")
    hall["officer"].locale = "vi"
    session.merge(hall["officer"])
    session.commit()
    assert "Firm A có 3 cuộc gặp bắt buộc" in client.get("/events/fair/schedule").text


def test_the_page_advises_and_draws_what_more_would_give(client, hall):
    client.sign_in(hall["officer"])
    page = client.get("/events/fair/schedule").text
    assert "What would place the most" in page
    assert "more tables" in page
    assert "8 of 9" in page
    curves = client.get("/events/fair/schedule/what-if/curves").text
    assert "With so many tables in every slot" in curves
    assert "at most 8 of 9 wanted meetings" in curves
    assert "<polyline" in curves


def test_a_waiting_request_is_placed_by_one_click_where_it_fits(app, client, database, hall):
    with database.begin() as session:
        operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], seconds=1
        )
    drain(app)
    client.sign_in(hall["officer"])
    victim = meetings_of(database, 2)[0]
    client.post(
        f"/events/fair/schedule/meetings/{victim.id}",
        data={"act": "remove", "version": victim.version, "number": "2"},
    )
    page = client.get("/events/fair/schedule").text
    assert f'name="request" value="{victim.request_id}"' in page
    client.post("/events/fair/schedule/2/add", data={"request": victim.request_id, "slot": victim.slot_id})
    assert victim.request_id in {meeting.request_id for meeting in meetings_of(database, 2)}
