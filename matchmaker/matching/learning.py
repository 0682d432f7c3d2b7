"""What answers and texts in two languages teach: weights for the score, words for the lexicon."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.nomenclature.lexicon import LANGUAGES
from matchmaker.errors import Invalid
from matchmaker.matching.engine import Learned, Matcher, learn_weights
from matchmaker.matching.queries import active_items, judged_pairs

MOST_ROWS = 50_000
Texts = list[tuple[str, str, str]]


def learn_from_answers(session: Session, matcher: Matcher) -> Learned:
    """Weights from every proposal that somebody wanted or declined, in the order of the answers."""
    judged = judged_pairs(session)
    features = matcher.features_of(list(judged))
    known = [pair for pair in judged if pair in features]
    rows = np.array([features[pair] for pair in known]) if known else np.zeros((0, 1))
    return learn_weights(rows, [judged[pair] for pair in known])


def as_details(learned: Learned) -> dict[str, Any]:
    """What a run keeps of it; no figure where there were too few answers to have one."""
    figures = {"fixed_loss": learned.fixed_loss, "learned_loss": learned.learned_loss}
    enough = learned.fixed_loss == learned.fixed_loss  # not NaN
    return {"answers": learned.answers, "used": learned.used, "weights": learned.weights,
            **(figures if enough else dict.fromkeys(figures))}  # fmt: skip


def bilingual_texts(session: Session) -> Texts:
    """(language, text, the same in English) of firms' own offers and needs that are written in both."""
    offers, needs = active_items(session)
    found: Texts = []
    items: list[Offer | Need] = [*offers, *needs]
    for item in items:
        for texts in (item.name, item.description):
            english = texts.get("en", "").strip()
            found.extend(
                (language, text, english)
                for language, text in texts.items()
                if english and language != "en" and text.strip()
            )
    return found


def parallel_texts(content: bytes) -> Texts:
    """The same from an uploaded CSV with one column per language, English among them; raises Invalid."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Invalid("parallel_not_text", field="file") from None
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    try:
        languages = [name for name in reader.fieldnames or () if name in LANGUAGES and name != "en"]
        if "en" not in (reader.fieldnames or ()) or not languages:
            raise Invalid("parallel_columns", field="file")
        found = list(_pairs(reader, languages))
    except csv.Error:
        raise Invalid("parallel_not_text", field="file") from None
    if len(found) > MOST_ROWS:
        raise Invalid("parallel_too_large", field="file")
    return found


def _pairs(rows: Iterator[dict[str, str]], languages: list[str]) -> Iterator[tuple[str, str, str]]:
    for row in rows:
        english = (row["en"] or "").strip()
        for language in languages:
            if english and (text := (row[language] or "").strip()):
                yield language, text, english
