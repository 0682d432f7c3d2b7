"""How proposals are spread over companies, and seeing to it that no fitting offer is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.engine.index import Floats, Indexed, Scored, score
from matchmaker.matching.engine.values import Offer, Pairing

CANDIDATES = 5  # needs that are scored exactly for an offer that nobody was shown
FITTING = 0.15  # weighted sum from which an offer fits well enough to be shown in any case


@dataclass(frozen=True)
class Exposure:
    """Proposals per company (or per offer without one): counts, Gini coefficient, share of the top tenth."""

    parties: int
    without: int
    gini: float
    top_tenth_share: float


def exposure(pairings: Iterable[Pairing], offers: Sequence[Offer]) -> Exposure:
    """How evenly proposals are spread over the offering companies; Gini 0 is even, 1 is one company only."""
    party = {offer.id: offer.party or f"offer {offer.id}" for offer in offers}
    counts = Counter(dict.fromkeys(party.values(), 0))
    counts.update(party[pairing.offer_id] for pairing in pairings if pairing.offer_id in party)
    values = np.sort(np.array(list(counts.values()), dtype=np.float64))
    total = float(values.sum())
    if not len(values) or total == 0:
        return Exposure(len(values), len(values), 0.0, 0.0)
    ranks = np.arange(1, len(values) + 1)
    gini = float((2 * ranks - len(values) - 1) @ values / (len(values) * total))
    tenth = max(1, len(values) // 10)
    return Exposure(len(values), int((values == 0).sum()), gini, float(values[-tenth:].sum() / total))


def uncovered_pairs(
    needs: Indexed, offers: Indexed, chosen: Scored, weights: Floats, kinship: float
) -> Scored:
    """``chosen`` and, for every offer that it lacks and that fits some need, the pair with its best need."""
    left = np.setdiff1d(np.flatnonzero(offers.alive), chosen.offers)
    if not len(left) or not needs.items:
        return chosen
    parts = [chosen]
    wanted = min(CANDIDATES, len(needs.items))
    for o, n in needs.candidates(offers.rows[left], wanted):
        best = score(needs, offers, (n, left[o]), weights, kinship).best("offers", 1)
        fits = best.scores >= FITTING
        parts.append(Scored(best.needs[fits], best.offers[fits], best.features[fits], best.scores[fits]))
    return Scored(
        np.concatenate([part.needs for part in parts]),
        np.concatenate([part.offers for part in parts]),
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )
