"""Interpreters: who is needed where, nobody in two places, changes by hand, their own agenda."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import Role
from matchmaker.errors import Conflict
from matchmaker.events.models import Interpreter
from matchmaker.meetings import operations, queries
from matchmaker.meetings.languages import Pair, pair_of, words_of
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.operations.schedules import seat
from tests import factories
from workers.embedded import drain

PAGE = "/events/fair/interpreters"


@pytest.fixture
def hall(session):
    """Two firms that speak Vietnamese, two Korean buyers, an Indian one with English; three slots, many tables."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    account = factories.make_user(session, role=Role.INTERPRETER, office_id=office.id, name="Ms Kim")
    event = factories.make_event(session, office, slots=3, tables=4, slug="fair")
    firms = [
        factories.make_participation(
            session, event, factories.make_company(session, trading_name=f"Firm {name}", languages=["vi"])
        )
        for name in "AB"
    ]
    buyers = [
        factories.make_participation(
            session, event, factories.make_buyer(session, trading_name=f"Buyer {name}", languages=[code])
        )
        for name, code in (("X", "ko"), ("Y", "ko"), ("Z", "vi"))
    ]
    requests = [factories.make_request(session, firm, buyer) for firm in firms for buyer in buyers]
    made = {"id": event.id, "actor": factories.actor_of(session, officer), "officer": officer, "account": account,
            "office": office, "slots": [slot.id for slot in event.slots], "requests": [one.id for one in requests],
            "koreans": {buyers[0].id, buyers[1].id}}  # fmt: skip
    session.commit()
    return made


def list_interpreter(database, hall, **values):
    """An interpreter of Korean and Vietnamese; the id."""
    defaults = {"interpreter_id": None, "name": "Kim", "phone": None, "languages": ["ko", "vi"], "user_id": None,
                "busy_slots": ()}  # fmt: skip
    with database.begin() as session:
        return operations.save_interpreter(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], **defaults | values
        ).id


def run(app, database, hall):
    """The meetings of a new draft, and the draft."""
    with database.begin() as session:
        number = operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], seconds=10
        ).number
    drain(app)
    with database.read() as session:
        version = session.scalars(select(ScheduleVersion).where(ScheduleVersion.number == number)).one()
        assert version.state == "draft", version.error
        return queries.meetings_of_schedule(session, version.id), version


def foreign(hall, meetings):
    return [one for one in meetings if {one.a_id, one.b_id} & hall["koreans"]]


def test_who_needs_an_interpreter():
    assert pair_of(None, ["vi"], ["en", "vi"], []) is None
    assert pair_of(None, [], ["ko"], ["ko", "vi"]) is None, "nobody is kept apart for an empty field"
    assert pair_of("none", ["vi"], ["ko"], []) is None
    pair = pair_of(None, ["vi"], ["hi", "en"], ["en", "vi", "ko"])
    assert pair == Pair(frozenset(["vi"]), frozenset(["en"]))
    assert (
        pair_of(None, ["hi", "en"], ["vi"], []).key
        == pair_of(None, ["vi"], ["en", "hi"], []).key
        == "en/hi-vi"
    )
    assert pair_of("ko-vi", ["en"], ["en"], []).served_by(["vi", "ko"])
    assert words_of("en/hi-vi+ko-vi", "en") == "English/Hindi – Vietnamese; Korean – Vietnamese"


def test_without_interpreters_nobody_is_kept_apart(app, database, hall):
    meetings, version = run(app, database, hall)
    assert len(meetings) == 6
    assert {one.interpreter_id for one in meetings} == {None}
    assert version.unplaced == []


def test_an_interpreter_is_a_scarce_resource(app, client, database, hall):
    kim = list_interpreter(database, hall, busy_slots=hall["slots"][:1])
    meetings, version = run(app, database, hall)
    helped = foreign(hall, meetings)
    assert {one.slot_id for one in helped} == set(hall["slots"][1:])
    assert [one.interpreter_id for one in helped] == [kim, kim]
    assert len(meetings) == 4
    assert all(one.interpreter_id is None for one in meetings if one not in helped)
    assert len(version.unplaced) == 2
    client.sign_in(hall["officer"])
    page = client.get("/events/fair/schedule").text
    assert "No interpreter for Korean – Vietnamese is left in the slots" in page
    second = list_interpreter(database, hall, name="Park", languages=["ko", "en", "vi"])
    meetings, _version = run(app, database, hall)
    assert sorted(one.interpreter_id for one in foreign(hall, meetings)) == [kim, kim, second, second]


def test_a_language_nobody_speaks_is_said(app, client, database, hall):
    list_interpreter(database, hall, languages=["ko", "en"])
    meetings, _version = run(app, database, hall)
    assert foreign(hall, meetings) == []
    client.sign_in(hall["officer"])
    assert (
        "No interpreter for Korean – Vietnamese works in the slots"
        in client.get("/events/fair/schedule").text
    )
    assert "nobody listed" in client.get(PAGE).text


def test_the_officer_says_what_a_request_needs(app, client, database, hall):
    list_interpreter(database, hall, busy_slots=hall["slots"])
    client.sign_in(hall["officer"])
    assert "Korean – Vietnamese" in client.get("/events/fair/requests").text
    for request in hall["requests"]:
        address = f"/events/fair/requests/{request}/interpreter"
        assert "By their languages" in client.get(address).text
        client.post(address, data={"need": "none", "one": "vi", "other": "en"})
    meetings, _version = run(app, database, hall)
    assert len(meetings) == 6
    first = f"/events/fair/requests/{hall['requests'][0]}/interpreter"
    refused = client.post(first, data={"need": "pair", "one": "vi", "other": "vi"})
    assert refused.status_code == 422
    assert "Choose at least two languages" in refused.text
    assert client.post(first, data={"need": "nonsense"}).status_code == 422
    client.post(first, data={"need": "pair", "one": "vi", "other": "ko"})
    with database.read() as session:
        assert session.get_one(MeetingRequest, hall["requests"][0]).interpreting == "ko-vi"
    client.post(first, data={"need": "auto", "one": "vi", "other": "ko"})
    with database.read() as session:
        assert session.get_one(MeetingRequest, hall["requests"][0]).interpreting is None


def test_the_database_refuses_an_interpreter_in_two_places(session, hall):
    kim = Interpreter(event_id=hall["id"], name="Kim", languages=["ko", "vi"])
    version = ScheduleVersion(
        event_id=hall["id"], number=1, state="draft", unplaced=[], created_at=factories.NOW
    )
    session.add_all([kim, version])
    session.flush()
    requests = [session.get_one(MeetingRequest, one) for one in hall["requests"]]
    apart = [requests[0], requests[4]]
    for request in apart:
        seat(session, Meeting(schedule_id=version.id, request_id=request.id, a_id=request.asker_id, b_id=request.asked_id,
                              slot_id=hall["slots"][0], interpreter_id=kim.id, key=str(request.id)))  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_moving_by_hand_takes_the_interpreter_along_or_says_why_not(app, client, database, hall):
    list_interpreter(database, hall)
    meetings, version = run(app, database, hall)
    one, other = foreign(hall, meetings)[:2]
    client.sign_in(hall["officer"])
    address = f"/events/fair/schedule/meetings/{one.id}"
    page = client.get(address).text
    assert "Needs an interpreter: Korean – Vietnamese" in page
    assert "No interpreter is free" in page
    with database.begin() as session, pytest.raises(Conflict) as refused:
        for meeting in queries.meetings_of_schedule(session, version.id):
            if meeting.id not in {one.id, other.id}:
                operations.remove_meeting(
                    session, actor=hall["actor"], now=clock.now(), meeting_id=meeting.id, version=None
                )
        operations.move_meeting(
            session, actor=hall["actor"], now=clock.now(), meeting_id=one.id, slot_id=other.slot_id, table_id=None,
            version=None,
        )  # fmt: skip
    assert refused.value.code in {"no_interpreter", "someone_busy"}
    form = {"act": "interpreter", "version": one.version, "number": version.number}
    assert "needs an interpreter for Korean – Vietnamese" in client.post(
        address, data=form | {"interpreter": ""}, follow_redirects=True
    ).text  # fmt: skip
    assert client.post(address, data=form | {"interpreter": "999"}).status_code == 404
    park = list_interpreter(database, hall, name="Park", busy_slots=[other.slot_id])
    kept = client.post(address, data=form | {"interpreter": park}, follow_redirects=True).text
    assert "Kept, and locked there." in kept
    assert "Park" in client.get(f"/events/fair/schedule/{version.number}/board?slot={one.slot_id}").text
    stale = client.post(address, data=form | {"interpreter": one.interpreter_id}, follow_redirects=True).text
    assert "Somebody else changed this" in stale
    away = client.post(
        f"/events/fair/schedule/meetings/{other.id}",
        data=form | {"interpreter": park, "version": other.version}, follow_redirects=True,
    )  # fmt: skip
    assert "does not work in this slot" in away.text
    meetings, _version = run(app, database, hall)
    assert next(found for found in meetings if found.key == one.key).interpreter_id == park, (
        "locked with them"
    )


def test_two_meetings_change_places(app, database, hall):
    list_interpreter(database, hall)
    meetings, _version = run(app, database, hall)
    one, other = foreign(hall, meetings)[:2]
    with database.begin() as session:
        for meeting in meetings:
            if meeting.id not in {one.id, other.id}:
                operations.remove_meeting(
                    session, actor=hall["actor"], now=clock.now(), meeting_id=meeting.id, version=None
                )
        operations.swap_meetings(
            session, actor=hall["actor"], now=clock.now(), meeting_id=one.id, other_id=other.id, version=one.version,
            other_version=other.version,
        )  # fmt: skip
    with database.read() as session:
        found = session.get_one(Meeting, one.id), session.get_one(Meeting, other.id)
    assert [meeting.slot_id for meeting in found] == [other.slot_id, one.slot_id]
    assert all(meeting.locked and meeting.interpreter_id for meeting in found)
    with pytest.raises(Conflict), database.begin() as session:
        operations.swap_meetings(
            session, actor=hall["actor"], now=clock.now(), meeting_id=one.id, other_id=other.id, version=one.version,
            other_version=other.version,
        )  # fmt: skip


def test_the_list_keeps_what_was_typed_and_refuses_nonsense(client, database, hall):
    client.sign_in(hall["officer"])
    assert "No interpreter is listed" in client.get(PAGE).text
    bad = client.post(f"{PAGE}/new", data={"name": "Kim", "languages": ["ko"], "free": hall["slots"]})
    assert bad.status_code == 422
    assert "Choose at least two languages" in bad.text
    assert 'value="Kim"' in bad.text
    assert client.post(f"{PAGE}/new", data={"languages": ["ko", "vi"]}).status_code == 422
    good = {
        "name": "Kim",
        "languages": ["ko", "vi"],
        "free": hall["slots"][1:],
        "user_id": hall["account"].id,
    }
    assert client.post(f"{PAGE}/new", data=good).headers["Location"] == PAGE
    assert "2 of 3 slots" in client.get(PAGE).text
    assert client.post(f"{PAGE}/new", data=good).status_code == 422, "one account twice"
    with database.read() as session:
        kim = session.scalars(select(Interpreter)).one()
    assert "Kim" in client.get(f"{PAGE}/{kim.id}").text
    client.post(f"{PAGE}/{kim.id}", data=good | {"name": "Kim Ji-won", "free": hall["slots"]})
    assert "3 of 3 slots" in client.get(PAGE).text


def test_one_with_meetings_does_not_vanish(app, client, database, hall):
    kim = list_interpreter(database, hall)
    run(app, database, hall)
    client.sign_in(hall["officer"])
    refused = client.post(f"{PAGE}/{kim}/remove", follow_redirects=True).text
    assert "Kim has meetings, the first: " in refused
    with database.begin() as session:
        operations.drop_draft(session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], number=1)
    assert "Taken out of the event." in client.post(f"{PAGE}/{kim}/remove", follow_redirects=True).text


def test_an_interpreter_sees_the_own_agenda_and_nothing_else(app, client, database, hall):
    list_interpreter(database, hall, user_id=hall["account"].id)
    meetings, version = run(app, database, hall)
    client.sign_in(hall["account"])
    assert "not published yet" in client.get("/events/fair/interpreting").text
    with database.begin() as session:
        operations.publish_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], number=version.number
        )
    assert "/events/fair/interpreting" in client.get("/interpreting").text
    page = client.get("/events/fair/interpreting").text
    assert page.count("agenda-meeting") == len(foreign(hall, meetings)) == 3
    assert "Buyer X" in page
    assert client.get("/events/fair/interpreting.ics").text.count("BEGIN:VEVENT") == 3
    assert client.get("/interpreting").status_code == 200
    for path in (PAGE, "/events/fair/schedule", "/events/fair/agenda", "/events/fair/people"):
        assert client.get(path).status_code in {403, 404}, path
    client.sign_in(hall["officer"])
    with database.read() as session:
        kim = session.scalars(select(Interpreter.id)).one()
    assert client.get(f"{PAGE}/{kim}/agenda").text.count("agenda-meeting") == 3


def test_strangers_are_kept_out(client, database, session, hall):
    kim = list_interpreter(database, hall)
    other = factories.make_officer(session)
    unlisted = factories.make_user(session, role=Role.INTERPRETER, office_id=hall["office"].id)
    member = factories.owner_of(factories.make_company(session))
    session.commit()
    paths = (PAGE, f"{PAGE}/new", f"{PAGE}/{kim}", f"{PAGE}/{kim}/agenda", f"/events/fair/requests/{hall['requests'][0]}/interpreter")  # fmt: skip
    for user in (other, unlisted, member):
        client.sign_in(user)
        for path in paths:
            assert client.get(path).status_code in {403, 404}, path
        assert client.post(f"{PAGE}/{kim}/remove").status_code in {403, 404}
    client.sign_in(unlisted)
    assert client.get("/events/fair/interpreting").status_code == 404
    assert "not listed at any event" in client.get("/interpreting").text
    client.sign_in(hall["officer"])
    assert client.get(f"{PAGE}/999").status_code == 404
