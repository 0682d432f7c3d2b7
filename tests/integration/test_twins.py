"""Two entries of one company become one, with all that hangs on them, and two again."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from matchmaker.audit.models import AuditEntry
from matchmaker.catalogue.models import Offer
from matchmaker.companies.models import Company, Membership
from matchmaker.errors import Conflict, Forbidden
from matchmaker.events.models import Participation
from matchmaker.matching.models import Answer, Proposal
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat
from matchmaker.meetings.operations.schedules import seat
from matchmaker.notices.models import Notice
from matchmaker.stewardship.models import CompanyMerge, TwinPair
from matchmaker.stewardship.operations import merge_companies, set_different, store_pairs, undo_merge
from matchmaker.stewardship.pairs import find_pairs
from matchmaker.stewardship.queries import known_companies
from matchmaker.tables import metadata
from tests import factories

NAMES = ("Công ty TNHH Gia vị Á Châu", "Gia Vi A Chau Co., Ltd")


@pytest.fixture
def twins(session):
    return (
        factories.make_company(session, legal_name=NAMES[0], tax_code="6101000001", languages=["vi"], phone="0905 111 222"),
        factories.make_company(session, legal_name=NAMES[1], website="achau.example", languages=["vi", "en"],
                               description={"en": "Pepper"}, phone="+84 905 111 222"),
    )  # fmt: skip


@pytest.fixture
def officer(session):
    return factories.actor_of(session, factories.make_officer(session))


@pytest.fixture
def pair(session, twins, now):
    search(session, now=now)
    return session.scalars(select(TwinPair)).one()


def search(session, *, now):
    return store_pairs(session, find_pairs(known_companies(session)), now=now)


def merge(session, pair, officer, now, **values):
    asked = {"kept": "left", "choices": {}} | values
    return merge_companies(session, actor=officer, now=now, pair_id=pair.id, **asked)


def contents(session):
    """Table -> its rows, without counters, stamps and what merging itself writes."""
    session.flush()
    skipped = {"version", "updated_at", "search_text"}
    return {
        table.name: sorted(
            repr({name: value for name, value in row.items() if name not in skipped})
            for row in session.execute(select(table)).mappings()
        )
        for table in metadata.sorted_tables
        if table.name not in {"company_merge", "twin_pair", "audit_entry", "notice", "outbox_message", "job"}
    }


def test_the_queue_is_found_kept_and_remembered(session, twins, pair, officer, now):
    assert pair.signs[0] in {"name", "phone"}
    assert set(pair.signs) == {"name", "phone"}
    assert search(session, now=now) == {"added": 0, "dropped": 0}
    set_different(session, actor=officer, now=now, pair_id=pair.id)
    search(session, now=now)
    assert session.scalars(select(TwinPair)).one().state == "different"
    with pytest.raises(Conflict) as refused:
        merge(session, pair, officer, now)
    assert refused.value.parameters["person"] == officer.name


def test_fields_are_chosen_one_by_one(session, twins, pair, officer, now):
    owners = {factories.owner_of(company).id for company in twins}
    made = merge(
        session, pair, officer, now, kept="right", choices={"legal_name": "left", "description": "right"}
    )
    assert (made.gone_id, made.kept_id) == (twins[0].id, twins[1].id)
    stays = session.get_one(Company, twins[1].id)
    assert stays.legal_name == NAMES[0]
    assert (stays.tax_code, stays.website) == ("6101000001", "achau.example")
    assert sorted(stays.languages) == ["en", "vi"]
    assert stays.description == {"en": "Pepper"}
    assert session.get_one(Company, twins[0].id).merged_into_id == stays.id
    assert session.scalar(select(func.count()).where(Membership.company_id == stays.id)) == 2
    told = set(session.scalars(select(Notice.user_id).where(Notice.kind == "companies_merged")))
    assert told == owners


@pytest.fixture
def world(session, twins, pair):
    """Both twins have products and matches, one with the other; both come to one event, and one to another."""
    left, right = twins
    offer = factories.make_offer(session, left)
    factories.make_offer(session, right)  # the same product
    need = factories.make_need(session, right, name={"vi": "Bao bì"})
    factories.make_proposal(session, offer, need)  # the company would meet itself
    match = factories.make_proposal(session, factories.make_offer(session, right, name={"vi": "Tiêu đen"}))
    session.add(Answer(proposal_id=match.id, company_id=right.id, value="interested", at=factories.NOW))
    event, other_event = factories.make_event(session), factories.make_event(session)
    buyers = [factories.make_participation(session, event, factories.make_buyer(session)) for _ in range(2)]
    here = factories.make_participation(session, event, left, state="invited", user_id=None)
    there = factories.make_participation(session, event, right)
    factories.make_participation(session, other_event, right)
    kept = factories.make_request(session, here, buyers[0], state="open")
    better = factories.make_request(session, there, buyers[0])
    only = factories.make_request(session, buyers[1], there, proposal_id=match.id)
    version = ScheduleVersion(event_id=event.id, number=1, state="draft", created_at=factories.NOW)
    session.add(version)
    session.flush()
    seat(session, Meeting(schedule_id=version.id, request_id=only.id, a_id=buyers[1].id, b_id=there.id,
                          slot_id=event.slots[0].id, table_id=event.tables[0].id, key="k"))  # fmt: skip
    session.flush()
    return {
        "here": here.id,
        "there": there.id,
        "kept": kept.id,
        "better": better.id,
        "only": only.id,
        "match": match.id,
    }


def test_everything_follows_and_comes_back_exactly(session, twins, pair, officer, world, now):
    left, right = twins
    newcomer = factories.owner_of(right).id
    before = contents(session)
    made = merge(session, pair, officer, now)
    people = {
        row.id: row
        for row in session.scalars(select(Participation).where(Participation.company_id == left.id))
    }
    assert len(people) == 3
    assert (people[world["here"]].state, people[world["here"]].user_id) == (
        "accepted",
        newcomer,
    )
    assert (people[world["there"]].state, people[world["there"]].representative) == ("cancelled", 2)
    assert session.get_one(MeetingRequest, world["kept"]).state == "withdrawn"
    assert session.get_one(MeetingRequest, world["better"]).asker_id == world["here"]
    assert session.get_one(MeetingRequest, world["only"]).asked_id == world["here"]
    assert session.scalars(select(Meeting.b_id)).one() == world["here"]
    assert (
        world["here"] in session.scalars(select(Seat.resource_id).where(Seat.kind == "participation")).all()
    )
    assert session.scalars(select(Answer.company_id)).one() == left.id
    assert all(row.supplier_id != row.buyer_id for row in session.scalars(select(Proposal)))
    assert sorted(session.scalars(select(Offer.state))) == [
        "active",
        "active",
        "archived",
    ]  # the same product once
    for table in metadata.sorted_tables:
        for column in table.columns:
            to_company = any(key.column.table.name == "company" for key in column.foreign_keys)
            if to_company and table.name not in {"company_merge", "twin_pair"}:
                still = session.scalar(select(func.count()).where(column == right.id))
                assert still == 0, f"{table.name}.{column.name}"
    _merge, remaining = undo_merge(session, actor=officer, now=now + timedelta(days=29), merge_id=made.id)
    assert remaining == []
    assert contents(session) == before
    assert session.scalars(select(TwinPair)).one().state == "open"


def test_undo_says_what_has_changed_since(session, twins, pair, officer, world, now):
    made = merge(session, pair, officer, now)
    session.get_one(
        MeetingRequest, world["better"]
    ).state = "declined"  # not part of the merge: comes back all the same
    session.get_one(Participation, world["here"]).state = "declined"  # was changed by the merge
    session.flush()
    _merge, remaining = undo_merge(session, actor=officer, now=now, merge_id=made.id)
    assert [change["table"] for change in remaining] == ["participation"]
    assert session.get_one(Participation, world["here"]).state == "declined"
    assert session.get_one(MeetingRequest, world["better"]).asker_id == world["there"]


def test_two_people_of_both_twins_stay_two(session, twins, pair, officer, now):
    event = factories.make_event(session)
    rows = [factories.make_participation(session, event, company) for company in twins]
    merge(session, pair, officer, now)
    assert [(row.company_id, row.representative, row.state) for row in rows] == [
        (twins[0].id, 1, "accepted"), (twins[0].id, 2, "accepted"),
    ]  # fmt: skip


def test_what_was_held_stays_as_it_was(session, twins, pair, officer):
    event = factories.make_event(session)
    here = factories.make_participation(session, event, twins[0], user_id=None)
    there = factories.make_participation(session, event, twins[1])
    after = event.slots[0].starts_at + timedelta(minutes=1)
    merge(session, pair, officer, after)
    assert [(row.company_id, row.representative, row.state) for row in (here, there)] == [
        (twins[0].id, 1, "accepted"), (twins[0].id, 2, "accepted"),
    ]  # fmt: skip


def test_when_undo_is_refused(session, twins, pair, officer, now):
    made = merge(session, pair, officer, now)
    with pytest.raises(Conflict, match="undo_too_late"):
        undo_merge(session, actor=officer, now=now + timedelta(days=31), merge_id=made.id)
    third = factories.make_company(session, legal_name=NAMES[0])
    search(session, now=now)
    second = session.scalars(select(TwinPair).where(TwinPair.state == "open")).one()
    later = merge(session, second, officer, now)
    assert later.gone_id == third.id
    with pytest.raises(Conflict, match="undo_later_first"):
        undo_merge(session, actor=officer, now=now, merge_id=made.id)
    undo_merge(session, actor=officer, now=now, merge_id=later.id)
    undo_merge(session, actor=officer, now=now, merge_id=made.id)
    with pytest.raises(Conflict, match="undone_already"):
        undo_merge(session, actor=officer, now=now, merge_id=made.id)


def test_a_company_whose_tax_code_was_taken_cannot_come_back(session, twins, pair, officer, now):
    made = merge(session, pair, officer, now, kept="right", choices={"tax_code": "right"})
    factories.make_company(session, legal_name="Khác", tax_code="6101000001")
    with pytest.raises(Conflict, match="undo_blocked"), session.begin_nested():
        undo_merge(session, actor=officer, now=now, merge_id=made.id)
    assert session.get_one(Company, twins[0].id).merged_into_id == twins[1].id


def test_two_officers_at_once_and_a_change_meanwhile(session, database, twins, pair, officer, now):
    with pytest.raises(Conflict, match="twin_changed"), session.begin_nested():
        merge(session, pair, officer, now, seen="0-0")
    member = factories.actor_of(session, factories.owner_of(twins[0]))
    with pytest.raises(Forbidden), session.begin_nested():
        merge(session, pair, member, now)
    session.commit()
    refused = []

    def work(kept):
        try:
            with database.begin() as writing:
                merge(writing, pair, officer, now, kept=kept)
        except Conflict as error:
            refused.append(error.code)

    threads = [threading.Thread(target=work, args=(side,)) for side in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["pair_merged"]
    with database.read() as reading:
        assert reading.scalar(select(func.count()).select_from(CompanyMerge)) == 1


def test_the_pages(app, client, session, twins, pair, officer, world):
    owner, user = factories.owner_of(twins[0]), session.get_one(factories.User, officer.user_id)
    session.commit()
    client.sign_in(owner)
    assert client.get("/twins").status_code == 403
    client.sign_in(user)
    assert "may be the same" in client.get("/").text
    assert "a name much alike" in client.get("/twins").text
    page = client.get(f"/twins/{pair.id}").text
    assert NAMES[0] in page
    assert NAMES[1] in page
    stamp = page.split('name="seen" value="')[1].split('"')[0]
    stale = client.post(
        f"/twins/{pair.id}/merge", data={"kept": "left", "seen": "9-9", "legal_name": "right"}
    )
    assert stale.status_code == 409
    assert "changed meanwhile" in stale.text
    done = client.post(f"/twins/{pair.id}/merge", data={"kept": "left", "seen": stamp}, follow_redirects=True)
    assert "part of" in done.text
    assert "meeting requests" in done.text
    old = client.get(f"/companies/{twins[1].slug}")
    assert old.headers["Location"] == f"/companies/{twins[0].slug}"
    assert NAMES[0] in client.get("/twins?state=merged").text
    merge_path = done.request.path
    again = client.post(f"{merge_path}/undo", follow_redirects=True)
    assert "two companies again" in again.text
    assert client.get(f"/companies/{twins[1].slug}").status_code == 200
    client.post(f"/twins/{pair.id}/different")
    assert "Decide again" in client.get("/twins?state=different").text
    client.post(f"/twins/{pair.id}/reopen")
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"company.merged", "company.merge_undone", "twins.different", "twins.reopened"} <= actions
