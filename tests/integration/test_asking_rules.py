"""Who may ask whom: matrix, quotas, exclusions, preferences, met before, reminders, pairs from proposals."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker import clock
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event, Participation, Phase
from matchmaker.meetings import operations
from matchmaker.meetings.enums import PreferenceValue
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.notices.models import Notice
from tests import factories

NOW = factories.NOW


@pytest.fixture
def fair(session):
    """Two firms and three buyers at an open event; the first firm's owner, and the officer."""
    office = factories.make_office(session)
    officer = factories.make_officer(session, office)
    event = factories.make_event(session, office)
    firms = [factories.make_participation(session, event) for _ in range(2)]
    buyers = [factories.make_participation(session, event, factories.make_buyer(session)) for _ in range(3)]
    made = {
        "event": event.id, "slug": event.slug, "officer": officer, "firms": [one.id for one in firms],
        "buyers": [one.id for one in buyers], "owner": firms[0].user, "names": [one.company.name for one in buyers],
        "companies": [one.company_id for one in buyers], "firm_companies": [one.company_id for one in firms],
        "buyer_user": buyers[0].user,
        "firm": factories.actor_of(session, firms[0].user), "buyer": factories.actor_of(session, buyers[0].user),
        "run": factories.actor_of(session, officer), "office": office.id,
    }  # fmt: skip
    session.commit()
    return made


def set_rules(database, fair, **values):
    with database.begin() as session:
        event = session.get_one(Event, fair["event"])
        for name, value in values.items():
            setattr(event, name, value)


def ask(database, fair, asked, *, actor="firm", asker=None, **values):
    with database.begin() as session:
        made = operations.ask(
            session,
            actor=fair[actor],
            now=NOW,
            asker_id=asker or fair["firms"][0],
            asked_id=asked,
            message=None,
            **values,
        )
        return made.id


def refused(code, act, *args, **values):
    with pytest.raises(Conflict) as error:
        act(*args, **values)
    assert error.value.code == code


def test_the_matrix_says_who_asks_and_who_sees(client, database, fair):
    client.sign_in(fair["owner"])
    here = f"/events/{fair['slug']}"
    set_rules(database, fair, asking=[["buyer", "exporter"]], seeing=[])
    assert fair["names"][0] not in client.get(f"{here}/requests").text
    assert client.get(f"{here}/ask/{fair['buyers'][0]}").status_code == 404
    set_rules(database, fair, seeing=[["exporter", "buyer"]])
    page = client.get(f"{here}/requests").text
    assert fair["names"][0] in page
    assert f"/ask/{fair['buyers'][0]}" not in page
    answer = client.post(f"{here}/ask/{fair['buyers'][0]}", data={"message": ""})
    assert answer.status_code == 422
    assert "rules do not let you ask" in answer.text
    ask(database, fair, fair["buyers"][0], actor="run")  # officers need not keep to it
    set_rules(database, fair, asking=[["exporter", "exporter"]])
    ask(database, fair, fair["firms"][1])


def test_quotas_of_open_and_all_requests(client, database, fair):
    set_rules(database, fair, open_quota=1, total_quota=2)
    first = ask(database, fair, fair["buyers"][0])
    refused("open_quota", ask, database, fair, fair["buyers"][1])
    with database.begin() as session:
        operations.decline(session, actor=fair["buyer"], now=NOW, request_id=first, reason="other")
    ask(database, fair, fair["buyers"][1])
    set_rules(database, fair, open_quota=None)
    refused("total_quota", ask, database, fair, fair["buyers"][2])
    client.sign_in(fair["owner"])
    page = client.post(f"/events/{fair['slug']}/ask/{fair['buyers'][2]}", data={"message": "x"})
    assert "You have sent 2 requests" in page.text
    assert "2 of at most 2 requests" in client.get(f"/events/{fair['slug']}/requests").text


def test_two_requests_at_once_do_not_pass_the_quota(database, fair):
    set_rules(database, fair, open_quota=1)
    codes = []

    def act(asked):
        try:
            ask(database, fair, asked)
            codes.append("made")
        except Conflict as error:
            codes.append(error.code)

    threads = [threading.Thread(target=act, args=(asked,)) for asked in fair["buyers"][:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["made", "open_quota"]


def test_excluded_companies_and_countries_are_neither_seen_nor_asked(client, database, fair):
    with database.begin() as session:
        session.get_one(Participation, fair["buyers"][0]).company.excluded_companies = [
            fair["firm_companies"][0]
        ]
        session.get_one(Participation, fair["buyers"][1]).company.excluded_countries = ["VN"]
    client.sign_in(fair["owner"])
    page = client.get(f"/events/{fair['slug']}/requests").text
    assert [name in page for name in fair["names"]] == [False, False, True]
    for buyer in fair["buyers"][:2]:
        assert client.post(f"/events/{fair['slug']}/ask/{buyer}", data={}).status_code == 404
        refused("kept_apart", ask, database, fair, buyer)
        refused("kept_apart", ask, database, fair, buyer, actor="run")  # officers neither


def test_preferences_weigh_and_never_keeps_apart(client, database, fair):
    client.sign_in(fair["owner"])
    here = f"/events/{fair['slug']}/preferences"
    plain = ask(database, fair, fair["buyers"][0])
    for value, weight in (("want", 8), ("must", 12), ("fine", 4)):
        client.post(f"{here}/{fair['buyers'][0]}", data={"value": value})
        with database.read() as session:
            assert session.get_one(MeetingRequest, plain).weight == weight
    said = client.post(f"{here}/{fair['buyers'][0]}", data={"value": "never"}, follow_redirects=True)
    assert "There is a request between you two" in said.text
    client.post(f"{here}/{fair['buyers'][1]}", data={"value": "never"})
    refused("kept_apart", ask, database, fair, fair["buyers"][1])
    refused("kept_apart", ask, database, fair, fair["firms"][0], actor="run", asker=fair["buyers"][1])
    assert "1 company you never want to meet" in client.get(f"/events/{fair['slug']}/requests").text
    assert client.post(f"{here}/{fair['buyers'][1]}", data={"value": "sometimes"}).status_code == 404
    with database.begin() as session, pytest.raises(NotFound):  # a stranger to it
        operations.set_preference(
            session, actor=fair["buyer"], now=NOW, participation_id=fair["firms"][0], other_id=fair["buyers"][2],
            value=PreferenceValue.WANT,
        )  # fmt: skip


def test_those_who_met_before(client, database, session, fair):
    old = factories.make_event(session, slots=1)
    people = [
        factories.make_participation(session, old, session.get_one(Participation, one).company)
        for one in (fair["firms"][0], fair["buyers"][0])
    ]
    version = ScheduleVersion(event_id=old.id, number=1, state="published", unplaced=[], created_at=NOW)
    session.add(version)
    session.flush()
    slot = old.slots[0]
    slot.starts_at, slot.ends_at = NOW - timedelta(days=90), NOW - timedelta(days=89)
    session.add(
        Meeting(schedule_id=version.id, a_id=people[0].id, b_id=people[1].id, slot_id=slot.id, key="old")
    )
    old.published_schedule_id = version.id
    session.commit()
    client.sign_in(fair["owner"])
    set_rules(database, fair, met_before="warn")
    assert (
        "You have met at an earlier event"
        in client.get(f"/events/{fair['slug']}/ask/{fair['buyers'][0]}").text
    )
    set_rules(database, fair, met_before="refuse")
    refused("met_before", ask, database, fair, fair["buyers"][0])
    ask(database, fair, fair["buyers"][1])
    set_rules(database, fair, met_before="allow")
    ask(database, fair, fair["buyers"][0])


def test_requests_follow_their_phase(client, database, session, fair):
    session.add(
        Phase(event_id=fair["event"], kind="requests", opens_at=NOW, closes_at=NOW + timedelta(days=1))
    )
    session.commit()
    request = ask(database, fair, fair["buyers"][0])
    with database.begin() as own:
        with pytest.raises(Conflict) as over:
            operations.accept(own, actor=fair["buyer"], now=NOW + timedelta(days=1), request_id=request)
        assert over.value.code == "requests_over"
        operations.accept(own, actor=fair["run"], now=NOW + timedelta(days=1), request_id=request)


def test_reminders_come_once_before_a_request_expires(database, fair):
    request = ask(database, fair, fair["buyers"][0])
    with database.begin() as session:
        assert operations.remind_due(session, now=NOW) == 0
        late = session.get_one(MeetingRequest, request).expires_at - timedelta(hours=30)
        assert operations.remind_due(session, now=late) == 1
        assert operations.remind_due(session, now=late) == 0
        told = session.scalars(select(Notice.user_id).where(Notice.kind == "request_reminder")).all()
        assert told == [fair["buyer"].user_id]


def test_filling_from_proposals_is_no_filler(client, database, session, fair):
    """The least score holds, whoever has said no is left alone, and taking back is respected."""
    companies = {
        one: session.get_one(Participation, one).company for one in (*fair["firms"], *fair["buyers"])
    }
    scores = {(0, 0): 0.9, (0, 1): 0.6, (1, 2): 0.3, (1, 0): 0.8}
    for (firm, buyer), score in scores.items():
        factories.make_proposal(
            session, factories.make_offer(session, companies[fair["firms"][firm]]),
            factories.make_need(session, companies[fair["buyers"][buyer]]), score=score,
        )  # fmt: skip
    session.commit()
    declined = ask(database, fair, fair["buyers"][0])
    with database.begin() as own:
        operations.decline(own, actor=fair["buyer"], now=NOW, request_id=declined, reason="other")
    client.sign_in(fair["officer"])
    page = client.post(f"/events/{fair['slug']}/requests/fill", follow_redirects=True).text
    assert "2 pairs added from proposals" in page
    with database.read() as reading:
        rows = reading.scalars(select(MeetingRequest).where(MeetingRequest.automatic.is_(True))).all()
        pairs = {(row.asked_id, row.asker_id) for row in rows} | {
            (row.asker_id, row.asked_id) for row in rows
        }
        assert (fair["firms"][0], fair["buyers"][1]) in pairs
        assert (fair["firms"][1], fair["buyers"][0]) in pairs
        mine = next(row.id for row in rows if fair["buyers"][0] in (row.asker_id, row.asked_id))
    with database.begin() as own:
        operations.withdraw(own, actor=fair["buyer"], now=clock.now(), request_id=mine)
    assert (
        "1 automatic pair taken back"
        in client.post(
            f"/events/{fair['slug']}/requests/fill", data={"act": "drop"}, follow_redirects=True
        ).text
    )
    assert (
        "1 pair added from proposals"
        in client.post(f"/events/{fair['slug']}/requests/fill", follow_redirects=True).text
    )
    client.sign_in(fair["owner"])
    assert client.post(f"/events/{fair['slug']}/requests/fill").status_code == 403
