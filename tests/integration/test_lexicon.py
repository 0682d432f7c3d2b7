"""An installation's own words: added, imported, learned, and at once understood by the matching."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.companies.queries import find_actor
from matchmaker.errors import Conflict, Forbidden, Invalid
from matchmaker.jobs.models import Job
from matchmaker.lexicon import operations, queries
from matchmaker.lexicon.models import LearnedTranslation, OwnConcept, OwnWord, UnreadWord, WordList
from matchmaker.matching.models import Answer, Proposal
from matchmaker.matching.queries import last_run, weights_in_use
from matchmaker.matching.rebuilding import index_path, rebuild
from tests import factories
from workers.embedded import drain

SKOS = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="http://example.org/mace"><skos:prefLabel xml:lang="en">frobnut</skos:prefLabel>
<skos:altLabel xml:lang="de">Frobnuss</skos:altLabel></skos:Concept></rdf:RDF>"""


@pytest.fixture
def officer(session):
    found = factories.make_officer(session)
    session.commit()
    return found


def word(**values):
    return {
        "label": "zorbal",
        "language": "vi",
        "concept": "",
        "kind": "product",
        "hs_code": "",
        "broader": "",
    } | values


def test_a_word_that_was_not_understood_is_added_and_makes_a_match(app, client, database, session, officer):
    factories.make_offer(session, name={"vi": "Zorbal phơi nắng"}, hs_code=None, form=None)
    factories.make_need(session, name={"en": "Ginger for tea"}, hs_code=None, form=None)
    session.commit()
    client.sign_in(officer)
    client.post("/matching/rebuild")
    drain(app)
    page = client.get("/lexicon/unread").text
    assert "zorbal" in page
    assert "label=zorbal" in page
    with database.read() as reading:
        assert reading.scalar(select(func.count(Proposal.id))) == 0
        assert reading.scalars(select(UnreadWord.unmatched).where(UnreadWord.word == "zorbal")).one() == 1
    shown = client.post("/lexicon/words/new", data=word(concept="gừng"), follow_redirects=True).text
    assert "zorbal" in shown
    assert "added by an officer" in shown
    drain(app)
    assert "zorbal" not in client.get("/lexicon/unread").text
    with database.read() as reading:
        (proposal,) = reading.scalars(select(Proposal))
        assert "ginger" in str(proposal.reasons)
    assert "zorbal" in client.get("/lexicon?word=zorbal").text
    assert "zorbal" in client.get("/lexicon/export.csv").text
    assert client.get("/lexicon/export.csv?all=yes").text.count("\n") > 10_000


def test_a_new_thing_of_ones_own_and_away_again(app, client, database, officer):
    client.sign_in(officer)
    data = word(label="măng zim", hs_code="0709.99", broader="vegetable")
    assert client.post("/lexicon/words/new", data=data).headers["Location"].endswith("id=own-mang-zim")
    page = client.get("/lexicon/concept?id=own-mang-zim").text
    assert "070999" in page
    assert "vegetable" in page
    with database.read() as reading:
        added = reading.scalars(select(OwnWord.id)).one()
    client.post(f"/lexicon/words/{added}/remove")
    with database.read() as reading:
        assert reading.scalar(select(func.count(OwnConcept.id))) == 0
    assert client.post(f"/lexicon/words/{added}/remove").status_code == 404
    assert client.get("/lexicon/concept?id=own-mang-zim").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (word(label=""), "This field is required"),
        (word(label="…!"), "Write a word"),
        (word(language="xx"), "Not a valid choice"),
        (word(hs_code="99"), "no HS code"),
        (word(concept="quimbyfrob"), "nothing of this name"),
        (word(broader="quimbyfrob"), "nothing of this name"),
        (word(label="gừng", concept="ginger"), "has this word already"),
        (word(label="y" * 300), "longer than 200"),
    ],
)
def test_what_cannot_be_added_is_said_beside_its_field(client, database, officer, data, said):
    client.sign_in(officer)
    answer = client.post("/lexicon/words/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    with database.read() as reading:
        assert reading.scalar(select(func.count(OwnWord.id))) == 0


def test_members_and_strangers_keep_out(client, session):
    company = factories.make_company(session)
    session.commit()
    paths = ["/lexicon", "/lexicon/unread", "/lexicon/lists", "/lexicon/translations", "/lexicon/words/new",
             "/lexicon/export.csv", "/lexicon/concept?id=ginger", "/matching/learning"]  # fmt: skip
    assert {client.get(path).status_code for path in paths} == {302}
    client.sign_in(company.memberships[0].user)
    assert {client.get(path).status_code for path in paths} == {403}
    assert client.post("/lexicon/words/new", data=word()).status_code == 403
    actor = find_actor(session, company.memberships[0].user_id)
    with pytest.raises(Forbidden):
        operations.add_word(session, actor=actor, now=clock.now(), label="x", language="vi")


def send(client, content, name="words.csv", licence="CC BY 4.0"):
    return client.post("/lexicon/lists", data={"file": (io.BytesIO(content), name), "licence": licence})


def test_a_list_is_looked_at_then_taken_over_whole(app, client, database, officer):
    client.sign_in(officer)
    content = "concept,language,label,broader,hs\na,en,ginger,,\na,vi,zorbal,,\nb,vi,quimby,a,0910\nb,vi,quimby,a,0910\n"
    address = send(client, content.encode()).headers["Location"]
    page = client.get(address).text
    assert "CC BY 4.0" in page
    assert "Add all 2 words" in page  # ginger is known, quimby stands twice
    with database.read() as reading:
        assert reading.scalar(select(func.count(OwnWord.id))) == 0
    client.post(address, data={"go": "accept"})
    with database.read() as reading:
        kept = {(row.concept, row.label) for row in reading.scalars(select(OwnWord))}
        assert kept == {("ginger", "zorbal"), ("b", "quimby")}
        assert queries.lexicon(reading).ancestors("b")[0] == "ginger"
    assert "decided on already" in client.post(address, data={"go": "refuse"}, follow_redirects=True).text
    again = send(client, content.encode()).headers["Location"]
    client.post(again, data={"go": "accept"})
    with database.read() as reading:
        assert reading.scalar(select(func.count(OwnWord.id))) == 2
    skos = send(client, SKOS, "thesaurus.rdf").headers["Location"]
    client.post(skos, data={"go": "accept"})
    assert "Frobnuss" in client.get("/lexicon?word=frobnuss").text
    assert client.get("/lexicon/concept?id=http://example.org/mace").status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file"),
        (b"\xff\xfe\x00", "cannot be read as text"),
        (b"a,b\n1,2\n", "must name the columns"),
        (b"concept,language,label\nx,vi,y\nx,12,z\n", "Line 3"),
        (b"concept,language,label,hs\nx,vi,y,abc\n", "no HS code"),
        (b"<rdf", "no well-formed XML"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "declares entities"),
        (b"<a/>", "holds no word"),
        (("concept,language,label\n" + "".join(f"x,vi,a{n}\n" for n in range(20_001))).encode(), "too large"),
    ],
)  # fmt: skip
def test_a_bad_list_changes_nothing(client, database, officer, content, said):
    client.sign_in(officer)
    answer = send(client, content)
    assert answer.status_code == 422
    assert said in answer.text
    with database.read() as reading:
        assert reading.scalar(select(func.count(WordList.id))) == 0


def test_a_list_needs_its_licence(client, officer):
    client.sign_in(officer)
    assert send(client, b"concept,language,label\nx,vi,y\n", licence="").status_code == 422


def test_two_officers_at_once(database, session, officer):
    actor, now = find_actor(session, officer.id), clock.now()
    made = operations.begin_list(session, actor=actor, now=now, name="x.csv",
                                 content=b"concept,language,label\nx,vi,quimby\n", licence="ours")  # fmt: skip
    session.commit()
    with database.begin() as one:
        operations.accept_list(one, actor=actor, now=now, list_id=made.id)
    with database.begin() as other, pytest.raises(Conflict):
        operations.accept_list(other, actor=actor, now=now, list_id=made.id)
    with database.begin() as one:
        operations.add_word(one, actor=actor, now=now, label="zorbal", language="vi", concept="ginger")
    with database.begin() as other, pytest.raises(Invalid) as refused:
        operations.add_word(other, actor=actor, now=now, label="Zorbal", language="vi", concept="ginger")
    assert refused.value.code == "word_known"
    with database.read() as reading:
        assert reading.scalar(select(func.count(Job.id)).where(Job.name == "matching.rebuild")) == 1


def test_words_are_learned_from_texts_in_two_languages(app, client, database, session, officer):
    factories.make_offer(session, name={"vi": "Zorbal khô", "en": "Dried ginger"})
    factories.make_offer(session, name={"vi": "Bột zorbal", "en": "Ginger powder"})
    session.commit()
    client.sign_in(officer)
    rows = b"vi,en\nquimby kh\xc3\xb4,dried frobnut\nb\xe1\xbb\x99t quimby,frobnut powder\n"
    client.post("/matching/learning/words", data={"file": (io.BytesIO(rows), "pairs.csv")})
    drain(app)
    page = client.get("/lexicon/translations").text
    assert "zorbal" in page
    assert "frobnut" in page
    with database.read() as reading:
        found = {row.word: row for row in reading.scalars(select(LearnedTranslation))}
    assert (found["zorbal"].concept, found["quimby"].concept) == ("ginger", None)
    for row in found.values():
        assert (
            "is added"
            in client.post(
                f"/lexicon/translations/{row.id}", data={"go": "accept"}, follow_redirects=True
            ).text
        )
    with database.read() as reading:
        known = queries.lexicon(reading).concepts
        assert "zorbal" in known["ginger"].labels["vi"]
        assert known["own-frobnut"].labels == {"en": ("frobnut",), "vi": ("quimby",)}
    twice = client.post(
        f"/lexicon/translations/{found['zorbal'].id}", data={"go": "refuse"}, follow_redirects=True
    )
    assert "decided on already" in twice.text
    assert client.get("/matching/learning/progress").status_code == 204
    client.post("/matching/learning/words")
    drain(app)
    assert "Nothing to decide" in client.get("/lexicon/translations").text


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xfe", "cannot be read"), (b"vi,ko\nx,y\n", "en must be there")]
)
def test_bad_translated_texts_are_refused(client, database, officer, content, said):
    client.sign_in(officer)
    data = {"file": (io.BytesIO(content), "pairs.csv")}
    assert said in client.post("/matching/learning/words", data=data, follow_redirects=True).text
    with database.read() as reading:
        assert reading.scalar(select(func.count(Job.id))) == 0


def test_words_are_left_out_and_put_back(client, database, session, officer):
    session.add(
        UnreadWord(word="bahnar", items=2, companies=1, unmatched=0, examples=[], seen_at=clock.now())
    )
    session.commit()
    client.sign_in(officer)
    with database.read() as reading:
        (known,) = reading.scalars(select(UnreadWord.id))
    client.post(f"/lexicon/unread/{known}", data={"left_out": "yes"})
    assert "<strong>bahnar<" not in client.get("/lexicon/unread").text
    assert "<strong>bahnar<" in client.get("/lexicon/unread?show=left-out").text
    with database.begin() as writing:
        operations.store_unread(writing, now=clock.now(), found=[])
    client.post(f"/lexicon/unread/{known}", data={"left_out": "no"})
    assert "<strong>bahnar<" in client.get("/lexicon/unread").text
    assert client.post("/lexicon/unread/999", data={"left_out": "no"}).status_code == 404


def test_the_form_says_what_was_not_understood(client, session):
    company = factories.make_company(session)
    user = company.memberships[0].user
    user.locale = "en"
    session.add(
        OwnWord(concept="ginger", language="vi", label="quimby", source="officer", created_at=clock.now())
    )
    session.commit()
    client.sign_in(user)
    found = client.get("/hs?name=Bột gừng zorbal quimby").text
    assert "0910" in found
    assert "Not understood: “zorbal”" in found
    saved = client.post("/company/offers/new", data={"step": "1", "go": "next", "name": "", "language": "vi"})
    assert saved.status_code == 422


def test_answers_teach_weights_that_are_used_once_they_foresee_better(
    app, client, database, session, officer, tmp_path
):
    client.sign_in(officer)
    assert "Too few answers" in client.get("/matching/learning").text
    buyer = factories.make_buyer(session)
    for number in range(48):
        wanted = number % 3 == 0
        need = factories.make_need(session, company=buyer, form="powder" if wanted else "oil")
        proposal = factories.make_proposal(session, factories.make_offer(session), need)
        at = clock.now() + timedelta(seconds=number)
        session.add(Answer(proposal_id=proposal.id, company_id=buyer.id, value="interested" if wanted else "no",
                           reason=None if wanted else "wrong_form", at=at))  # fmt: skip
    session.commit()
    rebuild(database, now=clock.now(), folder=tmp_path)
    with database.read() as reading:
        run = last_run(reading)
        learned = run.details["learning"]
        assert learned["answers"] == 48
        assert learned["used"]
        assert learned["learned_loss"] < learned["fixed_loss"]
        assert weights_in_use(reading)["form"] > 0.1
    assert index_path(tmp_path, run.id).exists()
    page = client.get("/matching/learning").text
    assert "Learned weights" in page
    assert f"{learned['fixed_loss']:.4f}" in page
    rebuild(database, now=clock.now(), folder=tmp_path)
    assert not index_path(tmp_path, run.id).exists()
