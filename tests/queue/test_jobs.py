"""The job table: nothing is lost, nothing runs twice at once, whoever dies."""

import threading
import time
from datetime import timedelta

from sqlalchemy import event, update

from matchmaker import clock
from matchmaker.jobs.models import Job
from matchmaker.jobs.operations import LEASE, claim, enqueue, fail, finish, renew, unclaimed
from matchmaker.jobs.queries import latest
from matchmaker.notices.models import OutboxMessage
from matchmaker.notices.operations import mail
from workers import runner
from workers.embedded import drain
from workers.periodic import enqueue_due


def test_one_waiting_job_for_each_name_and_key(session, now):
    first = enqueue(session, "jobs.forget", now=now, key="a")
    assert enqueue(session, "jobs.forget", now=now, key="a") is first
    assert enqueue(session, "jobs.forget", now=now, key="b") is not first
    assert enqueue(session, "jobs.forget", now=now).id != enqueue(session, "jobs.forget", now=now).id


def test_a_running_job_does_not_swallow_a_new_one(session, now):
    first = enqueue(session, "jobs.forget", now=now, key="a")
    assert claim(session, owner="one", now=now) is first
    assert enqueue(session, "jobs.forget", now=now, key="a") is not first


def test_a_lease_that_ran_out_is_claimed_again(session, now):
    job = enqueue(session, "jobs.forget", now=now)
    assert claim(session, owner="dead", now=now) is job
    assert claim(session, owner="other", now=now + LEASE / 2) is None
    assert claim(session, owner="other", now=now + LEASE * 2) is job
    assert not renew(session, job.id, owner="dead", now=now + LEASE * 2)
    finish(session, job.id, owner="dead", now=now, result=None)
    session.refresh(job)
    assert job.state == "running", "the dead owner may not finish another's job"


def test_failures_wait_longer_each_time_and_end(session, now):
    job = enqueue(session, "jobs.forget", now=now)
    delays = []
    moment = now
    while job.state == "waiting":
        moment = max(moment, job.run_after)
        assert claim(session, owner="one", now=moment) is job
        fail(session, job.id, owner="one", now=moment, error="no")
        delays.append(job.run_after - moment)
    assert job.state == "failed"
    assert delays[:-1] == sorted(delays[:-1])


def test_the_sweep_finds_what_no_worker_took(session, now):
    job = enqueue(session, "jobs.forget", now=now)
    assert unclaimed(session, now=now) == []
    assert unclaimed(session, now=now + timedelta(minutes=1)) == [job.id]


def test_a_rolled_back_cause_leaves_no_job(database, now):
    with database.session(writes=True) as session:
        enqueue(session, "jobs.forget", now=now)
        session.rollback()
    with database.read() as session:
        assert session.query(Job).count() == 0


def test_many_claimers_share_the_jobs_without_overlap(database, now):
    with database.begin() as session:
        wanted = {enqueue(session, "jobs.forget", now=now).id for _ in range(40)}
    taken: list[int] = []

    def work(owner: str) -> None:
        while True:
            with database.begin() as session:
                job = claim(session, owner=owner, now=now)
                if job is None:
                    return
                taken.append(job.id)

    threads = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(wanted)


def test_the_embedded_worker_sends_the_mail(app, database, now):
    sent = []
    app.extensions["send_mail"] = sent.append
    with database.begin() as session:
        message = mail(session, recipient="a@example.com", template="notice", locale="en", now=now,
                       kind="new_matches", path="/matches", values={})  # fmt: skip
        message_id = message.id
    assert drain(app) == 1
    assert sent[0].recipient == "a@example.com"
    assert "http" in sent[0].body
    with database.read() as session:
        assert session.get_one(OutboxMessage, message_id).state == "sent"


def test_a_mail_server_that_is_away_is_tried_again(app, database):
    def away(mail):
        raise ConnectionRefusedError("nobody there")

    app.extensions["send_mail"] = away
    now = clock.now()
    with database.begin() as session:
        message_id = mail(session, recipient="a@example.com", template="notice", locale="vi", now=now,
                          kind="new_matches", path="/matches", values={}).id  # fmt: skip
    drain(app)
    with database.read() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert (message.state, message.attempts) == ("waiting", 1)
        again = session.query(Job).filter_by(state="waiting").one()
        assert again.run_after > now


def test_a_handler_that_raises_does_not_stop_the_worker(app, database, now):
    with database.begin() as session:
        enqueue(session, "no.such.job", now=now)
        enqueue(session, "jobs.forget", now=now)
    assert drain(app) == 2
    with database.read() as session:
        assert {job.name: job.state for job in session.query(Job)} == {
            "no.such.job": "failed",
            "jobs.forget": "done",
        }


def test_periodic_work_comes_round_once(session, now):
    first = enqueue_due(session, now=now)
    assert first
    assert enqueue_due(session, now=now) == []


def test_nightly_work_waits_for_the_night_and_comes_again_the_next(session, now):
    enqueue_due(session, now=now)
    nights = []
    for _day in range(2):
        job = latest(session, "matching.rebuild", "periodic")
        nights.append(job.run_after)
        assert claim(session, owner="one", now=job.run_after - timedelta(seconds=1), job_id=job.id) is None
        assert claim(session, owner="one", now=job.run_after, job_id=job.id) is job
        finish(session, job.id, owner="one", now=job.run_after, result=None)
        enqueue_due(session, now=job.run_after + timedelta(hours=12))
        enqueue_due(session, now=job.run_after + timedelta(hours=23))
    assert now < nights[0] <= now + timedelta(days=1)
    assert nights[1] == nights[0] + timedelta(days=1)
    assert nights[0].hour == 19, "two in the night in Vietnam"


def test_a_lease_outlives_a_transaction_that_holds_everybody_back(app, database, now, monkeypatch):
    monkeypatch.setattr(runner, "LEASE", timedelta(seconds=0.15))
    if database.engine.dialect.name == "sqlite":
        database.engine.dispose()
        event.listen(database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout=20"))
    with database.begin() as session:
        job = enqueue(session, "jobs.forget", now=now)
        claim(session, owner="one", now=now, job_id=job.id)
        before = job.lease_until
    stop, kept = threading.Event(), threading.Event()
    keeper = threading.Thread(target=runner._keep_lease, args=(app, job.id, "one", stop))
    with database.begin() as session:
        session.execute(update(Job).where(Job.id == job.id).values(progress={"phase": "long"}))
        keeper.start()
        kept.wait(0.5)  # time for several tries
    deadline = time.monotonic() + 20
    while True:
        with database.read() as session:
            if session.get_one(Job, job.id).lease_until > before:
                break
        assert time.monotonic() < deadline, "the lease is renewed no more"
    stop.set()
    keeper.join()
