"""What goes into the engine and comes out of it. Identifiers are strings; quantities come with their unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Primitive = str | int | float | bool | None


@dataclass(frozen=True)
class Offer:
    """One thing a company (``party``) supplies. Countries ISO 3166-1 alpha-2; capacity per year, in ``unit``."""

    id: str
    text: str
    hs_code: str | None = None
    form: str | None = None
    origin: str | None = None
    markets: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    capacity: float | None = None
    unit: str | None = None
    moq: float | None = None
    languages: tuple[str, ...] = ()
    incoterm: str | None = None
    party: str | None = None
    excluded_parties: tuple[str, ...] = ()
    excluded_countries: tuple[str, ...] = ()
    met_parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """One thing a company looks for. ``certificates`` are required, ``certificates_nice`` wished for.

    ``origins_must`` and ``form_must`` make the origins and the form hard rules; otherwise they score.
    """

    id: str
    text: str
    hs_code: str | None = None
    form: str | None = None
    market: str | None = None
    origins: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    certificates_nice: tuple[str, ...] = ()
    volume: float | None = None
    unit: str | None = None
    languages: tuple[str, ...] = ()
    incoterm: str | None = None
    party: str | None = None
    excluded_parties: tuple[str, ...] = ()
    excluded_countries: tuple[str, ...] = ()
    met_parties: tuple[str, ...] = ()
    origins_must: bool = False
    form_must: bool = False


@dataclass(frozen=True)
class Reason:
    """A part of the score (or, with contribution 0, what is missing), free of language.

    ``spans`` are (side, start, end): side is "offer" or "need", positions count characters of that side's text.
    """

    code: str
    contribution: float
    parameters: Mapping[str, Primitive] = field(default_factory=dict)
    spans: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Pairing:
    """An offer proposed for a need; the reasons' contributions sum to the score, 0 to 1."""

    need_id: str
    offer_id: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class HsSuggestion:
    """An HS code for a text; ``words`` are the words of the text that led to it, score 0 to 1."""

    code: str
    label_vi: str
    label_en: str
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """Why a pair is never proposed; ``code`` is rendered like a reason's."""

    need_id: str
    offer_id: str
    code: str
