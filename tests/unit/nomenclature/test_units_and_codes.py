"""Units convert within one dimension; HS codes are found as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.catalogue.nomenclature.codes import codes_in, hs_digits
from matchmaker.catalogue.nomenclature.units import FACTORS, convert, unit_code


@pytest.mark.parametrize(
    ("amount", "source", "target", "expected"),
    [
        (2, "tấn", "tạ", 20), (1, "quintal", "kg", 100), (1, "lb", "kg", 0.45359237), (3, "m³", "lít", 3000),
        (1, "tấn", "lít", None), (1, "container20", "t", None), (1, "xyz", "kg", None), (1, None, "kg", None),
    ],
)  # fmt: skip
def test_conversion(amount: float, source: str, target: str, expected: float | None) -> None:
    assert convert(amount, source, target) == (None if expected is None else pytest.approx(expected))


@given(st.floats(0, 1e12), st.sampled_from(sorted(FACTORS)), st.sampled_from(sorted(FACTORS)))
def test_conversion_there_and_back(amount: float, source: str, target: str) -> None:
    there = convert(amount, source, target)
    if there is not None:
        assert convert(there, target, source) == pytest.approx(amount)


@given(st.text(max_size=8))
def test_any_unit_name_is_known_or_not(name: str) -> None:
    code = unit_code(name)
    assert code is None or code in FACTORS


@pytest.mark.parametrize(
    ("written", "digits"),
    [("0910.11", "091011"), ("09101100", "091011"), ("09", "09"), ("9801", None), ("7701", None), ("abc", None), ("", None)],
)  # fmt: skip
def test_codes_as_written(written: str, digits: str | None) -> None:
    assert hs_digits(written) == digits


def test_codes_inside_text() -> None:
    assert [code for _s, _e, code in codes_in("gừng khô, hs 0910, vụ 2026, lô 080132")] == ["0910", "080132"]


@given(st.text(alphabet="hs0123456789. ,", max_size=40))
def test_looking_for_codes_never_fails(text: str) -> None:
    assert all(text[start:end] for start, end, _code in codes_in(text))
