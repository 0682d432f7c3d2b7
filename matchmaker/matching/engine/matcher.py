"""The estimator: scikit-learn TF-IDF over words and characters, plus market rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from matchmaker.matching.engine.values import Need, Offer, Pairing, Reason

WEIGHTS = {"words": 0.3, "letters": 0.3, "hs_code": 0.2, "form": 0.08, "market": 0.07, "certificates": 0.05}


class Matcher:
    """Proposes offers for needs; ``top_n`` proposals for each item."""

    def __init__(self, *, top_n: int = 10) -> None:
        self.top_n = top_n

    def fit(self, offers: Sequence[Offer], needs: Sequence[Need]) -> Matcher:
        """Learn the vocabulary; returns self."""
        self.offers_ = {offer.id: offer for offer in offers}
        self.needs_ = {need.id: need for need in needs}
        texts = [item.text for item in (*offers, *needs)] or ["matchmaker"]
        self.words_ = TfidfVectorizer(token_pattern=r"(?u)\b\w+\b").fit([*texts, "matchmaker"])
        self.letters_ = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit([*texts, "matchmaker"])
        return self

    def propose(self) -> list[Pairing]:
        """The best offers of every need."""
        return [
            pairing
            for need in self.needs_.values()
            for pairing in self._pairs([need], list(self.offers_.values()))
        ]

    def propose_for_need(self, need_id: str) -> list[Pairing]:
        """The best offers of one need."""
        return (
            self._pairs([self.needs_[need_id]], list(self.offers_.values())) if need_id in self.needs_ else []
        )

    def propose_for_offer(self, offer_id: str) -> list[Pairing]:
        """The needs that one offer serves best."""
        return (
            self._pairs(list(self.needs_.values()), [self.offers_[offer_id]])
            if offer_id in self.offers_
            else []
        )

    def update_offer(self, offer: Offer) -> None:
        """Add or replace an offer, without a rebuild."""
        self.offers_[offer.id] = offer

    def update_need(self, need: Need) -> None:
        """Add or replace a need, without a rebuild."""
        self.needs_[need.id] = need

    def remove_offer(self, offer_id: str) -> None:
        """Forget an offer."""
        self.offers_.pop(offer_id, None)

    def remove_need(self, need_id: str) -> None:
        """Forget a need."""
        self.needs_.pop(need_id, None)

    def _pairs(self, needs: list[Need], offers: list[Offer]) -> list[Pairing]:
        if not needs or not offers:
            return []
        words = self._cosine(self.words_, needs, offers)
        letters = self._cosine(self.letters_, needs, offers)
        found = []
        for row, need in enumerate(needs):
            for column, offer in enumerate(offers):
                if _allowed(need, offer) and (
                    words[row, column] > 0.05 or letters[row, column] > 0.15 or _hs(need, offer)
                ):
                    found.append(
                        _pairing(need, offer, float(words[row, column]), float(letters[row, column]))
                    )
        found.sort(key=lambda pairing: (-pairing.score, pairing.need_id, pairing.offer_id))
        return found[: self.top_n]

    @staticmethod
    def _cosine(vectorizer: TfidfVectorizer, needs: list[Need], offers: list[Offer]) -> np.ndarray:
        left = vectorizer.transform([need.text for need in needs])
        right = vectorizer.transform([offer.text for offer in offers])
        return np.asarray(sparse.csr_matrix(left @ right.T).todense())


def _allowed(need: Need, offer: Offer) -> bool:
    if need.party is not None and need.party == offer.party:
        return False
    if offer.party in need.excluded_parties or need.party in offer.excluded_parties:
        return False
    if offer.origin in need.excluded_countries or need.market in offer.excluded_countries:
        return False
    return not need.origins or offer.origin in need.origins


def _hs(need: Need, offer: Offer) -> bool:
    return bool(need.hs_code and offer.hs_code and need.hs_code[:4] == offer.hs_code[:4])


def _pairing(need: Need, offer: Offer, words: float, letters: float) -> Pairing:
    common = sorted(
        set(re.findall(r"\w+", need.text.casefold())) & set(re.findall(r"\w+", offer.text.casefold()))
    )
    lacking = [name for name in need.certificates if name not in offer.certificates]
    features: list[tuple[str, float, dict[str, str | int | float | bool | None]]] = [
        ("words", words, {"words": ", ".join(common[:6])}),
        ("letters", letters, {}),
        ("hs_code", 1.0 if _hs(need, offer) else 0.0, {"code": (need.hs_code or "")[:4]}),
        ("form", 1.0 if need.form and need.form == offer.form else 0.0, {}),
        ("market", 1.0 if need.market in offer.markets else 0.0, {}),
        ("certificates", 0.0 if lacking else 1.0, {}),
    ]
    reasons = tuple(
        Reason(code, WEIGHTS[code] * value, parameters) for code, value, parameters in features if value > 0
    )
    missing = (Reason("missing_certificates", 0.0, {"names": ", ".join(lacking)}),) if lacking else ()
    return Pairing(need.id, offer.id, 1, sum(reason.contribution for reason in reasons), reasons, missing)
