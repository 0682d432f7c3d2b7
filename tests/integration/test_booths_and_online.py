"""Meetings at a booth and in online slots: no shared table is taken, and nobody and no booth is taken twice."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.events.models import Event, EventTable
from matchmaker.meetings import operations
from matchmaker.meetings.conversion import problem_of, schedule_of
from matchmaker.meetings.models import Meeting, Seat
from matchmaker.meetings.scheduler import check
from tests import factories
from workers.embedded import drain


@pytest.fixture
def fair(session):
    """Two slots, one shared table, the second slot online; one firm has a booth."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office, slots=2, tables=1)
    firms = [factories.make_participation(session, event) for _ in range(2)]
    buyers = [factories.make_participation(session, event, factories.make_buyer(session)) for _ in range(2)]
    booth = EventTable(event_id=event.id, label="B1", position=9, booth_of_id=firms[0].id)
    session.add(booth)
    event.slots[1].online = True
    for firm in firms:
        for buyer in buyers:
            factories.make_request(session, firm, buyer)
    made = {"event": event, "actor": factories.actor_of(session, officer), "booth": booth.id, "firms": firms,
            "slots": [slot.id for slot in event.slots], "table": event.tables[0].id}  # fmt: skip
    session.commit()
    made["booth"] = booth.id
    return made


def drafted(app, database, fair):
    with database.begin() as session:
        version = operations.request_schedule(
            session, actor=fair["actor"], now=clock.now(), event_id=fair["event"].id, seconds=10
        )
        schedule_id = version.id
    drain(app)
    return schedule_id


def test_booths_and_online_slots_need_no_table(app, database, fair):
    """One table and one slot in the hall would hold one meeting; booth and online slot make it four."""
    schedule_id = drafted(app, database, fair)
    with database.read() as session:
        meetings = session.scalars(select(Meeting).where(Meeting.schedule_id == schedule_id)).all()
        assert len(meetings) == 4
        for meeting in meetings:
            if meeting.slot_id == fair["slots"][1]:
                assert meeting.table_id is None
            elif fair["firms"][0].id in (meeting.a_id, meeting.b_id):
                assert meeting.table_id == fair["booth"]
            else:
                assert meeting.table_id == fair["table"]
        seats = session.scalars(
            select(Seat.resource_id).where(Seat.schedule_id == schedule_id, Seat.kind == "table")
        )
        assert sorted(seats) == sorted([fair["booth"], fair["table"]])
        event = session.get_one(Event, fair["event"].id)
        problem, version = problem_of(session, event, now=factories.NOW), meetings[0].schedule
        schedule = replace(schedule_of(meetings, event.booths), value=version.value, bound=version.bound)
        assert check(problem, schedule) == []


def test_a_booth_is_where_its_owner_meets(app, database, fair):
    schedule_id = drafted(app, database, fair)
    with database.begin() as session:
        meeting = session.scalars(
            select(Meeting).where(Meeting.schedule_id == schedule_id, Meeting.table_id == fair["booth"])
        ).one()
        operations.remove_meeting(
            session, actor=fair["actor"], now=clock.now(), meeting_id=meeting.id, version=None
        )
        request_id = meeting.request_id
    with database.begin() as session:

        def place(table):
            return operations.add_meeting(
                session, actor=fair["actor"], now=clock.now(), schedule_id=schedule_id, request_id=request_id,
                slot_id=fair["slots"][0], table_id=table,
            )  # fmt: skip

        with pytest.raises(Conflict) as refused:
            place(fair["table"])
        assert refused.value.code == "at_booth"
        assert place(None).table_id == fair["booth"]
