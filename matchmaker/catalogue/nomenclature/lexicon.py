"""The lexicon: concepts and attributes with their names in eleven languages, read from plain files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("vi", "en", "ko", "lo", "km", "th", "hi", "zh", "ja", "my", "fr")
EXPRESSION = "expression"  # the kind of words that contain or resemble the name of a product and mean none
DATA = Path(__file__).parent / "data"


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
            concepts[concept.id] = united(known, concept) if known else concept
        return Lexicon(concepts)


def united(known: Concept, more: Concept) -> Concept:
    """The known concept with the other's names, and its code and broader concept where it has none."""
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
