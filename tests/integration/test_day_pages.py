"""Arrivals, walk-ins, the hall, messages, reports and what phones keep, through a real client."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select

from matchmaker.accounts.enums import Role
from matchmaker.attendance.models import Attendance, AttendanceMark, HallScreen, MeetingReport
from matchmaker.companies.models import Company
from matchmaker.events.models import Participation
from matchmaker.meetings.models import Disturbance, Meeting, ScheduleVersion
from matchmaker.meetings.operations.schedules import seat
from matchmaker.notices.operations import notify
from tests import factories

DURING = datetime(2027, 3, 15, 1, 10, tzinfo=UTC)  # ten past eight: the first slot goes on


@pytest.fixture
def hall(session):
    """An event that goes on: two people meet in the first slot, two others in the second, all at table 1."""
    event = factories.make_event(session)
    people = [factories.make_participation(session, event) for _ in range(4)]
    version = ScheduleVersion(event_id=event.id, number=1, state="published", created_at=factories.NOW)
    session.add(version)
    session.flush()
    event.published_schedule_id = version.id
    for number, (one, other) in enumerate(((people[0], people[1]), (people[2], people[3]))):
        request = factories.make_request(session, one, other)
        seat(session, Meeting(schedule_id=version.id, request_id=request.id, a_id=one.id, b_id=other.id, key=f"k{number}",
                              slot_id=event.slots[number].id, table_id=event.tables[0].id))  # fmt: skip
    officer = factories.make_officer(session, event.office)
    helper = factories.make_user(session, role=Role.HELPER, office_id=event.office_id)
    session.commit()
    return event, people, officer, helper


def stored(database, query):
    """What the database holds; read apart, for the test's own session would hold up the application's."""
    with database.read() as session:
        return list(session.scalars(query))


def enter(client, user):
    """Sign in on the day: a cookie made before the journey in time would be too old."""
    client.sign_in(user)
    client.in_language("en")


def marked(client, event, person, kind, **values):
    sent = {"participation": person.id, "kind": kind, "key": str(uuid4()), **values}
    response = client.post(f"/events/{event.slug}/check-in", data=sent)
    assert response.status_code == 302, response.text


@time_machine.travel(DURING)
def test_the_arrivals_board_names_who_is_missing_and_suggests_the_repair(client, session, database, hall):
    event, people, officer, _helper = hall
    people[2].company.phone = "0260 111 222"
    session.commit()
    enter(client, officer)
    marked(client, event, people[0], "arrived")
    marked(client, event, people[2], "late", expected_at="09:00")
    page = client.get(f"/events/{event.slug}/arrivals").text
    assert "Missing (3)" in page
    assert "has begun" in page  # the second person of the first meeting is not there
    assert "0260 111 222" in page
    assert "1 meeting cannot be held as published" in page
    noted = {"kind": "late", "participation": people[2].id, "slot": event.slots[2].id}
    assert client.post(f"/events/{event.slug}/day/person", data=noted).status_code == 302
    assert stored(database, select(Disturbance.kind)) == ["late"]
    assert "cannot be held as published</span>" not in client.get(f"/events/{event.slug}/arrivals").text
    marked(client, event, people[2], "arrived")
    assert "is here after all" in client.get(f"/events/{event.slug}/day").text


@time_machine.travel(DURING)
def test_the_live_board_shows_now_next_missing_and_free(client, hall):
    event, people, officer, _helper = hall
    enter(client, officer)
    marked(client, event, people[0], "arrived")
    page = client.get(f"/events/{event.slug}/now").text
    assert "Now · until 08:25" in page
    assert "Next · 08:30" in page
    assert "<strong>3</strong> missing now or next" in page
    assert "<strong>3</strong> tables free" in page
    part = client.get(f"/events/{event.slug}/now", headers={"HX-Request": "true"}).text
    assert "<html" not in part


@time_machine.travel(DURING)
def test_the_hall_screen_needs_its_address_and_no_sign_in(app, client, database, hall):
    event, people, officer, helper = hall
    enter(client, helper)
    assert client.get(f"/events/{event.slug}/hall").status_code == 403
    enter(client, officer)
    assert client.post(f"/events/{event.slug}/hall").status_code == 302
    (token,) = stored(database, select(HallScreen.token))
    television = app.test_client()
    page = television.get(f"/hall/{token}").text
    assert people[0].company.name in page
    assert "Hiện tại</span><span>Now" in page.replace("\n", "")
    assert television.get("/hall/guessed").status_code == 404
    client.post(f"/events/{event.slug}/hall")
    assert television.get(f"/hall/{token}").status_code == 404, "the old address still works"


@time_machine.travel(DURING)
def test_a_walk_in_is_registered_once_and_is_here(client, database, hall):
    event, _people, _officer, helper = hall
    enter(client, helper)
    sent = {"legal_name": "HTX Cà phê Đăk Glei", "person": "Y Hằng", "phone": "0905 1", "side": "exporter", "country": "VN",
            "key": str(uuid4())}  # fmt: skip
    address = f"/events/{event.slug}/walk-in"
    first = client.post(address, data=sent)
    assert first.status_code == 302, first.text
    (company,) = stored(database, select(Company.id).where(Company.legal_name == sent["legal_name"]))
    assert client.post(address, data={**sent, "company": company}).status_code == 302
    (person,) = stored(database, select(Participation).where(Participation.company_id == company))
    assert person.state == "accepted"
    assert stored(database, select(Attendance.state).where(Attendance.participation_id == person.id)) == [
        "arrived"
    ]
    assert len(stored(database, select(AttendanceMark.id))) == 1


@time_machine.travel(DURING)
def test_a_walk_in_of_a_known_name_is_asked_about(client, hall):
    event, people, _officer, helper = hall
    enter(client, helper)
    name = people[0].company.legal_name
    sent = {"legal_name": name, "person": "Ai đó", "side": "exporter", "country": "VN", "key": str(uuid4())}
    asked = client.post(f"/events/{event.slug}/walk-in", data=sent)
    assert asked.status_code == 422
    assert "There are companies of this name" in asked.text
    assert 'value="Ai đó"' in asked.text
    assert client.post(f"/events/{event.slug}/walk-in", data={**sent, "company": "new"}).status_code == 302
    assert (
        "Is it one of these?"
        in client.get(f"/events/{event.slug}/walk-in?legal_name={name}", headers={"HX-Request": "true"}).text
    )


@time_machine.travel(DURING)
def test_messages_are_in_each_persons_language(client, session, hall):
    event, people, officer, _helper = hall
    for person, locale in ((people[2], "vi"), (people[3], "en")):
        person.user.locale, person.user.phone = locale, "0905 123 456"
        notify(session, user_id=person.user.id, kind="schedule_changed", cause=f"schedule:{event.published_schedule_id}",
               path="/", now=DURING, locale=locale, event="x", added=1, moved=0, gone=0)  # fmt: skip
    session.commit()
    enter(client, officer)
    page = client.get(f"/events/{event.slug}/messages").text
    assert "lịch gặp của quý vị" in page
    assert "your meetings at" in page
    assert f"08:30 · Bàn 1: {people[3].company.name}" in page
    assert "https://zalo.me/84905123456" in page


@time_machine.travel(DURING)
def test_a_report_is_one_for_each_side_and_may_be_changed(client, database, hall):
    event, people, *_ = hall
    enter(client, factories.owner_of(people[0].company))
    assert "How was it?" in client.get(f"/events/{event.slug}/agenda").text
    address = f"/events/{event.slug}/meetings/k0/report"
    assert client.post(address, data={"held": "held", "rating": "4", "value": "12000"}).status_code == 422
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    sent = {"held": "held", "rating": "4", "next_step": "sample", "value": "12000", "currency": "USD", "notes": "Gừng",
            "card": (io.BytesIO(picture.getvalue()), "card.png")}  # fmt: skip
    assert client.post(address, data=sent).status_code == 302
    (kept,) = stored(database, select(MeetingReport))
    assert (kept.participation_id, kept.rating, kept.value, kept.currency) == (people[0].id, 4, 12000, "USD")
    assert kept.card_id is not None
    assert client.post(address, data={"held": "other_absent", "version": "1"}).status_code == 302
    lost = client.post(address, data={"held": "held", "notes": "older page", "version": "1"})
    assert lost.status_code == 422
    assert "older page" in lost.text
    (kept,) = stored(database, select(MeetingReport))
    assert (kept.held, kept.rating, kept.value) == ("other_absent", None, None)
    enter(client, factories.owner_of(people[1].company))
    assert client.post(address, data={"held": "held"}).status_code == 302
    assert len(stored(database, select(MeetingReport.id))) == 2


@time_machine.travel(DURING)
def test_reports_of_others_and_of_meetings_ahead_are_not_there(client, hall):
    event, people, officer, _helper = hall
    address = f"/events/{event.slug}/meetings/k0/report"
    enter(client, factories.owner_of(people[2].company))
    assert client.get(address).status_code == 404
    assert client.get(f"/events/{event.slug}/meetings/k1/report").status_code == 404  # not begun
    enter(client, officer)
    assert client.get(address).status_code == 403
    enter(client, factories.owner_of(people[0].company))
    bad = client.post(address, data={"held": "held", "card": (io.BytesIO(b"no picture"), "card.png")})
    assert bad.status_code == 422


@time_machine.travel(DURING)
def test_helpers_phones_get_the_list_and_participants_only_their_meetings(client, hall):
    event, people, _officer, helper = hall
    json = {"Accept": "application/json"}
    address = f"/events/{event.slug}/check-in/list.json"
    assert client.get(address, headers=json).status_code == 401
    enter(client, helper)
    kept = client.get(address).json
    assert {one["id"] for one in kept["people"]} == {one.id for one in people}
    assert kept["user"] == helper.id
    enter(client, factories.owner_of(people[0].company))
    assert client.get(address, headers=json).status_code == 403
    own = client.get(f"/events/{event.slug}/agenda.json").json
    (meeting,) = own["meetings"]
    assert set(meeting) == {"key", "company", "name", "at", "table"}
    assert meeting["company"] == people[1].company.name
    with time_machine.travel(DURING + timedelta(days=5)):
        assert client.get(f"/events/{event.slug}/agenda.json", headers=json).status_code == 410
        enter(client, helper)
        assert client.get(address, headers=json).status_code == 410


@time_machine.travel(DURING)
def test_taps_and_reports_from_phones_are_answered_each_for_itself(client, database, hall):
    event, people, _officer, helper = hall
    enter(client, helper)
    keys = [str(uuid4()) for _ in range(4)]
    now = DURING.timestamp() * 1000
    items = [
        {"key": keys[0], "participation": people[0].id, "kind": "arrived", "at": now - 600_000},
        {"key": keys[0], "participation": people[0].id, "kind": "arrived", "at": now - 600_000},
        {"key": keys[1], "code": "nonsense", "kind": "arrived", "at": now},
        {"key": keys[2], "participation": people[1].id, "kind": "late", "expected_at": "08:40", "at": now},
    ]
    address = f"/events/{event.slug}/check-in/marks"
    results = client.post(address, json={"sent_at": now, "items": items}).json["results"]
    assert [one["answer"] for one in results] == ["done", "repeated", "refused", "done"]
    assert "No badge" in results[2]["message"]
    (mark,) = stored(database, select(AttendanceMark).where(AttendanceMark.key == keys[0]))
    assert timedelta(minutes=9) < mark.received_at - mark.happened_at < timedelta(minutes=11)
    for nonsense in ({}, {"items": [1]}, {"items": [{"key": 5}]}, {"items": [{"key": "k"}] * 101}):
        assert client.post(address, json=nonsense).status_code == 400
    enter(client, factories.owner_of(people[0].company))
    reports = [
        {"key": keys[3], "meeting": "k0", "held": "held", "rating": "5", "notes": "tốt", "at": now},
        {"key": keys[2], "meeting": "k1", "held": "held", "at": now},
        {"key": keys[1], "meeting": "k0", "held": "perhaps", "at": now},
    ]
    sent = client.post(f"/events/{event.slug}/reports", json={"sent_at": now, "items": reports}).json[
        "results"
    ]
    assert [one["answer"] for one in sent] == ["done", "refused", "refused"]
    assert stored(database, select(MeetingReport.rating)) == [5]


def test_the_frame_without_network_holds_nobodys_data(client, hall):
    *_rest, helper = hall
    enter(client, helper)
    page = client.get("/offline")
    assert helper.name not in page.text
    assert "csrf" not in page.text
    script = client.get("/service-worker.js")
    assert script.mimetype in {"text/javascript", "application/javascript"}
