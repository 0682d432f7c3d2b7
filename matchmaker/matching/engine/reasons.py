"""Reasons in words: codes and parameters become sentences when they are shown."""

from __future__ import annotations

from pathlib import Path

from matchmaker.catalogue.nomenclature.lexicon import Lexicon, rows_of, shipped
from matchmaker.matching.engine.values import Reason

TEXTS: dict[str, dict[str, str]] = {
    row.pop("code"): row for _line, row in rows_of(Path(__file__).with_suffix(".tsv"))
}
"""Code → language → sentence with places for parameters."""


class _Forgiving(dict[str, object]):
    """A parameter that an older run did not store reads as nothing."""

    def __missing__(self, key: str) -> str:
        return "…"


def render(reason: Reason, language: str, lexicon: Lexicon | None = None) -> str:
    """The reason in one of the lexicon's languages; others read English."""
    texts = TEXTS.get(reason.code)
    if texts is None:
        return reason.code
    parameters = _Forgiving(reason.parameters)
    if "entries" in reason.parameters:
        parameters["names"] = _names(str(reason.parameters["entries"]), language, lexicon or shipped())
    return texts.get(language, texts["en"]).format_map(parameters)


def _names(entries: str, language: str, lexicon: Lexicon) -> str:
    names = []
    for identifier in entries.split("|"):
        concept = lexicon.concepts.get(identifier)
        names.append(concept.label(language) if concept else identifier.lstrip("@").replace("-", " "))
    return ", ".join(dict.fromkeys(names))
