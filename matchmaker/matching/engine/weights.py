"""The weights of the score and how answers may change them.

The score of a pair is Σ wᵢfᵢ with wᵢ ≥ 0, Σwᵢ = 1 and every feature fᵢ in [0, 1]. The fixed weights were tuned by
hand on the development split of `benchmarks/matching`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

FEATURES = (
    "concepts", "attributes", "hs_code", "words", "letters", "meaning", "sound", "likeness", "extent",
    "form", "market", "origin", "certificates", "certificates_nice", "volume", "languages", "incoterm", "met",
)  # fmt: skip
FIXED: dict[str, float] = {
    "concepts": 0.105, "attributes": 0.045, "hs_code": 0.052, "words": 0.013, "letters": 0.218, "meaning": 0.155,
    "sound": 0.122, "likeness": 0.143, "extent": 0.033, "form": 0.022, "market": 0.027, "origin": 0.013,
    "certificates": 0.027, "certificates_nice": 0.004, "volume": 0.009, "languages": 0.008, "incoterm": 0.002,
    "met": 0.002,
}  # fmt: skip
PRODUCT = 9  # the first features speak of the product, the others of trade
HELD_BACK = 4  # every fourth answer is held back
KEPT = 0.1  # share of the fixed weights in learned ones: no feature is forgotten because few have answered
NAMING = ("concepts", "hs_code", "words", "sound")  # features that say: this is the thing itself
STEEPNESS = 2.8
ENOUGH = 40  # answers of which at least a quarter are of the rarer kind

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """What answers teach. ``used`` only where the log loss on held-back answers is below that of fixed weights."""

    weights: dict[str, float]
    fixed_loss: float
    learned_loss: float
    answers: int
    used: bool


def as_array(weights: dict[str, float]) -> Floats:
    """Weights in the order of FEATURES, summing to 1."""
    values = np.array([max(0.0, weights.get(name, 0.0)) for name in FEATURES])
    return values / values.sum() if values.sum() > 0 else as_array(FIXED)


KINSHIP = np.array([FIXED[name] if name in NAMING else 0.0 for name in FEATURES])
"""Weights of the features by which a pair counts as being about the same product, whatever answers have taught."""


def stretched(total: float) -> float:
    """The score shown for a weighted sum: 1 − (1 − Σwᵢfᵢ)^STEEPNESS, which keeps the order and 0 and 1.

    Cosines of short texts stay far below 1: a pair anyone would call right has a sum of 0.25 to 0.45.
    """
    return float(1.0 - (1.0 - min(1.0, total)) ** STEEPNESS)


def learn_weights(features: Floats, interested: Sequence[bool]) -> Learned:
    """Fit weights to answers by logistic regression; ``features`` has one row per answer, columns FEATURES.

    Both weightings are calibrated by the same one-variable logistic regression on the answers that were not held back,
    so that only the order they give is compared. Deterministic: every fourth answer is held back.
    """
    answers = np.asarray(interested, dtype=bool)
    fixed = as_array(FIXED)
    rare = min(int(answers.sum()), int((~answers).sum()))
    if len(answers) < ENOUGH or rare < ENOUGH // 4:
        return Learned(dict(FIXED), float("nan"), float("nan"), len(answers), False)
    held = np.arange(len(answers)) % HELD_BACK == HELD_BACK - 1
    if len(set(answers[held])) < 2 or len(set(answers[~held])) < 2:
        return Learned(dict(FIXED), float("nan"), float("nan"), len(answers), False)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(features[~held], answers[~held])
    raised = np.clip(model.coef_[0], 0.0, None)
    learned = (1 - KEPT) * raised / raised.sum() + KEPT * fixed if raised.sum() > 0 else fixed
    losses = [_loss(features @ weights, answers, held) for weights in (fixed, learned)]
    found = dict(zip(FEATURES, (float(value) for value in learned), strict=True))
    return Learned(found, losses[0], losses[1], len(answers), losses[1] < losses[0])


def _loss(scores: Floats, answers: npt.NDArray[np.bool_], held: npt.NDArray[np.bool_]) -> float:
    column = scores.reshape(-1, 1)
    calibrated = LogisticRegression(C=100.0, max_iter=1000).fit(column[~held], answers[~held])
    return float(log_loss(answers[held], calibrated.predict_proba(column[held])[:, 1], labels=[False, True]))
