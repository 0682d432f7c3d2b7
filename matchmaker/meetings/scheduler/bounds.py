"""The flow bound: requests chosen within everybody's capacity and all resources together, slots forgotten.

With two sides and no interpreters the linear programme is a flow, otherwise a relaxation of one.
The bound is computed from the prices of its rows by weak duality, not taken from the solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from .encoding import Encoded, Floats, Ints


@dataclass(frozen=True)
class DegreeProgramme:
    """maximise gain @ x with matrix @ x <= limit, low <= x <= high.

    Columns: the requests with an open slot, then one shortfall (at a price) per person with a floor.
    """

    usable: Ints
    lacking: Ints
    gain: Floats
    matrix: csr_array
    limit: Floats
    low: Floats
    high: Floats
    price: float


def degree_programme(encoded: Encoded) -> DegreeProgramme:
    """Rows: people, resources over all slots, floors (negated)."""
    usable = np.flatnonzero(encoded.open.any(axis=1)).astype(np.int32)
    lacking = np.flatnonzero(encoded.floor > 0).astype(np.int32)
    width, people = len(usable), encoded.people
    rows = [encoded.a[usable], encoded.b[usable]]
    columns = [np.arange(width), np.arange(width)]
    rank = np.full(encoded.requests, -1)
    rank[usable] = np.arange(width)
    user = np.repeat(np.arange(encoded.requests), np.diff(encoded.uses.start))
    open_use = rank[user] >= 0
    rows.append(people + encoded.uses.items[open_use])
    columns.append(rank[user][open_use])
    entries = [np.ones(sum(len(row) for row in rows))]
    height = people + len(encoded.capacity)
    floor_row = np.full(people, -1)
    floor_row[lacking] = height + np.arange(len(lacking))
    for person in (encoded.a[usable], encoded.b[usable]):
        mine = np.flatnonzero(floor_row[person] >= 0)
        rows.append(floor_row[person[mine]])
        columns.append(mine)
    rows.append(floor_row[lacking])
    columns.append(width + np.arange(len(lacking)))
    entries.append(-np.ones(sum(len(row) for row in rows) - len(entries[0])))
    price = 50 * float(encoded.weight.max(initial=1.0))
    where = (np.concatenate(rows), np.concatenate(columns))
    shape = (height + len(lacking), width + len(lacking))
    return DegreeProgramme(
        usable,
        lacking,
        np.concatenate([encoded.weight[usable], np.full(len(lacking), -price)]),
        csr_array((np.concatenate(entries), where), shape=shape),
        np.concatenate([encoded.cap, encoded.capacity.sum(axis=1), -encoded.floor[lacking]]).astype(float),
        np.concatenate([encoded.forced[usable].astype(float), np.zeros(len(lacking))]),
        np.concatenate([np.ones(width), encoded.floor[lacking]]),
        price,
    )


class DegreeBound:
    """The prices of a degree programme, and the certified bound for any shortfall."""

    def __init__(self, encoded: Encoded) -> None:
        self.programme = degree_programme(encoded)
        self.prices = _prices(self.programme)

    def bound(self, missing: int) -> float:
        """An upper bound of the value of every schedule whose shortfall is at most `missing`."""
        programme = self.programme
        if not len(programme.gain):
            return 0.0
        left = programme.gain - programme.matrix.T @ self.prices
        parts = np.where(left > 0, left * programme.high, left * programme.low)
        return float(programme.limit @ self.prices + parts.sum()) + programme.price * missing


def _prices(programme: DegreeProgramme) -> Floats:
    if not len(programme.gain):
        return np.zeros(len(programme.limit))
    answer = linprog(
        -programme.gain,
        A_ub=programme.matrix,
        b_ub=programme.limit,
        bounds=np.stack([programme.low, programme.high], axis=1),
        method="highs",
    )
    if answer.status != 0:
        return np.zeros(len(programme.limit))
    prices: Floats = np.maximum(-answer.ineqlin.marginals, 0)
    return prices


def degree_bound(encoded: Encoded) -> float:
    """The flow bound without a floor: valid for every schedule, whatever its shortfall."""
    free = encoded.without_floor()
    return DegreeBound(free).bound(0)
