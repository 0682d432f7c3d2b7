"""The officer's table of people: gaps, reminders, calls, several at once, the waiting list, the public link."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.audit.models import AuditEntry
from matchmaker.errors import Conflict, Forbidden, NotFound
from matchmaker.events.models import Contact, Participation, Question, QuestionAnswer
from matchmaker.events.operations import (
    add_representative,
    answer_for,
    answer_invitation,
    move_up,
    set_places,
    set_public_link,
    take_part_by_link,
    withdraw,
)
from matchmaker.meetings.acts import acts_for
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.operations import ask, decline, remind
from matchmaker.meetings.roster import filtered, gap_counts, roster
from matchmaker.notices.models import Notice, OutboxMessage
from matchmaker.stewardship.lists import match_lines, read_lines
from tests import factories


@pytest.fixture
def event(session):
    return factories.make_event(session)


@pytest.fixture
def user(session, event):
    return factories.make_officer(session, session.get_one(factories.Office, event.office_id))


@pytest.fixture
def officer(session, user):
    return factories.actor_of(session, user)


def member(session, participation):
    return factories.actor_of(session, factories.owner_of(participation.company))


def state(session, participation):
    session.refresh(participation)
    return participation.state


def test_gaps_and_filters(session, event, officer, now):
    silent = factories.make_participation(session, event, factories.make_buyer(session), state="invited")
    bare = factories.make_participation(session, event)
    full = factories.make_company(
        session,
        tax_code="1",
        description={"vi": "x"},
        employees="1-9",
        founded=2000,
        phone="1",
        website="x.vn",
    )
    factories.make_offer(session, full)
    whole = factories.make_participation(session, event, full)
    factories.make_request(
        session, whole, factories.make_participation(session, event, factories.make_buyer(session))
    )
    question = Question(
        event_id=event.id,
        position=1,
        kind="choice",
        label={"en": "Hotel?"},
        options=[{"en": "No"}, {"en": "Yes"}],
    )
    session.add(question)
    session.flush()
    session.add(QuestionAnswer(participation_id=whole.id, question_id=question.id, text="1"))
    session.flush()
    rows = roster(session, event)
    by_id = {row.participation.id: row for row in rows}
    assert (by_id[silent.id].gap, by_id[bare.id].gap, by_id[whole.id].gap) == ("silent", "incomplete", "")
    assert gap_counts(rows)["silent"] == 1
    assert [row.participation.id for row in filtered(rows, {"gap": "no_requests"})] == [bare.id]
    assert [row.participation.id for row in filtered(rows, {"gap": "silent", "country": "IN"})] == [silent.id]
    assert [row.participation.id for row in filtered(rows, {f"q{question.id}": "1"})] == [whole.id]
    assert filtered(rows, {f"q{question.id}": "0"}) == []


def test_reminders_go_out_once_a_day_and_are_kept(session, event, officer, now):
    silent = factories.make_participation(session, event, state="invited")
    nobody = factories.make_participation(
        session, event, factories.make_company(session, owner=False), state="invited"
    )
    ids = [silent.id, nobody.id]
    first = remind(session, actor=officer, now=now, event_id=event.id, participation_ids=ids)
    assert (first.sent, first.unreachable) == (1, 1)
    again = remind(
        session, actor=officer, now=now + timedelta(hours=23), event_id=event.id, participation_ids=ids
    )
    assert (again.sent, again.recent) == (0, 1)
    session.expire_all()
    later = remind(
        session, actor=officer, now=now + timedelta(hours=25), event_id=event.id, participation_ids=ids
    )
    assert later.sent == 1
    assert len(session.scalars(select(Notice).where(Notice.kind == "remind_silent")).all()) == 2
    assert len(session.scalars(select(OutboxMessage)).all()) == 2
    assert [contact.by_id for contact in session.scalars(select(Contact))] == [officer.user_id] * 2
    with pytest.raises(NotFound):
        remind(session, actor=member(session, silent), now=now, event_id=event.id, participation_ids=ids)


def test_two_officers_remind_at_once(session, database, event, officer, now):
    silent = factories.make_participation(session, event, state="invited")
    session.commit()
    sent = []

    def work():
        with database.begin() as writing:
            done = remind(writing, actor=officer, now=now, event_id=event.id, participation_ids=[silent.id])
            sent.append(done.sent)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [0, 1]


def test_the_waiting_list_moves_up(session, event, officer, now):
    set_places(session, actor=officer, now=now, event_id=event.id, capacity=1, moves_up=True)
    people = [factories.make_participation(session, event, state="invited") for _ in range(3)]
    for index, person in enumerate(people):
        answer_invitation(
            session, actor=member(session, person), now=now + timedelta(minutes=index), participation_id=person.id,
            accept=True,
        )  # fmt: skip
    assert [state(session, person) for person in people] == ["accepted", "waiting", "waiting"]
    answer_invitation(
        session, actor=member(session, people[0]), now=now, participation_id=people[0].id, accept=False
    )
    assert [state(session, person) for person in people] == ["declined", "accepted", "waiting"]
    told = session.scalars(select(Notice.user_id).where(Notice.kind == "moved_up")).all()
    assert told == [factories.owner_of(people[1].company).id]
    set_places(session, actor=officer, now=now, event_id=event.id, capacity=1, moves_up=False)
    withdraw(session, actor=officer, now=now, participation_id=people[1].id)
    assert state(session, people[2]) == "waiting"
    assert move_up(session, actor=officer, now=now, event_id=event.id, participation_ids=[people[2].id]) == 1
    assert state(session, people[2]) == "accepted"
    with pytest.raises(Conflict, match="taken_out"):
        answer_invitation(
            session, actor=member(session, people[1]), now=now, participation_id=people[1].id, accept=True
        )


def test_the_last_place_is_given_once(session, database, event, officer, now):
    event.capacity = 1
    people = [factories.make_participation(session, event, state="invited") for _ in range(4)]
    actors = [member(session, person) for person in people]
    session.commit()

    def work(index):
        with database.begin() as writing:
            answer_invitation(
                writing, actor=actors[index], now=now, participation_id=people[index].id, accept=True
            )

    threads = [threading.Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as reading:
        states = sorted(reading.scalars(select(Participation.state)))
    assert states == ["accepted", "waiting", "waiting", "waiting"]


def test_the_public_link(session, event, officer, now):
    company = factories.make_company(session)
    actor = factories.actor_of(session, factories.owner_of(company))
    code = set_public_link(session, actor=officer, now=now, event_id=event.id, on=True).public_code
    with pytest.raises(NotFound):
        take_part_by_link(session, actor=actor, now=now, event_id=event.id, code="wrong")
    for _twice in range(2):
        own = take_part_by_link(session, actor=actor, now=now, event_id=event.id, code=code)
        assert (own.state, own.user_id) == ("accepted", actor.user_id)
    withdraw(session, actor=officer, now=now, participation_id=own.id)
    with pytest.raises(Conflict, match="taken_out"):
        take_part_by_link(session, actor=actor, now=now, event_id=event.id, code=code)
    set_public_link(session, actor=officer, now=now, event_id=event.id, on=False)
    with pytest.raises(NotFound):
        take_part_by_link(session, actor=actor, now=now, event_id=event.id, code=code)
    with pytest.raises(NotFound):
        set_public_link(session, actor=actor, now=now, event_id=event.id, on=True)


def test_what_officers_do_is_recorded_and_shown(session, event, officer, now):
    invited = factories.make_participation(session, event, state="invited")
    buyer = factories.make_participation(session, event, factories.make_buyer(session))
    answer_for(
        session, actor=officer, now=now, event_id=event.id, participation_ids=[invited.id], accept=True
    )
    asked = ask(session, actor=officer, now=now, asker_id=invited.id, asked_id=buyer.id, message=None)
    decline(session, actor=officer, now=now, request_id=asked.id, reason="other")
    assert [act.action for act in acts_for(session, [invited.id])] == [
        "request.made",
        "participation.accepted",
    ]
    assert [(act.action, act.officer, act.partner) for act in acts_for(session, [buyer.id])] == [
        ("request.declined", officer.name, invited.company.name)
    ]
    told = session.scalars(select(Notice).where(Notice.kind == "done_on_behalf")).all()
    assert {notice.parameters["action"] for notice in told} == {
        "participation.accepted", "request.made", "request.declined",
    }  # fmt: skip
    entries = session.scalars(select(AuditEntry).where(AuditEntry.on_behalf_of_id == invited.user_id)).all()
    assert len(entries) == 2


def test_representatives(session, event, officer, now):
    company = factories.make_company(session)
    own = factories.make_participation(session, event, company)
    owner = member(session, own)
    second = add_representative(
        session, actor=owner, now=now, event_id=event.id, company_id=company.id, person="A Bình"
    )  # fmt: skip
    assert (second.representative, second.person_name, second.state) == (2, "A Bình", "accepted")
    with pytest.raises(Conflict, match="represents_already"):
        add_representative(
            session, actor=owner, now=now, event_id=event.id, company_id=company.id, person="a binh"
        )
    stranger = factories.make_participation(session, event, factories.make_buyer(session))
    with pytest.raises(NotFound):
        add_representative(
            session, actor=member(session, stranger), now=now, event_id=event.id, company_id=company.id, person="X"
        )  # fmt: skip
    colleague = factories.make_user(session)
    session.add(
        factories.Membership(company_id=company.id, user_id=colleague.id, role="member", created_at=now)
    )
    session.flush()
    with pytest.raises(Forbidden):
        add_representative(
            session, actor=factories.actor_of(session, colleague), now=now, event_id=event.id, company_id=company.id,
            user_id=colleague.id,
        )  # fmt: skip
    third = add_representative(
        session, actor=officer, now=now, event_id=event.id, company_id=company.id, user_id=colleague.id
    )
    assert third.person_name == colleague.name
    ask(session, actor=owner, now=now, asker_id=own.id, asked_id=stranger.id, message=None)
    with pytest.raises(Conflict, match="colleague_asked"):
        ask(session, actor=owner, now=now, asker_id=second.id, asked_id=stranger.id, message=None)
    problem = problem_of(session, event, now=now)
    assert [person.company for person in problem.participants].count(f"c{company.id}") == 3


def test_a_list_is_matched(session, event):
    named = factories.make_company(session, legal_name="HTX Gừng Ngọc Réo", tax_code="6101000009")
    buyer = factories.make_buyer(session, legal_name="Nilgiri Traders Pvt Ltd")
    lines = read_lines(
        f"htx gung ngoc reo\n{factories.owner_of(buyer).email.upper()}\n6101000009\n\nAi đó không có\n", b""
    )
    found = match_lines(session, lines)
    assert [[company.id for company in line.companies] for line in found] == [
        [named.id],
        [buyer.id],
        [named.id],
        [],
    ]
    assert [line.sure for line in found] == [True, True, True, False]


def test_the_pages(app, client, session, event, user):
    full = factories.make_participation(session, event)
    silent = factories.make_participation(
        session, event, factories.make_buyer(session, phone="+91 1"), state="invited"
    )
    owner, name, slug = factories.owner_of(full.company), silent.company.name, event.slug
    session.commit()
    base = f"/events/{slug}"
    client.sign_in(owner)
    assert client.get(f"{base}/people").status_code in {403, 404}
    client.sign_in(user)
    page = client.get(f"{base}/people?gap=silent&columns=phone&columns=contact").text
    assert "tel:+911" in page
    done = client.post(f"{base}/people?gap=silent", data={"action": "remind_all"}, follow_redirects=True).text
    assert "1 reminded" in done
    client.post(f"{base}/people/{silent.id}/call", data={"note": "comes <b>on Monday</b>"})
    one = client.get(f"{base}/people/{silent.id}").text
    assert "comes &lt;b&gt;on Monday" in one
    assert user.name in one
    assert (
        "Tick somebody"
        in client.post(f"{base}/people", data={"action": "accept"}, follow_redirects=True).text
    )
    client.post(f"{base}/people", data={"action": "accept", "participation": [silent.id, full.id]})
    listed = client.post(f"{base}/invite/list", data={"lines": name}).text
    assert "Takes part" in listed
    assert client.post(f"{base}/invite/list", data={"lines": " "}).status_code == 422
    assert client.post(f"{base}/places", data={"capacity": "many"}).status_code == 422
    client.post(f"{base}/places", data={"capacity": "2", "moves_up": "1"})
    client.post(f"{base}/invite/link", data={"link": "new"})
    address = (
        client.get(f"{base}/invite/link")
        .text.split('class="address" href="http://localhost')[1]
        .split('"')[0]
    )

    stranger = app.test_client()
    stranger.in_language("en")
    assert "All places are taken" in stranger.get(address).text
    with stranger.session_transaction() as cookie:
        assert cookie["next"] == address
    assert stranger.get(f"{base}/take-part/wrong").status_code == 404
    client.sign_in(owner)
    client.post(f"{base}/representatives", data={"person": "A Bình"})
    assert "A Bình" in client.get(base).text
    assert client.get(f"{base}/company-agenda").status_code == 200
    assert client.get(f"{base}/on-behalf").status_code == 200
    assert client.get(f"{base}/my-days?of={silent.id}").status_code == 404
    client.sign_in(factories.owner_of(silent.company))
    assert "said that the company takes part" in client.get(f"{base}/on-behalf").text
    assert "said that the company takes part" in client.get("/notices").text


def test_a_stranger_joins_by_the_link_and_comes_back(app, client, session, event):
    event.public_code = "open-door"
    slug = event.slug
    session.commit()
    path = f"/events/{slug}/take-part/open-door"
    client.get(path)
    form = {
        "side": "buyer", "legal_name": "Newcomer Ltd", "kind": "importer", "country": "IN", "name": "New", "step": "4",
        "email": "new@example.com", "password": "long-enough-secret", "phone": "",
    }  # fmt: skip
    joined = client.post("/join", data=form).text
    assert f"next={path.replace('/', '%2F')}" in joined or f"next={path}" in joined
    entered = client.post(
        "/sign-in", data={"email": "new@example.com", "password": "long-enough-secret", "next": path}
    )
    assert entered.headers["Location"] == path
    assert client.post(path).headers["Location"] == f"/events/{slug}/my-days"
