"""The HS headings that a text without a code likely falls under.

Every heading has a profile: the sum of the rows (words, letters, meaning) of all names that the lexicon has under it. A
text is as near to a heading as its rows are to the profile (cosine; the classifier of Rocchio, 1971).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from matchmaker.matching.engine import kernel

SHARES = {"letters": 0.5, "words": 0.3, "meaning": 0.2}
LIKELY = 5  # headings that are kept for one text
FEW = 64  # texts that need no kernel
LEAST = 0.05  # cosine below which a heading is not likely

Rows = dict[str, sparse.csr_matrix]


def weighted(rows: Rows, idf: dict[str, npt.NDArray[np.float32]]) -> Rows:
    """Rows times ``idf``, each of length 1 (or empty)."""
    done = {}
    for name, raw in rows.items():
        data = raw.data * idf[name][raw.indices]
        built = sparse.csr_matrix((data, raw.indices, raw.indptr), shape=raw.shape)
        squares = np.add.reduceat(np.append(data * data, 0), raw.indptr[:-1]) if len(data) else np.zeros(1)
        lengths = np.where(np.diff(raw.indptr) > 0, squares, 0.0)
        scale = np.divide(1.0, np.sqrt(lengths), out=np.zeros_like(lengths), where=lengths > 0)
        built.data = (data * np.repeat(scale, np.diff(raw.indptr))).astype(np.float32)
        done[name] = built
    return done


@dataclass(frozen=True)
class Headings:
    """``codes`` (4 digits) and their profiles as the columns of ``profiles``, under the ``idf`` of the names."""

    codes: list[str]
    idf: dict[str, npt.NDArray[np.float32]]
    profiles: sparse.csr_matrix

    @classmethod
    def of(cls, codes: list[str], rows: Rows, idf: dict[str, npt.NDArray[np.float32]]) -> Headings:
        """From the rows of names and the heading of each."""
        distinct, owner = np.unique(codes, return_inverse=True)
        kept = {name: idf[name] for name in SHARES}
        groups = sparse.csr_matrix((np.ones(len(owner), np.float32), (owner, np.arange(len(owner)))))
        sums = (groups @ _stacked(rows, kept)).tocsr()
        lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
        scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0).astype(np.float32)
        profiles = (sparse.diags(scale) @ sums).T.tocsr().astype(np.float32)
        return cls(distinct.tolist(), kept, profiles)

    def likely(self, rows: Rows) -> sparse.csr_matrix:
        """For every text (row) its nearest headings (columns, in the order of ``codes``); the nearest has 1."""
        near = _nearest(_stacked(rows, self.idf), self.profiles)
        counts = np.diff(near.indptr)
        near.data = near.data / np.repeat(near.data[near.indptr[:-1][counts > 0]], counts[counts > 0])
        return near


def _nearest(texts: sparse.csr_matrix, profiles: sparse.csr_matrix) -> sparse.csr_matrix:
    """The LIKELY greatest products of every text above LEAST, the greatest first."""
    if texts.shape[0] > FEW:
        return sp_matmul_topn(texts, profiles, top_n=LIKELY, threshold=LEAST, sort=True)
    products = (texts @ profiles).toarray()  # the kernel would copy the profiles' indices first
    order = np.argsort(-products, axis=1, kind="stable")[:, :LIKELY]
    values = np.take_along_axis(products, order, axis=1)
    ends = np.concatenate([[0], np.cumsum((values > LEAST).sum(axis=1))])
    return sparse.csr_matrix((values[values > LEAST], order[values > LEAST], ends), products.shape)


def _stacked(rows: Rows, idf: dict[str, npt.NDArray[np.float32]]) -> sparse.csr_matrix:
    ready = weighted({name: rows[name] for name in SHARES}, idf)
    return kernel.stacked([ready[name] for name in SHARES], list(SHARES.values()))
