"""A hall behind one address is not held up; whoever guesses passwords is."""

import pytest

from config import read_settings
from matchmaker.app import create_app
from tests import factories

PEOPLE, TRIES_EACH = 110, 3


@pytest.fixture
def limited(database_url, tmp_path):
    """The application as in life: with its limits."""
    environment = {
        "MATCHMAKER_DATABASE_URL": database_url,
        "MATCHMAKER_DATA": str(tmp_path / "data"),
        "MATCHMAKER_SECRET_KEY": "tests",
        "MATCHMAKER_ARGON2_MEMORY": "64",
    }
    application = create_app(read_settings(environment))
    application.config["WTF_CSRF_ENABLED"] = False
    yield application
    application.database.engine.dispose()


def attempt(app, email, address="203.0.113.9", password="wrong-password"):
    sent = {"email": email, "password": password}
    return app.test_client().post("/sign-in", data=sent, environ_base={"REMOTE_ADDR": address}).status_code


def test_a_hall_of_110_people_signs_in_from_one_address_however_clumsily(limited):
    with limited.database.begin() as session:
        hashed = limited.extensions["passwords"].hash("a good password")
        emails = [factories.make_user(session, password_hash=hashed).email for _ in range(PEOPLE)]
    for email in emails:
        statuses = [attempt(limited, email) for _ in range(TRIES_EACH - 1)]
        statuses.append(attempt(limited, email, password="a good password"))
        assert statuses == [422] * (TRIES_EACH - 1) + [302], email


def test_a_guesser_is_stopped_and_does_not_lock_the_owner_out(limited):
    with limited.database.begin() as session:
        hashed = limited.extensions["passwords"].hash("a good password")
        email = factories.make_user(session, password_hash=hashed).email
    guesses = [attempt(limited, email, "198.51.100.7") for _ in range(12)]
    assert guesses == [422] * 10 + [429] * 2
    assert attempt(limited, email, "203.0.113.9", "a good password") == 302


def test_many_addresses_help_a_guesser_little(limited):
    with limited.database.begin() as session:
        email = factories.make_user(session).email
    statuses = [attempt(limited, email, f"198.51.100.{number}") for number in range(70)]
    assert statuses.count(422) == 60
    assert statuses[-1] == 429
