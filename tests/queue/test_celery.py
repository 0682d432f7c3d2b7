"""Production's way: Celery and Redis carry the ids; what they lose, the sweep sends again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from config import ROOT, read_settings
from matchmaker import clock
from matchmaker.app import create_app
from matchmaker.jobs.models import Job
from matchmaker.jobs.operations import enqueue
from tests import servers

pytestmark = pytest.mark.celery
PATIENCE = 60


@pytest.fixture(scope="module")
def redis_url():
    with servers.redis() as url:
        yield url


@pytest.fixture
def environment(database_url, redis_url, tmp_path):
    return {
        "MATCHMAKER_DATABASE_URL": database_url,
        "MATCHMAKER_REDIS_URL": redis_url,
        "MATCHMAKER_DATA": str(tmp_path / "data"),
        "MATCHMAKER_SECRET_KEY": "tests",
        "MATCHMAKER_TESTING": "yes",
    }


@contextmanager
def celery_worker(environment, log):
    """A real worker process with its beat."""
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "matchmaker.cli", "worker", "--concurrency", "1"],
            env={**os.environ, **environment},
            cwd=ROOT,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def await_states(database, wanted):
    """Wait until the jobs' states are as wanted; the states otherwise."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with database.read() as session:
            states = {job.id: job.state for job in session.query(Job) if job.id in wanted}
        if states == wanted:
            return states
        time.sleep(0.1)
    return states


def test_jobs_go_through_redis_and_lost_ones_are_sent_again(environment, tmp_path):
    app = create_app(read_settings(environment))
    with app.database.begin() as session:
        hinted = enqueue(session, "jobs.forget", now=clock.now(), key="hinted").id
    with app.database.begin() as session:
        lost = enqueue(session, "jobs.forget", now=clock.now() - timedelta(minutes=1), key="lost").id
        session.info["new_jobs"].clear()  # as if the broker had lost the hint
    with app.database.begin() as session:
        dead = enqueue(session, "jobs.forget", now=clock.now(), key="dead")
        session.flush()
        dead.state, dead.lease_owner, dead.lease_until = (
            "running",
            "a dead worker",
            clock.now() - timedelta(minutes=2),
        )
        session.info["new_jobs"].clear()
        dead_id = dead.id
    wanted = {hinted: "done", lost: "done", dead_id: "done"}
    log = tmp_path / "worker.log"
    with celery_worker(environment, log):
        assert await_states(app.database, wanted) == wanted, log.read_text()[-3000:]
    app.database.engine.dispose()


def test_a_broker_that_is_away_does_not_stop_the_site(environment):
    app = create_app(read_settings({**environment, "MATCHMAKER_REDIS_URL": "redis://127.0.0.1:1/0"}))
    with app.database.begin() as session:
        job_id = enqueue(session, "jobs.forget", now=clock.now()).id
    with app.database.read() as session:
        assert session.get_one(Job, job_id).state == "waiting"
    app.database.engine.dispose()
