"""A proposal as one of its two companies reads it: values for the templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from matchmaker.catalogue.enums import CertificateKind
from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.nomenclature.lexicon import Lexicon
from matchmaker.companies.models import Company
from matchmaker.i18n import formatting
from matchmaker.matching.engine import Reason, render
from matchmaker.matching.models import Answer, Proposal
from matchmaker.web.labels import labels_of

MARKED = 40  # spans at most that are marked in a text


@dataclass(frozen=True)
class ShownReason:
    """A reason in the reader's words with its share of the score, 0 to 1."""

    code: str
    text: str
    share: float
    points: float


@dataclass(frozen=True)
class Piece:
    """A run of text, marked where it met the other side's."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Shown:
    """One proposal from one company's point of view. ``mine`` and ``theirs`` are an offer and a need."""

    proposal: Proposal
    mine: Offer | Need
    theirs: Offer | Need
    partner: Company
    my_answer: Answer | None
    their_interest: bool
    reasons: list[ShownReason]
    missing: list[ShownReason]

    @property
    def why(self) -> str:
        """The strongest reason in one line."""
        return self.reasons[0].text if self.reasons else ""


def present(proposal: Proposal, company_id: int, locale: str, words: Lexicon | None = None) -> Shown:
    """The proposal as ``company_id`` reads it; officers read it from the offer's side.

    ``words`` names things that the shipped lexicon lacks.
    """
    buyer = proposal.buyer_id == company_id
    mine: Offer | Need = proposal.need if buyer else proposal.offer
    theirs: Offer | Need = proposal.offer if buyer else proposal.need
    answers = {answer.company_id: answer for answer in proposal.answers}
    other = answers.get(theirs.company_id)
    return Shown(
        proposal=proposal,
        mine=mine,
        theirs=theirs,
        partner=theirs.company,
        my_answer=answers.get(mine.company_id),
        their_interest=other is not None and other.value == "interested",
        reasons=_shown(proposal.reasons, locale, proposal.score, words),
        missing=_shown(proposal.missing, locale, proposal.score, words),
    )


def _shown(
    stored: list[dict[str, Any]], locale: str, score: float, words: Lexicon | None
) -> list[ShownReason]:
    reasons = [reason_from(entry) for entry in stored]
    ordered = sorted(reasons, key=lambda reason: -reason.contribution)
    return [
        ShownReason(
            reason.code,
            render(_in_words(reason, locale), locale, words),
            reason.contribution / score if score else 0.0,
            reason.contribution,
        )
        for reason in ordered
    ]


def _in_words(reason: Reason, locale: str) -> Reason:
    """The reason with names in place of the codes of certificates and countries."""
    parameters = dict(reason.parameters)
    if "certificates" in reason.code:
        codes = str(parameters.get("names", "")).split(", ")
        parameters["names"] = ", ".join(labels_of(CertificateKind, codes))
    if parameters.get("country"):
        parameters["country"] = formatting.country(str(parameters["country"]), locale)
    return replace(reason, parameters=parameters)


def reason_from(entry: dict[str, Any]) -> Reason:
    """The engine's value from what is stored."""
    spans = tuple((str(side), int(start), int(end)) for side, start, end in entry.get("spans", []))
    return Reason(entry["code"], entry["contribution"], entry.get("parameters", {}), spans)


def marked_text(text: str, stored: list[dict[str, Any]], side: str) -> list[Piece]:
    """``text`` (as the engine read it) cut at the spans in which it met the other side's text."""
    spans = sorted(
        {(start, end) for entry in stored for where, start, end in entry.get("spans", []) if where == side}
    )[:MARKED]
    pieces: list[Piece] = []
    position = 0
    for start, end in spans:
        if start < position or end > len(text) or start >= end:
            continue
        if start > position:
            pieces.append(Piece(text[position:start], False))
        pieces.append(Piece(text[start:end], True))
        position = end
    if position < len(text):
        pieces.append(Piece(text[position:], False))
    return pieces
