"""An event as a workbook: figures, people, requests, meetings with what came of them, reports."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from matchmaker.attendance.enums import Held, Mark, NextStep
from matchmaker.catalogue.enums import ProductGroup
from matchmaker.companies.enums import Side
from matchmaker.i18n import formatting
from matchmaker.meetings.enums import DeclineReason, RequestState
from matchmaker.outcomes.enums import Stage
from matchmaker.reports.figures import UNKNOWN, Figures
from matchmaker.web.labels import label, label_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column


def event_sheet(figures: Figures, locale: str) -> bytes:
    """All sheets, with headings in the reader's language. Texts stay texts: none is read as a formula."""
    book = Workbook(write_only=True)
    _sheet(book, _("Figures"), [_("Figure"), _("Count")], _figures(figures))
    _sheet(book, _("People"), [_("Company"), _("Country"), _("Side"), _("Person"), _("Attendance"), _("Wanted"), _("Placed"),
                               _("Held")], _people(figures, locale))  # fmt: skip
    _sheet(book, _("Requests"), [_("Asks"), _("Is asked"), _("State"), _("Reason"), _("Message"), _("Asked on"),
                                 _("Answered on")], _requests(figures))  # fmt: skip
    _sheet(book, _("Meetings"), [_("Time"), _("Table"), _("Company"), _("Country"), _("Partner"), _("Country of the partner"),
                                 _("Product group"), _("Interpreter"), _("Did it take place?"), _("Stage"), _("Value"),
                                 _("Currency"), _("What was agreed"), _("Next step"), _("Due on")],
           _meetings(figures, locale))  # fmt: skip
    _sheet(book, _("Reports"), [_("Time"), _("Said by"), _("Partner"), _("Did it take place?"), _("Rating"), _("Next step"),
                                _("Value"), _("Currency"), _("Notes")], _reports(figures))  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title[:31])
    listed = [list(row) for row in rows]
    for index, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(row[index] or "")) for row in listed)])
        sheet.column_dimensions[chr(ord("A") + index)].width = min(WIDEST, longest + 2)
    sheet.freeze_panes = "A2"
    bold = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    for row in listed:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value=float(value) if isinstance(value, Decimal) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" that somebody typed is no formula
    return cell


def _figures(figures: Figures) -> Iterator[Sequence[Any]]:
    ratings = figures.ratings
    yield _("Take part"), len(figures.people)
    yield _("Checked in"), figures.count("arrived")
    yield _("Did not come"), figures.count("no_shows")
    yield _("Requests"), len(figures.requests)
    for state in RequestState:
        yield f"{_('Requests')}: {label(state)}", figures.states[state]
    yield _("Meetings placed"), figures.count("placed")
    yield _("Meetings held"), figures.count("held")
    yield _("Meetings not held"), figures.count("not_held")
    yield _("Meetings with nothing reported"), figures.count("unknown")
    yield _("Average rating"), round(sum(ratings) / len(ratings), 2) if ratings else None
    yield _("Places at tables"), figures.places
    yield _("Who got less than was wanted"), figures.count("short")
    yield _("Who has no meeting"), figures.count("without")


def _people(figures: Figures, locale: str) -> Iterator[Sequence[Any]]:
    for fact in figures.people:
        one = fact.participation
        yield (one.company.name, formatting.country(one.company.country, locale), label_of(Side, one.side), one.person_name,
               label_of(Mark, fact.state), fact.wanted, fact.placed, fact.held)  # fmt: skip


def _requests(figures: Figures) -> Iterator[Sequence[Any]]:
    for one in figures.requests:
        yield (one.asker.company.name, one.asked.company.name, label_of(RequestState, one.state),
               label_of(DeclineReason, one.decline_reason), one.message, _local(figures, one.created_at),
               _local(figures, one.answered_at))  # fmt: skip


def _meetings(figures: Figures, locale: str) -> Iterator[Sequence[Any]]:
    for fact in figures.meetings:
        one, outcome = fact.meeting, fact.outcome
        step = outcome.steps[-1] if outcome is not None and outcome.steps else None
        yield (
            _local(figures, one.slot.starts_at), one.table.label if one.table else None, one.a.company.name,
            formatting.country(one.a.company.country, locale), one.b.company.name,
            formatting.country(one.b.company.country, locale), label_of(ProductGroup, fact.group),
            one.interpreter.name if one.interpreter else None, "" if fact.state == UNKNOWN else label_of(Held, fact.state),
            label_of(Stage, outcome.stage) if outcome else None, step.value if step else None,
            step.currency if step else None, step.note if step else None, outcome.next_step if outcome else None,
            outcome.due_on if outcome else None,
        )  # fmt: skip


def _reports(figures: Figures) -> Iterator[Sequence[Any]]:
    for fact in figures.meetings:
        sides = {fact.meeting.a_id: fact.meeting.a, fact.meeting.b_id: fact.meeting.b}
        for said in fact.reports:
            own = sides.get(said.participation_id)
            other = next((side for key, side in sides.items() if key != said.participation_id), None)
            yield (_local(figures, fact.meeting.slot.starts_at), own.company.name if own else None,
                   other.company.name if other else None, label_of(Held, said.held), said.rating,
                   label_of(NextStep, said.next_step), said.value, said.currency, said.notes)  # fmt: skip


def _local(figures: Figures, instant: datetime | None) -> datetime | None:
    """The time on the event's clock; sheets know no zones."""
    zone = ZoneInfo(figures.event.time_zone)
    return instant.astimezone(zone).replace(tzinfo=None, microsecond=0) if instant is not None else None
