"""Why a pair is proposed: parts of the score with the words that met, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from matchmaker.catalogue.nomenclature.text import clean_with_offsets
from matchmaker.matching.engine import sound
from matchmaker.matching.engine.reading import Reading
from matchmaker.matching.engine.trade import base_amount
from matchmaker.matching.engine.translation import STOP, units_of_words
from matchmaker.matching.engine.values import Need, Offer, Primitive, Reason
from matchmaker.matching.engine.vectors import Vectoriser
from matchmaker.matching.engine.weights import FEATURES, stretched

TELLING = 0.15  # share of the strongest word's part below which a meaning is not named
SHOWN = 6  # names or words in one reason
COMPARED = 20  # words of a text that are compared for the pair that is named
REMEMBERED = 5_000  # texts whose readings are kept: a need has many proposals
MARKED = 40  # places that one reason marks in a text

Span = tuple[str, int, int]


class Explainer:
    """Explains pairs; keeps the readings it needs."""

    def __init__(self, vectoriser: Vectoriser) -> None:
        self.reader = reader = vectoriser.reader
        dictionary = vectoriser.dictionary
        self._read = lru_cache(maxsize=REMEMBERED)(reader.read)
        self._codes = lru_cache(maxsize=REMEMBERED)(lambda text: vectoriser.likely_codes(self._read(text)))
        self._meaning = lru_cache(maxsize=REMEMBERED)(lambda text: dictionary.meaning(self._read(text).words))
        self._units = lru_cache(maxsize=REMEMBERED)(
            lambda text: {
                unit: {english for english, _chance in dictionary.translations(unit)}
                for unit in units_of_words(self._read(text).words)
            }
        )

    def reasons(
        self, need: Need, offer: Offer, features: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
    ) -> tuple[Reason, ...]:
        """Reasons whose contributions sum to the pair's score, greatest first.

        The score is the stretched Σwᵢfᵢ; each reason has the share of it that its wᵢfᵢ has of the sum.
        """
        total = float(features @ weights)
        scale = stretched(total) / total if total > 0 else 0.0
        read = self._read(need.text), self._read(offer.text)
        found = []
        for name, value, weight in zip(FEATURES, features, weights, strict=True):
            contribution = float(value * weight) * scale
            if contribution > 0:
                parameters, spans = self._details(name, need, offer, read, float(value))
                found.append(Reason(name, contribution, parameters, spans))
        return tuple(sorted(found, key=lambda reason: (-reason.contribution, reason.code)))

    def _details(
        self, name: str, need: Need, offer: Offer, read: tuple[Reading, Reading], value: float
    ) -> tuple[dict[str, Primitive], tuple[Span, ...]]:
        if name in {"concepts", "attributes"}:
            return self._shared(name, need, offer, read)
        if name == "words":
            words = _distinct(set(read[0].words) & set(read[1].words))
            return {"words": ", ".join(words)}, _word_spans(words, need.text, offer.text, read)
        if name == "meaning":
            return self._meanings(need, offer, read)
        if name == "sound":
            return _heard(need, offer, read)
        if name == "hs_code":
            return {"code": self._code(need, offer)}, ()
        if name == "market":
            return {"country": need.market}, ()
        if name == "origin":
            return {"country": offer.origin}, ()
        if name == "certificates":
            return {"names": _held(need.certificates, offer)}, ()
        if name == "certificates_nice":
            return {"names": _held(need.certificates_nice, offer)}, ()
        if name == "volume":
            return {"percent": round(100 * value)}, ()
        return {}, ()

    def _shared(
        self, name: str, need: Need, offer: Offer, read: tuple[Reading, Reading]
    ) -> tuple[dict[str, Primitive], tuple[Span, ...]]:
        left, right = (getattr(reading, name) for reading in read)
        if name == "concepts":
            left, right = self._with_ancestors(left), self._with_ancestors(right)
        else:
            left, right = {entry: entry for entry in left}, {entry: entry for entry in right}
        common = [entry for entry in left if entry in right]
        direct = [entry for entry in common if left[entry] == entry or right[entry] == entry]
        if not direct:  # both are kinds of it: what is nearest to them
            near = {
                entry: self._nearness(left[entry], entry) * self._nearness(right[entry], entry)
                for entry in common
            }
            direct = [entry for entry in common if near[entry] == max(near.values())]
        spans: list[Span] = []
        for side, reading, text, named in (
            ("need", read[0], need.text, left),
            ("offer", read[1], offer.text, right),
        ):
            places = [place for entry in direct for place in reading.spans.get(named[entry], ())]
            spans.extend(_original(side, text, places))
        ids = [self.reader.ids[entry] for entry in direct[:SHOWN]]
        return {"entries": "|".join(ids)}, tuple(dict.fromkeys(spans))

    def _nearness(self, entry: int, broader: int) -> float:
        return 1.0 if entry == broader else self.reader.broader[entry][broader]

    def _with_ancestors(self, entries: dict[int, float]) -> dict[int, int]:
        """Entry → the entry of the text through which it is there; what is broader comes later."""
        found = {entry: entry for entry in entries}
        for entry in entries:
            for ancestor in self.reader.broader[entry]:
                found.setdefault(ancestor, entry)
        return found

    def _meanings(
        self, need: Need, offer: Offer, read: tuple[Reading, Reading]
    ) -> tuple[dict[str, Primitive], tuple[Span, ...]]:
        left, right = self._meaning(need.text), self._meaning(offer.text)
        met = {word: left[word] * right[word] for word in left.keys() & right.keys()}
        least = TELLING * max(met.values(), default=0.0)
        common = sorted((word for word in met if met[word] >= least), key=lambda word: (-met[word], word))[
            :SHOWN
        ]
        spans: list[Span] = []
        for side, reading, text in (("need", read[0], need.text), ("offer", read[1], offer.text)):
            units = {unit for unit, english in self._units(text).items() if not english.isdisjoint(common)}
            spans.extend(_original(side, text, _places(units, reading)))
        return {"words": ", ".join(common)}, tuple(dict.fromkeys(spans))

    def _code(self, need: Need, offer: Offer) -> str:
        """The longest beginning that codes of both have in common."""
        sides = [
            [item.hs_code, *self._read(item.text).codes] if item.hs_code else self._codes(item.text)
            for item in (need, offer)
        ]
        best = ""
        for left in sides[0]:
            for right in sides[1]:
                best = max(best, _common_prefix(left, right), key=len)
        return best


def _heard(
    need: Need, offer: Offer, read: tuple[Reading, Reading]
) -> tuple[dict[str, Primitive], tuple[Span, ...]]:
    """The two words of either script that sound most alike."""
    (latin, others), (their_latin, their_others) = (
        [list(dict.fromkeys(words))[:COMPARED] for words in sound.heard_words(reading)] for reading in read
    )
    pairs = [*product(latin, their_others), *product(others, their_latin)]
    if not pairs:
        return {}, ()
    best = max(pairs, key=lambda pair: sound.likeness(*pair))
    sides = zip(("need", "offer"), best, read, (need.text, offer.text), strict=True)
    spans = [
        (_original(side, text, _places({word}, reading)), word, text) for side, word, reading, text in sides
    ]
    written = [text[places[0][1] : places[0][2]] if places else word for places, word, text in spans]
    return {"words": " – ".join(written)}, tuple(place for places, _w, _t in spans for place in places[:1])


def _common_prefix(left: str, right: str) -> str:
    left, right = ("".join(filter(str.isdigit, code)) for code in (left, right))
    for length in (6, 4, 2):
        if len(left) >= length and left[:length] == right[:length]:
            return left[:length]
    return ""


def _distinct(words: set[str]) -> list[str]:
    telling = [word for word in words if word not in STOP]
    return sorted(telling or words, key=lambda word: (-len(word), word))[:SHOWN]


def _held(wanted: Sequence[str], offer: Offer) -> str:
    held = {name.casefold() for name in offer.certificates}
    return ", ".join(name for name in wanted if name.casefold() in held)


def _places(units: set[str], reading: Reading) -> list[tuple[int, int]]:
    words = {word for unit in units for word in unit.split(" ")}
    return [
        (start, end)
        for (_place, start, end), word in zip(_wordlike(reading), reading.words, strict=False)
        if word in words or any(unit in word for unit in units if not unit.isascii())
    ]


def _wordlike(reading: Reading) -> list[tuple[int, int, int]]:
    return [entry for entry in reading.line.starts if reading.line.joined[entry[0]] != ","]


def _word_spans(words: list[str], need: str, offer: str, read: tuple[Reading, Reading]) -> tuple[Span, ...]:
    wanted = set(words)
    spans: list[Span] = []
    for side, reading, text in (("need", read[0], need), ("offer", read[1], offer)):
        pairs = zip(_wordlike(reading), reading.words, strict=False)
        spans.extend(_original(side, text, [(s, e) for (_p, s, e), word in pairs if word in wanted]))
    return tuple(dict.fromkeys(spans))


def _original(side: str, text: str, places: list[tuple[int, int]]) -> list[Span]:
    """Places in the cleaned text as places in the text itself."""
    if not places:
        return []
    _cleaned, offsets = clean_with_offsets(text)
    last = len(offsets) - 1
    kept = places[:MARKED]
    return [(side, offsets[start], offsets[end]) for start, end in kept if 0 <= start < end <= last]


def missing(need: Need, offer: Offer) -> tuple[Reason, ...]:
    """What keeps the pair from scoring higher, as reasons without a contribution."""
    found: list[Reason] = []
    held = {name.casefold() for name in offer.certificates}
    lacking = [name for name in (*need.certificates, *need.certificates_nice) if name.casefold() not in held]
    if lacking:
        found.append(Reason("missing_certificates", 0.0, {"names": ", ".join(dict.fromkeys(lacking))}))
    if need.form and offer.form and need.form != offer.form:
        found.append(Reason("missing_form", 0.0, {"wanted": need.form, "offered": offer.form}))
    if need.market and offer.markets and need.market not in offer.markets:
        found.append(Reason("missing_market", 0.0, {"country": need.market}))
    if need.origins and offer.origin and offer.origin not in need.origins:
        found.append(Reason("missing_origin", 0.0, {"country": offer.origin}))
    if need.hs_code and not offer.hs_code:
        found.append(Reason("missing_hs_code", 0.0))
    return (*found, *_missing_volume(need, offer))


def _missing_volume(need: Need, offer: Offer) -> tuple[Reason, ...]:
    wished, dimension = base_amount(need.volume, need.unit)
    capacity, other = base_amount(offer.capacity, offer.unit)
    least, least_dimension = base_amount(offer.moq, offer.unit)
    if not dimension:
        return ()
    if least_dimension == dimension and least > wished:
        return (Reason("missing_moq", 0.0, {"least": least, "wished": wished}),)
    if not other:
        return (Reason("missing_capacity", 0.0),)
    if other == dimension and capacity < wished:
        return (Reason("missing_volume", 0.0, {"percent": min(99, round(100 * capacity / wished))}),)
    return ()
