"""The organiser's questions: asked when accepting, mandatory or not, of a side, with files; phases that are announced."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.errors import Conflict
from matchmaker.events import operations, queries
from matchmaker.events.models import Phase, Question, QuestionAnswer
from matchmaker.meetings import operations as meetings
from matchmaker.notices.models import Notice
from tests import factories

PDF = b"%PDF-1.7 a passport"


@pytest.fixture
def fair(session):
    """An invited firm, a buyer who takes part, and three questions: a mandatory choice, a file, one for buyers."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office)
    firm = factories.make_participation(session, event, state="invited")
    buyer = factories.make_participation(session, event, factories.make_buyer(session))
    options = [{"vi": "Không", "en": "No"}, {"vi": "Có", "en": "Yes"}]
    rows = [
        Question(event_id=event.id, position=1, kind="choice", label={"vi": "Ăn chay?", "en": "Vegetarian?"}, options=options, mandatory=True),
        Question(event_id=event.id, position=2, kind="file", label={"vi": "Hộ chiếu", "en": "Passport"}, options=[]),
        Question(event_id=event.id, position=3, kind="text", label={"vi": "Khách sạn", "en": "Hotel"}, options=[], side="buyer"),
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    made = {"event": event.id, "slug": event.slug, "officer": officer, "firm": firm.id, "buyer": buyer.id, "owner": firm.user,
            "actor": factories.actor_of(session, firm.user), "ids": [row.id for row in rows], "buyer_user": buyer.user}  # fmt: skip
    session.commit()
    return made


def test_questions_are_asked_when_accepting(client, database, fair):
    client.sign_in(fair["owner"])
    here, (vegetarian, passport, hotel) = f"/events/{fair['slug']}", fair["ids"]
    accepted = client.post(f"{here}/people/{fair['firm']}/answer", data={"answer": "accept"})
    assert accepted.headers["Location"] == f"{here}/my-answers"
    page = client.get(f"{here}/my-answers").text
    assert "Vegetarian?" in page
    assert "Hotel" not in page
    assert "2 to answer" in client.get(here).text
    assert "Please answer the organiser" in client.get(f"{here}/requests").text
    with database.begin() as session, pytest.raises(Conflict) as first:
        meetings.ask(
            session,
            actor=fair["actor"],
            now=factories.NOW,
            asker_id=fair["firm"],
            asked_id=fair["buyer"],
            message=None,
        )
    assert first.value.code == "questions_first"
    assert client.post(f"{here}/my-answers", data={}).status_code == 422
    assert client.post(f"{here}/my-answers", data={f"question{vegetarian}": "7"}).status_code == 422
    wrong = {f"question{vegetarian}": "1", f"question{passport}": (io.BytesIO(b"MZ"), "virus.exe")}
    assert client.post(f"{here}/my-answers", data=wrong).status_code == 422
    with database.read() as session:
        assert session.scalars(select(QuestionAnswer)).all() == []
    right = {
        f"question{vegetarian}": "1",
        f"question{passport}": (io.BytesIO(PDF), "passport.pdf"),
        f"question{hotel}": "x",
    }
    assert client.post(f"{here}/my-answers", data=right).status_code == 302
    with database.read() as session:
        answers = queries.answers_of(session, fair["event"])[fair["firm"]]
        assert set(answers) == {vegetarian, passport}
        assert answers[vegetarian].text == "1"
        file = answers[passport].file_id
    assert client.get(f"/files/{file}").data == PDF
    again = client.post(f"{here}/my-answers", data={f"question{vegetarian}": "0"})  # the file stays
    assert again.status_code == 302
    with database.read() as session:
        assert queries.answers_of(session, fair["event"])[fair["firm"]][passport].file_id == file
    client.sign_in(fair["buyer_user"])
    assert client.get(f"/files/{file}").status_code == 404


def test_officers_see_all_answers_and_answer_on_behalf(client, database, fair):
    client.sign_in(fair["officer"])
    here, (vegetarian, _passport, hotel) = f"/events/{fair['slug']}", fair["ids"]
    assert (
        client.post(
            f"{here}/people/{fair['buyer']}/answers",
            data={f"question{vegetarian}": "1", f"question{hotel}": "Indochine"},
        ).status_code
        == 302
    )
    page = client.get(f"{here}/answers").text
    assert "Indochine" in page
    assert "Yes" in page
    removed = client.post(
        f"{here}/set-up/questions", data={"act": "remove", "id": hotel}, follow_redirects=True
    )
    assert removed.status_code == 200
    assert "Indochine" not in client.get(f"{here}/answers").text
    client.sign_in(fair["owner"])
    assert client.get(f"{here}/answers").status_code == 403
    assert client.get(f"{here}/people/{fair['buyer']}/answers").status_code == 403


def test_profiles_close_with_their_phase(client, session, fair):
    now = factories.NOW
    session.add(
        Phase(
            event_id=fair["event"],
            kind="profiles",
            opens_at=now - timedelta(days=900),
            closes_at=now - timedelta(days=800),
        )
    )
    session.commit()
    client.sign_in(fair["buyer_user"])
    here = f"/events/{fair['slug']}"
    assert client.post(f"{here}/my-days", data={"side": "buyer"}).status_code == 422
    closed = client.post(f"{here}/my-answers", data={f"question{fair['ids'][0]}": "1"})
    assert closed.status_code == 422
    assert "time for profiles and answers is over" in closed.text


def test_phases_are_announced_once(database, session, fair):
    now = factories.NOW
    session.add_all([
        Phase(event_id=fair["event"], kind="requests", opens_at=now, closes_at=now + timedelta(days=10)),
        Phase(event_id=fair["event"], kind="scheduling", opens_at=now + timedelta(days=10)),
    ])  # fmt: skip
    session.commit()
    for later, new in ((0, 1), (0.5, 0), (5, 0), (8.5, 1), (9, 0), (10.1, 1)):
        with database.begin() as own:
            before = len(own.scalars(select(Notice)).all())
            operations.announce_phases(own, now=now + timedelta(days=later))
            own.flush()
            assert len(own.scalars(select(Notice)).all()) - before == new, later
    with database.read() as own:
        kinds = [(row.kind, row.user_id) for row in own.scalars(select(Notice).order_by(Notice.id))]
    buyer, officer = fair["buyer_user"].id, fair["officer"].id
    assert kinds == [("phase_opened", buyer), ("phase_closes", buyer), ("phase_opened", officer)]
