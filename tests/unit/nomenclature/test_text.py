"""Normalisation: one form for many ways of writing, and nothing that a text can hold breaks it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.catalogue.nomenclature.text import clean, clean_with_offsets, fold, stem, tokens
from matchmaker.catalogue.nomenclature.vietnamese import decode, is_folded_syllable, is_syllable

ANYTHING = st.text(alphabet=st.characters(), max_size=60)
TELEX = [
    ("guwfng", "gừng"),
    ("ddieeuf", "điều"),
    ("phoongj", "phộng"),
    ("nuwowcs", "nước"),
    ("khoong", "không"),
]
VNI = [("gu72ng", "gừng"), ("d9ie6u2", "điều"), ("nu7o7c1", "nước")]


@given(ANYTHING)
def test_clean_is_stable_and_composed(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(ANYTHING)
def test_normal_forms_read_alike(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@given(ANYTHING)
def test_offsets_stay_inside_the_text(text: str) -> None:
    cleaned, offsets = clean_with_offsets(text)
    assert not offsets or len(offsets) == len(cleaned) + 1
    assert all(0 <= offset <= len(text) for offset in offsets)
    assert offsets == sorted(offsets)


@given(ANYTHING)
def test_tokens_are_in_order_and_do_not_overlap(text: str) -> None:
    cleaned = clean(text)
    end = 0
    for start, stop, token in tokens(cleaned):
        assert end <= start < stop
        assert cleaned[start:stop] == token
        end = stop


@given(ANYTHING)
def test_folding_leaves_no_latin_marks(text: str) -> None:
    assert not any(
        "\u0300" <= letter <= "\u036f" for letter in unicodedata.normalize("NFD", fold(clean(text)))
    )


def test_folding_drops_marks_of_vietnamese_only() -> None:
    assert fold("đậu phộng rang") == "dau phong rang"
    assert fold("ข้าวหอม") == "ข้าวหอม"
    assert fold("생강") == "생강"


@pytest.mark.parametrize(
    ("new", "old"), [("hoà", "hòa"), ("thuỷ sản", "thủy sản"), ("quý", "quý"), ("loè", "lòe")]
)
def test_tone_marks_have_one_place(new: str, old: str) -> None:
    assert clean(new) == clean(old)


def test_invisible_and_control_characters_go() -> None:
    assert clean("gừ\u200bng\u200f\x00 tươi") == "gừng  tươi"


@pytest.mark.parametrize(("typed", "meant"), TELEX + VNI)
def test_unconverted_typing_is_decoded(typed: str, meant: str) -> None:
    assert decode(typed) == meant


@pytest.mark.parametrize("word", ["gung", "fresh", "powder", "organic", "W320", "2026", "tea"])
def test_other_words_are_not_decoded(word: str) -> None:
    assert decode(word) is None


@given(st.text(max_size=12))
def test_decoding_never_fails(text: str) -> None:
    meant = decode(text)
    assert meant is None or is_syllable(meant)


def test_syllables_are_told_from_words() -> None:
    assert all(
        is_syllable(word)
        for word in ["gừng", "nghệ", "quế", "hồi", "tiêu", "điều", "khoai", "sắn", "nấm", "rượu"]
    )
    assert all(is_folded_syllable(word) for word in ["gung", "nghe", "que", "hoi", "tieu", "dieu", "ruou"])
    assert not any(is_folded_syllable(word) for word in ("ginger", "powder", "dried", "fresh"))


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("mangoes", "mango"), ("berries", "berry"), ("beans", "bean"), ("grass", "grass"), ("leaves", "leaf"),
        ("châtaignes", "châtaigne"), ("gâteaux", "gâteau"), ("riz", "riz"),
    ],
)  # fmt: skip
def test_plurals_meet_singulars(plural: str, singular: str) -> None:
    assert stem(plural) == stem(singular)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("乾燥辣椒醬", "干燥辣椒酱"),  # traditional, simplified
        ("塩", "鹽"),  # Japanese, traditional
        ("ﾊﾞﾅﾅ", "バナナ"),
        ("पिण्डा", "पिंडा"),
        ("क़ीमा", "कीमा"),
        ("ស្ដេច", "ស្តេច"),
        ("ໝາກໄມ້", "ຫມາກໄມ້"),
        ("เเกง", "แกง"),
        ("mỳ", "mì"),
        ("kỹ", "kĩ"),
    ],
)
def test_two_spellings_have_one_form(one: str, other: str) -> None:
    assert stem(clean(one)) == stem(clean(other))


@given(st.text(alphabet="薑乾醬塩ក្ដត្ຫໝแเกขリンゴ", min_size=1, max_size=12))
def test_forms_of_unspaced_scripts_keep_their_length(text: str) -> None:
    assert all(len(stem(token)) == len(token) for _s, _e, token in tokens(clean(text)))
