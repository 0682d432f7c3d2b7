"""Market and trade fit of many pairs at once: hard rules that exclude, soft ones that score in [0, 1]."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.catalogue.nomenclature.units import convert, unit_code
from matchmaker.matching.engine.values import Need, Offer

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
HARD = ("own_company", "excluded_party", "excluded_country", "origin_not_accepted", "form_not_accepted")
BASES = {"mass": "kg", "volume": "l"}
LARGEST = 1e15


class Codes:
    """Numbers for names that come up; a set of names becomes bits in columns of 64."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, name: str | None) -> int:
        """The name's number; -1 for none."""
        return -1 if not name else self.numbers.setdefault(name.strip().casefold(), len(self.numbers))

    def bits(self, sets: Iterable[Iterable[str]]) -> list[list[int]]:
        """The numbers of each set."""
        return [[self.number(name) for name in names if name and name.strip()] for names in sets]


def packed(sets: Sequence[Sequence[int]], size: int) -> Bits:
    """Sets of numbers below ``size`` as bits, shape (sets, ⌈size / 64⌉)."""
    bits = np.zeros((len(sets), max(1, -(-size // 64))), np.uint64)
    for row, numbers in enumerate(sets):
        for number in numbers:
            bits[row, number // 64] |= np.uint64(1) << np.uint64(number % 64)
    return bits


def base_amount(amount: float | None, unit: str | None) -> tuple[float, str]:
    """The amount in its dimension's base unit and the dimension; NaN and "" where there is none."""
    if amount is None or not math.isfinite(amount) or amount <= 0:
        return math.nan, ""
    code = unit_code(unit)
    if code is None:
        return min(float(amount), LARGEST), (unit or "").strip().casefold() or "?"
    for dimension, base in BASES.items():
        converted = convert(float(amount), code, base)
        if converted is not None:
            return min(converted, LARGEST), dimension
    return min(float(amount), LARGEST), code


@dataclass
class Side:
    """One side's typed fields as arrays, one row per item."""

    country: Integers
    countries: Bits
    excluded_countries: Bits
    party: Integers
    excluded_parties: list[frozenset[int]]
    met: list[frozenset[int]]
    form: Integers
    certificates: Bits
    nice: Bits
    languages: Bits
    incoterm: Integers
    amount: Floats
    moq: Floats
    dimension: Integers
    origins_must: npt.NDArray[np.bool_]
    form_must: npt.NDArray[np.bool_]


class TradeEncoder:
    """Turns typed fields into arrays; names keep their number for later items, up to the room it has."""

    def __init__(self) -> None:
        self.countries, self.certificates, self.languages = Codes(), Codes(), Codes()
        self.parties, self.forms, self.incoterms, self.dimensions = Codes(), Codes(), Codes(), Codes()

    def encode(self, items: Sequence[Offer] | Sequence[Need]) -> Side:
        """The items' fields. An offer's country is its origin and its countries the markets; a need's the reverse."""
        offers = [item for item in items if isinstance(item, Offer)]
        needs = [item for item in items if isinstance(item, Need)]
        everything: list[Offer] | list[Need] = offers or needs
        amounts = [
            base_amount(item.capacity if isinstance(item, Offer) else item.volume, item.unit)
            for item in everything
        ]
        places = [item.origin if isinstance(item, Offer) else item.market for item in everything]
        wanted = [item.markets if isinstance(item, Offer) else item.origins for item in everything]
        nice = [() if isinstance(item, Offer) else item.certificates_nice for item in everything]
        least = [
            base_amount(item.moq, item.unit) if isinstance(item, Offer) else (math.nan, "")
            for item in everything
        ]
        dimensions = [pair[1] or other[1] for pair, other in zip(amounts, least, strict=True)]
        return Side(
            country=_array(self.countries.number(place) for place in places),
            countries=self._sets(self.countries, wanted),
            excluded_countries=self._sets(self.countries, [item.excluded_countries for item in everything]),
            party=_array(self.parties.number(item.party) for item in everything),
            excluded_parties=[
                frozenset(row) for row in self.parties.bits(i.excluded_parties for i in everything)
            ],
            met=[frozenset(row) for row in self.parties.bits(item.met_parties for item in everything)],
            form=_array(self.forms.number(item.form) for item in everything),
            certificates=self._sets(self.certificates, [item.certificates for item in everything]),
            nice=self._sets(self.certificates, nice),
            languages=self._sets(self.languages, [item.languages for item in everything]),
            incoterm=_array(self.incoterms.number(item.incoterm) for item in everything),
            amount=np.array([pair[0] for pair in amounts]),
            moq=np.array([pair[0] for pair in least]),
            dimension=_array(self.dimensions.number(name) for name in dimensions),
            origins_must=np.array([isinstance(i, Need) and i.origins_must for i in everything], bool),
            form_must=np.array([isinstance(item, Need) and item.form_must for item in everything], bool),
        )

    @staticmethod
    def _sets(codes: Codes, sets: Sequence[Sequence[str]]) -> Bits:
        numbers = codes.bits(sets)
        return packed(numbers, len(codes.numbers))


def _array(values: Iterable[int]) -> Integers:
    return np.fromiter(values, np.int64)


def _has(bits: Bits, number: Integers) -> npt.NDArray[np.bool_]:
    """Whether each row's bits hold the row's number (False for -1)."""
    column = np.clip(number, 0, None) // 64
    known = (number >= 0) & (column < bits.shape[1])
    word = bits[np.arange(len(bits)), np.minimum(column, bits.shape[1] - 1)]
    held: npt.NDArray[np.bool_] = known & (
        (word >> (np.clip(number, 0, None) % 64).astype(np.uint64)) & np.uint64(1)
    ).astype(bool)
    return held


def _common(left: Bits, right: Bits) -> Integers:
    width = min(left.shape[1], right.shape[1])
    counts: Integers = np.bitwise_count(left[:, :width] & right[:, :width]).sum(axis=1).astype(np.int64)
    return counts


def _size(bits: Bits) -> Integers:
    counts: Integers = np.bitwise_count(bits).sum(axis=1).astype(np.int64)
    return counts


def _listed(sets: list[frozenset[int]], rows: Integers, party: Integers) -> npt.NDArray[np.bool_]:
    if not any(sets):
        return np.zeros(len(rows), bool)
    return np.fromiter(
        (number in sets[row] for row, number in zip(rows, party, strict=True)), bool, len(rows)
    )


def hard_rules(needs: Side, offers: Side, n: Integers, o: Integers) -> npt.NDArray[np.int64]:
    """For each pair (need row, offer row) the number of the first rule of HARD it breaks, or -1."""
    broken = np.full(len(n), -1, np.int64)
    form, other = needs.form[n], offers.form[o]
    rules = (
        (needs.party[n] >= 0) & (needs.party[n] == offers.party[o]),
        _listed(needs.excluded_parties, n, offers.party[o])
        | _listed(offers.excluded_parties, o, needs.party[n]),
        _has(needs.excluded_countries[n], offers.country[o])
        | _has(offers.excluded_countries[o], needs.country[n]),
        needs.origins_must[n]
        & (_size(needs.countries[n]) > 0)
        & (offers.country[o] >= 0)
        & ~_has(needs.countries[n], offers.country[o]),
        needs.form_must[n] & (form >= 0) & (other >= 0) & (form != other),
    )
    for number, rule in reversed(list(enumerate(rules))):
        broken[rule] = number
    return broken


def soft_features(needs: Side, offers: Side, n: Integers, o: Integers) -> Floats:
    """Columns form … met of weights.FEATURES for each pair, each in [0, 1]; what neither side says scores 0."""
    must, nice = needs.certificates[n], needs.nice[n]
    held = offers.certificates[o]
    columns = [
        (needs.form[n] >= 0) & (needs.form[n] == offers.form[o]),
        _has(offers.countries[o], needs.country[n]),
        _has(needs.countries[n], offers.country[o]),
        _share(_common(must, held), _size(must)),
        _share(_common(nice, held), _size(nice)),
        _volume(needs, offers, n, o),
        _common(needs.languages[n], offers.languages[o]) > 0,
        (needs.incoterm[n] >= 0) & (needs.incoterm[n] == offers.incoterm[o]),
        _listed(needs.met, n, offers.party[o]) | _listed(offers.met, o, needs.party[n]),
    ]
    return np.column_stack([np.asarray(column, np.float64) for column in columns])


def _share(part: Integers, whole: Integers) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _volume(needs: Side, offers: Side, n: Integers, o: Integers) -> Floats:
    """How much of the wished volume the capacity covers, 0 where the smallest order is above the volume."""
    wished, capacity, least = needs.amount[n], offers.amount[o], offers.moq[o]
    same = needs.dimension[n] == offers.dimension[o]
    known = same & np.isfinite(wished) & np.isfinite(capacity)
    covered = np.divide(np.minimum(capacity, wished), wished, out=np.zeros(len(n)), where=known)
    covered[same & np.isfinite(least) & np.isfinite(wished) & (least > wished)] = 0.0
    return covered


def concatenated(parts: Sequence[tuple[Side, Integers]]) -> Side:
    """The given rows of several sides as one; bits are padded to the widest."""
    values: dict[str, Any] = {}
    for field in fields(Side):
        columns = [(getattr(side, field.name), rows) for side, rows in parts]
        if isinstance(columns[0][0], list):
            values[field.name] = [column[row] for column, rows in columns for row in rows]
        elif columns[0][0].ndim == 2:
            width = max(column.shape[1] for column, _rows in columns)
            padded = [
                np.pad(column[rows], ((0, 0), (0, width - column.shape[1]))) for column, rows in columns
            ]
            values[field.name] = np.concatenate(padded)
        else:
            values[field.name] = np.concatenate([column[rows] for column, rows in columns])
    return Side(**values)
