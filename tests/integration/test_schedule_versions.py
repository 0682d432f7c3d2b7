"""Versions: compared, brought back, published provisionally and for good; only those touched are told, with the difference."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import User
from matchmaker.errors import Conflict
from matchmaker.meetings import operations, queries
from matchmaker.meetings.enums import Publication
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.notices.models import Notice, OutboxMessage
from matchmaker.notices.operations import Recipient, notify_many
from matchmaker.notices.rendering import render_mail
from tests import factories
from workers.embedded import drain

PAGE = "/events/fair/schedule"


@pytest.fixture
def hall(session):
    """Three pairs who want to meet; four slots, two tables."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office, slots=4, tables=2, slug="fair")
    firms, buyers = factories.make_both_sides(session, event)
    requests = [factories.make_request(session, *pair) for pair in zip(firms, buyers, strict=True)]
    made = {"id": event.id, "actor": factories.actor_of(session, officer), "officer": officer,
            "people": [one.user_id for one in (*firms, *buyers)], "firms": [one.id for one in firms],
            "owner": factories.owner_of(firms[0].company), "requests": [one.id for one in requests],
            "slots": [slot.id for slot in event.slots], "slug": event.slug}  # fmt: skip
    session.commit()
    return made


def run(app, database, hall):
    with database.begin() as session:
        number = operations.request_schedule(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], seconds=10
        ).number
    drain(app)
    return number


def publish(database, hall, number, publication=Publication.FINAL):
    with database.begin() as session:
        return operations.publish_schedule(
            session,
            actor=hall["actor"],
            now=clock.now(),
            event_id=hall["id"],
            number=number,
            publication=publication,
        )


def restore(database, hall, number):
    with database.begin() as session:
        return operations.restore_version(
            session, actor=hall["actor"], now=clock.now(), event_id=hall["id"], number=number
        ).number


def meetings_of(database, number):
    with database.read() as session:
        version = session.scalars(select(ScheduleVersion).where(ScheduleVersion.number == number)).one()
        return queries.meetings_of_schedule(session, version.id)


def move_first(database, hall, number):
    """Move one meeting of a draft to a slot that nobody uses; the meeting as it was."""
    meetings = meetings_of(database, number)
    used = {one.slot_id for one in meetings}
    with database.begin() as session:
        operations.move_meeting(
            session, actor=hall["actor"], now=clock.now(), meeting_id=meetings[0].id, table_id=None, version=None,
            slot_id=next(slot for slot in reversed(hall["slots"]) if slot not in used),
        )  # fmt: skip
    return meetings[0]


def told(database, kind):
    with database.read() as session:
        return sorted(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


def test_only_those_touched_are_told_with_the_difference(app, client, database, hall):
    publish(database, hall, run(app, database, hall))
    assert told(database, "schedule_published") == sorted(hall["people"])
    number = run(app, database, hall)
    moved = move_first(database, hall, number)
    assert publish(database, hall, number) == 2
    with database.read() as session:
        notices = session.scalars(select(Notice).where(Notice.kind == "schedule_changed")).all()
        assert {one.user_id for one in notices} == {moved.a.user_id, moved.b.user_id}
        mails = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "agenda_changed")).all()
        texts = [render_mail(app, one) for one in mails]
    assert len(texts) == 2
    firm = next(text for text in texts if moved.b.company.name in text.body)
    buyer = next(text for text in texts if moved.a.company.name in text.body)
    assert firm.subject.startswith("Lịch của bạn tại Hội nghị")
    assert (
        f"- Đổi: {moved.b.company.name}, nay là 09:30, 15/03/2027, bàn 1 (trước là 08:00, 15/03/2027, bàn 1)."
        in firm.body
    )
    assert f"- Moved: {moved.a.company.name}, now " in buyer.body
    with database.read() as session:
        client.sign_in(session.get_one(User, moved.b.user_id))
    assert f"has changed. Moved: {moved.a.company.name}, now " in client.get("/notices").text


def test_provisional_then_final(app, client, database, hall):
    number = run(app, database, hall)
    client.sign_in(hall["officer"])
    page = client.get(PAGE).text
    assert "Publish provisionally" in page
    client.post(f"{PAGE}/{number}/publish", data={"publication": "provisional"})
    assert told(database, "schedule_provisional") == sorted(hall["people"])
    member = app.test_client()
    member.in_language("en")
    member.sign_in(hall["owner"])
    assert "may still change" in member.get("/events/fair/agenda").text
    assert "Make it final" in client.get(PAGE).text
    done = client.post(f"{PAGE}/{number}/final", follow_redirects=True).text
    assert "Final. 6 participants are told." in done
    assert told(database, "schedule_final") == sorted(hall["people"])
    assert "may still change" not in member.get("/events/fair/agenda").text
    again = client.post(f"{PAGE}/{number}/final", follow_redirects=True).text
    assert "not what is published provisionally" in again
    second = run(app, database, hall)
    assert "Publish provisionally" not in client.get(PAGE).text
    refused = client.post(
        f"{PAGE}/{second}/publish", data={"publication": "provisional"}, follow_redirects=True
    )
    assert "The schedule is final" in refused.text
    with database.read() as session:
        states = session.scalars(select(ScheduleVersion.state).order_by(ScheduleVersion.number)).all()
    assert states == ["published", "draft"]


def test_a_final_version_after_a_provisional_one_tells_each_once(app, database, hall):
    publish(database, hall, run(app, database, hall), Publication.PROVISIONAL)
    number = run(app, database, hall)
    moved = move_first(database, hall, number)
    assert publish(database, hall, number) == 6
    changed = told(database, "schedule_changed")
    assert changed == sorted([moved.a.user_id, moved.b.user_id])
    assert told(database, "schedule_final") == sorted(set(hall["people"]) - set(changed))


def test_versions_are_listed_and_compared(app, client, database, hall):
    run(app, database, hall)
    run(app, database, hall)
    moved = move_first(database, hall, 2)
    with database.begin() as session:
        gone = next(one for one in meetings_of(database, 2) if one.key != moved.key)
        operations.remove_meeting(
            session, actor=hall["actor"], now=clock.now(), meeting_id=gone.id, version=None
        )
    client.sign_in(hall["officer"])
    page = client.get(f"{PAGE}/history").text
    assert hall["officer"].name in page
    assert page.count("Made from the requests") == 2
    page = client.get(f"{PAGE}/compare?one=1&other=2").text
    assert "moved (1)" in page
    assert "not held (1)" in page
    assert moved.a.company.name in page
    assert "-1" in page
    only = client.get(f"{PAGE}/compare?one=1&other=2&kind=gone").text
    assert gone.a.company.name in only
    assert f"{moved.a.company.name} – {moved.b.company.name}" not in only
    for nonsense in ("one=1&other=99", "one=x&other=1", "", "one=1&other=99999999999999999999"):
        assert client.get(f"{PAGE}/compare?{nonsense}").headers["Location"] == f"{PAGE}/history"


def test_an_older_version_comes_back_with_its_keys(app, client, database, hall):
    publish(database, hall, run(app, database, hall))
    before = {one.key: (one.slot_id, one.table_id) for one in meetings_of(database, 1)}
    number = run(app, database, hall)
    moved = move_first(database, hall, number)
    publish(database, hall, number)
    client.sign_in(hall["officer"])
    page = client.post(f"{PAGE}/1/restore", follow_redirects=True).text
    assert "Version 1 is back as a draft" in page
    assert "What publishing changes" in page
    assert {one.key: (one.slot_id, one.table_id) for one in meetings_of(database, 3)} == before
    assert publish(database, hall, 3) == 2
    with database.read() as session:
        causes = session.scalars(select(Notice.user_id).where(Notice.kind == "schedule_changed")).all()
        states = session.scalars(select(ScheduleVersion.state).order_by(ScheduleVersion.number)).all()
    assert sorted(causes) == sorted([moved.a.user_id, moved.b.user_id] * 2)
    assert states == ["superseded", "superseded", "published"]


def test_what_can_no_longer_be_held_does_not_come_back(app, database, session, hall):
    publish(database, hall, run(app, database, hall))
    run(app, database, hall)
    with database.begin() as writing:
        gone = writing.get_one(Meeting, meetings_of(database, 1)[0].id)
        gone.a.state = "cancelled"
        request = gone.request_id
    number = restore(database, hall, 1)
    assert request not in {one.request_id for one in meetings_of(database, number)}
    assert len(meetings_of(database, number)) == 2
    version = session.scalars(select(ScheduleVersion).where(ScheduleVersion.number == number)).one()
    assert [entry["request"] for entry in version.unplaced] == [f"r{request}"]


def test_what_is_not_there_cannot_come_back(app, client, database, session, hall):
    client.sign_in(hall["officer"])
    assert (
        "no meetings that could be brought back"
        in client.post(f"{PAGE}/7/restore", follow_redirects=True).text
    )
    publish(database, hall, run(app, database, hall))
    with pytest.raises(Conflict):
        restore(database, hall, 0)
    stranger, member = factories.make_officer(session), hall["owner"]
    session.commit()
    for user in (stranger, member):
        client.sign_in(user)
        for path in ("history", "compare?one=1&other=1"):
            assert client.get(f"{PAGE}/{path}").status_code in {403, 404}
        for path in ("1/restore", "1/final"):
            assert client.post(f"{PAGE}/{path}").status_code in {403, 404}


def test_many_are_told_once(session, hall):
    people = [
        Recipient(one, f"p{one}@example.com", "en", {"count": 1, "event": "Fair"}) for one in hall["people"]
    ]
    told = [
        notify_many(
            session, [*people, people[0]], kind="schedule_final", cause="final:1", path="/", now=factories.NOW
        )
        for _time in range(2)
    ]
    assert told == [6, 0]
    assert len(session.scalars(select(OutboxMessage)).all()) == 6
