"""Upper bounds of the value that any schedule can have."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from .encoding import Encoded


def degree_bound(encoded: Encoded) -> float:
    """The flow bound: requests chosen within everybody's capacity and the resources of all slots together.

    Slots are forgotten, so it is never below the best value. The linear programme is a flow where
    people have two sides.
    """
    usable = np.flatnonzero(encoded.open.any(axis=1))
    if not len(usable):
        return 0.0
    rows = [*encoded.a[usable], *encoded.b[usable]]
    columns = [*range(len(usable)), *range(len(usable))]
    limits = [float(cap) for cap in encoded.cap]
    for k in range(len(encoded.capacity)):
        users = [j for j, r in enumerate(usable) if k in encoded.uses.row(r)]
        rows += [len(limits)] * len(users)
        columns += users
        limits.append(float(encoded.capacity[k].sum()))
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(usable)))
    answer = linprog(-encoded.weight[usable], A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs")
    return float(-answer.fun)
