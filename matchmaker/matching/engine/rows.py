"""Offers and needs as rows of CSV files: what is wrong is named with its line, the rest goes on."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from matchmaker.catalogue.nomenclature.codes import hs_digits
from matchmaker.catalogue.nomenclature.units import unit_code
from matchmaker.matching.engine.values import Need, Offer

Echo = Callable[[str], None]
Item = TypeVar("Item", Offer, Need)
LONGEST_FIELD = 50_000_000


class UnreadableFile(ValueError):
    """A file that is no UTF-8 CSV with the needed columns; the message says which."""


class Problems:
    """Counts what is wrong and says it."""

    def __init__(self, name: str, echo: Echo) -> None:
        self.name = name
        self.echo = echo
        self.count = 0

    def say(self, line: int, message: str) -> None:
        """Name one problem."""
        self.count += 1
        self.echo(f"{self.name}: line {line}: {message}")


def table(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a CSV file with a header. Raises UnreadableFile."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            lacking = [name for name in needed if name not in (reader.fieldnames or ())]
            if lacking:
                raise UnreadableFile(f"{path.name}: line 1: columns are missing: {', '.join(lacking)}")
            for row in reader:
                yield (
                    reader.line_num,
                    {key: value or "" for key, value in row.items() if isinstance(key, str)},
                )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path.name}: cannot be read as UTF-8 CSV: {error}") from error


def read_offers(path: Path, echo: Echo) -> tuple[list[Offer], int]:
    """The offers of a file and the number of problems named."""
    problems = Problems(path.name, echo)
    offers = [
        Offer(
            id=row["id"].strip(), text=row["text"], hs_code=_code(row, line, problems), form=_word(row, "form"),
            origin=_country(row.get("origin", ""), line, problems),
            markets=_countries(row, "markets", line, problems), certificates=_list(row, "certificates"),
            capacity=_number(row, "capacity", line, problems), unit=_unit(row, line, problems),
            moq=_number(row, "moq", line, problems), languages=_list(row, "languages"),
        )
        for line, row in _rows(path, problems)
    ]  # fmt: skip
    return offers, problems.count


def read_needs(path: Path, echo: Echo) -> tuple[list[Need], int]:
    """The needs of a file and the number of problems named."""
    problems = Problems(path.name, echo)
    needs = [
        Need(
            id=row["id"].strip(), text=row["text"], hs_code=_code(row, line, problems), form=_word(row, "form"),
            market=_country(row.get("market", ""), line, problems),
            origins=_countries(row, "origins", line, problems), certificates=_list(row, "certificates"),
            volume=_number(row, "volume", line, problems), unit=_unit(row, line, problems),
            languages=_list(row, "languages"),
        )
        for line, row in _rows(path, problems)
    ]  # fmt: skip
    return needs, problems.count


def _rows(path: Path, problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with an id of their own and a text; others are named and left out."""
    seen: set[str] = set()
    for line, row in table(path, ("id", "text")):
        identifier = row["id"].strip()
        if not identifier:
            problems.say(line, "the id is empty; the row is left out")
        elif identifier in seen:
            problems.say(line, f"the id {identifier!r} stands twice; the row is left out")
        elif not row["text"].strip():
            problems.say(line, "the text is empty; the row is left out")
        else:
            seen.add(identifier)
            yield line, row


def _word(row: dict[str, str], name: str) -> str | None:
    return row.get(name, "").strip().lower() or None


def _list(row: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in row.get(name, "").split(";") if part.strip()))


def _code(row: dict[str, str], line: int, problems: Problems) -> str | None:
    text = row.get("hs_code", "").strip()
    digits = hs_digits(text)
    if text and digits is None:
        problems.say(line, f"{text!r} is no HS code; it is not used")
    return digits


def _country(text: str, line: int, problems: Problems) -> str | None:
    code = text.strip().upper()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        problems.say(line, f"{text.strip()!r} is no country code of two letters; it is not used")
        return None
    return code or None


def _countries(row: dict[str, str], name: str, line: int, problems: Problems) -> tuple[str, ...]:
    codes = (_country(part, line, problems) for part in row.get(name, "").split(";"))
    return tuple(dict.fromkeys(code for code in codes if code))


def _unit(row: dict[str, str], line: int, problems: Problems) -> str | None:
    text = row.get("unit", "").strip()
    code = unit_code(text)
    if text and code is None:
        problems.say(line, f"the unit {text!r} is not known; quantities are compared within it only")
    return code or text or None


def _number(row: dict[str, str], name: str, line: int, problems: Problems) -> float | None:
    text = row.get(name, "").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        problems.say(line, f"{name} {text!r} is no quantity; it is not used")
        return None
    return number
