"""Whatever people type: an answer, never an exception, and nothing left out without a word."""

from __future__ import annotations

import csv
import math
import unicodedata
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.catalogue.nomenclature.text import clean, clean_with_offsets, tokens
from matchmaker.matching.engine import Matcher, Need, Offer, suggest_hs, unread
from matchmaker.matching.engine.command import run_match
from matchmaker.matching.engine.compiled import shipped_reader

ODD = st.sampled_from(
    ["\x00", "\u200f", "\u202e", "\ufeff", "e\u0302\u0301", "ế", "🥭", "👩🏽‍🌾", "\ud800", "\u0e33", "\u0e4d\u0e32", "Ａ", "．", "\n", ";", "HS 0910.11",
     "không ", "no ", "gừng", "guwfng", "gu72ng", "생강", "ginger", "99 t", "-1", "1e309", "  ", "﷽", "İ", "ß", "ａ", "\u1100\u1161"]
)  # fmt: skip
TEXTS = st.lists(ODD | st.text(max_size=12), max_size=25).map("".join)
AMOUNTS = st.none() | st.floats() | st.integers(-(10**30), 10**30).map(float)
WORDS = st.none() | st.text(max_size=8)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

OFFERS = st.builds(
    Offer, id=st.just("o"), text=TEXTS, hs_code=WORDS, form=WORDS, origin=WORDS, capacity=AMOUNTS, moq=AMOUNTS, unit=WORDS,
    markets=st.lists(st.text(max_size=3), max_size=3).map(tuple), certificates=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    languages=st.lists(st.text(max_size=3), max_size=2).map(tuple),
)  # fmt: skip
NEEDS = st.builds(
    Need, id=st.just("n"), text=TEXTS, hs_code=WORDS, form=WORDS, market=WORDS, volume=AMOUNTS, unit=WORDS,
    origins=st.lists(st.text(max_size=3), max_size=3).map(tuple), certificates=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    origins_must=st.booleans(), form_must=st.booleans(),
)  # fmt: skip


@SLOW
@given(OFFERS, NEEDS)
def test_any_two_items_are_compared_and_the_reasons_add_up(offer: Offer, need: Need) -> None:
    matcher = Matcher().fit([offer, Offer("ginger", "gừng khô")], [need, Need("m", "dried ginger")])
    found = matcher.propose()
    assert ("m", "ginger") in {(pairing.need_id, pairing.offer_id) for pairing in found}
    for pairing in [*found, *matcher.propose_for_need(need), *matcher.propose_for_offer(offer)]:
        assert 0 < pairing.score <= 1
        assert math.isclose(
            sum(reason.contribution for reason in pairing.reasons), pairing.score, abs_tol=1e-9
        )
        texts = {"offer": offer.text if pairing.offer_id == "o" else "gừng khô",
                 "need": need.text if pairing.need_id == "n" else "dried ginger"}  # fmt: skip
        for reason in pairing.reasons:
            assert all(0 <= start < end <= len(texts[side]) for side, start, end in reason.spans)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_reading_is_stable_and_leaves_no_letter_out(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert clean(unicodedata.normalize("NFD", cleaned)) == cleaned
    read = {place for start, end, _token in tokens(cleaned) for place in range(start, end)}
    assert all(place in read for place, letter in enumerate(cleaned) if letter.isalnum())
    joined, offsets = clean_with_offsets(text)
    assert joined == cleaned
    assert not offsets or (len(offsets) == len(joined) + 1 and offsets == sorted(offsets))
    reading = shipped_reader().read(text)
    assert all(phrase in " ".join(cleaned.split()) or " " in phrase for phrase in unread(reading))
    assert all(0 <= start < end <= len(cleaned) for spans in reading.spans.values() for start, end in spans)


@SLOW
@given(TEXTS)
def test_codes_are_suggested_for_any_text(text: str) -> None:
    found = suggest_hs(text)
    assert len(found) <= 5
    assert all(2 <= len(one.code) <= 6 and 0 < one.score <= 1 for one in found)


@SLOW
@given(st.lists(st.tuples(st.text(max_size=5), TEXTS, st.text(max_size=8), st.text(max_size=8)), max_size=6))
def test_every_row_of_a_file_is_used_or_named(tmp_path_factory, rows: list[tuple[str, ...]]) -> None:  # type: ignore[no-untyped-def]
    folder: Path = tmp_path_factory.mktemp("files")
    usable = [tuple(cell.encode("utf-8", "replace").decode() for cell in row) for row in rows]
    for name, columns in (
        ("offers.csv", ("id", "text", "hs_code", "capacity")),
        ("needs.csv", ("id", "text", "market", "volume")),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            writer.writerows(usable)
    said: list[str] = []
    status = run_match(
        folder / "offers.csv", folder / "needs.csv", 3, folder / "out.csv", "vi", [], [], said.append
    )
    if status == 2:  # csv itself cannot read a bare NUL or an endless quote
        assert said
        return
    kept = {row[0].strip() for row in usable if row[0].strip() and row[1].strip()}
    left_out = sum("left out" in line for line in said) // 2
    assert status == (1 if len(said) > 1 else 0)
    assert len(kept) + left_out == len(usable)


def test_past_certificates_and_absurd_volumes_do_not_count() -> None:
    offer = Offer("o", "gừng khô", capacity=1e300, unit="t", moq=-5)
    need = Need("n", "dried ginger", volume=1e-300, unit="t")
    (pairing,) = Matcher().fit([offer], [need]).propose()
    assert all(math.isfinite(reason.contribution) for reason in pairing.reasons)
