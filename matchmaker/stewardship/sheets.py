"""Reading officers' spreadsheets as they are, and making the template. Pure but for the file formats."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from matchmaker.errors import Invalid
from matchmaker.stewardship.columns import COLUMNS, BadCell, Column, heading_key

MOST_ROWS = 5000
LOOKED_AT = 15  # rows in which the headings are looked for, below merged titles
FEWEST = 2  # headings by which a row is taken for the heading row


@dataclass(frozen=True)
class SheetRow:
    """One line: its number in the sheet, values read, and a code for each cell that could not be."""

    line: int
    values: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)


def read_sheet(content: bytes, columns: Sequence[Column] = COLUMNS) -> list[SheetRow]:
    """All lines below the headings, of XLSX or CSV; raises Invalid with field "file" when it is neither or has none."""
    table = read_cells(content)
    header = next(
        (index for index, row in enumerate(table[:LOOKED_AT]) if len(_recognised(row, columns)) >= FEWEST),
        None,
    )
    if header is None:
        raise Invalid("no_headings", field="file")
    places = _recognised(table[header], columns)
    rows = [
        _row(number, cells, places, columns)
        for number, cells in enumerate(table[header + 1 :], header + 2)
        if any(cells)
    ]
    if not rows:
        raise Invalid("no_rows", field="file")
    if len(rows) > MOST_ROWS:
        raise Invalid("too_many_rows", field="file", most=MOST_ROWS)
    return rows


def read_cells(content: bytes) -> list[list[str]]:
    """All rows of an XLSX or CSV as texts; raises Invalid with field "file" when it is neither."""
    return list(_xlsx(content) if content.startswith(b"PK") else _csv(content))


def _recognised(row: list[str], columns: Sequence[Column]) -> dict[int, str]:
    """Position -> column, for the cells that are headings."""
    found: dict[int, str] = {}
    for position, cell in enumerate(row):
        key = heading_key(cell)
        column = next((column for column in columns if key and key in column.headings()), None)
        if column is not None and column.name not in found.values():
            found[position] = column.name
    return found


def _row(number: int, cells: list[str], places: dict[int, str], columns: Sequence[Column]) -> SheetRow:
    typed = {name: cells[position] if position < len(cells) else "" for position, name in places.items()}
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    for column in columns:
        cell = typed.get(column.name, "")
        try:
            values[column.name] = column.read(cell)
        except BadCell as error:
            values[column.name], problems[column.name] = cell, str(error)
        if column.required and not cell:
            problems[column.name] = "required"
    return SheetRow(number, values, problems)


def _xlsx(content: bytes) -> Iterable[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Invalid("not_a_sheet", field="file") from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_plain(cell) for cell in row]
    finally:
        book.close()


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _csv(content: bytes) -> Iterable[list[str]]:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows' Vietnamese; separated by , ; or tab."""
    for encoding in ("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "cp1258"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid("not_a_sheet", field="file")
    if "\x00" in text:
        raise Invalid("not_a_sheet", field="file")
    first = "\n".join(text.splitlines()[:LOOKED_AT])
    separator = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            yield [_plain(cell) for cell in row]
    except csv.Error:
        raise Invalid("not_a_sheet", field="file") from None


def template(locale: str, columns: Sequence[Column] = COLUMNS) -> bytes:
    """An XLSX with the headings in one language and an example line."""
    return write_sheet(locale, columns, [[column.example for column in columns]])


def write_sheet(locale: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> bytes:
    """An XLSX with the headings in one language; texts that look like formulas stay texts."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Matchmaker"
    for position, column in enumerate(columns, 1):
        heading = (column.vi if locale == "vi" else column.en) + (" *" if column.required else "")
        cell = sheet.cell(1, position, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4D3A")
        sheet.column_dimensions[cell.column_letter].width = max(14, len(column.vi) + 4)
    for number, row in enumerate(rows, 2):
        for position, text in enumerate(row, 1):
            cell = sheet.cell(number, position, text)
            cell.data_type = "s"
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
