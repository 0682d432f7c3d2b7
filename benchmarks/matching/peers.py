"""The engine and its peers behind one interface: queries and candidates in, the numbers of the best candidates out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from matchmaker.catalogue.nomenclature.text import SEPARATORS, clean, tokens
from matchmaker.matching.engine import Matcher, Need, Offer

TOP = 10
Ranked = list[list[int]]
Peer = Callable[[list[str], list[str]], Ranked]


def ours(
    queries: list[str], candidates: list[str], parallel: Sequence[tuple[list[str], list[str]]] = ()
) -> Ranked:
    """The engine with the shipped lexicon and nothing else, unless ``parallel`` pairs teach it more."""
    offers = [Offer(str(number), text) for number, text in enumerate(candidates)]
    needs = [Need(str(number), text) for number, text in enumerate(queries)]
    ranked: Ranked = [[] for _query in queries]
    for part in Matcher(top_n=TOP, parallel=parallel).fit(offers, needs).scored():
        for need, offer in zip(part.needs, part.offers, strict=True):
            ranked[need].append(int(offer))
    return ranked


def _tfidf(vectorizer: TfidfVectorizer, queries: list[str], candidates: list[str]) -> Ranked:
    right = vectorizer.fit_transform(candidates)
    best = sp_matmul_topn(vectorizer.transform(queries), right.T.tocsr(), top_n=TOP, sort=True)
    return [best.indices[best.indptr[row] : best.indptr[row + 1]].tolist() for row in range(len(queries))]


def words(queries: list[str], candidates: list[str]) -> Ranked:
    """scikit-learn TF-IDF over words."""
    return _tfidf(TfidfVectorizer(token_pattern=r"(?u)\w+"), queries, candidates)


def letters(queries: list[str], candidates: list[str]) -> Ranked:
    """scikit-learn TF-IDF over characters, 3 to 5 within words."""
    return _tfidf(TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)), queries, candidates)


def bm25(queries: list[str], candidates: list[str]) -> Ranked:
    """BM25 with bm25s."""
    split = [_words(text) for text in candidates]
    retriever = bm25s.BM25()
    retriever.index(split, show_progress=False)
    found: Ranked = []
    for query in queries:
        known = [word for word in _words(query) if word in retriever.vocab_dict]
        if not known:
            found.append([])
            continue
        scores = retriever.get_scores(known)
        best = np.argsort(-scores, kind="stable")[:TOP]
        found.append([int(number) for number in best if scores[number] > 0])
    return found


def likeness(queries: list[str], candidates: list[str]) -> Ranked:
    """rapidfuzz token sort ratio of every pair."""
    left, right = [clean(text) for text in queries], [clean(text) for text in candidates]
    scores = process.cdist(left, right, scorer=fuzz.token_sort_ratio, workers=-1, dtype=np.float32)
    return [[int(n) for n in row] for row in np.argsort(-scores, axis=1, kind="stable")[:, :TOP]]


def _words(text: str) -> list[str]:
    return [token for _s, _e, token in tokens(clean(text)) if token not in SEPARATORS] or ["∅"]


PEERS: dict[str, Peer] = {
    "matchmaker": ours, "words": words, "letters": letters, "BM25": bm25, "rapidfuzz": likeness,
}  # fmt: skip
