"""Quality sets from the open data: queries, candidates and which candidates are right.

Every set is cut in two by a checksum of the entry's code or name: the development split is for tuning, the test
split is read only for the report.
"""

from __future__ import annotations

import csv
import json
import random
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from matchmaker.catalogue.nomenclature.text import SEPARATORS, clean, fold, stem, tokens

Entry = TypeVar("Entry")
QUERIES = 400
OTHER = "loại khác"
SCRIPTED = ("ko", "zh", "ja", "th", "lo", "km", "hi", "my", "fr", "vi")
TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
SHAPES = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}


@dataclass(frozen=True)
class QualitySet:
    """``right`` holds for every query the numbers of the candidates that answer it."""

    name: str
    queries: list[str]
    candidates: list[str]
    right: list[frozenset[int]]


@dataclass(frozen=True)
class TariffLine:
    """A line of the tariff with its text in two languages; ``path`` is the Vietnamese text below the heading."""

    code: str
    vi: str
    en: str
    path: str


def split_of(key: str) -> str:
    """Development or test, by checksum."""
    return "development" if zlib.crc32(key.encode()) % 2 else "test"


def tariff(folder: Path) -> list[TariffLine]:
    """Lines of the tariff that have a code and say something of their own."""
    with (folder / "matching" / "tariff_vi_en.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    lines = []
    above: list[str] = []
    for row in rows:
        above[int(row["level"]) :] = [row["vi"]]
        if row["code"] and len(row["vi"].split()) >= 2 and row["en"] and row["vi"].lower() != OTHER:
            path = "; ".join(text for text in above[1:] if text.lower() != OTHER)
            lines.append(TariffLine(row["code"], row["vi"], row["en"], path))
    return lines


def names(folder: Path) -> list[dict[str, list[str]]]:
    """Concepts of the two open word lists: language → names."""
    found = []
    for name in ("off_taxonomy.jsonl", "omw_food.jsonl"):
        with (folder / "matching" / name).open(encoding="utf-8") as stream:
            found.extend(json.loads(line)["labels"] for line in stream)
    return [labels for labels in found if "en" in labels]


def tariff_sets(folder: Path, split: str) -> list[QualitySet]:
    """Vietnamese tariff lines to English ones and to headings, with and without shared words and marks."""
    lines = tariff(folder)
    english, right_of = _candidates((line.en, line.en) for line in lines)
    chosen = _sample([line for line in lines if split_of(line.code[:4]) == split], QUERIES * 2)
    apart = [line for line in chosen if not _stems(line.vi) & _stems(line.en)][:QUERIES]
    chosen = chosen[:QUERIES]
    targets = [frozenset(right_of[line.en]) for line in chosen]
    sets = [
        QualitySet("tariff vi→en", [line.vi for line in chosen], english, targets),
        QualitySet("tariff vi→en, no marks", [fold(line.vi) for line in chosen], english, targets),
        QualitySet(
            "tariff vi→en, no shared word", [line.vi for line in apart], english,
            [frozenset(right_of[line.en]) for line in apart],
        ),
    ]  # fmt: skip
    return [*sets, *_to_heading(lines, chosen)]


def _to_heading(lines: list[TariffLine], chosen: list[TariffLine]) -> list[QualitySet]:
    headings = {line.code: line.vi for line in lines if len(line.code) == 4}
    texts, right_of = _candidates((text, code) for code, text in headings.items())
    asked = [line for line in chosen if len(line.code) > 4 and line.code[:4] in headings]
    right = [frozenset(right_of[line.code[:4]]) for line in asked]
    return [
        QualitySet("tariff line → heading vi→vi", [line.vi for line in asked], texts, right),
        QualitySet("the same with the lines above it", [line.path for line in asked], texts, right),
    ]


def parallel_sets(folder: Path) -> Iterator[tuple[QualitySet, list[TariffLine]]]:
    """Lines without a shared word, candidates from the same part of the tariff, and the rest of it, which may teach.

    First every fifth heading of chapters 1 to 24, then every fifth chapter.
    """
    lines = tariff(folder)
    food = {line for line in lines if line.code < "25"}
    for name, apart in (
        ("a fifth of the headings of chapters 1–24", {line for line in food if _fifth(line.code[:4])}),
        ("a fifth of the chapters", {line for line in lines if _fifth(line.code[:2])}),
    ):
        part = [line for line in lines if line in apart]
        english, right_of = _candidates((line.en, line.en) for line in part)
        asked = _sample([line for line in part if not _stems(line.vi) & _stems(line.en)], QUERIES)
        right = [frozenset(right_of[line.en]) for line in asked]
        chosen = QualitySet(f"{name}, vi→en, no shared word", [line.vi for line in asked], english, right)
        yield chosen, [line for line in lines if line not in apart]


def _fifth(code: str) -> bool:
    return zlib.crc32(code.encode()) % 5 == 0


def name_sets(folder: Path, split: str, *, phrases: bool, target: str = "en") -> list[QualitySet]:
    """Names in each language to those of ``target``: of one English word (everyday names) or several (phrases)."""
    concepts = [labels for labels in names(folder) if target in labels]
    sets = []
    for language in SCRIPTED:
        known = [labels for labels in concepts if language in labels]
        texts, right_of = _candidates((n, n.lower()) for labels in concepts for n in labels[target][:1])
        usable = [
            labels
            for labels in known
            if (" " in labels["en"][0]) == phrases and split_of(labels["en"][0]) == split
        ]
        asked = _sample(usable, QUERIES)
        right = [frozenset(right_of[labels[target][0].lower()]) for labels in asked]
        kind = "phrases" if phrases else "names"
        if language != target and len(asked) >= 20:
            queries = [labels[language][0] for labels in asked]
            sets.append(QualitySet(f"{kind} {language}→{target}", queries, texts, right))
    return sets


def spelling_sets(folder: Path, split: str) -> list[QualitySet]:
    """The same text written otherwise: without marks, in Telex, with one typo."""
    lines = [line for line in tariff(folder) if split_of(line.code) == split and len(line.vi) < 60]
    vietnamese, right_of = _candidates((line.vi, line.vi) for line in lines)
    chosen = _sample(lines, QUERIES)
    right = [frozenset(right_of[line.vi]) for line in chosen]
    concepts = [labels["en"][0] for labels in names(folder)]
    english, english_of = _candidates((name, name.lower()) for name in concepts)
    long = _sample([n for n in concepts if split_of(n) == split and n.isascii() and len(n) >= 6], QUERIES)
    draw = random.Random(7)
    typos = [_typo(name, draw) for name in long]
    return [
        QualitySet("vi without marks → vi", [fold(line.vi) for line in chosen], vietnamese, right),
        QualitySet("vi with marks → vi", [line.vi for line in chosen], vietnamese, right),
        QualitySet("vi in Telex → vi", [telex(line.vi) for line in chosen], vietnamese, right),
        QualitySet("en, one typo → en", typos, english, [frozenset(english_of[n.lower()]) for n in long]),
    ]


def telex(text: str) -> str:
    """The keys that somebody presses to type the text."""
    return " ".join(_telex_word(word) for word in text.split())


def _telex_word(word: str) -> str:
    keys, tone = "", ""
    for letter in clean(word):
        base = letter
        for mark, key in TELEX.items():
            stripped = _without(letter, mark)
            if stripped != letter:
                base, tone = stripped, key
        keys += SHAPES.get(base, base)
    end = len(keys)
    while end and not keys[end - 1].isalpha():
        end -= 1
    return keys[:end] + tone + keys[end:]


def _without(letter: str, mark: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", parts.replace(mark, ""))


def _typo(name: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(name) - 1)
    kind = draw.randrange(3)
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + draw.choice("aeiorst") + name[place + 1 :]


def _candidates(entries: Iterable[tuple[str, str]]) -> tuple[list[str], dict[str, list[int]]]:
    """Distinct texts, and for each key the numbers of its texts."""
    number: dict[str, int] = {}
    of_key: dict[str, set[int]] = defaultdict(set)
    for text, key in entries:
        of_key[key].add(number.setdefault(text, len(number)))
    return list(number), {key: sorted(places) for key, places in of_key.items()}


def _sample(entries: list[Entry], size: int) -> list[Entry]:
    return random.Random(1).sample(entries, min(size, len(entries)))


def _stems(text: str) -> set[str]:
    return {stem(token) for _s, _e, token in tokens(clean(text)) if token not in SEPARATORS}
