"""The fixed words of the papers, in every language a participant may read; a small table of facts to review.

The pages' catalogues hold Vietnamese and English only. A paper is in its reader's language.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "words.tsv"
LANGUAGES = ("vi", "en", "ko", "lo", "km", "th", "hi", "zh", "ja", "my")
COUNTRY_LANGUAGES = {"VN": "vi", "KR": "ko", "LA": "lo", "KH": "km", "TH": "th", "IN": "hi", "CN": "zh",
                     "TW": "zh", "JP": "ja", "MM": "my"}  # fmt: skip


@cache
def words(language: str) -> Mapping[str, str]:
    """Name -> word in ``language``, one of LANGUAGES; raises KeyError for another."""
    with TABLE.open(encoding="utf-8") as stream:
        return {row["word"]: row[language] for row in csv.DictReader(stream, delimiter="\t")}


def language_of(*, account: str | None, spoken: list[str], country: str) -> str:
    """The language a participant's papers are in: the account's, unless that is English for want of a better one.

    The site itself is in Vietnamese and English only, so a firm that speaks no English gets its country's language.
    """
    if account in LANGUAGES and account != "en":
        return str(account)
    own = COUNTRY_LANGUAGES.get(country, "en")
    return "en" if "en" in spoken or own not in (spoken or [own]) else own
