"""What the prices of the relaxation tell: which cells are worth a look, and where value is lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from .encoding import Floats, Ints
from .relaxation import Relaxation, best_per_request
from .state import State


@dataclass(frozen=True)
class Guide:
    """The relaxation with its row prices: gains less prices tell which cells are worth a look."""

    relaxation: Relaxation
    columns: csc_array
    prices: Floats
    reduced: Floats  # per cell, less the request's own price
    own_price: Floats  # (R,)


def make_guide(relaxation: Relaxation, prices: Floats) -> Guide:
    """Prepare the arrays of a search from the row prices of the relaxation."""
    prices = np.maximum(prices, 0)
    left = relaxation.reduced(prices)[: relaxation.cells]
    best = best_per_request(relaxation, left)
    own = np.where(relaxation.encoded.forced, best, np.maximum(best, 0))
    return Guide(relaxation, csc_array(relaxation.matrix), prices, left - own[relaxation.cell_request], own)


def cells_of(relaxation: Relaxation, state: State) -> Ints:
    """The cells held, one per request held, in order of requests."""
    held = state.slot_of[relaxation.cell_request] == relaxation.cell_slot
    found: Ints = np.flatnonzero(held).astype(np.int32)
    return found


def losses(guide: Guide, state: State) -> tuple[Floats, Floats]:
    """Value lost against the bound, by slot (S,) and by person (P,)."""
    relaxation, encoded = guide.relaxation, guide.relaxation.encoded
    held = cells_of(relaxation, state)
    chosen = np.zeros(len(relaxation.gain))
    chosen[held] = 1
    chosen[relaxation.cells :] = np.maximum(
        0, encoded.floor[relaxation.lacking] - state.degree[relaxation.lacking]
    )
    slack = relaxation.limit - relaxation.matrix @ chosen
    row_loss = guide.prices * np.maximum(slack, 0)
    by_cell = relaxation.matrix.T @ row_loss
    cell_loss = by_cell[: relaxation.cells]
    cell_loss[held] += np.maximum(-guide.reduced[held], 0)
    idle = np.flatnonzero((state.slot_of < 0) & (guide.own_price > 0))
    by_slot = np.zeros(encoded.slots)
    by_person = np.zeros(encoded.people)
    np.maximum.at(by_slot, relaxation.cell_slot, cell_loss)
    np.maximum.at(by_person, encoded.a[relaxation.cell_request], cell_loss)
    np.maximum.at(by_person, encoded.b[relaxation.cell_request], cell_loss)
    np.add.at(by_person, encoded.a[idle], guide.own_price[idle])
    np.add.at(by_person, encoded.b[idle], guide.own_price[idle])
    return by_slot, by_person
