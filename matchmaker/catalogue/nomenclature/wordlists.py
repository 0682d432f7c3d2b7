"""Somebody's word list: CSV with concept, language, label and optional broader and hs, or SKOS in RDF/XML."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from matchmaker.catalogue.nomenclature.codes import hs_digits
from matchmaker.catalogue.nomenclature.lexicon import Concept, Lexicon, united
from matchmaker.catalogue.nomenclature.text import clean

COLUMNS = ("concept", "language", "label", "broader", "hs")
LONGEST_LABEL = 200
_SKOS = "{http://www.w3.org/2004/02/skos/core#}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]+)*")
_WRONG = {
    "not_text": "cannot be read as UTF-8 text",
    "columns": "the columns concept, language and label are needed",
    "empty_cell": "concept or label is empty",
    "language": "is no language code",
    "long_label": "is too long for a name",
    "hs": "is no HS code",
    "entities": "entity declarations are not read",
    "not_xml": "not well-formed XML",
    "nothing": "holds no word",
}


class LexiconError(ValueError):
    """A word list that cannot be read; ``code`` says why, ``line`` where (0: the whole file), ``cell`` what stood there."""

    def __init__(self, code: str, *, name: str, line: int = 0, cell: str = "") -> None:
        self.code, self.name, self.line, self.cell = code, name, line, cell
        parts = [
            name,
            *([f"line {line}"] if line else []),
            f"{cell!r} {_WRONG[code]}" if cell else _WRONG[code],
        ]
        super().__init__(": ".join(parts))


def read_word_list(path: Path) -> list[Concept]:
    """The concepts of a file. Raises LexiconError with file and line for what cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LexiconError("not_text", name=path.name) from error
    return parse_word_list(content, path.name)


def parse_word_list(content: bytes, name: str) -> list[Concept]:
    """The concepts of a file's content: all of it or, by a LexiconError, nothing."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError("not_text", name=name) from error
    if "\0" in text:
        raise LexiconError("not_text", name=name)
    found = _skos(name, text) if text.lstrip().startswith("<") else _word_csv(name, text)
    if not found:
        raise LexiconError("nothing", name=name)
    return found


def _word_csv(name: str, text: str) -> list[Concept]:
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    try:
        if not set(COLUMNS[:3]) <= set(reader.fieldnames or ()):
            raise LexiconError("columns", name=name, line=1)
        found: dict[str, Concept] = {}
        for row in reader:
            entry = _entry(name, reader.line_num, {key: (row.get(key) or "").strip() for key in COLUMNS})
            found[entry.id] = united(found[entry.id], entry) if entry.id in found else entry
    except csv.Error as error:
        raise LexiconError("not_text", name=name, line=reader.line_num) from error
    return list(found.values())


def _entry(name: str, line: int, row: dict[str, str]) -> Concept:
    if not row["concept"] or not clean(row["label"]).strip():
        raise LexiconError("empty_cell", name=name, line=line)
    code = hs_digits(row["hs"])
    if row["hs"] and code is None:
        raise LexiconError("hs", name=name, line=line, cell=row["hs"])
    labels: dict[str, tuple[str, ...]] = {
        _language(row["language"], name, line): (_label(row["label"], name, line),)
    }
    return Concept(row["concept"], "product", labels, code, row["broader"] or None)


def _language(tag: str, name: str, line: int) -> str:
    """The two or three letters of a language tag; "EN-gb" is "en"."""
    found = tag.strip().lower()
    if not _LANGUAGE.fullmatch(found):
        raise LexiconError("language", name=name, line=line, cell=tag[:40] or "–")
    return re.split("[-_]", found)[0]


def _label(text: str, name: str, line: int) -> str:
    if len(text) > LONGEST_LABEL:
        raise LexiconError("long_label", name=name, line=line, cell=f"{text[:40]}…")
    return text


def _skos(name: str, text: str) -> list[Concept]:
    if "<!ENTITY" in text:
        raise LexiconError("entities", name=name)
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise LexiconError("not_xml", name=name, line=error.position[0]) from error
    found: list[Concept] = []
    for node in [*root.iter(f"{_SKOS}Concept"), *_described(root)]:
        labels: dict[str, tuple[str, ...]] = {}
        for kind in ("prefLabel", "altLabel"):
            for label in node.findall(f"{_SKOS}{kind}"):
                written = (label.text or "").strip()
                if written:
                    language = _language(label.get(_XML_LANG, "en"), name, 0)
                    labels[language] = (*labels.get(language, ()), _label(written, name, 0))
        parent = node.find(f"{_SKOS}broader")
        broader = parent.get(f"{_RDF}resource") if parent is not None else None
        if labels:
            identifier = node.get(f"{_RDF}about") or f"{name}-{len(found)}"
            found.append(Concept(identifier, "product", labels, None, broader))
    return found


def _described(root: ElementTree.Element) -> list[ElementTree.Element]:
    wanted = f"{_SKOS}Concept"[1:].replace("}", "")
    return [
        node
        for node in root.iter(f"{_RDF}Description")
        if any(kind.get(f"{_RDF}resource") == wanted for kind in node.findall(f"{_RDF}type"))
    ]


def joined(lexicon: Lexicon, concepts: Iterable[Concept]) -> list[Concept]:
    """The concepts under the identifiers of those in the lexicon that they are the same as.

    A concept with an identifier of its own that shares a name with exactly one product or attribute of the lexicon is
    that one, so that its other names reach whoever uses the lexicon's.
    """
    bearers: dict[tuple[str, str], set[str]] = {}
    for known in lexicon.concepts.values():
        if known.kind != "heading":
            for language, names in known.labels.items():
                for label in names:
                    bearers.setdefault((language, clean(label)), set()).add(known.id)
    alias: dict[str, str] = {}
    listed = list(concepts)
    for concept in listed:
        if concept.id not in lexicon.concepts:
            same = [bearers.get((language, clean(label)), set())
                    for language, names in concept.labels.items() for label in names]  # fmt: skip
            certain = {next(iter(ids)) for ids in same if len(ids) == 1}
            if len(certain) == 1:
                alias[concept.id] = certain.pop()
    return [
        replace(
            concept,
            id=alias.get(concept.id, concept.id),
            broader=alias.get(concept.broader, concept.broader) if concept.broader else None,
        )
        for concept in listed
    ]
