"""The lexicon: concepts and attributes with their names in eleven languages, read from plain files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

LANGUAGES = ("vi", "en", "ko", "lo", "km", "th", "hi", "zh", "ja", "my", "fr")
DATA = Path(__file__).parent / "data"
_SKOS = "{http://www.w3.org/2004/02/skos/core#}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class LexiconError(ValueError):
    """A word list that cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class Concept:
    """A thing, service or attribute. ``labels``: language → names, the preferred one first.

    ``kind`` is "product", "service", "heading" (an HS heading) or the attribute's kind ("form", "state" …);
    ``hs`` has 2, 4 or 6 digits or is None; "la" among the languages holds Latin species names.
    """

    id: str
    kind: str
    labels: dict[str, tuple[str, ...]]
    hs: str | None = None
    broader: str | None = None
    attribute: bool = False

    def label(self, language: str) -> str:
        """The preferred name in the language, else in English, else the identifier."""
        for candidate in (language, "en", "vi"):
            if self.labels.get(candidate):
                return self.labels[candidate][0]
        return self.id.replace("-", " ")


@dataclass
class Lexicon:
    """All concepts and attributes by identifier, in reading order."""

    concepts: dict[str, Concept] = field(default_factory=dict)

    def ancestors(self, identifier: str) -> list[str]:
        """Broader concepts, nearest first; a cycle ends the walk."""
        found: list[str] = []
        current = self.concepts[identifier].broader
        while (
            current is not None
            and current in self.concepts
            and current not in found
            and current != identifier
        ):
            found.append(current)
            current = self.concepts[current].broader
        return found

    def products(self) -> Iterable[Concept]:
        """Everything that is no attribute."""
        return (concept for concept in self.concepts.values() if not concept.attribute)

    def merged(self, more: Iterable[Concept]) -> Lexicon:
        """A lexicon with these as well; labels of a known identifier are added to it."""
        concepts = dict(self.concepts)
        for concept in more:
            known = concepts.get(concept.id)
            concepts[concept.id] = _united(known, concept) if known else concept
        return Lexicon(concepts)


def _united(known: Concept, more: Concept) -> Concept:
    labels = dict(known.labels)
    for language, names in more.labels.items():
        labels[language] = tuple(dict.fromkeys((*labels.get(language, ()), *names)))
    return Concept(
        known.id, known.kind, labels, known.hs or more.hs, known.broader or more.broader, known.attribute
    )


def rows_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(line number, row) of a tab-separated file; lines that begin with # and empty lines are left out."""
    header: list[str] = []
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = [cell.strip() for cell in cells]
        else:
            rows.append((number, dict(zip(header, (cell.strip() for cell in cells), strict=False))))
    return rows


def names_of(cell: str | None) -> tuple[str, ...]:
    """The labels of one cell, preferred first."""
    return tuple(dict.fromkeys(name.strip() for name in (cell or "").split("|") if name.strip()))


def read_file(path: Path) -> list[Concept]:
    """The concepts of one shipped data file; the columns say what kind of file it is."""
    concepts = []
    for _line, row in rows_of(path):
        labels = {language: names for language in LANGUAGES if (names := names_of(row.get(language)))}
        if latin := names_of(row.get("latin")):
            labels["la"] = latin
        if "kind" in row:
            name = row.get("attribute") or row.get("concept", "")
            concepts.append(Concept(f"@{name}", row["kind"], labels, attribute=True))
        elif "code" in row:
            code = row["code"]
            parent = f"hs{code[:-2]}" if len(code) > 2 else None
            concepts.append(Concept(f"hs{code}", "heading", labels, code, parent))
        elif row.get("concept"):
            kind = "service" if path.name.startswith("services") else "product"
            broader = row.get("broader") or None
            concepts.append(Concept(row["concept"], kind, labels, row.get("hs") or None, broader))
    return concepts


def load(folder: Path = DATA) -> Lexicon:
    """The lexicon of all files in the folder, in the order of their names."""
    lexicon = Lexicon()
    for path in sorted(folder.glob("*.tsv")):
        lexicon = lexicon.merged(read_file(path))
    return lexicon


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon that comes with the application, read once per process."""
    return load()


def read_word_list(path: Path) -> list[Concept]:
    """Concepts of somebody's word list: CSV with concept, language, label, broader, or SKOS (RDF/XML).

    Raises LexiconError with file and line for what cannot be read.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: cannot be read as UTF-8 text ({error})") from error
    return _skos(path, content) if content.lstrip().startswith("<") else _word_csv(path, content)


def _word_csv(path: Path, content: str) -> list[Concept]:
    reader = csv.DictReader(content.splitlines())
    if not {"concept", "language", "label"} <= set(reader.fieldnames or ()):
        raise LexiconError(f"{path.name}: line 1: the columns concept, language and label are needed")
    found: dict[str, Concept] = {}
    for row in reader:
        identifier, label = (row.get("concept") or "").strip(), (row.get("label") or "").strip()
        if not identifier or not label:
            raise LexiconError(f"{path.name}: line {reader.line_num}: concept or label is empty")
        language = (row.get("language") or "").strip().lower()[:2]
        broader = (row.get("broader") or "").strip() or None
        entry = Concept(identifier, "product", {language: (label,)}, None, broader)
        found[identifier] = _united(found[identifier], entry) if identifier in found else entry
    return list(found.values())


def _skos(path: Path, content: str) -> list[Concept]:
    if "<!ENTITY" in content:
        raise LexiconError(f"{path.name}: entity declarations are not read")
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise LexiconError(f"{path.name}: not well-formed XML ({error})") from error
    found: list[Concept] = []
    for node in [*root.iter(f"{_SKOS}Concept"), *_described(root)]:
        labels: dict[str, tuple[str, ...]] = {}
        for name in ("prefLabel", "altLabel"):
            for label in node.findall(f"{_SKOS}{name}"):
                language = label.get(_XML_LANG, "en")[:2].lower()
                if label.text and label.text.strip():
                    labels[language] = (*labels.get(language, ()), label.text.strip())
        parent = node.find(f"{_SKOS}broader")
        broader = parent.get(f"{_RDF}resource") if parent is not None else None
        if labels:
            found.append(
                Concept(
                    node.get(f"{_RDF}about", f"{path.name}-{len(found)}"), "product", labels, None, broader
                )
            )
    return found


def _described(root: ElementTree.Element) -> list[ElementTree.Element]:
    wanted = f"{_SKOS}Concept"[1:].replace("}", "")
    return [
        node
        for node in root.iter(f"{_RDF}Description")
        if any(kind.get(f"{_RDF}resource") == wanted for kind in node.findall(f"{_RDF}type"))
    ]
