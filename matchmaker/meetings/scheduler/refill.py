"""One neighbourhood: everything else fixed, some cells solved again in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from .encoding import Flags, Floats, Ints
from .guide import Guide, cells_of
from .highs import LinearProgramme, solve_whole
from .relaxation import Relaxation
from .state import State, put, rules_of, take


@dataclass(frozen=True)
class Refilled:
    """What one neighbourhood gave (>= 0), its size, and whether it was the whole problem."""

    gain: float
    columns: int
    whole: bool = False


def refill(guide: Guide, state: State, free: Flags, *, width: float, nodes: int, seconds: float) -> Refilled:
    """Re-solve exactly the cells marked in `free`; a request held outside of them stays where it is.

    width: cells whose reduced gain is below minus this are left out: with the gap to the bound as
    width no better schedule is missed. The state is changed only for the better.
    """
    relaxation, encoded = guide.relaxation, guide.relaxation.encoded
    held = cells_of(relaxation, state)
    inside = held[free[held]]
    candidates = free & (guide.reduced >= -width)
    candidates[inside] = True
    part = _part(guide, candidates, held[~free[held]])
    if not len(part.cells):
        return Refilled(0.0, 0)
    start = np.zeros(len(part.columns))
    start[np.searchsorted(part.cells, inside)] = 1
    lacking = encoded.floor[relaxation.lacking]
    start[len(part.cells) :] = np.maximum(0, lacking - state.degree[relaxation.lacking])
    programme = _programme(relaxation, part, lacking)
    found = solve_whole(
        programme, start, nodes=nodes, seconds=seconds, gap=0.5 if encoded.whole_weights else 1e-7
    )
    gain = 0.0 if found is None else float(programme.gain @ (found - start))
    if found is None or gain < -1e-9:
        return Refilled(0.0, len(part.columns), bool(free.all()))
    rules = rules_of(encoded)
    for cell in inside:
        take(rules, state, int(relaxation.cell_request[cell]))
    for cell in part.cells[found[: len(part.cells)] > 0.5]:
        put(rules, state, int(relaxation.cell_request[cell]), int(relaxation.cell_slot[cell]))
    return Refilled(gain, len(part.columns), bool(free.all()))


@dataclass(frozen=True)
class _Part:
    """Columns of the relaxation left free, and its rows with what the fixed meetings leave of them."""

    cells: Ints
    columns: Ints
    matrix: csr_array
    limit: Floats


def _part(guide: Guide, candidates: Flags, outside: Ints) -> _Part:
    relaxation = guide.relaxation
    fixed = np.zeros(relaxation.encoded.requests, bool)
    fixed[relaxation.cell_request[outside]] = True
    cells = np.flatnonzero(candidates & ~fixed[relaxation.cell_request]).astype(np.int32)
    chosen = np.zeros(len(relaxation.gain))
    chosen[outside] = 1
    shortfalls = np.arange(relaxation.cells, len(relaxation.gain), dtype=np.int32)
    columns = np.concatenate([cells, shortfalls])
    matrix = csr_array(guide.columns[:, columns])
    used = np.flatnonzero(np.diff(matrix.indptr) > 0)
    matrix, limit = csr_array(matrix[used]), (relaxation.limit - relaxation.matrix @ chosen)[used]
    # A cell that the fixed meetings leave no room for goes at once; in a tight schedule most do.
    full = limit - matrix.minimum(0).sum(axis=1) < 0.5
    keep = ~((matrix > 0).T @ full)
    keep[len(cells) :] = True
    return _Part(cells[keep[: len(cells)]], columns[keep], csr_array(matrix[:, keep]), limit)


def _programme(relaxation: Relaxation, part: _Part, lacking: Ints) -> LinearProgramme:
    """The part as a programme in whole numbers, with a row for every request in it."""
    requests, rank = np.unique(relaxation.cell_request[part.cells], return_inverse=True)
    cells = len(part.cells)
    shape = (len(requests), len(part.columns))
    once = csr_array((np.ones(cells), (rank, np.arange(cells))), shape=shape)
    forced = relaxation.encoded.forced[requests].astype(float)
    return LinearProgramme(
        gain=relaxation.gain[part.columns],
        matrix=csr_array(vstack([part.matrix, once])),
        low=np.concatenate([np.full(len(part.limit), -np.inf), forced]),
        high=np.concatenate([part.limit, np.ones(len(requests))]),
        upper=np.concatenate([np.ones(cells), lacking]),
    )
