"""All pairs of generated offers and needs: the engine beside the bare kernel on the same matrices, and one changed offer."""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Iterator

from matchmaker.catalogue.nomenclature.lexicon import Lexicon, shipped
from matchmaker.matching.engine import Matcher, Need, Offer
from matchmaker.matching.engine.kernel import top_pairs

TOP = 20
CHANGES = 20


def phrases(size: int, seed: int) -> list[str]:
    """Trade phrases put together from the lexicon's Vietnamese and English names and attributes."""
    draw = random.Random(seed)
    lexicon: Lexicon = shipped()
    products = [concept for concept in lexicon.products() if concept.kind != "heading"]
    attributes = [concept for concept in lexicon.concepts.values() if concept.attribute]
    texts = []
    for number in range(size):
        language = draw.choice(("vi", "en"))
        parts = [draw.choice(products).label(language)]
        parts += [draw.choice(attributes).label(language) for _ in range(draw.randrange(3)) if attributes]
        texts.append(f"{' '.join(parts)} {draw.randrange(size) if number % 5 == 0 else ''}".strip())
    return texts


def speed_rows(size: int) -> Iterator[list[str]]:
    """Rows (what, figure) for ``size`` × ``size`` items."""
    offers = [Offer(str(number), text) for number, text in enumerate(phrases(size, 1))]
    needs = [Need(str(number), text) for number, text in enumerate(phrases(size, 2))]
    Matcher().fit(offers[:10], needs[:10]).propose()  # reads the lexicon and compiles once, as a worker has
    started = time.perf_counter()
    matcher = Matcher(top_n=TOP, jobs=len(os.sched_getaffinity(0))).fit(offers, needs)
    fitted = time.perf_counter()
    pairs = sum(len(part.needs) for part in matcher.scored())
    finished = time.perf_counter()
    columns = matcher.offers_.rows.T.tocsr()
    for _pairs in top_pairs(matcher.needs_.rows, columns, TOP, 0.0):
        pass
    bare = time.perf_counter() - finished
    label = f"{size:,} × {size:,}, top {TOP}"
    yield [f"{label}: reading texts", f"{fitted - started:.1f} s"]
    yield [f"{label}: proposals ({pairs:,})", f"{finished - fitted:.1f} s"]
    yield [f"{label}: bare sparse_dot_topn on the same matrices", f"{bare:.1f} s"]
    yield [f"{label}: all, as a multiple of the bare kernel", f"{(finished - started) / bare:.2f}"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield [f"{label}: peak memory of the process", f"{peak:,.0f} MiB"]
    yield from _incremental(matcher, size)


def _incremental(matcher: Matcher, size: int) -> Iterator[list[str]]:
    times = []
    for number, text in enumerate(phrases(CHANGES, 3)):
        started = time.perf_counter()
        matcher.update_offer(Offer(str(number), text))
        matcher.propose_for_offer(str(number))
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    middle, worst = times[len(times) // 2], times[-1]
    yield [f"one changed offer against {size:,}", f"{middle:.0f} ms (median), {worst:.0f} ms (worst)"]
