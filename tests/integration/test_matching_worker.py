"""The worker's matching of one changed item, and of many at once."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from matchmaker import clock
from matchmaker.catalogue.models import Offer
from matchmaker.catalogue.operations import MOST_SINGLE, look_again
from matchmaker.jobs.models import Job
from matchmaker.matching.models import Proposal
from tests import factories
from workers.context import Context
from workers.matching import refresh


@pytest.fixture
def ginger(session):
    offer = factories.make_offer(
        session, name={"en": "Dried ginger"}, hs_code="091011", updated_at=factories.NOW
    )
    need = factories.make_need(
        session, name={"en": "Cinnamon bark"}, hs_code="090611", updated_at=factories.NOW
    )
    other = factories.make_offer(
        session, name={"en": "Wood pellets"}, hs_code="440131", updated_at=clock.now()
    )
    session.commit()
    return offer, need, other


def proposed(database):
    with database.read() as session:
        return session.scalars(select(Proposal.need_id)).all()


def test_every_change_is_read_and_none_twice(app, database, session, ginger):
    _offer, need, other = ginger
    context = Context(app, 0)
    refresh(context, kind="need", item_id=need.id)
    assert proposed(database) == []
    need.name, need.hs_code = {"en": "Ginger, dried"}, "091011"
    need.updated_at = context.now()
    session.commit()
    refresh(context, kind="need", item_id=need.id)
    assert proposed(database) == [need.id]

    loaded = []

    def note(item, _context):
        loaded.append(item.id)

    event.listen(Offer, "load", note)
    try:
        refresh(context, kind="need", item_id=need.id)
    finally:
        event.remove(Offer, "load", note)
    assert other.id not in loaded, "what did not change is read again"


def test_many_items_are_matched_in_one_run(session, now):
    company = factories.make_company(session)
    offers = [factories.make_offer(session, company) for _ in range(MOST_SINGLE + 1)]
    look_again(session, offers[:2], now=now)
    assert session.scalars(select(Job.name)).all() == ["matching.refresh", "matching.refresh"]
    look_again(session, offers, now=now + timedelta(minutes=1))
    assert session.scalars(select(Job.name).where(Job.name != "matching.refresh")).all() == [
        "matching.rebuild"
    ]
