"""The file commands `match` and `hs` as plain functions; the command line attaches them."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from matchmaker.catalogue.nomenclature.lexicon import LANGUAGES, Lexicon, shipped
from matchmaker.catalogue.nomenclature.wordlists import LexiconError, joined, read_word_list
from matchmaker.matching.engine.matcher import Matcher
from matchmaker.matching.engine.reasons import render
from matchmaker.matching.engine.rows import Echo, UnreadableFile, read_needs, read_offers, table
from matchmaker.matching.engine.suggestion import suggest_hs
from matchmaker.matching.engine.translation import english_of, units_of
from matchmaker.matching.engine.values import Pairing

DONE, PROBLEMS, FAILED = 0, 1, 2
Pairs = list[tuple[list[str], list[str]]]


def run_match(
    offers_path: Path,
    needs_path: Path,
    top: int,
    out_path: Path,
    language: str,
    lexicon_paths: Sequence[Path],
    parallel_paths: Sequence[Path],
    echo: Echo,
) -> int:
    """Write proposals for all needs to ``out_path``; returns 0, 1 where rows had problems, 2 where files fail."""
    try:
        offers, bad_offers = read_offers(offers_path, echo)
        needs, bad_needs = read_needs(needs_path, echo)
        lexicon = _lexicon(lexicon_paths)
        parallel = [pair for path in parallel_paths for pair in _parallel(path)]
    except (UnreadableFile, LexiconError) as error:
        echo(str(error))
        return FAILED
    cores = len(os.sched_getaffinity(0))
    matcher = Matcher(top_n=max(1, top), lexicon=lexicon, parallel=parallel, jobs=cores).fit(offers, needs)
    pairings = [pairing for pairing in matcher.propose() if pairing.rank <= max(1, top)]
    try:
        _write(
            out_path, ("need_id", "rank", "offer_id", "score", "reasons"), _rows(pairings, language, lexicon)
        )
    except OSError as error:
        echo(f"{out_path.name}: cannot be written: {error.strerror}")
        return FAILED
    echo(f"{len(needs)} needs, {len(offers)} offers, {len(pairings)} proposals")
    return PROBLEMS if bad_offers or bad_needs else DONE


def _lexicon(paths: Sequence[Path]) -> Lexicon | None:
    lexicon = shipped()
    for path in paths:
        lexicon = lexicon.merged(joined(lexicon, read_word_list(path)))
    return lexicon if paths else None


def _parallel(path: Path) -> Pairs:
    """Pairs (units, English stems) of a CSV with one column per language, English among them."""
    pairs: Pairs = []
    for _line, row in table(path, ("en",)):
        english = english_of(row["en"])
        pairs.extend(([word], [word]) for word in english)
        pairs.extend(
            (units_of(text), english) for name, text in row.items() if name in LANGUAGES and name != "en"
        )
    return pairs


def _rows(
    pairings: Iterable[Pairing], language: str, lexicon: Lexicon | None
) -> Iterable[tuple[object, ...]]:
    for pairing in pairings:
        reasons = [
            {
                "code": reason.code,
                "contribution": reason.contribution,
                "text": render(reason, language, lexicon),
                "spans": [list(span) for span in reason.spans],
            }
            for reason in pairing.reasons
        ]
        yield (
            pairing.need_id,
            pairing.rank,
            pairing.offer_id,
            repr(pairing.score),
            json.dumps(reasons, ensure_ascii=False),
        )


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write beside ``path`` and rename, so that nobody reads half a file."""
    temporary = path.with_name(f"{path.name}.part")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
    os.replace(temporary, path)


def run_hs(
    text: str | None, file_path: Path | None, out_path: Path | None, top: int, language: str, echo: Echo
) -> int:
    """Suggest HS codes for one text (told by ``echo``) or for the column text of a CSV file (into ``out_path``)."""
    if text is not None:
        for found in suggest_hs(text, top):
            label = found.label_vi if language == "vi" else found.label_en
            echo(f"{found.code}  {found.score:.3f}  {label}  [{', '.join(found.words)}]")
        return DONE
    if file_path is None or out_path is None:
        echo("Give a text, or a file to read and a file to write.")
        return FAILED
    try:
        rows = list(table(file_path, ("text",)))
        _write(
            out_path,
            ("line", "id", "rank", "code", "score", "label", "words"),
            _suggested(rows, top, language),
        )
    except (UnreadableFile, OSError) as error:
        echo(str(error))
        return FAILED
    empty = [line for line, row in rows if not row["text"].strip()]
    for line in empty:
        echo(f"{file_path.name}: line {line}: the text is empty")
    return PROBLEMS if empty else DONE


def _suggested(
    rows: Sequence[tuple[int, dict[str, str]]], top: int, language: str
) -> Iterable[tuple[object, ...]]:
    for line, row in rows:
        for rank, found in enumerate(suggest_hs(row["text"], top), start=1):
            label = found.label_vi if language == "vi" else found.label_en
            yield (
                line,
                row.get("id", ""),
                rank,
                found.code,
                f"{found.score:.6f}",
                label,
                "; ".join(found.words),
            )
