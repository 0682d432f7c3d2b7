"""hit@1 and hit@10 of the engine and its peers on every quality set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.matching.peers import PEERS, ours
from benchmarks.matching.sets import QualitySet, name_sets, parallel_sets, spelling_sets, tariff_sets
from matchmaker.catalogue.nomenclature.text import fold
from matchmaker.matching.engine.translation import english_of, units_of


def all_sets(folder: Path, split: str) -> Iterator[QualitySet]:
    """Every quality set of one split."""
    yield from tariff_sets(folder, split)
    yield from name_sets(folder, split, phrases=False)
    yield from name_sets(folder, split, phrases=True)
    yield from name_sets(folder, split, phrases=False, target="vi")
    yield from spelling_sets(folder, split)


def hits(ranked: list[list[int]], right: list[frozenset[int]], top: int) -> float:
    """Share of queries, in percent, with a right candidate among the first ``top``."""
    found = sum(bool(answer & set(row[:top])) for row, answer in zip(ranked, right, strict=True))
    return 100 * found / max(1, len(right))


def quality_rows(folder: Path, split: str, peers: tuple[str, ...] = tuple(PEERS)) -> Iterator[list[str]]:
    """One row per set: name, queries, candidates, then "hit@1 / hit@10" of every peer."""
    for chosen in all_sets(folder, split):
        row = [f"{chosen.name} ({split})", str(len(chosen.queries)), str(len(chosen.candidates))]
        for name in peers:
            ranked = PEERS[name](chosen.queries, chosen.candidates)
            row.append(f"{hits(ranked, chosen.right, 1):.0f} / {hits(ranked, chosen.right, 10):.0f}")
        yield row


def parallel_rows(folder: Path) -> Iterator[list[str]]:
    """One row per set: name, queries, candidates, then "hit@1 / hit@10" as shipped and taught by the rest of the tariff."""
    for chosen, rest in parallel_sets(folder):
        pairs = [
            (units_of(text), english_of(line.en))
            for line in rest
            for text in dict.fromkeys((line.vi, fold(line.vi)))
        ]
        row = [chosen.name, str(len(chosen.queries)), str(len(chosen.candidates))]
        for parallel in ([], pairs):
            ranked = ours(chosen.queries, chosen.candidates, parallel)
            row.append(f"{hits(ranked, chosen.right, 1):.0f} / {hits(ranked, chosen.right, 10):.0f}")
        yield row
