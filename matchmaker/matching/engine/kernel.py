"""Sparse top-n and exact pair products, with bounded memory: nothing grows with the number of pairs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from numba import njit, prange
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

Floats = npt.NDArray[np.float32]
FEW = 20_000  # pairs that are done before other threads have begun
Integers = npt.NDArray[np.int64]


def stacked(blocks: Sequence[sparse.csr_matrix], weights: Sequence[float]) -> sparse.csr_matrix:
    """Blocks side by side, scaled so that the product of two rows is Σ w × cosine."""
    scaled = [block * np.float32(weight**0.5) for block, weight in zip(blocks, weights, strict=True)]
    built = sparse.hstack(scaled, format="csr", dtype=np.float32)
    built.sort_indices()
    built.indices = built.indices.astype(np.int32, copy=False)
    built.indptr = built.indptr.astype(np.int32 if built.nnz < 2**31 else np.int64, copy=False)
    return built


def top_pairs(
    left: sparse.csr_matrix,
    right_transposed: sparse.csr_matrix,
    top: int,
    least: float,
    whole: Callable[[], sparse.csr_matrix] | None = None,
    rows: int = 4096,
) -> Iterator[tuple[Integers, Integers]]:
    """(row of left, row of right) of the ``top`` greatest products above ``least``, in blocks of ``rows``.

    ``right_transposed`` is CSR of shape (columns, items). Where columns were left out of it, ``whole`` gives all of
    them, for the rows that find fewer than ``top``. Work is linear in the products of non-zeros.
    """
    threads = max(1, len(os.sched_getaffinity(0))) if left.shape[0] > 1 else 1
    for start in range(0, left.shape[0], rows):
        part = left[start : start + rows]
        best = sp_matmul_topn(part, right_transposed, top_n=top, threshold=least, n_threads=threads)
        counts = np.diff(best.indptr)
        owners = np.repeat(np.arange(len(counts)), counts)
        found = best.indices
        if whole is not None and (counts < top).any():
            few = np.flatnonzero(counts < top)
            more = sp_matmul_topn(part[few], whole(), top_n=top, threshold=least, n_threads=threads)
            enough = counts[owners] == top
            owners = np.concatenate([owners[enough], np.repeat(few, np.diff(more.indptr))])
            found = np.concatenate([found[enough], more.indices])
        yield (owners + start).astype(np.int64), found.astype(np.int64)


def block_products(
    left: sparse.csr_matrix, right: sparse.csr_matrix, pairs: tuple[Integers, Integers], ends: Integers
) -> Floats:
    """For every pair of rows the product of each column block; ``ends`` are the blocks' last columns + 1.

    Returns float32 of shape (pairs, blocks). Both matrices need sorted indices.
    """
    products = _products if len(pairs[0]) > FEW else _few_products
    return np.asarray(
        products(
            left.indptr.astype(np.int64), left.indices, left.data,
            right.indptr.astype(np.int64), right.indices, right.data,
            pairs[0], pairs[1], ends,
        )
    )  # fmt: skip


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _merge(lp, li, ld, rp, ri, rd, left, right, ends, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    a, a_end, b, b_end = lp[left], lp[left + 1], rp[right], rp[right + 1]
    block = 0
    while a < a_end and b < b_end:
        if li[a] < ri[b]:
            a += 1
        elif li[a] > ri[b]:
            b += 1
        else:
            while li[a] >= ends[block]:
                block += 1
            out[block] += ld[a] * rd[b]
            a += 1
            b += 1


@njit(parallel=True, cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _products(lp, li, ld, rp, ri, rd, first, second, ends):  # type: ignore[no-untyped-def]  # pragma: no cover
    out = np.zeros((len(first), len(ends)), np.float32)
    for pair in prange(len(first)):
        _merge(lp, li, ld, rp, ri, rd, first[pair], second[pair], ends, out[pair])
    return out


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _few_products(lp, li, ld, rp, ri, rd, first, second, ends):  # type: ignore[no-untyped-def]  # pragma: no cover
    out = np.zeros((len(first), len(ends)), np.float32)
    for pair in range(len(first)):
        _merge(lp, li, ld, rp, ri, rd, first[pair], second[pair], ends, out[pair])
    return out
