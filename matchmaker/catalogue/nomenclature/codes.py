"""HS codes: their form, where they stand in a text, and how near two of them are."""

from __future__ import annotations

import re

_WRITTEN = re.compile(
    r"(?:\b(?:hs|h\.s\.|hs code|mã hs|ma hs)\b[^\d\n]{0,12})(\d{4}(?:[.\s]?\d{2}){0,3})(?!\d)"
    r"|(?<![\d.,])(\d{4}\.\d{2}(?:\.\d{2,4}|\.\d{2}\.\d{2})?|\d{6}|\d{8})(?![\d.,]*\d)",
)
LEVELS = (2, 4, 6)


def hs_digits(code: str | None) -> str | None:
    """The first 2, 4 or 6 digits of a code as people write it ("0910.11"); None where it is no HS code."""
    digits = re.sub(r"[\s.]", "", code or "")
    if not digits.isascii() or not digits.isdigit() or len(digits) < 2:
        return None
    if not 1 <= int(digits[:2]) <= 97 or digits[:2] == "77":
        return None
    return digits[: max(level for level in LEVELS if level <= len(digits))]


def codes_in(cleaned: str) -> list[tuple[int, int, str]]:
    """HS codes inside a cleaned text as (start, end, digits): after the word HS, dotted, or 6 or 8 digits."""
    found = []
    for match in _WRITTEN.finditer(cleaned):
        group = 1 if match[1] else 2
        digits = hs_digits(match[group])
        if digits is not None and len(digits) >= 4:
            found.append((match.start(group), match.end(group), digits))
    return found


def prefixes(digits: str) -> list[str]:
    """Chapter, heading and subheading of a code, as far as it goes."""
    return [digits[:level] for level in LEVELS if level <= len(digits)]
