"""A company and its person come into an event in one go; twice adds nothing; two at once make one row each."""

import threading

import pytest
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.companies.models import Company, Membership
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Participation
from matchmaker.events.operations import NewParticipant, add_participant
from tests import factories


@pytest.fixture
def event(session):
    return factories.make_event(session)


@pytest.fixture
def officer(session, event):
    return factories.actor_of(
        session, factories.make_officer(session, session.get_one(factories.Office, event.office_id))
    )


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_stranger_and_a_second_person_of_the_same_company(session, event, officer, now):
    first = add_participant(
        session, actor=officer, now=now, event_id=event.id,
        new=NewParticipant(person="Y Hạnh", legal_name="HTX Sâm Tu Mơ Rông", phone="0905 111 222"),
    )  # fmt: skip
    assert (first.state, first.side, first.representative) == ("accepted", "exporter", 1)
    assert first.person_name == "Y Hạnh"
    for _twice in range(2):
        second = add_participant(
            session, actor=officer, now=now, event_id=event.id,
            new=NewParticipant(person="A Bình", company_id=first.company_id),
        )  # fmt: skip
    assert second.representative == 2
    assert count(session, Participation) == 2
    assert [member.role for member in session.scalars(select(Membership).order_by(Membership.id))] == [
        "owner",
        "member",
    ]


def test_an_invitation_without_a_person_becomes_theirs(session, event, officer, now):
    company = factories.make_company(session)
    invited = factories.make_participation(session, event, company, state="invited", user_id=None)
    added = add_participant(
        session, actor=officer, now=now, event_id=event.id,
        new=NewParticipant(
            person="Whoever", company_id=company.id, email=factories.owner_of(company).email.upper()
        ),
    )  # fmt: skip
    assert added.id == invited.id
    assert added.state == "accepted"
    assert added.user_id == factories.owner_of(company).id


def test_what_is_refused(session, event, officer, now):
    company, other = factories.make_company(session, tax_code="6101000001"), factories.make_company(session)
    stranger = factories.actor_of(session, factories.make_officer(session))
    before = count(session, Company), count(session, User), count(session, Participation)

    def add(who=officer, **values):
        with session.begin_nested():
            add_participant(session, actor=who, now=now, event_id=event.id, new=NewParticipant(**values))

    for field, values in (
        ("person", {"person": " ", "legal_name": "X"}),
        ("legal_name", {"person": "A"}),
        ("tax_code", {"person": "A", "legal_name": "Khác", "tax_code": "6101000001"}),
        ("email", {"person": "A", "company_id": company.id, "email": factories.owner_of(other).email}),
    ):
        with pytest.raises(Invalid) as refused:
            add(**values)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        add(stranger, person="A", legal_name="X")
    with pytest.raises(NotFound):
        add(person="A", company_id=0)
    event.state = "closed"
    with pytest.raises(Conflict):
        add(person="A", legal_name="X")
    assert (count(session, Company), count(session, User), count(session, Participation)) == before


def test_two_officers_add_two_people_of_one_company_at_once(session, database, event, officer, now):
    company = factories.make_company(session)
    session.commit()

    def add(name):
        with database.begin() as writing:
            add_participant(
                writing, actor=officer, now=now, event_id=event.id, new=NewParticipant(person=name, company_id=company.id)
            )  # fmt: skip

    threads = [threading.Thread(target=add, args=(name,)) for name in ("A Bình", "Y Lan", "A Sơn")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as reading:
        assert sorted(reading.scalars(select(Participation.representative))) == [1, 2, 3]
