"""A small door to HiGHS, arrays in and out; one thread always, as its count is fixed once per process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_array

from .encoding import Floats

LARGE = 150_000  # columns


@dataclass(frozen=True)
class LinearProgramme:
    """maximise gain @ x subject to low <= matrix @ x <= high, 0 <= x <= upper."""

    gain: Floats
    matrix: csr_array
    low: Floats
    high: Floats
    upper: Floats


@dataclass(frozen=True)
class Relaxed:
    """Approximate values of columns and prices of rows (>= 0 where a high limit binds)."""

    values: Floats
    prices: Floats


def solve_relaxed(programme: LinearProgramme, *, seconds: float, iterations: int | None = None) -> Relaxed:
    """Near-optimal primal and dual by the first-order method PDLP; no accuracy is promised.

    iterations: the limit where a run must be repeatable. Sources: Applegate et al., "Practical
    large-scale linear programming using primal-dual hybrid gradient", NeurIPS 2021; HiGHS.
    """
    highs = _load(programme)
    highs.setOptionValue("solver", "pdlp")
    tolerance = 1e-5 if len(programme.gain) < LARGE else 1e-4
    highs.setOptionValue("kkt_tolerance", tolerance)
    highs.setOptionValue("pdlp_optimality_tolerance", tolerance)
    if iterations is None:
        highs.setOptionValue("time_limit", max(0.5, seconds))
    else:
        highs.setOptionValue("pdlp_iteration_limit", iterations)
    highs.run()
    solution = highs.getSolution()
    values, prices = np.array(solution.col_value), -np.array(solution.row_dual)
    if len(values) != len(programme.gain) or len(prices) != len(programme.high):
        return Relaxed(np.zeros(len(programme.gain)), np.zeros(len(programme.high)))
    return Relaxed(values, prices)


def solve_whole(
    programme: LinearProgramme, start: Floats | None, *, nodes: int, seconds: float, gap: float
) -> Floats | None:
    """The best solution found in whole numbers, never worse than `start`; None if none was found.

    gap: a solution this close to the best is good enough (below 1 where all gains are whole numbers).
    """
    highs = _load(programme)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", gap)
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("mip_heuristic_effort", 0.02)
    highs.setOptionValue("time_limit", seconds)
    columns = np.arange(len(programme.gain), dtype=np.int32)
    highs.changeColsIntegrality(len(columns), columns, np.ones(len(columns), np.uint8))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [float(found) for found in start]
        highs.setSolution(solution)
    highs.run()
    if highs.getInfo().primal_solution_status != 2:
        return None
    return np.round(np.array(highs.getSolution().col_value))


class _Quiet(highspy.Highs):
    """HiGHS that says nothing: it would print its name on the standard output when callbacks are set up."""

    def enableCallbacks(self) -> None:  # noqa: N802
        """Silence first."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _load(programme: LinearProgramme) -> Any:
    highs: Any = _Quiet()  # type: ignore[no-untyped-call]
    highs.setOptionValue("threads", 1)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = programme.matrix.shape
    model.col_cost_ = -programme.gain
    model.col_lower_ = np.zeros(len(programme.gain))
    model.col_upper_ = programme.upper
    model.row_lower_ = programme.low
    model.row_upper_ = programme.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = programme.matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = programme.matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = programme.matrix.data
    highs.passModel(model)
    return highs
