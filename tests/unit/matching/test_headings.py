"""HS headings that texts without a code likely fall under, and what names are made of."""

from __future__ import annotations

import pytest

from matchmaker.matching.engine import Matcher, Need, Offer
from matchmaker.matching.engine.compiled import compiled, shipped_reader
from matchmaker.matching.engine.vectors import Vectoriser

VECTORISER = Vectoriser(shipped_reader(), compiled().dictionary, {}, compiled().headings)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Cà phê, rang hoặc chưa rang, đã hoặc chưa khử chất caffeine", "0901"),
        ("Xe có động cơ dùng để chở người, loại bốn chỗ", "8703"),
        ("Lốp loại bơm hơi bằng cao su, chưa qua sử dụng", "4011"),
        ("shoes and sandals of rubber or plastics", "6402"),
    ],
)
def test_a_text_has_likely_headings(text: str, heading: str) -> None:
    assert heading in VECTORISER.likely_codes(shipped_reader().read(text))


def test_texts_without_a_likely_heading_have_none() -> None:
    readings = [shipped_reader().read(text) for text in ("", "xqzv", "…")]
    rows = VECTORISER.raw(readings, [None] * 3, needs=False)
    assert rows["hs_code"].shape[0] == 3
    assert rows["hs_code"][0].nnz == 0


def test_a_stated_code_is_the_only_one() -> None:
    reading = shipped_reader().read("cà phê rang xay")
    stated = VECTORISER.raw([reading], ["091011"], needs=False)["hs_code"]
    alone = VECTORISER.raw([shipped_reader().read("")], ["091011"], needs=False)["hs_code"]
    assert (stated != alone).nnz == 0
    assert VECTORISER.likely_codes(shipped_reader().read("HS 0910.11 cà phê")) == ["091011"]


def test_the_reason_names_no_code_but_the_stated_ones() -> None:
    matcher = Matcher().fit([Offer("o", "ginger", hs_code="091011")], [Need("n", "ginger", hs_code="090111")])
    (pairing,) = matcher.propose()
    assert [r.parameters["code"] for r in pairing.reasons if r.code == "hs_code"] == ["09"]


@pytest.mark.parametrize("text", ["고춧가루", "chili powder", "辣椒粉", "bột ớt"])
def test_an_opaque_name_says_what_it_is_made_of(text: str) -> None:
    reader = shipped_reader()
    reading = reader.read(text)
    assert "@powder" in {reader.ids[entry] for entry in reading.attributes}
    assert any(
        strength == 1.0 and reader.ids[thing] == "chili-fresh"
        for entry in reading.concepts
        for thing, strength in reader.broader[entry].items()
    )


def test_an_expression_hides_the_product_in_it() -> None:
    reader = shipped_reader()
    assert "longan" in {reader.ids[entry] for entry in reader.read("nhãn tươi").concepts}
    for text in ("nhãn hiệu", "bộ phận tương tự", "điều kiện giao thông"):
        assert not reader.read(text).concepts


def test_common_things_are_still_found_among_very_many() -> None:
    """Every column of a short text may be too common for the search for candidates."""
    many = [Offer(str(number), "cà phê") for number in range(5_000)]
    others = [Offer(f"x{number}", f"tiêu đen {number}") for number in range(4_000)]
    matcher = Matcher(top_n=5).fit([*many, *others], [Need("n", "커피")])
    assert {pairing.offer_id for pairing in matcher.propose_for_need("n")} <= {offer.id for offer in many}
    assert len(matcher.propose_for_need("n")) == 5
    assert len([pairing for pairing in matcher.propose() if pairing.rank <= 5]) >= 5
