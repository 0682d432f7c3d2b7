"""The estimator: proposes offers for needs and needs for offers, with reasons that add up to the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from matchmaker.catalogue.nomenclature.lexicon import Lexicon, shipped
from matchmaker.matching.engine import kernel, storage
from matchmaker.matching.engine.bulk import read_many
from matchmaker.matching.engine.compiled import checksum, compiled, shipped_reader
from matchmaker.matching.engine.explaining import Explainer, missing
from matchmaker.matching.engine.exposure import uncovered_pairs
from matchmaker.matching.engine.headings import Rows
from matchmaker.matching.engine.index import Indexed, Scored, score
from matchmaker.matching.engine.reading import Reader
from matchmaker.matching.engine.trade import HARD, TradeEncoder, hard_rules
from matchmaker.matching.engine.translation import Dictionary, learn, lexicon_pairs
from matchmaker.matching.engine.values import Need, Offer, Pairing
from matchmaker.matching.engine.vectors import BLOCKS, Vectoriser
from matchmaker.matching.engine.weights import FIXED, as_array

SHORTLIST = 3  # candidates per proposal that are scored exactly
FEWEST = 50  # candidates that are scored exactly in any case
CHECKSUM = "checksum"
COMPACT = 2_000  # changed items that are kept beside the index before both are joined


class Matcher:
    """Proposes ``top_n`` offers for every need.

    ``lexicon`` None is the shipped one; ``parallel`` are pairs (units, English stems) that teach more translations;
    ``weights`` replace the fixed ones (they are scaled to sum 1); ``jobs`` processes read the texts of a large fit.
    ``kinship`` leaves out pairs that share trade terms but not the product: the least weight of what names it.
    """

    def __init__(
        self,
        *,
        top_n: int = 10,
        lexicon: Lexicon | None = None,
        parallel: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
        weights: dict[str, float] | None = None,
        jobs: int = 1,
        kinship: float = 0.0,
    ) -> None:
        self.top_n = top_n
        self.lexicon = lexicon
        self.parallel = parallel
        self.weights = weights
        self.jobs = jobs
        self.kinship = kinship

    def fit(self, offers: Sequence[Offer], needs: Sequence[Need]) -> Matcher:
        """Read all texts and learn how rare each word and concept is; returns self."""
        vars(self).pop("names_", None)
        self.dictionary_ = self._dictionary()
        self.idf_: dict[str, kernel.Floats] = {}
        self._prepare()
        self.encoder_ = TradeEncoder()
        raw_offers, offer_lines = self._read(list(offers))
        raw_needs, need_lines = self._read(list(needs))
        self.vectoriser_.learn([raw_offers, raw_needs])
        self.offers_ = self._indexed(list(offers), raw_offers, offer_lines)
        self.needs_ = self._indexed(list(needs), raw_needs, need_lines)
        self.recent_offers_ = self._index_of([])
        self.recent_needs_ = self._index_of([])
        self._warm()
        return self

    def _warm(self) -> None:
        """Transpose now what single proposals need, so that the first of them is as quick as the others."""
        for indexed in (self.offers_, self.needs_):
            if len(indexed.items) > COMPACT:
                _ = indexed.columns

    @property
    def _is_shipped(self) -> bool:
        return self.lexicon is None and not self.parallel

    def _prepare(self) -> None:
        if self.lexicon is None:
            self.reader_ = shipped_reader()
        else:
            self.reader_ = Reader(self.lexicon, getattr(self, "names_", None))
            self.names_ = self.reader_.names
        self.weights_ = as_array(self.weights or FIXED)
        extends = self.lexicon is None or shipped().concepts.keys() <= self.lexicon.concepts.keys()
        headings = compiled().headings if extends else None
        self.vectoriser_ = Vectoriser(self.reader_, self.dictionary_, self.idf_, headings)
        self.explainer_ = Explainer(self.vectoriser_)

    def _dictionary(self) -> Dictionary:
        if self._is_shipped:
            return compiled().dictionary
        return learn([*lexicon_pairs(self.lexicon or shipped()), *self.parallel])

    def _read(self, items: list[Offer] | list[Need]) -> tuple[Rows, list[str]]:
        texts = [(item.text, item.hs_code) for item in items]
        return read_many(self.vectoriser_, texts, self.jobs, needs=bool(items) and isinstance(items[0], Need))

    def _indexed(self, items: list[Offer] | list[Need], raw: Rows, lines: list[str]) -> Indexed:
        weighted = self.vectoriser_.weighted(raw)
        rows = kernel.stacked([weighted[name] for name in BLOCKS], self.weights_[: len(BLOCKS)].tolist())
        ends = np.cumsum([self.vectoriser_.widths[name] for name in BLOCKS]).astype(np.int64)
        side = self.encoder_.encode(items)
        return Indexed(items, rows, side, lines, ends, np.ones(len(items), bool))

    def _index_of(self, items: list[Offer] | list[Need]) -> Indexed:
        return self._indexed(items, *self._read(items))

    def scored(self) -> Iterator[Scored]:
        """The best pairs of every need as arrays, in blocks of needs: the bulk form of `propose`, without reasons."""
        self._compact()
        if not self.needs_.items or not self.offers_.items:
            return
        wanted = min(max(self.top_n * SHORTLIST, FEWEST), len(self.offers_.items))
        for pairs in self.offers_.candidates(self.needs_.rows, wanted):
            yield score(self.needs_, self.offers_, pairs, self.weights_, self.kinship).best(
                "needs", self.top_n
            )

    def propose(self) -> list[Pairing]:
        """The best offers of every need, and the best need of every offer that none of them includes.

        Ranked from 1 within each need; an offer that fits somewhere is never left without a proposal.
        """
        parts = list(self.scored())
        if not parts:
            return []
        chosen = Scored(
            np.concatenate([part.needs for part in parts]), np.concatenate([part.offers for part in parts]),
            np.concatenate([part.features for part in parts]), np.concatenate([part.scores for part in parts]),
        )  # fmt: skip
        more = uncovered_pairs(self.needs_, self.offers_, chosen, self.weights_, self.kinship)
        return self._pairings(self.needs_, self.offers_, more.best("needs", len(self.offers_.items)), "needs")

    def propose_for_need(self, need: str | Need) -> list[Pairing]:
        """The best offers of one need, known by its id or given; unknown ids have none."""
        one = self._one(need, self.needs_, self.recent_needs_)
        if one is None:
            return []
        found: list[Pairing] = []
        for offers in (self.offers_, self.recent_offers_):
            pairs = self._candidates(one, offers)
            best = score(one, offers, pairs, self.weights_, self.kinship).best("needs", self.top_n)
            found.extend(self._pairings(one, offers, best, "needs"))
        return self._ranked(found)

    def propose_for_offer(self, offer: str | Offer) -> list[Pairing]:
        """The needs that one offer serves best, known by its id or given; unknown ids have none."""
        one = self._one(offer, self.offers_, self.recent_offers_)
        if one is None:
            return []
        found: list[Pairing] = []
        for needs in (self.needs_, self.recent_needs_):
            o, n = self._candidates(one, needs)
            best = score(needs, one, (n, o), self.weights_, self.kinship).best("offers", self.top_n)
            found.extend(self._pairings(needs, one, best, "offers"))
        return self._ranked(found)

    def _one(self, wanted: str | Offer | Need, *known: Indexed) -> Indexed | None:
        if isinstance(wanted, Offer):
            return self._index_of([wanted])
        if isinstance(wanted, Need):
            return self._index_of([wanted])
        for indexed in known:
            if wanted in indexed.row_of:
                return indexed.only(indexed.row_of[wanted])
        return None

    def _candidates(self, one: Indexed, others: Indexed) -> tuple[kernel.Integers, kernel.Integers]:
        if len(others.items) <= COMPACT:  # few enough to score them all
            every = np.arange(len(others.items), dtype=np.int64)
            return np.zeros(len(every), np.int64), every
        wanted = min(max(self.top_n * SHORTLIST, FEWEST) + int((~others.alive).sum()), len(others.items))
        return next(others.candidates(one.rows, wanted))

    def _ranked(self, found: list[Pairing]) -> list[Pairing]:
        found.sort(key=lambda pairing: (-pairing.score, pairing.need_id, pairing.offer_id))
        return [replace(pairing, rank=rank) for rank, pairing in enumerate(found[: self.top_n], start=1)]

    def _pairings(self, needs: Indexed, offers: Indexed, scored: Scored, by: str) -> list[Pairing]:
        found = []
        rank, last = 0, -1
        for n, o, features in zip(scored.needs, scored.offers, scored.features, strict=True):
            owner = int(n if by == "needs" else o)
            rank = rank + 1 if owner == last else 1
            last = owner
            need, offer = needs.items[n], offers.items[o]
            assert isinstance(need, Need)
            assert isinstance(offer, Offer)
            reasons = self.explainer_.reasons(need, offer, features, self.weights_)
            total = float(sum(reason.contribution for reason in reasons))
            found.append(Pairing(need.id, offer.id, rank, total, reasons, missing(need, offer)))
        return found

    def excluded(self, need: Need, offer: Offer) -> str | None:
        """The code of the hard rule that keeps the two apart, None where there is none."""
        zero = np.zeros(1, np.int64)
        broken = hard_rules(self.encoder_.encode([need]), self.encoder_.encode([offer]), zero, zero)
        return HARD[broken[0]] if broken[0] >= 0 else None

    def features_of(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], kernel.Floats]:
        """The features of pairs (need id, offer id) that are known and not kept apart by a hard rule."""
        self._compact()
        known = [pair for pair in pairs if pair[0] in self.needs_.row_of and pair[1] in self.offers_.row_of]
        n = np.array([self.needs_.row_of[need] for need, _offer in known], np.int64)
        o = np.array([self.offers_.row_of[offer] for _need, offer in known], np.int64)
        found = score(self.needs_, self.offers_, (n, o), self.weights_, 0.0)
        rows = zip(found.needs, found.offers, found.features, strict=True)
        return {(self.needs_.items[a].id, self.offers_.items[b].id): features for a, b, features in rows}

    def reweigh(self, weights: dict[str, float]) -> None:
        """Use other weights from now on, without reading anything anew; the present ones must all be above 0."""
        blocks = len(BLOCKS)
        before, self.weights, self.weights_ = self.weights_[:blocks], weights, as_array(weights)
        factors = np.sqrt(self.weights_[:blocks] / before).astype(np.float32)
        for indexed in (self.offers_, self.needs_, self.recent_offers_, self.recent_needs_):
            rows = indexed.rows
            rows.data = rows.data * factors[np.searchsorted(indexed.ends, rows.indices, side="right")]
            for name in ("columns", "all_columns"):
                vars(indexed).pop(name, None)
        self._warm()

    def update_offer(self, offer: Offer) -> None:
        """Add or replace an offer, without a rebuild."""
        self.remove_offer(offer.id)
        self.recent_offers_ = self.recent_offers_.joined(self._index_of([offer]))
        self._compact(COMPACT)

    def update_need(self, need: Need) -> None:
        """Add or replace a need, without a rebuild."""
        self.remove_need(need.id)
        self.recent_needs_ = self.recent_needs_.joined(self._index_of([need]))
        self._compact(COMPACT)

    def remove_offer(self, offer_id: str) -> None:
        """Forget an offer."""
        if not self.offers_.remove(offer_id):
            self.recent_offers_.remove(offer_id)

    def remove_need(self, need_id: str) -> None:
        """Forget a need."""
        if not self.needs_.remove(need_id):
            self.recent_needs_.remove(need_id)

    def _compact(self, room: int = 0) -> None:
        """Join changed items with the index once there are more than ``room``, or any are out of use (room 0)."""
        if len(self.recent_offers_.items) > room or (not room and not self.offers_.alive.all()):
            self.offers_ = self.offers_.joined(self.recent_offers_)
            self.recent_offers_ = self._index_of([])
        if len(self.recent_needs_.items) > room or (not room and not self.needs_.alive.all()):
            self.needs_ = self.needs_.joined(self.recent_needs_)
            self.recent_needs_ = self._index_of([])

    def save(self, path: Path) -> None:
        """Write the fitted index; what is shipped or compiled from it is not written, a lexicon of one's own is."""
        self._compact()
        rebuilt = storage.REBUILT | ({"dictionary_"} if self._is_shipped else set())
        state = {name: value for name, value in vars(self).items() if name not in rebuilt}
        storage.write(path, {**state, CHECKSUM: checksum()})

    @classmethod
    def load(cls, path: Path) -> Matcher:
        """Read what `save` wrote; arrays stay memory-mapped, so that processes share them.

        ValueError: another version of the engine or the shipped lexicon wrote it.

        Read only files that the application wrote itself: the format can run code.
        """
        matcher = cls.__new__(cls)
        state = storage.read(path)
        if state.pop(CHECKSUM, None) != checksum():
            raise ValueError(f"{path} was written by another version")
        vars(matcher).update(state)
        if matcher._is_shipped:
            matcher.dictionary_ = compiled().dictionary
        matcher._prepare()
        return matcher
