"""What the matcher proposes: across languages, by market rules, step by step, and from a saved file."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchmaker.matching.engine import Matcher, Need, Offer, exposure
from matchmaker.matching.engine.matcher import COMPACT

OFFERS = [
    Offer("mango", "xoài sấy dẻo", origin="VN", markets=("KR",), certificates=("haccp",), party="a"),
    Offer("coffee", "cà phê nhân robusta", origin="VN", capacity=100, unit="t", moq=30, party="b"),
    Offer("cassava", "tinh bột sắn", origin="VN", party="c"),
    Offer("honey", "mật ong rừng", origin="VN", party="d"),
]


def best(text: str, **fields: object) -> str | None:
    found = Matcher().fit(OFFERS, [Need("n", text, **fields)]).propose()  # type: ignore[arg-type]
    return found[0].offer_id if found else None


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("dried mango slices", "mango"), ("건망고", "mango"), ("xoai say deo", "mango"), ("xoaif saays dẻo", "mango"),
        ("green coffee beans", "coffee"), ("커피 생두", "coffee"), ("tapioca starch", "cassava"), ("蜂蜜", "honey"),
        ("mật ogn rừng", "honey"), ("driedd mangoo", "mango"),
    ],
)  # fmt: skip
def test_needs_meet_offers_across_languages(text: str, offer: str) -> None:
    assert best(text) == offer


def test_nothing_in_common_is_left_out() -> None:
    assert best("xyzzy") is None
    assert Matcher().fit([], []).propose() == []
    assert Matcher().fit(OFFERS, []).propose() == []


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"party": "a"}, "own_company"), ({"excluded_parties": ("a",)}, "excluded_party"),
        ({"excluded_countries": ("VN",)}, "excluded_country"),
        ({"origins": ("LA",), "origins_must": True}, "origin_not_accepted"),
    ],
)  # fmt: skip
def test_hard_rules_exclude_with_a_reason(fields: dict[str, object], rule: str) -> None:
    need = Need("n", "dried mango", **fields)  # type: ignore[arg-type]
    matcher = Matcher().fit(OFFERS, [need])
    assert "mango" not in {pairing.offer_id for pairing in matcher.propose()}
    assert matcher.excluded(need, OFFERS[0]) == rule
    assert matcher.excluded(Need("m", "dried mango"), OFFERS[0]) is None


def test_what_is_missing_is_said() -> None:
    need = Need("n", "dried mango", market="JP", certificates=("haccp", "halal"))
    (pairing,) = Matcher(top_n=1).fit(OFFERS[:1], [need]).propose()
    missing = {reason.code: reason.parameters for reason in pairing.missing}
    assert missing["missing_certificates"] == {"names": "halal"}
    assert missing["missing_market"] == {"country": "JP"}


@pytest.mark.parametrize(
    ("volume", "unit", "code"),
    [(500, "t", "missing_volume"), (100, "tạ", "missing_moq"), (40_000, "kg", None)],
)
def test_volumes_are_compared_across_units(volume: float, unit: str, code: str | None) -> None:
    (pairing, *_rest) = (
        Matcher().fit(OFFERS, [Need("n", "robusta coffee", volume=volume, unit=unit)]).propose()
    )
    assert pairing.offer_id == "coffee"
    assert [reason.code for reason in pairing.missing] == ([code] if code else [])


def test_one_changed_item_without_a_rebuild() -> None:
    matcher = Matcher().fit(OFFERS, [Need("n", "dried mango")])
    matcher.update_offer(Offer("new", "dried mango, soft"))
    assert "new" in {pairing.offer_id for pairing in matcher.propose_for_need("n")}
    assert [pairing.need_id for pairing in matcher.propose_for_offer("new")] == ["n"]
    matcher.update_offer(Offer("new", "cashew nuts"))
    assert "new" not in {pairing.offer_id for pairing in matcher.propose_for_need("n")}
    matcher.remove_offer("mango")
    matcher.remove_offer("unknown")
    assert "mango" not in {pairing.offer_id for pairing in matcher.propose_for_need("n")}
    matcher.update_need(Need("m", "mật ong"))
    assert [pairing.need_id for pairing in matcher.propose_for_offer("honey")] == ["m"]
    matcher.remove_need("m")
    assert matcher.propose_for_offer("honey") == []
    assert {pairing.offer_id for pairing in matcher.propose()} <= {"new", "coffee", "cassava", "honey"}
    assert matcher.propose_for_need("unknown") == []
    assert COMPACT > 0


def test_small_and_bulk_ways_agree() -> None:
    needs = [Need("n", "dried mango"), Need("m", "coffee")]
    matcher = Matcher(top_n=2).fit(OFFERS, needs)
    bulk = {(p.need_id, p.offer_id): p.score for p in matcher.propose()}
    single = {(p.need_id, p.offer_id): p.score for need in needs for p in matcher.propose_for_need(need.id)}
    assert all(bulk[pair] == pytest.approx(score, abs=1e-6) for pair, score in single.items())


def test_saved_and_loaded_it_proposes_the_same(tmp_path: Path) -> None:
    matcher = Matcher().fit(OFFERS, [Need("n", "dried mango"), Need("m", "honey")])
    matcher.save(tmp_path / "index")
    again = Matcher.load(tmp_path / "index")
    assert again.propose() == matcher.propose()
    again.update_offer(Offer("new", "wild honey"))
    assert "new" in {pairing.offer_id for pairing in again.propose_for_need("m")}


def test_no_fitting_firm_is_left_without_proposals() -> None:
    offers = [Offer(str(number), f"xoài sấy dẻo {number}", party=str(number)) for number in range(12)]
    found = Matcher(top_n=3).fit(offers, [Need("n", "dried mango")]).propose()
    assert {pairing.offer_id for pairing in found} == {offer.id for offer in offers}
    assert exposure(found, offers).without == 0


def test_same_input_same_output() -> None:
    needs = [Need(str(number), text) for number, text in enumerate(["mango", "honey", "커피"])]
    assert Matcher().fit(OFFERS, needs).propose() == Matcher().fit(OFFERS, needs).propose()


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00\x01", "‏‮gừng", "🥭🥭", "123 456", "a" * 100_000, "xoài " * 25_000, "\ud800", "。" * 50],
)
def test_bad_texts_never_raise(text: str) -> None:
    matcher = Matcher().fit(
        [Offer("1", text, hs_code="xx", capacity=1e300, unit="?")], [Need("1", text, volume=-1)]
    )
    matcher.propose()
    matcher.propose_for_need(Need("2", text))


@pytest.mark.parametrize(
    ("text", "concept"), [("bánh không đường", "sugar"), ("no added sugar", "sugar"), ("설탕 없는", "sugar")]
)
def test_negated_things_are_not_wanted(text: str, concept: str) -> None:
    reader = Matcher().fit([], []).reader_
    assert concept not in {reader.ids[entry] for entry in reader.read(text).concepts}


@pytest.mark.parametrize("text", ["생강가루", "dried ginger powder", "生姜粉", "bot gung say"])
def test_a_headings_long_name_does_not_hide_the_product(text: str) -> None:
    offers = [Offer("powder", "bột gừng sấy khô"), Offer("fresh", "gừng tươi"), Offer("turmeric", "bột nghệ")]
    assert Matcher().fit(offers, [Need("n", text)]).propose()[0].offer_id == "powder"


def test_trade_terms_alone_are_no_kinship() -> None:
    offers = [
        Offer("ginger", "bột gừng sấy khô", markets=("IN",), certificates=("haccp",)),
        Offer("chili", "bột ớt sấy khô, thùng 20 kg", markets=("IN",), certificates=("haccp",)),
    ]
    need = Need("n", "dried ginger powder", market="IN", certificates=("haccp",))
    assert {found.offer_id for found in Matcher().fit(offers, [need]).propose()} == {"ginger", "chili"}
    kin = Matcher(kinship=0.02).fit(offers, [need])
    assert [found.offer_id for found in kin.propose()] == ["ginger"]
    assert kin.propose_for_offer("chili") == []


def test_the_first_line_says_what_is_offered() -> None:
    offers = [
        Offer("honey", "mật ong\nong lấy mật từ hoa cà phê"),
        Offer("coffee", "cà phê\nvị ngọt như mật ong"),
    ]
    found = Matcher().fit(offers, [Need("n", "꿀"), Need("m", "커피")]).propose()
    best_of = {pairing.need_id: pairing.offer_id for pairing in found if pairing.rank == 1}
    assert best_of == {"n": "honey", "m": "coffee"}


def test_a_name_inside_a_longer_katakana_word_is_not_read() -> None:
    offers = [Offer("cassia", "vỏ quế"), Offer("acacia", "gỗ keo xẻ")]
    found = Matcher().fit(offers, [Need("n", "アカシア製材"), Need("m", "カシア")]).propose()
    best_of = {pairing.need_id: pairing.offer_id for pairing in found if pairing.rank == 1}
    assert best_of == {"n": "acacia", "m": "cassia"}
