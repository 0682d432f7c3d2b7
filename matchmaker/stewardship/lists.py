"""A list of names, e-mail addresses or tax codes, as somebody pastes or uploads it, matched with companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.companies.models import Company, Membership
from matchmaker.errors import Invalid
from matchmaker.stewardship.queries import known_companies, names_of
from matchmaker.stewardship.sheets import read_cells
from matchmaker.stewardship.twins import CLOSE, core_name

MOST_LINES = 1000
CHOICES = 3  # companies offered where a name is not clear


@dataclass(frozen=True)
class MatchedLine:
    """One line and the companies it may mean, the likeliest first; ``sure`` where there is no doubt about the first."""

    text: str
    companies: Sequence[Company]
    sure: bool


def read_lines(pasted: str, content: bytes) -> list[str]:
    """The lines of a text or of an uploaded sheet (all cells of a row), without empty ones; raises Invalid."""
    rows = (
        [" ; ".join(cell for cell in row if cell) for row in read_cells(content)]
        if content
        else pasted.splitlines()
    )
    lines = list(dict.fromkeys(line.strip() for line in rows if line.strip()))
    if not lines:
        raise Invalid("list_empty", field="lines")
    if len(lines) > MOST_LINES:
        raise Invalid("list_long", field="lines", most=MOST_LINES)
    return lines


def match_lines(session: Session, lines: Sequence[str]) -> list[MatchedLine]:
    """Each line with its companies: by tax code or address exactly, by name as near as possible."""
    if not lines:
        return []
    known = known_companies(session)
    exact: dict[str, int] = {}
    for company in known:
        for value in (company.tax_code, company.email.casefold()):
            if value:
                exact[value] = company.id
    addresses = select(User.email, Membership.company_id).join(Membership, Membership.user_id == User.id)
    exact |= {str(email): company for email, company in session.execute(addresses) if email}
    names = [
        (company.id, core_name(name)) for company in known for name in (company.name, *company.other_names)
    ]
    found = [_find(line, exact, names) for line in lines]
    companies = names_of(session, {number for numbers, _sure in found for number in numbers})
    return [
        MatchedLine(line, [companies[number] for number in numbers], sure)
        for line, (numbers, sure) in zip(lines, found, strict=True)
    ]


def _find(line: str, exact: dict[str, int], names: Sequence[tuple[int, str]]) -> tuple[list[int], bool]:
    """Companies, and whether the first is meant without doubt."""
    words = [
        word.strip("<>()[],;.:\"'").casefold() for word in line.replace(";", " ").replace("\t", " ").split()
    ]
    sure = next((exact[word] for word in words if word in exact), None)
    if sure is not None:
        return [sure], True
    parts = [core_name(part) for part in line.replace("\t", ";").split(";") if "@" not in part]
    scored: dict[int, float] = {}
    listed = [name for _number, name in names]
    for part in (part for part in parts if len(part) > 2 and not part.isdigit()):
        for _name, score, place in process.extract(
            part, listed, scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE - 8, limit=CHOICES
        ):
            number = names[place][0]
            scored[number] = max(score, scored.get(number, 0.0))
    best = sorted(scored, key=lambda number: -scored[number])[:CHOICES]
    return best, (len(best) == 1 and scored[best[0]] >= CLOSE) or (
        len(best) > 1 and scored[best[0]] > 99 > scored[best[1]]
    )
