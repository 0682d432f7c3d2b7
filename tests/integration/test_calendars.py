"""Calendars follow the schedule: added, moved, taken away, back again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from matchmaker.events.models import Interpreter
from tests import factories

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR = timedelta(hours=1)


@pytest.fixture
def hall(session):
    """A firm and three buyers."""
    event = factories.make_event(session)
    firm = factories.make_participation(session, event)
    buyers = [
        factories.make_participation(session, event, factories.make_buyer(session, trading_name=name))
        for name in ("Malabar", "Seoul", "Vientiane")
    ]
    session.commit()
    return {"event": event, "firm": firm, "buyers": buyers}


def entries(client, participation):
    """Summary -> entry of the feed, which must be a whole calendar."""
    response = client.get(f"/calendar/{participation.calendar_token}.ics")
    assert response.status_code == 200
    assert response.mimetype == "text/calendar"
    calendar = Calendar.from_ical(response.data)
    assert calendar["method"] == "PUBLISH"
    zones = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    events = calendar.walk("VEVENT")
    assert zones == (["Asia/Ho_Chi_Minh"] if events else [])
    assert len({entry["uid"] for entry in events}) == len(events)
    return {str(entry["summary"]).split(" (")[0]: entry for entry in events}


def publish(session, hall, hours, *places):
    """Publish so many hours after the event was made; places are (buyer, slot, table)."""
    rows = [
        {"a": hall["firm"], "b": hall["buyers"][one], "slot": slot, "table": table}
        for one, slot, table in places
    ]
    made = factories.make_schedule(session, hall["event"], *rows, published_at=factories.NOW + hours * HOUR)
    session.commit()
    return made


def test_three_publications_and_back(client, session, hall):
    assert entries(client, hall["firm"]) == {}
    first_version = publish(session, hall, 1, (0, 0, 0), (1, 1, 0))
    first = entries(client, hall["firm"])
    assert set(first) == {"Malabar", "Seoul"}
    malabar = first["Malabar"]
    assert malabar["dtstart"].dt == hall["event"].slots[0].starts_at
    assert malabar["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert malabar["location"] == "Bàn 1, Trung tâm hội nghị, Kon Tum"  # the firm's person reads Vietnamese
    assert malabar["status"] == "CONFIRMED"
    assert malabar.walk("VALARM")[0]["trigger"].dt == timedelta(minutes=-10)
    assert str(malabar["url"]).endswith(f"/events/{hall['event'].slug}/agenda")

    publish(session, hall, 2, (0, 3, 2), (2, 1, 0))  # one moved, one gone, one new
    second = entries(client, hall["firm"])
    assert {name: str(entry["status"]) for name, entry in second.items()} == {
        "Malabar": "CONFIRMED", "Seoul": "CANCELLED", "Vientiane": "CONFIRMED",
    }  # fmt: skip
    assert second["Malabar"]["dtstart"].dt == hall["event"].slots[3].starts_at
    assert second["Seoul"]["dtstart"].dt == first["Seoul"]["dtstart"].dt  # as it was
    assert not second["Seoul"].walk("VALARM")
    for name in first:
        assert second[name]["uid"] == first[name]["uid"]
        assert second[name]["sequence"] > first[name]["sequence"]
        assert second[name]["last-modified"].dt == factories.NOW + 2 * HOUR

    publish(session, hall, 3, (0, 3, 2), (1, 4, 1))  # one stays, one comes back elsewhere, one is gone
    third = entries(client, hall["firm"])
    assert {name: str(entry["status"]) for name, entry in third.items()} == {
        "Malabar": "CONFIRMED", "Seoul": "CONFIRMED", "Vientiane": "CANCELLED",
    }  # fmt: skip
    assert third["Malabar"]["sequence"] == second["Malabar"]["sequence"]  # nothing to update
    assert third["Seoul"]["sequence"] > second["Seoul"]["sequence"]

    first_version.published_at = factories.NOW + 4 * HOUR  # back to the first
    hall["event"].published_schedule_id = first_version.id
    session.commit()
    back = entries(client, hall["firm"])
    assert back["Malabar"]["dtstart"].dt == first["Malabar"]["dtstart"].dt
    assert back["Vientiane"]["status"] == "CANCELLED"
    for name in ("Malabar", "Seoul"):
        assert back[name]["status"] == "CONFIRMED"
        assert back[name]["sequence"] > third[name]["sequence"]


def test_only_ones_own_meetings_and_both_sides_with_their_own_entry(client, session, hall):
    publish(session, hall, 1, (0, 0, 0), (1, 1, 0))
    theirs = entries(client, hall["buyers"][0])
    assert len(theirs) == 1
    own = entries(client, hall["firm"])
    assert next(iter(theirs.values()))["uid"] not in {entry["uid"] for entry in own.values()}
    assert entries(client, hall["buyers"][2]) == {}


def test_who_is_taken_out_finds_the_meetings_cancelled(client, session, hall):
    publish(session, hall, 1, (0, 0, 0))
    before = entries(client, hall["firm"])["Malabar"]
    hall["firm"].state = "cancelled"
    session.commit()
    after = entries(client, hall["firm"])["Malabar"]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] > before["sequence"]
    assert client.get("/calendar/no-such-token.ics").status_code == 404


def test_an_online_meeting_and_its_interpreter(app, client, session, hall):
    interpreter = Interpreter(event_id=hall["event"].id, name="Phạm Thị Yến", languages=["vi", "ko"])
    session.add(interpreter)
    hall["event"].slots[2].online = True
    session.flush()
    place = {"a": hall["firm"], "b": hall["buyers"][1], "slot": 2, "interpreter_id": interpreter.id,
             "link": "https://meet.example.org/room"}  # fmt: skip
    factories.make_schedule(session, hall["event"], place)
    session.commit()
    entry = entries(client, hall["firm"])["Seoul"]
    assert entry["url"] == "https://meet.example.org/room"
    assert entry["location"] == "Trực tuyến"
    assert "Phiên dịch: Phạm Thị Yến" in entry["description"]


def test_the_file_is_what_the_feed_is(client, session, hall):
    publish(session, hall, 1, (0, 0, 0))
    publish(session, hall, 2)
    client.sign_in(factories.owner_of(hall["firm"].company))
    calendar = Calendar.from_ical(client.get(f"/events/{hall['event'].slug}/agenda.ics").data)
    assert [str(entry["status"]) for entry in calendar.walk("VEVENT")] == ["CANCELLED"]
