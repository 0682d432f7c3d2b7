"""Fitting the engine on all rows, and storing what it proposes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.nomenclature.text import clean
from matchmaker.db import Database
from matchmaker.lexicon import queries as lexicon
from matchmaker.lexicon.operations import store_unread
from matchmaker.matching.conversion import need_value, offer_value, proposable
from matchmaker.matching.engine import Matcher, Pairing, unread
from matchmaker.matching.learning import as_details, learn_from_answers
from matchmaker.matching.operations import begin_run, finish_run, store_pairings
from matchmaker.matching.queries import active_items, weights_in_use

TOP = 12  # proposals an item
KINSHIP = 0.018  # what two texts must have in common about the product itself; trade terms alone are filler
SHOWN = 5  # examples of a word that was not understood
Met = Mapping[int, frozenset[int]]


def fit(
    session: Session, *, now: datetime, met: Met | None = None, weights: dict[str, float] | None = None
) -> Matcher:
    """A matcher fitted on all active items of published companies, with the installation's own words."""
    offers, needs = active_items(session)
    words = lexicon.lexicon(session) if lexicon.stamp(session) else None
    return Matcher(top_n=TOP, kinship=KINSHIP, lexicon=words, weights=weights).fit(
        [offer_value(row, now.date(), met) for row in offers if proposable(row)],
        [need_value(row, met) for row in needs if proposable(row)],
    )


def fit_as_used(session: Session, *, now: datetime, met: Met | None = None) -> Matcher:
    """`fit` with the weights that the last run used."""
    return fit(session, now=now, met=met, weights=weights_in_use(session))


def rebuild(
    database: Database,
    *,
    now: datetime,
    met: Met | None = None,
    folder: Path | None = None,
    tell: Callable[[str], None] = lambda phase: None,
) -> dict[str, int]:
    """A whole run, in three transactions: the computation holds none. Returns counts of proposals.

    Answers are learned from; what was not understood is counted. The fitted index is written into ``folder``.
    """
    with database.begin() as session:
        run_id = begin_run(session, now=now).id
    tell("read")
    with database.read() as session:
        matcher, words_used = fit(session, now=now, met=met), lexicon.stamp(session)
        learned = learn_from_answers(session, matcher)
        offers, needs = active_items(session)
        everything: list[Offer | Need] = [*offers, *needs]
        items = [row for row in everything if proposable(row)]
        names = [(row, " ; ".join(str(text) for text in row.name.values())) for row in items]
    tell("match")
    if learned.used:
        matcher.reweigh(learned.weights)
    pairings = matcher.propose()
    not_understood = unread_words(matcher, names, pairings)
    tell("store")
    if folder is not None:
        matcher.save(index_path(folder, run_id))
    with database.begin() as session:
        counted = store_pairings(session, pairings, now=now)
        store_unread(session, now=now, found=not_understood)
        finish_run(session, run_id, now=now, offers=len(offers), needs=len(needs), counted=counted,
                   learning=as_details(learned), words=words_used)  # fmt: skip
    if folder is not None:
        forget_indexes(folder, keep=run_id)
    return counted


def index_path(folder: Path, run_id: int) -> Path:
    """Where the index of a run lies; worker processes map it into memory and share it."""
    return folder / f"matching-{run_id}.index"


def forget_indexes(folder: Path, *, keep: int) -> None:
    """Remove the indexes of earlier runs; a process that has one mapped keeps what it has."""
    for path in folder.glob("matching-*.index*"):
        if path != index_path(folder, keep):
            path.unlink(missing_ok=True)


def unread_words(
    matcher: Matcher, names: Iterable[tuple[Offer | Need, str]], pairings: Iterable[Pairing]
) -> list[dict[str, Any]]:
    """Words in names that nothing explains, with how many items and firms use them and which have no proposal."""
    matched: set[tuple[str, str]] = set()
    for pairing in pairings:
        matched |= {("offer", pairing.offer_id), ("need", pairing.need_id)}
    used: dict[str, list[Offer | Need]] = defaultdict(list)
    for row, name in names:
        for word in unread(matcher.reader_.read(name)):
            used[word[:200]].append(row)
    return [
        {
            "word": word,
            "items": len(rows),
            "companies": len({row.company_id for row in rows}),
            "unmatched": sum((_kind(row), str(row.id)) not in matched for row in rows),
            "examples": [
                {
                    "kind": _kind(row),
                    "slug": row.slug,
                    "title": _saying(row, word),
                    "company": row.company.name,
                }
                for row in rows[:SHOWN]
            ],
        }
        for word, rows in used.items()
    ]


def _kind(row: Offer | Need) -> str:
    return "offer" if isinstance(row, Offer) else "need"


def _saying(row: Offer | Need, word: str) -> str:
    """The name, of those in several languages, that has the word."""
    return next((text for text in row.name.values() if word in clean(text)), row.title("vi"))
