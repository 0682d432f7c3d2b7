"""The board: what the page is told, changes answered with the state, two officers on one meeting, nothing half-changed."""

from __future__ import annotations

import json
import re
import threading

import pytest
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.events.models import Busy, EventTable, Slot
from matchmaker.meetings import operations
from matchmaker.meetings.models import Meeting, ScheduleVersion, Seat
from tests import factories
from workers.embedded import drain

BOARD = "/events/fair/schedule/1/board"


@pytest.fixture
def hall(app, database, session):
    """Three pairs placed in a draft; five slots, three tables; a fourth request that waits, for one of its two is away."""
    office = factories.make_office(session)
    officers = [factories.make_officer(session, office, name=f"Officer {name}") for name in ("One", "Two")]
    event = factories.make_event(session, office, slots=5, tables=3, slug="fair")
    firms, buyers = factories.make_both_sides(session, event)
    for pair in zip(firms, buyers, strict=True):
        factories.make_request(session, *pair)
    away = factories.make_participation(session, event, factories.make_buyer(session, trading_name="Buyer W"))
    away.busy = [Busy(slot_id=slot.id) for slot in event.slots]
    waiting = factories.make_request(session, firms[0], away, weight=9)
    made = {"id": event.id, "officers": officers, "actors": [factories.actor_of(session, one) for one in officers],
            "slots": [slot.id for slot in event.slots], "tables": [table.id for table in event.tables],
            "waiting": waiting.id, "away": away.id, "firm": firms[0].id}  # fmt: skip
    session.commit()
    with database.begin() as writing:
        operations.request_schedule(
            writing, actor=made["actors"][0], now=clock.now(), event_id=event.id, seconds=10
        )
    drain(app)
    return made


def data_of(page):
    return json.loads(re.search(r'id="board-data">(.*?)</script>', page, re.S).group(1))


def rows(database):
    with database.read() as session:
        return session.scalars(select(Meeting).order_by(Meeting.id)).all()


def free_place(database, hall, meetings):
    """A slot and table that nobody uses."""
    used = {one.slot_id for one in meetings}
    return next(slot for slot in reversed(hall["slots"]) if slot not in used), hall["tables"][-1]


def test_the_page_holds_what_the_board_reckons_with(client, database, hall):
    client.sign_in(hall["officers"][0])
    page = client.get(BOARD).text
    data = data_of(page)
    assert (len(data["slots"]), len(data["tables"]), len(data["meetings"]), len(data["people"])) == (
        5,
        3,
        3,
        7,
    )
    assert sorted(data["away"]) == sorted([hall["away"], slot] for slot in hall["slots"])
    first = rows(database)[0]
    assert data["meetings"][0] == [
        first.id, first.version, first.a_id, first.b_id, first.slot_id, first.table_id, 0, 0, -1, first.request_id,
    ]  # fmt: skip
    listed = client.get(f"{BOARD}?slot={first.slot_id}").text
    assert f"/events/fair/schedule/meetings/{first.id}" in listed
    assert "/events/fair/schedule/1/board" in client.get("/events/fair/schedule").text
    for nonsense in ("x", "-1", "99999999999999999999"):
        assert client.get(f"{BOARD}?slot={nonsense}").status_code == 200


def test_who_waits_is_listed_with_the_reason(client, hall):
    client.sign_in(hall["officers"][0])
    found = client.get(f"{BOARD}/waiting").json
    assert [one["id"] for one in found["requests"]] == [hall["waiting"]]
    assert found["requests"][0]["why"] == "Never free at the same time"
    assert client.get(f"{BOARD}/waiting?q=buyer+w").json["requests"]
    assert client.get(f"{BOARD}/waiting?q=%25nobody").json["requests"] == []


def test_move_lock_remove_and_add_are_answered_with_the_state(client, database, hall):
    client.sign_in(hall["officers"][0])
    first = rows(database)[0]
    slot, table = free_place(database, hall, rows(database))
    moved = client.post(
        BOARD,
        data={"act": "move", "meeting": first.id, "version": first.version, "slot": slot, "table": table},
    )
    assert moved.status_code == 200
    assert [row[4:8] for row in moved.json["meetings"]] == [[slot, table, 0, 1]]
    version = moved.json["meetings"][0][1]
    let = client.post(BOARD, data={"act": "unlock", "meeting": first.id, "version": version}).json
    assert let["meetings"][0][7] == 0
    assert let["mark"] > moved.json["mark"]
    gone = client.post(
        BOARD, data={"act": "remove", "meeting": first.id, "version": let["meetings"][0][1]}
    ).json
    assert (gone["meetings"], gone["gone"]) == ([], [first.id])
    waiting = client.get(f"{BOARD}/waiting").json["requests"]
    assert {one["id"] for one in waiting} == {hall["waiting"], first.request_id}
    assert "Taken out by hand" in {one["why"] for one in waiting}
    back = client.post(
        BOARD, data={"act": "add", "request": first.request_id, "slot": slot, "table": table}
    ).json
    assert back["meetings"][0][4:6] == [slot, table]


def test_two_change_places(client, database, hall):
    client.sign_in(hall["officers"][0])
    one, other = rows(database)[:2]
    swapped = client.post(BOARD, data={"act": "swap", "meeting": one.id, "version": one.version, "other": other.id,
                                       "other_version": other.version})  # fmt: skip
    assert swapped.status_code == 200
    now = rows(database)[:2]
    assert [(row.slot_id, row.table_id) for row in now] == [
        (other.slot_id, other.table_id),
        (one.slot_id, one.table_id),
    ]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Seat)) == 9


def test_what_cannot_be_is_said_and_changes_nothing(client, database, hall):
    client.sign_in(hall["officers"][0])
    before = [(row.id, row.version, row.slot_id, row.table_id) for row in rows(database)]
    first, second = rows(database)[:2]
    taken = client.post(BOARD, data={"act": "add", "request": hall["waiting"], "slot": hall["slots"][0], "table": hall["tables"][0]})  # fmt: skip
    assert taken.status_code == 409
    assert "Buyer W" in taken.json["said"] or "Firm A" in taken.json["said"]
    full = client.post(BOARD, data={"act": "move", "meeting": first.id, "version": first.version, "slot": second.slot_id,
                                    "table": second.table_id if second.slot_id != first.slot_id else 0})  # fmt: skip
    assert full.status_code in {200, 409}
    if full.status_code == 409:
        assert [(row.id, row.version, row.slot_id, row.table_id) for row in rows(database)] == before
    for nonsense in (
        {"act": "dance", "meeting": first.id}, {"act": "move", "meeting": first.id, "slot": "x"}, {"act": "move"}, {},
        {"act": "move", "meeting": first.id, "slot": hall["slots"][0], "table": 999}, {"act": "add", "request": 999},
        {"act": "swap", "meeting": first.id, "other": first.id}, {"act": "swap", "meeting": first.id, "other": 999},
    ):  # fmt: skip
        answer = client.post(BOARD, data=nonsense)
        assert answer.status_code == 409, nonsense
        assert answer.json["said"], nonsense


def test_the_second_of_two_officers_sees_what_happened(app, client, database, hall):
    first = rows(database)[0]
    slot, table = free_place(database, hall, rows(database))
    client.sign_in(hall["officers"][0])
    mark = data_of(client.get(BOARD).text)["mark"]
    move = {"act": "move", "meeting": first.id, "version": first.version, "slot": slot, "table": table}
    assert client.post(BOARD, data=move).status_code == 200
    other = app.test_client()
    other.in_language("en")
    other.sign_in(hall["officers"][1])
    refused = other.post(BOARD, data=move | {"table": hall["tables"][0]})
    assert refused.status_code == 409
    assert re.search(
        r"Officer One moved Firm \w – Buyer \w at \d\d:\d\d: it is now at \d\d:\d\d, table 3\.",
        refused.json["said"],
    )
    assert refused.json["meetings"][0][4:6] == [slot, table]
    looked = other.get(f"{BOARD}/changes?mark={mark}").json
    assert looked["meetings"] == refused.json["meetings"]
    assert looked["said"] == [refused.json["said"]]
    assert client.get(f"{BOARD}/changes?mark={mark}").json["said"] == [], "one's own doing is no news"
    assert other.get(f"{BOARD}/changes?mark={looked['mark']}").json["meetings"] == []
    form = other.post(
        f"/events/fair/schedule/meetings/{first.id}",
        data={"act": "remove", "version": first.version, "number": 1}, follow_redirects=True,
    ).text  # fmt: skip
    assert "Officer One moved" in form
    client.post(BOARD, data={"act": "remove", "meeting": first.id, "version": looked["meetings"][0][1]})
    gone = other.post(BOARD, data=move)
    assert gone.status_code == 409
    assert "Officer One took" in gone.json["said"]
    assert gone.json["gone"] == [first.id]


def test_one_of_two_in_the_same_moment_wins(app, database, hall):
    meetings = rows(database)
    slot, table = free_place(database, hall, meetings)
    results = []

    def click(officer, meeting):
        browser = app.test_client()
        browser.sign_in(officer)
        answer = browser.post(BOARD, data={"act": "move", "meeting": meeting.id, "version": meeting.version, "slot": slot, "table": table})  # fmt: skip
        results.append(answer.status_code)

    threads = [
        threading.Thread(target=click, args=pair) for pair in zip(hall["officers"], meetings[:2], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [200, 409]
    with database.read() as session:
        there = session.scalars(select(Meeting).where(Meeting.slot_id == slot)).all()
        assert len(there) == 1
        assert session.scalar(select(func.count()).select_from(Seat)) == 9


def test_what_is_published_is_not_changed_on_the_board(client, database, hall):
    with database.begin() as session:
        operations.publish_schedule(
            session, actor=hall["actors"][0], now=clock.now(), event_id=hall["id"], number=1
        )
    client.sign_in(hall["officers"][0])
    data = data_of(client.get(BOARD).text)
    assert not data["draft"]
    first = rows(database)[0]
    refused = client.post(BOARD, data={"act": "remove", "meeting": first.id, "version": first.version})
    assert refused.status_code == 409
    assert "Only a draft can be changed" in refused.json["said"]
    assert not client.get(f"{BOARD}/changes?mark=0").json["draft"]
    assert len(rows(database)) == 3


def test_booths_and_online_slots_keep_their_rules(client, database, session, hall):
    booth = session.get_one(EventTable, hall["tables"][1])
    booth.booth_of_id = hall["firm"]
    session.get_one(Slot, hall["slots"][4]).online = True
    session.commit()
    client.sign_in(hall["officers"][0])
    one = next(row for row in rows(database) if hall["firm"] in (row.a_id, row.b_id))
    slot = next(slot for slot in hall["slots"][:4] if all(row.slot_id != slot for row in rows(database)))
    move = {"act": "move", "meeting": one.id, "version": one.version, "slot": slot}
    refused = client.post(BOARD, data=move | {"table": hall["tables"][0]})
    assert "they meet at 2" in refused.json["said"]
    placed = client.post(BOARD, data=move | {"table": hall["tables"][1]}).json["meetings"][0]
    assert placed[4:6] == [slot, hall["tables"][1]]
    online = client.post(BOARD, data=move | {"version": placed[1], "slot": hall["slots"][4], "table": 0}).json
    assert online["meetings"][0][4:6] == [hall["slots"][4], 0]
    data = data_of(client.get(BOARD).text)
    assert [table["booth"] for table in data["tables"]] == [0, hall["firm"], 0]


def test_strangers_see_no_board(app, client, database, session, hall):
    stranger, member = factories.make_officer(session), factories.owner_of(factories.make_company(session))
    session.commit()
    for user in (stranger, member):
        client.sign_in(user)
        for path in ("", "/waiting", "/changes"):
            assert client.get(f"{BOARD}{path}").status_code in {403, 404}, path
        assert client.post(BOARD, data={"act": "remove", "meeting": rows(database)[0].id}).status_code in {
            403,
            404,
        }
    client.sign_in(hall["officers"][0])
    assert client.get("/events/fair/schedule/7/board").status_code == 404
    with database.read() as reading:
        assert reading.scalar(select(func.count()).select_from(ScheduleVersion)) == 1
