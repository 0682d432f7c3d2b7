"""People book free slots themselves: at once, under the same constraints, and of two who want the same one gets it."""

import threading

import pytest
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.errors import Conflict, Invalid
from matchmaker.events.models import Busy, Event, Slot
from matchmaker.meetings import operations
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat
from matchmaker.notices.models import Notice
from tests import factories
from workers.embedded import drain


@pytest.fixture
def fair(session):
    """Two firms and two buyers, three slots, one table; people book themselves."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office, slots=3, tables=1, mode="booking")
    firms = [factories.make_participation(session, event) for _ in range(2)]
    buyers = [factories.make_participation(session, event, factories.make_buyer(session)) for _ in range(2)]
    made = {
        "event": event.id, "slug": event.slug, "officer": officer, "run": factories.actor_of(session, officer),
        "firms": [one.id for one in firms], "buyers": [one.id for one in buyers], "slots": [slot.id for slot in event.slots],
        "owner": firms[0].user, "buyer_user": buyers[0].user,
        "actors": [factories.actor_of(session, one.user) for one in firms],
        "buyer_actors": [factories.actor_of(session, one.user) for one in buyers],
    }  # fmt: skip
    session.commit()
    return made


def asked(database, fair, firm, buyer, slot=None):
    with database.begin() as session:
        request = operations.ask(
            session, actor=fair["actors"][firm], now=clock.now(), asker_id=fair["firms"][firm],
            asked_id=fair["buyers"][buyer], message=None, slot_id=fair["slots"][slot] if slot is not None else None,
        )  # fmt: skip
        return request.id


def accept(database, fair, request_id, buyer):
    with database.begin() as session:
        operations.accept(session, actor=fair["buyer_actors"][buyer], now=clock.now(), request_id=request_id)


def published(session, fair):
    event = session.get_one(Event, fair["event"])
    query = select(Meeting).where(Meeting.schedule_id == event.published_schedule_id)
    return list(session.scalars(query.order_by(Meeting.slot_id)))


def test_an_accepted_request_takes_its_seat_at_once(client, database, fair):
    client.sign_in(fair["owner"])
    page = client.get(f"/events/{fair['slug']}/ask/{fair['buyers'][0]}").text
    assert f'value="{fair["slots"][1]}"' in page
    client.post(f"/events/{fair['slug']}/ask/{fair['buyers'][0]}", data={"slot": fair["slots"][1]})
    with database.read() as session:
        request_id = session.scalars(select(MeetingRequest.id)).one()
        assert published(session, fair) == []
    client.sign_in(fair["buyer_user"])
    assert "08:30" in client.get("/meetings").text
    said = client.post(f"/events/{fair['slug']}/requests/{request_id}/accept", follow_redirects=True).text
    assert "Accepted, and booked for" in said
    with database.read() as session:
        [meeting] = published(session, fair)
        assert (meeting.slot_id, meeting.booked, meeting.locked) == (fair["slots"][1], True, True)
        assert meeting.table_id is not None
        assert len(session.scalars(select(Notice).where(Notice.kind == "meeting_booked")).all()) == 2
    assert "agenda-meeting" in client.get(f"/events/{fair['slug']}/agenda").text
    assert fair["slots"][1] not in times_offered(client, fair, 1)  # the only table is taken there


def times_offered(client, fair, firm):
    page = client.get(f"/events/{fair['slug']}/ask/{fair['firms'][firm]}").text
    return [slot for slot in fair["slots"] if f'<option value="{slot}"' in page]


def test_without_a_time_the_first_that_suits_both_is_taken(database, fair):
    with database.begin() as session:
        session.add(Busy(participation_id=fair["buyers"][0], slot_id=fair["slots"][0]))
    accept(database, fair, asked(database, fair, 0, 0), 0)
    with database.read() as session:
        assert [one.slot_id for one in published(session, fair)] == [fair["slots"][1]]


def test_a_taken_slot_is_refused_and_nothing_is_half_written(client, database, fair):
    first, second = asked(database, fair, 0, 0, slot=0), asked(database, fair, 1, 1, slot=0)
    accept(database, fair, first, 0)
    with pytest.raises(Conflict) as refused:
        accept(database, fair, second, 1)
    assert refused.value.code == "no_table_free"
    with database.read() as session:
        assert session.get_one(MeetingRequest, second).state == "open"
    with pytest.raises(Invalid), database.begin() as session:
        operations.propose_time(
            session, actor=fair["buyer_actors"][1], now=clock.now(), request_id=second, slot_id=0
        )


def test_two_at_once_for_one_slot(database, fair):
    """Whatever both click in the same second: one wins, the other is told what happened."""
    requests = [asked(database, fair, 0, 0, slot=0), asked(database, fair, 1, 1, slot=0)]
    codes = []

    def act(request_id, buyer):
        try:
            accept(database, fair, request_id, buyer)
            codes.append("booked")
        except Conflict as error:
            codes.append(error.code)

    threads = [threading.Thread(target=act, args=(one, buyer)) for buyer, one in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes)[0] == "booked"
    assert sorted(codes)[1] in {"no_table_free", "slot_taken"}
    with database.read() as session:
        assert len(published(session, fair)) == 1
        assert session.scalar(select(func.count()).select_from(ScheduleVersion)) == 1
        assert session.scalar(select(func.count()).where(Seat.kind == "table")) == 1


def test_nobody_gets_more_meetings_than_wanted(database, fair):
    with database.begin() as session:
        session.get_one(Event, fair["event"]).max_meetings = 1
    accept(database, fair, asked(database, fair, 0, 0), 0)
    with pytest.raises(Conflict) as refused:
        accept(database, fair, asked(database, fair, 0, 1), 1)
    assert refused.value.code == "agenda_full"


def test_another_time_is_proposed_and_accepted(client, database, fair):
    request_id = asked(database, fair, 0, 0, slot=0)
    client.sign_in(fair["buyer_user"])
    here = f"/events/{fair['slug']}/requests/{request_id}/time"
    assert f'value="{fair["slots"][2]}"' in client.get(here).text
    assert client.post(here, data={"slot": "999999"}).status_code == 422
    client.post(here, data={"slot": fair["slots"][2]})
    assert client.get(here).status_code == 404  # it is the other side's turn
    client.sign_in(fair["owner"])
    assert "rather meet at another time" in client.get(f"/events/{fair['slug']}/requests").text
    assert "Malabar Imports" in client.get("/").text.split("</h1>")[1]  # what waits for one
    client.post(f"/events/{fair['slug']}/requests/{request_id}/accept")
    with database.read() as session:
        assert [one.slot_id for one in published(session, fair)] == [fair["slots"][2]]


def test_direct_booking_needs_no_yes_and_taking_back_frees_the_slot(client, database, fair):
    with database.begin() as session:
        session.get_one(Event, fair["event"]).direct_booking = True
    client.sign_in(fair["owner"])
    made = client.post(f"/events/{fair['slug']}/ask/{fair['buyers'][0]}", data={"slot": fair["slots"][0]})
    assert made.headers["Location"].endswith("/agenda")
    with database.read() as session:
        [meeting] = published(session, fair)
        request_id = meeting.request_id
    client.post(f"/events/{fair['slug']}/requests/{request_id}/withdraw")
    with database.read() as session:
        assert published(session, fair) == []
        assert session.scalar(select(func.count()).select_from(Seat)) == 0


def test_a_run_keeps_what_was_booked_and_an_old_draft_cannot_drop_it(app, client, database, fair):
    accept(database, fair, asked(database, fair, 0, 0, slot=2), 0)
    with database.begin() as session:
        version = operations.request_schedule(
            session, actor=fair["run"], now=clock.now(), event_id=fair["event"], seconds=10
        )
        number = version.number
    drain(app)
    accept(database, fair, asked(database, fair, 1, 1, slot=1), 1)  # booked after the draft was made
    with database.begin() as session, pytest.raises(Conflict) as refused:
        operations.publish_schedule(
            session, actor=fair["run"], now=clock.now(), event_id=fair["event"], number=number
        )
    assert refused.value.code == "booked_since"
    with database.begin() as session:
        operations.request_schedule(
            session, actor=fair["run"], now=clock.now(), event_id=fair["event"], seconds=10
        )
    drain(app)
    with database.begin() as session:
        operations.publish_schedule(
            session, actor=fair["run"], now=clock.now(), event_id=fair["event"], number=number + 1
        )
    with database.read() as session:
        assert [one.slot_id for one in published(session, fair)] == [fair["slots"][1], fair["slots"][2]]
    client.sign_in(fair["officer"])
    assert "Nothing is lost" in client.get(f"/events/{fair['slug']}/schedule/loss").text


def test_the_officer_sees_what_booking_costs(client, database, fair):
    """One of two accepted requests could not be booked: its two are busy in each other's slots."""
    with database.begin() as session:
        for slot in fair["slots"][1:]:
            session.add(Busy(participation_id=fair["firms"][1], slot_id=slot))
    accept(database, fair, asked(database, fair, 0, 0), 0)  # takes the first slot, and with it the only table
    accept(database, fair, asked(database, fair, 1, 1), 1)
    client.sign_in(fair["officer"])
    page = client.get(f"/events/{fair['slug']}/schedule/loss").text
    assert "1 meetings are booked, worth 4" in page
    assert "At most 50" in page
    client.sign_in(fair["owner"])
    assert client.get(f"/events/{fair['slug']}/schedule/loss").status_code == 403


def test_online_meetings_have_a_link(client, database, fair):
    with database.begin() as session:
        session.get_one(Slot, fair["slots"][0]).online = True
    accept(database, fair, asked(database, fair, 0, 0, slot=0), 0)
    with database.read() as session:
        [meeting] = published(session, fair)
        assert meeting.table_id is None
    client.sign_in(fair["buyer_user"])
    here = f"/events/{fair['slug']}/agenda/{meeting.id}/link"
    assert (
        "whole address" in client.post(here, data={"link": "javascript:alert(1)"}, follow_redirects=True).text
    )
    client.post(here, data={"link": "https://meet.example/kontum"})
    client.sign_in(fair["owner"])
    assert 'href="https://meet.example/kontum"' in client.get(f"/events/{fair['slug']}/agenda").text
    with database.read() as session:
        told = session.scalars(select(Notice.user_id).where(Notice.kind == "meeting_link")).all()
        assert told == [fair["actors"][0].user_id]
    with database.read() as session:
        stranger = fair["actors"][1].user_id
        assert stranger not in told
