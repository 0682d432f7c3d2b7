"""Three phones check in a hall of 500 over a network that loses requests and answers: nothing is lost, nothing doubled.

A real server process, real sockets; a lost request is never sent, a lost answer is never read. The phones do as
static/js/sending.js does: keep what was tapped, send it in batches, send again under the same keys until answered.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from contextlib import closing
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from config import ROOT, read_settings
from matchmaker import clock
from matchmaker.accounts.enums import Role
from matchmaker.app import create_app
from matchmaker.attendance.models import Attendance, AttendanceMark
from tests import factories
from tests.servers import PATIENCE, free_port

PEOPLE, PHONES, BATCH = 500, 3, 25
LOST = 0.25  # of all requests, and as many answers
GIVE_UP = 60  # seconds: what the hall is promised


@pytest.fixture
def served(database_url, tmp_path):
    """(port, application) of a running server on this database."""
    port = free_port()
    environment = {
        "MATCHMAKER_DATABASE_URL": database_url,
        "MATCHMAKER_DATA": str(tmp_path / "data"),
        "MATCHMAKER_SECRET_KEY": "tests",
        "MATCHMAKER_ARGON2_MEMORY": "64",
        "PORT": str(port),
    }
    application = create_app(read_settings(environment))
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "matchmaker.cli", "serve"], env={**os.environ, **environment}, cwd=ROOT, stdout=log,
            stderr=log,
        )  # fmt: skip
    try:
        await_answer(port)
        yield port, application
    finally:
        server.terminate()
        server.wait(PATIENCE)
        application.database.engine.dispose()


def await_answer(port):
    """Until the server answers."""
    deadline = time.monotonic() + 2 * PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/privacy", timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)


class Phone(threading.Thread):
    """A helper's phone: its taps, and a network that loses a part of what it sends and gets."""

    def __init__(self, *, port, cookie, slug, taps, seed, until):
        super().__init__()
        self.port, self.slug, self.until = port, slug, until
        self.headers = {"Cookie": cookie, "Accept": "application/json", "Content-Type": "application/json"}
        self.random = Random(seed)
        self.waiting = taps
        self.answers = Counter()
        self.dropped = 0

    def call(self, method, path, body=None, **headers):
        """One request; OSError where request or answer is lost."""
        if self.random.random() < LOST:
            self.dropped += 1
            raise OSError("the request is lost")
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, json.dumps(body) if body else None, {**self.headers, **headers})
            if self.random.random() < LOST:
                self.dropped += 1
                raise OSError(
                    "the answer is lost"
                )  # the server has the request, whatever it does with it now
            with connection.getresponse() as response:
                content = response.read()
        assert response.status == 200, (response.status, content[:300])
        return json.loads(content)

    def run(self):
        while self.waiting and time.monotonic() < self.until:
            try:
                self.send()
            except (OSError, http.client.HTTPException):
                continue

    def send(self):
        """One attempt: a token, then batch after batch until something is lost."""
        token = self.call("GET", f"/events/{self.slug}/check-in/list.json")["csrf"]
        while self.waiting:
            body = {"sent_at": time.time() * 1000, "items": list(self.waiting.values())[:BATCH]}
            found = self.call("POST", f"/events/{self.slug}/check-in/marks", body, **{"X-CSRFToken": token})
            for result in found["results"]:
                self.answers[result["answer"]] += 1
                del self.waiting[result["key"]]


def test_three_phones_check_in_500_people_over_a_bad_network(served):
    port, application = served
    with application.database.begin() as session:
        event = factories.make_event(session)
        event.days[0].on = clock.now().date()  # check-in is open
        people = [
            factories.make_participation(session, event, company, representative=number).id
            for company in [factories.make_company(session, owner=False)]
            for number in range(PEOPLE)
        ]
        helpers = [
            factories.make_user(session, role=Role.HELPER, office_id=event.office_id) for _ in range(PHONES)
        ]
        cookies = [cookie_of(application, user) for user in helpers]
        slug = event.slug
    random, began = Random(7), time.monotonic()
    random.shuffle(people)
    shares = [people[number::PHONES] for number in range(PHONES)]
    shares[0] += shares[1][:40]  # some are checked in at two doors
    phones = [
        Phone(port=port, cookie=cookies[number], slug=slug, seed=number, until=began + GIVE_UP, taps={
            key: {"key": key, "participation": person, "kind": "arrived", "at": time.time() * 1000}
            for person in share for key in [str(UUID(int=random.getrandbits(128)))]
        })
        for number, share in enumerate(shares)
    ]  # fmt: skip
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    print(
        f"{PEOPLE} people, {PHONES} phones, {sum(one.dropped for one in phones)} losses: {time.monotonic() - began:.1f} s"
    )
    assert [len(phone.waiting) for phone in phones] == [0, 0, 0]
    assert sum(phone.answers["refused"] for phone in phones) == 0
    assert sum(phone.answers["repeated"] for phone in phones) > 0, (
        "no answer was lost: the test tests nothing"
    )
    with application.database.read() as session:
        arrived = session.scalars(
            select(Attendance.participation_id).where(Attendance.state == "arrived")
        ).all()
        assert sorted(arrived) == sorted(people), "lost or doubled"
        assert session.scalar(select(func.count()).select_from(AttendanceMark)) == PEOPLE + 40


def cookie_of(application, user):
    """The cookie of a signed-in browser."""
    serializer = application.session_interface.get_signing_serializer(application)
    value = serializer.dumps(
        {"_user_id": f"{user.id}:{user.session_stamp}", "_fresh": True, "csrf_token": "t"}
    )
    return f"{application.config['SESSION_COOKIE_NAME']}={value}"
