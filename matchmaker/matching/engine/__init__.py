"""PURE: the matching engine, values in and values out; knows nothing of Flask or the database."""

from matchmaker.matching.engine.exposure import Exposure, exposure
from matchmaker.matching.engine.matcher import Matcher
from matchmaker.matching.engine.reasons import render
from matchmaker.matching.engine.suggestion import suggest_hs, suggestions_ready
from matchmaker.matching.engine.unread import unread
from matchmaker.matching.engine.values import HsSuggestion, Need, Offer, Pairing, Reason
from matchmaker.matching.engine.weights import Learned, learn_weights
from matchmaker.matching.engine.wordlearning import LearnedWord, learned_words

__all__ = [
    "Exposure", "HsSuggestion", "Learned", "LearnedWord", "Matcher", "Need", "Offer", "Pairing", "Reason",
    "exposure", "learn_weights", "learned_words", "render", "suggest_hs", "suggestions_ready", "unread",
]  # fmt: skip
