"""The matching engine: values in, values out; knows nothing of Flask or the database."""

from matchmaker.matching.engine.matcher import Matcher
from matchmaker.matching.engine.reasons import render
from matchmaker.matching.engine.values import Need, Offer, Pairing, Reason

__all__ = ["Matcher", "Need", "Offer", "Pairing", "Reason", "render"]
