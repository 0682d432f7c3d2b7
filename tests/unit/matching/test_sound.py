"""Words that are written by ear in another script, and are in no lexicon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.catalogue.nomenclature.lexicon import Lexicon
from matchmaker.matching.engine import Matcher, Need, Offer, Pairing, render
from matchmaker.matching.engine.sound import COLUMNS, likeness, sound_columns

NOTHING = Lexicon()
OFFERED = ["carnaroli", "basmati", "penne", "pecorino", "bresaola", "gorgonzola", "espadrille", "tagliatelle"]


def proposed(need: str, offers: list[str]) -> list[Pairing]:
    """Proposals without a lexicon."""
    matcher = Matcher(lexicon=NOTHING).fit([Offer(text, text) for text in offers], [])
    return matcher.propose_for_need(Need("need", need))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("카르나롤리", "carnaroli"), ("ペコリーノ", "pecorino"), ("เปนเน", "penne"), ("गोर्गोनज़ोला", "gorgonzola"),
        ("បាសម៉ាទី", "basmati"), ("ແປນເນ", "penne"),
    ],
)  # fmt: skip
def test_a_word_written_by_ear_meets_the_word(written: str, meant: str) -> None:
    best = proposed(written, OFFERED)[0]
    assert best.offer_id == meant
    reason = next(reason for reason in best.reasons if reason.code == "sound")
    assert f"{written} – {meant}" in render(reason, "en")
    assert reason.spans == (("need", 0, len(written)), ("offer", 0, len(meant)))


def test_it_works_from_both_sides() -> None:
    assert proposed("pecorino", ["ペコリーノ", "ลิงกวีเน"])[0].offer_id == "ペコリーノ"


def test_words_of_one_script_do_not_meet_by_sound() -> None:
    (best,) = proposed("pecorino romano", ["pecorino sardo"])
    assert "sound" not in {reason.code for reason in best.reasons}


@given(st.text(min_size=1, max_size=30))
def test_any_word_has_sounds_or_none(word: str) -> None:
    assert all(0 <= column < COLUMNS for column in sound_columns(word))
    assert 0 <= likeness(word, "pecorino") <= 1
