"""After an event: thanks are sent once, outcomes stay with their meeting, what is due is told."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from matchmaker.accounts.enums import Purpose
from matchmaker.accounts.models import Consent
from matchmaker.attendance.models import Attendance, MeetingReport
from matchmaker.errors import Conflict
from matchmaker.meetings.models import Meeting
from matchmaker.notices.models import Notice, OutboxMessage
from matchmaker.outcomes import thanking
from matchmaker.outcomes.following import remind_due
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.operations import record_step
from tests import factories
from workers.embedded import drain

AFTER = factories.NOW + timedelta(days=200)
TEXT = {
    "subject_vi": "Cảm ơn",
    "body_vi": "Hẹn gặp lại {{ 7 * 7 }}",
    "subject_en": "Thank you",
    "body_en": "See you again",
}


@pytest.fixture
def held(session):
    """An event that is over: a firm met two buyers, one of whom did not come."""
    officer = factories.make_officer(session)
    event = factories.make_event(session, officer.office)
    firm = factories.make_participation(
        session, event, factories.make_company(session, trading_name="Gừng Đăk Hà")
    )
    buyers = [
        factories.make_participation(session, event, factories.make_buyer(session, trading_name=name))
        for name in ("Malabar", "Absent Ltd")
    ]
    factories.make_schedule(
        session,
        event,
        *({"a": firm, "b": buyer, "slot": slot, "table": 0} for slot, buyer in enumerate(buyers)),
    )
    for row, state in zip(buyers, ("arrived", "no_show"), strict=True):
        session.add(
            Attendance(
                participation_id=row.id, on=date(2027, 3, 15), state=state, since=AFTER, by_id=officer.id
            )
        )
    session.flush()
    meetings = session.scalars(select(Meeting).order_by(Meeting.slot_id)).all()
    made = {"event": event, "officer": officer, "actor": factories.actor_of(session, officer), "firm": firm, "buyers": buyers,
            "meetings": [meeting.id for meeting in meetings], "address": f"/events/{event.slug}/thanks"}  # fmt: skip
    session.commit()
    return made


@pytest.fixture
def after(monkeypatch):
    """The pages and the worker think that the event is over."""
    monkeypatch.setattr("matchmaker.clock.now", lambda: AFTER)


def test_thanks_are_written_looked_at_and_sent_once(app, client, session, held, after):
    client.sign_in(held["officer"])
    page = client.get(held["address"]).text
    assert "2 participants took part" in page
    assert "Absent Ltd" in page
    assert client.post(held["address"], data={**TEXT, "body_en": ""}).status_code == 422
    kept = client.post(held["address"], data=TEXT, follow_redirects=True).text
    assert "See you again" in kept
    assert "Hẹn gặp lại {{ 7 * 7 }}" in kept  # words, not a template
    assert "Send to 2 participants" in kept
    changed = client.post(held["address"], data={**TEXT, "version": "9"})
    assert changed.status_code == 422
    assert "Somebody else changed this" in changed.text
    assert (
        "on their way"
        in client.post(held["address"] + "/send", data={"version": "1"}, follow_redirects=True).text
    )
    drain(app)
    assert "2 people were thanked" in client.get(held["address"]).text
    again = client.post(held["address"] + "/send", data={"version": "1"}, follow_redirects=True).text
    assert "sent already" in again
    assert client.post(held["address"], data=TEXT).status_code == 422
    drain(app)
    mails = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "thanks")).all()
    assert {mail.recipient for mail in mails} == {held["firm"].user.email, held["buyers"][0].user.email}
    assert {mail.parameters["text"] for mail in mails} == {"Hẹn gặp lại {{ 7 * 7 }}", "See you again"}
    member = app.test_client()
    member.in_language("en")
    member.sign_in(held["firm"].user)
    assert "thanks you for taking part" in member.get("/notices").text


def test_two_officers_send_at_once(database, session, held):
    thanking.save_thanks(
        session, actor=held["actor"], event_id=held["event"].id, subject={"vi": "s", "en": "s"},
        body={"vi": "b", "en": "b"}, version=None,
    )  # fmt: skip
    session.commit()
    start, answers = threading.Barrier(2), []

    def send():
        start.wait()
        try:
            with database.begin() as mine:
                thanking.send_thanks(
                    mine, actor=held["actor"], now=AFTER, event_id=held["event"].id, version=1
                )
            answers.append("sent")
        except Conflict as error:
            answers.append(error.code)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["sent", "thanks_sent"]
    for _twice in range(2):  # a worker that was killed after its work does it again
        with database.begin() as mine:
            thanking.thank_everybody(mine, now=AFTER, event_id=held["event"].id)
    assert session.scalar(select(func.count()).where(OutboxMessage.template == "thanks")) == 2
    assert session.scalar(select(func.count()).where(Notice.kind == "thanks")) == 2


def test_who_took_back_the_consent_to_mails_finds_a_notice_only(session, held):
    user = held["firm"].user
    session.add(Consent(user_id=user.id, purpose=Purpose.MAIL, wording="", locale="vi", granted_at=factories.NOW,
                        withdrawn_at=factories.NOW))  # fmt: skip
    thanking.save_thanks(session, actor=held["actor"], event_id=held["event"].id, subject={"vi": "s", "en": "s"},
                         body={"vi": "b", "en": "b"}, version=None)  # fmt: skip
    thanking.thank_everybody(session, now=AFTER, event_id=held["event"].id)
    assert session.scalars(select(OutboxMessage.recipient)).all() == [held["buyers"][0].user.email]
    assert session.scalar(select(func.count()).where(Notice.user_id == user.id, Notice.kind == "thanks")) == 1


def test_thanks_are_neither_early_nor_for_others_to_send(client, session, held):
    client.sign_in(held["officer"])
    client.post(held["address"], data=TEXT)
    assert "when the last meeting is over" in client.get(held["address"]).text
    refused = client.post(held["address"] + "/send", data={"version": "1"}, follow_redirects=True).text
    assert "when the last meeting is over" in refused
    other = factories.make_officer(session)
    session.commit()
    client.sign_in(other)
    assert client.get(held["address"]).status_code == 404
    assert client.post(held["address"] + "/send", data={"version": "1"}).status_code == 404
    client.sign_in(held["firm"].user)
    assert client.get(held["address"]).status_code == 403


def report(session, held, meeting, **values):
    """The firm says how far it has come."""
    member = factories.actor_of(session, held["firm"].user)
    values = {"stage": "sample", "now": AFTER} | values
    made = record_step(session, actor=member, meeting_id=held["meetings"][meeting], **values)
    session.commit()
    return made


def test_an_outcome_stays_when_the_schedule_is_published_anew(client, session, held, after):
    report(session, held, 0, next_step="Send samples", due_on=date(2027, 5, 1))
    place = {"a": held["firm"], "b": held["buyers"][0], "slot": 3, "table": 1}
    factories.make_schedule(session, held["event"], place)
    session.commit()
    client.sign_in(held["firm"].user)
    page = client.get("/outcomes").text
    assert "Send samples" in page
    newest = session.scalars(select(Meeting.id).order_by(Meeting.id.desc())).first()
    session.commit()
    form = client.get(f"/outcomes/{newest}").text
    assert "Send samples" in form
    done = client.post(f"/outcomes/{newest}", data={"stage": "contract", "version": "1"})
    assert done.status_code == 302
    assert session.scalar(select(func.count()).select_from(Outcome)) == 1


def test_what_is_due_comes_first_and_firms_are_counted(client, session, held, after):
    report(
        session,
        held,
        0,
        next_step="Send the offer",
        due_on=AFTER.date() - timedelta(days=2),
        note="20 t of powder",
    )
    client.sign_in(held["firm"].user)
    page = client.get("/outcomes").text
    assert page.index("Malabar") < page.index("Absent Ltd")  # due before nothing reported
    assert "Overdue" in page
    assert "20 t of powder" in page
    assert "Absent Ltd" not in client.get("/outcomes?state=overdue").text
    assert client.get("/outcomes/firms").status_code == 403
    client.sign_in(held["officer"])
    firms = client.get("/outcomes/firms").text
    assert "1 overdue" in firms
    assert firms.index("Gừng Đăk Hà") < firms.index("Absent Ltd")
    slug = held["buyers"][1].company.slug
    only = client.get(f"/outcomes?company={slug}").text
    assert "Absent Ltd" in only
    assert "Malabar" not in only
    assert "No meeting fits" in client.get(f"/outcomes?company={slug}&state=overdue").text
    other = factories.make_officer(session)
    session.commit()
    client.sign_in(other)
    assert "Gừng" not in client.get("/outcomes/firms").text
    assert "Gừng" not in client.get("/outcomes").text


def test_a_step_that_is_due_is_told_once_to_both(session, held):
    report(session, held, 0, next_step="Send samples", due_on=date(2027, 5, 1))
    assert remind_due(session, now=AFTER, today=date(2027, 4, 30)) == 0
    assert remind_due(session, now=AFTER, today=date(2027, 5, 1)) == 2
    assert remind_due(session, now=AFTER, today=date(2027, 5, 2)) == 0
    report(session, held, 0, stage="quotation", next_step="Send samples", due_on=date(2027, 5, 3))
    assert remind_due(session, now=AFTER, today=date(2027, 5, 3)) == 2
    report(session, held, 0, stage="no", due_on=date(2027, 5, 4), next_step="Nothing")
    assert remind_due(session, now=AFTER, today=date(2027, 5, 4)) == 0


def test_the_report_of_the_day_starts_the_outcome_and_stays_ones_own(client, session, held, after):
    meeting = session.get_one(Meeting, held["meetings"][0])
    session.add(MeetingReport(event_id=held["event"].id, meeting_key=meeting.key, participation_id=held["firm"].id, held="held",
                              rating=5, next_step="sample", notes="Wants organic powder", reported_by_id=held["officer"].id,
                              happened_at=AFTER, received_at=AFTER))  # fmt: skip
    session.commit()
    client.sign_in(held["firm"].user)
    assert client.get(f"/outcomes/{meeting.id}").text.count("Wants organic powder") == 2
    client.sign_in(held["buyers"][0].user)
    assert "Wants organic powder" not in client.get(f"/outcomes/{meeting.id}").text
    client.sign_in(held["officer"])
    assert "Wants organic powder" in client.get(f"/outcomes/{meeting.id}").text
