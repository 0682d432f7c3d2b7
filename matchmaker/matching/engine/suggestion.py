"""HS codes for a text in any language, from the lexicon's names and headings."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from threading import Lock

from matchmaker.catalogue.nomenclature.lexicon import Concept, shipped
from matchmaker.matching.engine.compiled import UNREADABLE, coded_names, compiled
from matchmaker.matching.engine.matcher import Matcher
from matchmaker.matching.engine.values import HsSuggestion, Need, Offer, Pairing

INDEX = "suggestions.index"
CONSIDERED = 40  # names that are looked at for one text
AGREEMENT = 0.15  # how much further names under the same code add, each half of the one before
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _names() -> Matcher:
    """A matcher whose offers are the lexicon's names, one for each language that is written in Latin letters."""
    folder = compiled().folder
    path = folder / INDEX if folder else None
    if path and path.exists():
        with suppress(*UNREADABLE):
            return Matcher.load(path)
    offers = [Offer(identifier, names, hs_code=code) for identifier, code, names in coded_names()]
    matcher = Matcher(top_n=CONSIDERED).fit(offers, [])
    if path:
        with suppress(OSError):  # the folder may be another user's
            matcher.save(path)
    return matcher


def suggestions_ready() -> bool:
    """False as long as the first suggestion of this process would have to wait for the names to be read."""
    return _names.cache_info().currsize > 0


def suggest_hs(text: str, top: int = 5) -> list[HsSuggestion]:
    """The ``top`` likeliest HS codes (4 or 6 digits) with the words that led to them; none for a text without any."""
    if not text.strip() or top < 1:
        return []
    with _one_at_a_time:
        names = _names()
    concepts = shipped().concepts
    best: dict[str, tuple[float, Pairing, Concept]] = {}
    added: dict[str, int] = {}
    for pairing in names.propose_for_need(Need("text", text)):
        concept = concepts[pairing.offer_id.rsplit("/", 1)[0]]
        code = concept.hs or ""
        score, first, owner = best.get(code, (pairing.score, pairing, concept))
        if code in best:
            added[code] = added.get(code, 0) + 1
            score += AGREEMENT * pairing.score / 2 ** added[code]
        best[code] = (min(1.0, score), first, owner)
    ordered = sorted(best.items(), key=lambda entry: (-entry[1][0], entry[0]))[:top]
    return [_suggestion(code, found, text) for code, found in ordered]


def _suggestion(code: str, found: tuple[float, Pairing, Concept], text: str) -> HsSuggestion:
    score, pairing, concept = found
    heading = shipped().concepts.get(f"hs{code}", concept)
    spans = sorted({(start, end) for r in pairing.reasons for side, start, end in r.spans if side == "need"})
    widest = [
        (start, end)
        for start, end in spans
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans)
    ]
    words = tuple(dict.fromkeys(text[start:end] for start, end in widest))
    return HsSuggestion(code, heading.label("vi"), heading.label("en"), score, words)
