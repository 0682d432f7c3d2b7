"""Check-in: marks through the operation and the pages, by whom they may be made, twice, late and out of order."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from matchmaker.accounts.enums import Role
from matchmaker.attendance import queries
from matchmaker.attendance.enums import Answer, Mark
from matchmaker.attendance.models import AttendanceMark
from matchmaker.attendance.operations import Tap, mark, mark_all
from matchmaker.errors import Conflict, Invalid, NotFound
from tests import factories

MORNING = datetime(
    2027, 3, 15, 0, 50, tzinfo=UTC
)  # ten to eight in Kon Tum, on the day of the factories' event


@pytest.fixture
def hall(session):
    """An event with a helper and three people, on its morning."""
    event = factories.make_event(session)
    helper = factories.make_user(session, role=Role.HELPER, office_id=event.office_id, name="Chị Hoa")
    people = [factories.make_participation(session, event) for _ in range(3)]
    session.commit()
    return event, helper, people


def tap(person=None, kind=Mark.ARRIVED, **values):
    defaults = {"key": str(uuid4()), "kind": kind, "participation_id": person.id if person else None}
    return Tap(**{**defaults, **values})


def test_a_mark_sent_twice_counts_once(session, hall):
    event, helper, (person, *_) = hall
    actor = factories.actor_of(session, helper)
    sent = tap(person)
    first = mark(session, actor=actor, now=MORNING, event_id=event.id, tap=sent)
    again = mark(session, actor=actor, now=MORNING + timedelta(minutes=3), event_id=event.id, tap=sent)
    assert (first.answer, again.answer) == (Answer.DONE, Answer.REPEATED)
    assert session.query(AttendanceMark).count() == 1
    assert again.state.since == MORNING


def test_of_two_phones_the_earlier_arrival_counts_and_both_are_kept(session, hall):
    event, helper, (person, *_) = hall
    other = factories.make_user(session, role=Role.HELPER, office_id=event.office_id, name="Anh Nam")
    one, two = factories.actor_of(session, helper), factories.actor_of(session, other)
    mark(session, actor=one, now=MORNING, event_id=event.id, tap=tap(person))
    offline = tap(person, age=timedelta(minutes=20))  # tapped before, without network
    result = mark(session, actor=two, now=MORNING + timedelta(minutes=5), event_id=event.id, tap=offline)
    assert result.answer is Answer.DONE
    assert (result.state.since, result.state.by.name) == (MORNING - timedelta(minutes=15), "Anh Nam")
    third = mark(session, actor=one, now=MORNING + timedelta(minutes=9), event_id=event.id, tap=tap(person))
    assert third.answer is Answer.ALREADY
    assert third.state.by.name == "Anh Nam"
    assert len(queries.marks_of(session, person.id)) == 3
    assert all(one.received_at >= one.happened_at for one in queries.marks_of(session, person.id))


def test_late_absent_and_taken_back(session, hall):
    event, helper, (person, *_) = hall
    actor = factories.actor_of(session, helper)
    at = MORNING + timedelta(hours=1)

    def state(minute, **values):
        now = MORNING + timedelta(minutes=minute)
        return mark(session, actor=actor, now=now, event_id=event.id, tap=tap(person, **values)).state

    late = state(0, kind=Mark.LATE, expected_at=at)
    assert (late.state, late.expected_at) == (Mark.LATE, at)
    absent = state(1, kind=Mark.NO_SHOW, reason="transport")
    assert (absent.state, absent.reason, absent.expected_at) == (Mark.NO_SHOW, "transport", None)
    assert state(2).state == Mark.ARRIVED
    assert state(3, kind=Mark.UNDONE).state == Mark.UNDONE


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "dancing"}, "mark_unknown"),
        ({"kind": Mark.NO_SHOW}, "reason_missing"),
        ({"kind": Mark.LATE}, "time_missing"),
        ({"key": "1"}, "key_unreadable"),
        ({"participation_id": None, "code": "ABCD2345"}, "badge_unknown"),
        ({"participation_id": 999_999}, "badge_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(session, hall, values, code):
    event, helper, (person, *_) = hall
    with pytest.raises(Invalid) as caught:
        mark(session, actor=factories.actor_of(session, helper), now=MORNING, event_id=event.id,
             tap=tap(person, **values))  # fmt: skip
    assert caught.value.code == code


def test_of_a_batch_the_good_ones_count(session, hall):
    event, helper, people = hall
    people[1].state = "cancelled"
    taps = [tap(people[0]), tap(people[1]), tap(code="zz"), tap(people[2])]
    results = mark_all(
        session, actor=factories.actor_of(session, helper), now=MORNING, event_id=event.id, taps=taps
    )
    assert [result.answer for result in results] == [Answer.DONE, Answer.REFUSED, Answer.REFUSED, Answer.DONE]
    assert results[1].error.code == "person_cancelled"
    assert set(queries.attendance_on(session, event.id, event.days[0].on)) == {people[0].id, people[2].id}


def test_badges_of_other_events(session, hall):
    event, helper, _people = hall
    actor = factories.actor_of(session, helper)
    sister = factories.make_event(session, event.office)
    foreign = factories.make_event(session)
    for other, code in ((sister, "badge_of_other_event"), (foreign, "badge_unknown")):
        person = factories.make_participation(session, other)
        with pytest.raises(Invalid) as caught:
            mark(session, actor=actor, now=MORNING, event_id=event.id, tap=tap(code=person.badge_code))
        assert caught.value.code == code


def test_check_in_opens_on_the_eve(session, hall):
    event, helper, (person, *_) = hall
    actor = factories.actor_of(session, helper)
    with pytest.raises(Conflict, match="too_early"):
        mark(session, actor=actor, now=MORNING - timedelta(days=2), event_id=event.id, tap=tap(person))
    eve = mark(session, actor=actor, now=MORNING - timedelta(days=1), event_id=event.id, tap=tap(person))
    assert eve.state.on == event.days[0].on


def test_only_helpers_and_officers_of_the_events_office_may(session, hall):
    event, _helper, (person, *_) = hall
    strangers = [
        factories.make_user(session, role=Role.HELPER, office_id=factories.make_office(session).id),
        factories.make_officer(session),
        factories.make_user(session, role=Role.INTERPRETER, office_id=event.office_id),
        factories.owner_of(person.company),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            mark(
                session,
                actor=factories.actor_of(session, stranger),
                now=MORNING,
                event_id=event.id,
                tap=tap(person),
            )


@time_machine.travel(MORNING)
def test_a_helper_checks_in_by_the_code_on_the_badge(client, session, hall):
    event, helper, (person, *_) = hall
    client.sign_in(helper)
    page = client.get(f"/check-in/{person.badge_code.lower()}", follow_redirects=True)
    assert person.company.name in page.text
    address = f"/events/{event.slug}/check-in"
    sent = {"participation": person.id, "kind": "arrived", "key": str(uuid4())}
    for _twice in range(2):
        assert client.post(address, data=sent).status_code == 302
    assert session.query(AttendanceMark).count() == 1
    session.rollback()
    again = client.post(address, data={**sent, "key": str(uuid4())}, follow_redirects=True)
    assert "was checked in already, at 07:50 by Chị Hoa" in again.text


@time_machine.travel(MORNING)
def test_answers_for_codes_that_do_not_count(client, session, hall):
    event, helper, (person, *_) = hall
    other = factories.make_participation(session, factories.make_event(session, event.office))
    person.state = "declined"
    session.commit()
    client.sign_in(helper)
    address = f"/events/{event.slug}/check-in"
    assert "is of another event" in client.get(f"{address}?code={other.badge_code}").text
    assert "has declined" in client.get(f"{address}?code={person.badge_code}").text
    assert "No badge of this event" in client.get(f"{address}?code=23456789").text
    refused = client.post(address, data={"code": other.badge_code, "key": str(uuid4())})
    assert refused.status_code == 422
    assert "is of another event" in refused.text


def test_others_see_nothing_of_check_in(client, session, hall):
    event, _helper, (person, other, _third) = hall
    address = f"/events/{event.slug}/check-in"
    assert client.get(address).status_code == 302
    client.sign_in(factories.owner_of(person.company))
    assert client.get(address).status_code == 403
    own = client.get(f"/check-in/{person.badge_code}")
    assert own.headers["Location"].endswith("/agenda")
    assert client.get(f"/check-in/{other.badge_code}").status_code == 404
