"""The shipped word lists: shape, duplicates, cycles, scripts, coverage."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from matchmaker.catalogue.nomenclature.codes import hs_digits
from matchmaker.catalogue.nomenclature.lexicon import DATA, LANGUAGES, names_of, rows_of, shipped

SCRIPTS = {
    "ko": "\uac00-\ud7af", "lo": "\u0e80-\u0eff", "km": "\u1780-\u17ff", "th": "\u0e00-\u0e7f",
    "hi": "\u0900-\u097f", "zh": "\u4e00-\u9fff", "ja": "\u3040-\u30ff\u4e00-\u9fff", "my": "\u1000-\u109f",
}  # fmt: skip
FILES = sorted(DATA.glob("*.tsv"))
KEYS = ("concept", "attribute", "code")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_has_the_columns_of_the_header(path) -> None:
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    columns = lines[0].count("\t")
    assert [line.split("\t")[0] for line in lines if line.count("\t") != columns] == []


def test_identifiers_are_unique_and_well_formed() -> None:
    found = Counter(
        ("kind" in row, row[key])
        for path in FILES
        for _line, row in rows_of(path)
        for key in KEYS
        if key in row
    )
    assert [name for name, count in found.items() if count > 1] == []
    assert [name for _attribute, name in found if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_no_cell_names_a_label_twice() -> None:
    twice = [
        (path.name, line, language)
        for path in FILES
        for line, row in rows_of(path)
        for language in LANGUAGES
        if len(names_of(row.get(language)))
        != len([n for n in (row.get(language) or "").split("|") if n.strip()])
    ]
    assert twice == []


def test_broader_concepts_exist_and_have_no_cycles() -> None:
    lexicon = shipped()
    known = lexicon.concepts
    assert [
        c.id for c in known.values() if c.broader and not c.id.startswith("hs") and c.broader not in known
    ] == []
    for concept in known.values():
        seen, current = {concept.id}, concept.broader
        while current in known:
            assert current not in seen, f"{concept.id} is broader than itself"
            seen.add(current)
            current = known[current].broader


def test_codes_are_hs_codes() -> None:
    assert [(c.id, c.hs) for c in shipped().concepts.values() if c.hs and hs_digits(c.hs) != c.hs] == []


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_labels_are_in_the_script_of_their_language(language: str) -> None:
    script = re.compile(f"[{SCRIPTS[language]}]")
    foreign = [
        (concept.id, name)
        for concept in shipped().concepts.values()
        for name in concept.labels.get(language, ())
        if not script.search(name) and re.search(r"[a-zA-Z]{4}", name) and not name.isupper()
    ]
    assert len(foreign) <= 20, foreign  # names such as certificates are written in Latin letters everywhere


def test_coverage() -> None:
    concepts = list(shipped().products())
    attributes = [concept for concept in shipped().concepts.values() if concept.attribute]
    both = sum(1 for concept in concepts if {"vi", "en"} <= set(concept.labels))
    everywhere = sum(1 for concept in concepts if set(LANGUAGES) <= set(concept.labels))
    assert both >= 14_000
    assert everywhere >= 10_000
    assert sum(1 for concept in attributes if set(LANGUAGES) <= set(concept.labels)) >= 300
