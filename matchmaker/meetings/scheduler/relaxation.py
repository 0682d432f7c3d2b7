"""The time-indexed linear relaxation: one column per request and open slot, one row per rule.

    maximise    sum of weight[r] x[r, s]  -  price * sum of u[p]
    subject to  matrix @ (x, u) <= limit,   sum over s of x[r, s] <= 1  (= 1 where forced),   x, u >= 0

u[p] is what person p lacks to the floor. For any y >= 0 on the rows of `matrix`

    limit @ y + sum over r of max(0, max over s of c[r, s] - (y @ matrix)[r, s]) + the same for u

is an upper bound (weak duality; the 0 is left out for forced requests). It holds whatever the
solver's tolerances were, so no bound shown ever rests on a solver's word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from .encoding import Encoded, Floats, Ints


@dataclass(frozen=True)
class Relaxation:
    """Columns: first the cells (r, s) in order of requests, then a shortfall for each `lacking` person."""

    encoded: Encoded
    cell_request: Ints
    cell_slot: Ints
    first_cell: Ints  # (R + 1,)
    lacking: Ints  # people with a floor
    price: float
    matrix: csr_array  # rows x columns, without the rows of the requests
    limit: Floats
    bonus: Floats | None = None  # per cell, beside the weight

    @property
    def cells(self) -> int:
        """How many columns are cells."""
        return len(self.cell_request)

    @property
    def gain(self) -> Floats:
        """Objective of every column."""
        weights = self.encoded.weight[self.cell_request]
        if self.bonus is not None:
            weights = weights + self.bonus
        return np.concatenate([weights, np.full(len(self.lacking), -self.price)])

    def with_bonus(self, bonus: Floats) -> Relaxation:
        """The same relaxation with something to gain beside the weights: no longer a bound of the value."""
        return replace(self, bonus=bonus)

    def reduced(self, prices: Floats) -> Floats:
        """Gain less the prices of the rows, per column."""
        found: Floats = self.gain - self.matrix.T @ prices
        return found

    def safe_bound(self, prices: Floats, missing: int) -> float:
        """The certified bound of the value of schedules whose shortfall is at most `missing`."""
        prices = np.maximum(prices, 0)
        left = self.reduced(prices)
        best = best_per_request(self, left[: self.cells])
        forced = self.encoded.forced
        total = float(self.limit @ prices) + float(np.where(forced, best, np.maximum(best, 0)).sum())
        most = self.encoded.floor[self.lacking]
        total += float((np.maximum(left[self.cells :], 0) * most).sum())
        return total + self.price * missing


def best_per_request(relaxation: Relaxation, values: Floats) -> Floats:
    """The largest of the cells' values of each request; -inf becomes 0 where it has no cell."""
    best = np.full(relaxation.encoded.requests, -np.inf)
    np.maximum.at(best, relaxation.cell_request, values)
    return np.where(np.isfinite(best), best, 0.0)


def relax(encoded: Encoded, *, price: float | None = None) -> Relaxation:
    """Build the relaxation of a problem; price: of one meeting missing to the floor."""
    request, slot = (part.astype(np.int32) for part in np.nonzero(encoded.open))
    first = np.zeros(encoded.requests + 1, np.int32)
    first[1:] = np.cumsum(encoded.open.sum(axis=1))
    lacking = np.flatnonzero(encoded.floor > 0).astype(np.int32)
    rows = _Rows(request, slot, len(request) + len(lacking))
    _add_people(rows, encoded)
    for k in range(len(encoded.capacity)):
        uses = np.zeros(encoded.requests, bool)
        uses[[r for r in range(encoded.requests) if k in encoded.uses.row(r)]] = True
        cells = np.flatnonzero(uses[request])
        rows.add(slot[cells], cells, encoded.capacity[k])
    in_group = np.flatnonzero(encoded.group[request] >= 0)
    rows.add(encoded.group[request[in_group]], in_group, np.ones(len(encoded.groups.start) - 1))
    _add_orders(rows, encoded, first)
    _add_travel(rows, encoded)
    _add_floor(rows, encoded, lacking)
    matrix, limit = rows.finish()
    heaviest = float(encoded.weight.max(initial=1.0))
    return Relaxation(
        encoded, request, slot, first, lacking, 50 * heaviest if price is None else price, matrix, limit
    )


class _Rows:
    """Collects rows as coordinates."""

    def __init__(self, request: Ints, slot: Ints, columns: int) -> None:
        self.request, self.slot, self.columns = request, slot, columns
        self.row: list[NDArray[np.int64]] = []
        self.column: list[NDArray[np.int64]] = []
        self.entry: list[Floats] = []
        self.limit: list[Floats] = []
        self.height = 0

    def add(
        self,
        row: NDArray[np.integer],
        column: NDArray[np.integer],
        limit: NDArray[np.generic],
        sign: float = 1,
    ) -> None:
        """Add len(limit) rows; entry `sign` at (row, column), row counted from the first of them."""
        self.row.append(row.astype(np.int64) + self.height)
        self.column.append(column.astype(np.int64))
        self.entry.append(np.full(len(row), sign))
        self.limit.append(limit.astype(float))
        self.height += len(limit)

    def finish(self) -> tuple[csr_array, Floats]:
        """The matrix without the rows that can never bind, and its limits."""
        row, column, entry = (np.concatenate(part) for part in (self.row, self.column, self.entry))
        limit = np.concatenate(self.limit)
        matrix = coo_array((entry, (row, column)), shape=(self.height, self.columns)).tocsr()
        most = matrix.maximum(0).sum(axis=1)
        binding = most > limit
        return csr_array(matrix[binding]), limit[binding]


def _add_people(rows: _Rows, encoded: Encoded) -> None:
    cells = np.arange(len(rows.request))
    for person in (encoded.a[rows.request], encoded.b[rows.request]):
        rows.add(person * encoded.slots + rows.slot, cells, np.zeros(0))
    rows.add(np.zeros(0, int), np.zeros(0, int), np.ones(encoded.people * encoded.slots))
    limited = encoded.cap < encoded.available.sum(axis=1)
    for person in (encoded.a[rows.request], encoded.b[rows.request]):
        mine = np.flatnonzero(limited[person])
        rows.add(person[mine], mine, np.zeros(0))
    rows.add(np.zeros(0, int), np.zeros(0, int), encoded.cap)


def _add_orders(rows: _Rows, encoded: Encoded, first: Ints) -> None:
    """For each order q before r and each slot s: q from s on, and r up to s, at most one."""
    for r in range(encoded.requests):
        for q in encoded.before.row(r):
            late, soon = (np.arange(first[i], first[i + 1]) for i in (q, r))
            for s in range(encoded.slots):
                columns = np.concatenate([late[rows.slot[late] >= s], soon[rows.slot[soon] <= s]])
                rows.add(np.zeros(len(columns), int), columns, np.ones(1))


def _add_travel(rows: _Rows, encoded: Encoded) -> None:
    """For each person, hall h and slots s < t: h at t, and all halls too far from h at s, at most one."""
    if not encoded.far.any():
        return
    place = encoded.place[rows.request]
    pairs = np.argwhere(encoded.far.any(axis=(0, 1)))
    for p in range(encoded.people):
        mine = np.flatnonzero(
            ((encoded.a[rows.request] == p) | (encoded.b[rows.request] == p)) & (place >= 0)
        )
        by_slot = {int(s): mine[rows.slot[mine] == s] for s in np.unique(rows.slot[mine])}
        for s, t in pairs:
            before, after = by_slot.get(int(s), mine[:0]), by_slot.get(int(t), mine[:0])
            for h in np.unique(place[after]):
                far = before[encoded.far[place[before], h, s, t]]
                columns = np.concatenate([far, after[place[after] == h]])
                if len(far):
                    rows.add(np.zeros(len(columns), int), columns, np.ones(1))


def _add_floor(rows: _Rows, encoded: Encoded, lacking: Ints) -> None:
    """At least `floor` meetings, or so many in the shortfall column: both sides negated."""
    index = np.full(encoded.people, -1)
    index[lacking] = np.arange(len(lacking))
    height = np.zeros(0)
    for person in (encoded.a[rows.request], encoded.b[rows.request]):
        mine = np.flatnonzero(index[person] >= 0)
        rows.add(index[person[mine]], mine, height, -1)
    rows.add(np.arange(len(lacking)), len(rows.request) + np.arange(len(lacking)), height, -1)
    rows.add(np.zeros(0, int), np.zeros(0, int), -encoded.floor[lacking])
