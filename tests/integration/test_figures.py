"""The figures of an event: counted once, each number opens its rows, and the sheet holds texts, never formulas."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.attendance.models import Attendance, MeetingReport
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes.operations import record_step
from matchmaker.reports.charts import bars
from matchmaker.reports.figures import figures_of
from tests import factories


@pytest.fixture
def counted(session):
    """Two firms and three buyers: four requests, three of them accepted, two placed, one held and rated by both sides."""
    officer = factories.make_officer(session)
    event = factories.make_event(session, officer.office, slots=4, tables=2)
    firms = [factories.make_participation(session, event, factories.make_company(session, trading_name=name))
             for name in ("=1+1", "Cà phê Đăk Hà")]  # fmt: skip
    buyers = [factories.make_participation(session, event, factories.make_buyer(session, trading_name=name, country=country))
              for name, country in (("Malabar", "IN"), ("Seoul", "KR"), ("Idle", "KR"))]  # fmt: skip
    proposal = factories.make_proposal(session, factories.make_offer(session, firms[0].company),
                                       factories.make_need(session, buyers[0].company))  # fmt: skip
    asked = [
        factories.make_request(session, firms[0], buyers[0], proposal_id=proposal.id),
        factories.make_request(session, firms[0], buyers[1]),
        factories.make_request(session, firms[1], buyers[1]),
        factories.make_request(session, firms[1], buyers[2], state="expired"),
    ]
    factories.make_schedule(
        session, event, {"a": firms[0], "b": buyers[0], "slot": 0, "table": 0, "request_id": asked[0].id},
        {"a": firms[0], "b": buyers[1], "slot": 1, "table": 0, "request_id": asked[1].id},
    )  # fmt: skip
    meetings = session.scalars(select(Meeting).order_by(Meeting.slot_id)).all()
    for person, held, rating in ((firms[0], "held", 5), (buyers[0], "other_absent", None)):
        session.add(MeetingReport(event_id=event.id, meeting_key=meetings[0].key, participation_id=person.id, held=held,
                                  rating=rating, notes="\x0bQuiet", reported_by_id=officer.id, happened_at=factories.NOW,
                                  received_at=factories.NOW))  # fmt: skip
    for person, on, state in ((firms[0], 15, "arrived"), (buyers[1], 15, "no_show"), (buyers[0], 15, "no_show"),
                              (buyers[0], 16, "arrived")):  # fmt: skip
        session.add(
            Attendance(
                participation_id=person.id,
                on=date(2027, 3, on),
                state=state,
                since=factories.NOW,
                by_id=officer.id,
            )
        )
    session.flush()
    made = {"event": event, "officer": officer, "firms": firms, "buyers": buyers, "meetings": [one.id for one in meetings],
            "address": f"/events/{event.slug}/figures"}  # fmt: skip
    session.commit()
    return made


def test_everything_is_counted_once(session, counted):
    figures = figures_of(session, counted["event"])
    assert (len(figures.requests), figures.states["accepted"], figures.states["expired"]) == (4, 3, 1)
    counts = {
        of: figures.count(of)
        for of in ("people", "placed", "held", "not_held", "unknown", "arrived", "no_shows", "without")
    }
    assert counts == {
        "people": 5,
        "placed": 2,
        "held": 1,
        "not_held": 0,
        "unknown": 1,
        "arrived": 2,
        "no_shows": 1,
        "without": 2,
    }
    assert figures.ratings == [5]
    assert figures.places == 8
    assert figures.by_country() == [("VN", 2), ("IN", 1), ("KR", 1)]
    assert figures.by_group() == [("spices", 1)]
    least = [(one.participation.company.name, one.placed, one.wanted) for one in figures.least_served()]
    assert least == [("Cà phê Đăk Hà", 0, 2), ("Seoul", 1, 2)]


def test_an_outcome_says_that_they_met(session, counted):
    member = factories.actor_of(session, counted["firms"][0].user)
    record_step(session, actor=member, now=factories.NOW, meeting_id=counted["meetings"][1], stage="sample")
    assert figures_of(session, counted["event"]).count("held") == 2


def test_each_number_opens_its_rows(client, session, counted):
    client.sign_in(counted["officer"])
    page = client.get(counted["address"]).text
    for text in (
        "Served least",
        "Meetings by country",
        "Meetings by product",
        "6 of 8 places",
        "Cà phê Đăk Hà",
    ):
        assert text in page, text
    assert page.count('<svg class="bars"') == page.count("<figure")
    rows = {"placed": 2, "held": 1, "no_shows": 1, "people": 5, "country&value=KR": 1, "group&value=spices": 1, "rated&value=5": 1,
            "rated&value=4": 0, "country&value=<script>": 0}  # fmt: skip
    for of, count in rows.items():
        opened = client.get(f"{counted['address']}/rows?of={of}").text
        assert (f"{count} row" in opened) or count == 0, of
        assert "<script>" not in opened
    assert "Malabar" in client.get(f"{counted['address']}/rows?of=held").text
    assert client.get(f"{counted['address']}/rows?of=secrets").status_code == 404
    assert client.get(f"{counted['address']}/rows").status_code == 404


def test_the_sheet_holds_everything_as_text(client, session, counted):
    client.sign_in(counted["officer"])
    response = client.get(f"{counted['address']}.xlsx")
    book = load_workbook(io.BytesIO(response.data))
    assert book.sheetnames == ["Figures", "People", "Requests", "Meetings", "Reports"]
    assert {sheet.title: sheet.max_row for sheet in book} == {
        "Figures": 18, "People": 6, "Requests": 5, "Meetings": 3, "Reports": 3,
    }  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in {cell.value for cell in cells}
    assert "Quiet" in {cell.value for cell in cells}


def test_figures_are_the_offices_own_and_may_be_empty(client, session, counted):
    empty = factories.make_event(session, counted["officer"].office)
    other = factories.make_officer(session)
    session.commit()
    pages = [counted["address"], f"{counted['address']}/rows?of=placed", f"{counted['address']}.xlsx"]
    client.sign_in(counted["officer"])
    assert "Nothing to count yet" in client.get(f"/events/{empty.slug}/figures").text
    assert client.get(f"/events/{empty.slug}/figures.xlsx").status_code == 200
    client.sign_in(other)
    assert [client.get(page).status_code for page in pages] == [404] * 3
    client.sign_in(counted["firms"][0].user)
    assert [client.get(page).status_code for page in pages] == [403] * 3


def test_bars_fit_the_picture():
    chart = bars([("a", 4, "placed", ""), ("b", 0, "held", "")])
    assert chart.bars[0].width > chart.bars[1].width == 0
    assert chart.bars[0].width < chart.width
    assert bars([("a", 2, "slot", "1")], most=4).bars[0].width * 2 == chart.bars[0].width
    assert bars([]).height > 0
