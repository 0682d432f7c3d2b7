"""Pairs of companies that are likely the same, among thousands, without comparing each with each. Pure.

Only companies that share a key are compared: a tax code, address, telephone, site, a word of the name, or a place near
each other in the list of names in order of letters, read from the front and from the back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from matchmaker.stewardship.twins import Known, core_name, digits_of, domain_of

LARGEST_BLOCK = 40  # a word or number that so many companies share says nothing
WINDOW = 6  # neighbours compared in the list of names
ENOUGH = 0.6  # from this score on a pair is shown
ALIKE = 80.0  # rapidfuzz ratio from which names count at all
NAME_WEIGHT = 0.9
WEIGHTS = {"tax_code": 0.99, "tax_head": 0.6, "email": 0.7, "phone": 0.7, "website": 0.6, "address": 0.4}


@dataclass(frozen=True)
class Pair:
    """Two companies (``low`` < ``high``), how likely they are one (0 to 1), and the signs of it, strongest first."""

    low: int
    high: int
    score: float
    signs: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A company as the comparison reads it."""

    id: int
    country: str
    tax_code: str
    exact: dict[str, str]
    names: tuple[str, ...]


def find_pairs(companies: Iterable[Known]) -> list[Pair]:
    """The likely twins among the companies, the likeliest first."""
    read = [_read(company) for company in companies]
    compared = (_compare(read[one], read[other]) for one, other in _candidates(read))
    found = [pair for pair in compared if pair.score >= ENOUGH]
    return sorted(found, key=lambda pair: (-pair.score, pair.low, pair.high))


def _read(company: Known) -> _Read:
    exact = {
        "email": company.email.casefold(), "phone": digits_of(company.phone),
        "website": domain_of(company.website) or domain_of(company.email), "address": core_name(company.address),
    }  # fmt: skip
    names = (core_name(name) for name in (company.name, *company.other_names) if name)
    return _Read(
        company.id, company.country, "".join(sign for sign in company.tax_code if sign.isalnum()).casefold(),
        {sign: value for sign, value in exact.items() if len(value) > 6}, tuple(dict.fromkeys(names)),
    )  # fmt: skip


def _candidates(read: Sequence[_Read]) -> set[tuple[int, int]]:
    """Positions of companies to compare, the smaller first."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, company in enumerate(read):
        for key in set(_keys(company)):
            blocks[key].append(place)
    found = {
        pair for block in blocks.values() if len(block) <= LARGEST_BLOCK for pair in combinations(block, 2)
    }
    for backwards in (False, True):
        listed = sorted(
            (_ordered(name)[:: -1 if backwards else 1], place)
            for place, company in enumerate(read)
            for name in company.names
        )
        for index, (_name, place) in enumerate(listed):
            near = (other for _text, other in listed[index + 1 : index + 1 + WINDOW])
            found |= {(min(place, other), max(place, other)) for other in near if other != place}
    return found


def _keys(company: _Read) -> Iterator[tuple[str, str]]:
    if company.tax_code:
        yield "tax", company.tax_code[:10]
    yield from company.exact.items()
    for name in company.names:
        words = sorted({word for word in name.split() if len(word) > 2})
        yield "name", _ordered(name)
        yield from (("word", word) for word in words)
        yield from (("words", f"{one} {other}") for one, other in combinations(words, 2))


def _ordered(name: str) -> str:
    return " ".join(sorted(name.split()))


def _compare(one: _Read, other: _Read) -> Pair:
    weights = {sign: WEIGHTS[sign] for sign, value in one.exact.items() if other.exact.get(sign) == value}
    if "email" in weights:
        weights.pop("website", None)  # the domain is the address's
    if one.tax_code and one.tax_code == other.tax_code:
        weights["tax_code"] = WEIGHTS["tax_code"]
    elif (
        one.country == other.country == "VN"
        and len(one.tax_code) > 10 < len(other.tax_code)
        and (one.tax_code[:10] == other.tax_code[:10])
    ):
        weights["tax_head"] = WEIGHTS["tax_head"]
    likeness = max((_likeness(left, right) for left in one.names for right in other.names), default=0.0)
    if likeness > ALIKE:
        share = (likeness - ALIKE) / (100 - ALIKE)
        apart = one.country != other.country or (
            one.tax_code and other.tax_code and one.tax_code[:10] != other.tax_code[:10]
        )
        weights["name"] = (0.45 + 0.55 * share) * NAME_WEIGHT * (0.5 if apart else 1.0)
    doubt = 1.0
    for weight in weights.values():
        doubt *= 1.0 - weight
    low, high = sorted((one.id, other.id))
    return Pair(low, high, 1.0 - doubt, tuple(sorted(weights, key=lambda sign: -weights[sign])))


def _likeness(one: str, other: str) -> float:
    """How alike two names are (0 to 100), whatever the order of their words; other numbers, other companies."""
    if _numbers(one) != _numbers(other):
        return 0.0
    together = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""), score_cutoff=ALIKE)
    return max(together, fuzz.token_sort_ratio(one, other, score_cutoff=ALIKE))


def _numbers(name: str) -> list[str]:
    return [word for word in name.split() if word.isdigit()]
