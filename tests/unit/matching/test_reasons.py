"""Reasons add up to the score, whatever the texts and fields."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.catalogue.nomenclature.lexicon import LANGUAGES
from matchmaker.matching.engine import Matcher, Need, Offer, render
from matchmaker.matching.engine.reasons import TEXTS

PARAMETER = re.compile(r"\{\w+\}")
VOCABULARY = (
    "dried ginger powder gừng khô bột mango xoài sấy 생강 가루 生姜 粉 fresh tươi green coffee cà phê no sugar ,"
    " organic hs 0910.11"
)
WORDS = st.sampled_from(VOCABULARY.split())
TEXT = st.lists(WORDS, max_size=7).map(" ".join) | st.text(max_size=30)
CODES = st.none() | st.sampled_from(["0910", "091011", "0804", "99", "x"])
COUNTRY = st.none() | st.sampled_from(["VN", "KR", "FR"])
COUNTRIES = st.lists(st.sampled_from(["VN", "KR", "FR", "JP"]), max_size=3).map(tuple)
AMOUNT = st.none() | st.floats(allow_nan=True, allow_infinity=True)
UNIT = st.none() | st.sampled_from(["kg", "t", "l", "?"])
PAPERS = st.lists(st.sampled_from(["haccp", "halal", "organic_eu"]), max_size=3).map(tuple)


@st.composite
def offers(draw: st.DrawFn) -> list[Offer]:
    return [
        Offer(
            str(number), draw(TEXT), hs_code=draw(CODES), origin=draw(COUNTRY), markets=draw(COUNTRIES),
            certificates=draw(PAPERS), capacity=draw(AMOUNT), moq=draw(AMOUNT), unit=draw(UNIT), party=f"p{number}",
        )
        for number in range(draw(st.integers(0, 4)))
    ]  # fmt: skip


@st.composite
def needs(draw: st.DrawFn) -> list[Need]:
    return [
        Need(
            str(number), draw(TEXT), hs_code=draw(CODES), market=draw(COUNTRY), origins=draw(COUNTRIES),
            certificates=draw(PAPERS), volume=draw(AMOUNT), unit=draw(UNIT), party=f"p{number + 2}",
            origins_must=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(offers(), needs())
def test_contributions_sum_to_the_score(offered: list[Offer], wanted: list[Need]) -> None:
    matcher = Matcher(top_n=3).fit(offered, wanted)
    texts = {("offer", item.id): item.text for item in offered} | {
        ("need", item.id): item.text for item in wanted
    }
    for pairing in matcher.propose():
        assert 0 < pairing.score <= 1
        assert sum(reason.contribution for reason in pairing.reasons) == pytest.approx(
            pairing.score, abs=1e-9
        )
        assert all(reason.contribution > 0 for reason in pairing.reasons)
        for reason in (*pairing.reasons, *pairing.missing):
            assert render(reason, "vi")
            assert render(reason, "en")
            for side, start, end in reason.spans:
                text = texts[side, pairing.offer_id if side == "offer" else pairing.need_id]
                assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_in_every_language_with_its_parameters(language: str) -> None:
    wrong = [
        code
        for code, texts in TEXTS.items()
        if not texts[language]
        or set(PARAMETER.findall(texts[language])) != set(PARAMETER.findall(texts["en"]))
    ]
    assert wrong == []


def test_product_names_are_in_the_readers_language() -> None:
    matcher = Matcher().fit([Offer("1", "hạt điều rang")], [Need("1", "roasted cashew nuts")])
    (pairing,) = matcher.propose()
    told = [render(reason, "ko") for reason in pairing.reasons if reason.code in {"concepts", "attributes"}]
    assert any("\uac00" <= letter <= "\ud7af" for text in told for letter in text)


def test_spans_mark_the_words_that_met() -> None:
    matcher = Matcher().fit([Offer("1", "Bán: Xoài sấy dẻo")], [Need("1", "We buy DRIED MANGO")])
    (pairing,) = matcher.propose()
    marked = {("need", "DRIED MANGO"), ("offer", "Xoài sấy dẻo")}
    texts = {"need": "We buy DRIED MANGO", "offer": "Bán: Xoài sấy dẻo"}
    found = {
        (side, texts[side][start:end]) for reason in pairing.reasons for side, start, end in reason.spans
    }
    assert marked & found
