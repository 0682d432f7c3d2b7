"""The factories make rows that both databases accept."""

from tests import factories


def test_factories_make_consistent_rows(session):
    event = factories.make_event(session)
    first = factories.make_participation(session, event)
    second = factories.make_participation(session, event, factories.make_buyer(session))
    request = factories.make_request(session, first, second)
    proposal = factories.make_proposal(session)
    session.commit()
    assert request.pair_low < request.pair_high
    assert proposal.offer.title("en") == "Bột gừng sấy khô"
    assert factories.actor_of(session, factories.owner_of(proposal.offer.company)).owner


def test_start_page(client):
    assert client.get("/").status_code == 200
    assert client.get("/nowhere").status_code == 404
