"""One side of the market as arrays, and pairs of two sides as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from scipy import sparse

from matchmaker.matching.engine import kernel
from matchmaker.matching.engine.trade import Side, concatenated, hard_rules, soft_features
from matchmaker.matching.engine.values import Need, Offer
from matchmaker.matching.engine.vectors import BLOCKS
from matchmaker.matching.engine.weights import FEATURES, KINSHIP, PRODUCT

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LEAST = 0.02  # product fit below which two texts have nothing in common
COMMON, COMMON_SHARE = 3_000, 0.03  # rows, and share of the rows, in which a column is common
UNLIKE = 0.4  # rapidfuzz ratio of unrelated texts; likeness counts from here
UNHEARD = 0.15  # cosine of sounds that words share by chance; sound counts from here


@dataclass
class Indexed:
    """One side: items, weighted rows, typed fields, look-up lines.

    ``ends`` are the last columns + 1 of the blocks; ``alive`` marks the items in use.
    """

    items: list[Offer] | list[Need]
    rows: sparse.csr_matrix
    side: Side
    lines: list[str]
    ends: Integers
    alive: npt.NDArray[np.bool_]

    def __post_init__(self) -> None:
        self.row_of: dict[str, int] = {
            item.id: row for row, item in enumerate(cast("list[Offer]", self.items)) if self.alive[row]
        }

    @cached_property
    def all_columns(self) -> sparse.csr_matrix:
        """The transpose of ``rows`` in CSR, for the kernel."""
        return self.rows.T.tocsr()

    @cached_property
    def columns(self) -> sparse.csr_matrix:
        """``all_columns`` without what stands in very many rows.

        Such columns weigh little and cost most: leaving them out of the search for candidates makes it three times
        as quick at 100,000 items, and the exact score of the candidates has them.
        """
        counts = np.diff(self.all_columns.indptr)
        kept = counts <= max(COMMON, COMMON_SHARE * len(self.items))
        if kept.all():
            return self.all_columns
        within = np.repeat(kept, counts)
        ends = np.concatenate([[0], np.cumsum(np.where(kept, counts, 0))]).astype(
            self.all_columns.indptr.dtype
        )
        parts = self.all_columns.data[within], self.all_columns.indices[within], ends
        return sparse.csr_matrix(parts, shape=self.all_columns.shape)

    def candidates(self, left: sparse.csr_matrix, wanted: int) -> Iterator[tuple[Integers, Integers]]:
        """(row of left, row here) of the ``wanted`` likeliest items for every row of ``left``, in blocks of rows."""
        whole = None if self.columns is self.all_columns else lambda: self.all_columns
        return kernel.top_pairs(left, self.columns, wanted, LEAST / 4, whole)

    @cached_property
    def lengths(self) -> Floats:
        """Letters of each line, at least 1."""
        return np.maximum(1.0, np.fromiter(map(len, self.lines), np.float64, len(self.lines)))

    def remove(self, identifier: str) -> bool:
        """Take the item out of use; False when it is not here."""
        row = self.row_of.pop(identifier, None)
        if row is not None:
            self.alive[row] = False
        return row is not None

    def only(self, row: int) -> Indexed:
        """The one item in the given row."""
        rows = self.rows[row : row + 1]
        side = concatenated([(self.side, np.array([row]))])
        items: list[Offer] | list[Need] = self.items[row : row + 1]
        return Indexed(items, rows, side, self.lines[row : row + 1], self.ends, np.ones(1, bool))

    def joined(self, more: Indexed) -> Indexed:
        """Both, without items out of use; rows keep their order."""
        parts = [(part, np.flatnonzero(part.alive)) for part in (self, more)]
        rows = sparse.vstack([part.rows[kept] for part, kept in parts], format="csr")
        rows.sort_indices()
        items = [part.items[row] for part, kept in parts for row in kept]
        lines = [part.lines[row] for part, kept in parts for row in kept]
        side = concatenated([(part.side, kept) for part, kept in parts])
        return Indexed(items, rows, side, lines, self.ends, np.ones(len(items), bool))  # type: ignore[arg-type]


@dataclass
class Scored:
    """Pairs as arrays: rows of needs and offers, features (pairs × FEATURES) and scores."""

    needs: Integers
    offers: Integers
    features: Floats
    scores: Floats

    def best(self, by: str, top: int) -> Scored:
        """The ``top`` pairs of every need (by "needs") or offer, grouped and in falling score."""
        owner, other = (self.needs, self.offers) if by == "needs" else (self.offers, self.needs)
        order = np.lexsort((other, -self.scores, owner))
        grouped = owner[order]
        first = np.searchsorted(grouped, grouped)
        kept = order[np.arange(len(order)) - first < top]
        return Scored(self.needs[kept], self.offers[kept], self.features[kept], self.scores[kept])


def score(
    needs: Indexed, offers: Indexed, pairs: tuple[Integers, Integers], weights: Floats, kinship: float
) -> Scored:
    """Exact features and scores of pairs (need rows, offer rows), without those excluded or with nothing shared.

    Pairs whose naming features (`weights.KINSHIP`) weigh less than ``kinship`` are left out too.
    """
    n, o = pairs
    allowed = (hard_rules(needs.side, offers.side, n, o) < 0) & needs.alive[n] & offers.alive[o]
    n, o = n[allowed], o[allowed]
    products = kernel.block_products(needs.rows, offers.rows, (n, o), needs.ends)
    blocks = weights[: len(BLOCKS)]
    features = np.zeros((len(n), len(FEATURES)))
    features[:, : len(BLOCKS)] = np.divide(products, blocks, out=np.zeros(products.shape), where=blocks > 0)
    heard = features[:, BLOCKS.index("sound")]
    heard[:] = (heard - UNHEARD) / (1 - UNHEARD)
    features[:, len(BLOCKS)] = _likeness([needs.lines[row] for row in n], [offers.lines[row] for row in o])
    lengths = needs.lengths[n], offers.lengths[o]
    features[:, len(BLOCKS) + 1] = np.minimum(*lengths) / np.maximum(*lengths)
    np.clip(features, 0.0, 1.0, out=features)
    kept = (features[:, : len(BLOCKS)] @ blocks > LEAST) & (features @ KINSHIP >= kinship)
    features[:, PRODUCT:] = soft_features(needs.side, offers.side, n, o)
    features = features[kept]
    return Scored(n[kept], o[kept], features, features @ weights)


def _likeness(left: list[str], right: list[str]) -> Floats:
    """rapidfuzz's token sort ratio, from UNLIKE on, as a feature in [0, 1]."""
    if not left:
        return np.zeros(0)
    ratios = process.cpdist(
        left, right, scorer=fuzz.token_sort_ratio, workers=-1 if len(left) > kernel.FEW else 1
    )
    return np.clip((np.asarray(ratios, np.float64) / 100 - UNLIKE) / (1 - UNLIKE), 0.0, 1.0)
