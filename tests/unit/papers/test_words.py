"""The fixed words of the papers are complete in every language, and a reader gets the right one."""

import csv
import re
from pathlib import Path

import pytest

from matchmaker.papers.fonts import FAMILIES, families_for, missing_packages
from matchmaker.papers.words import LANGUAGES, TABLE, language_of, words

TEMPLATES = Path(TABLE).parent / "typst"
SCRIPTS = {"lo": "\u0e80-\u0eff", "km": "\u1780-\u17ff", "th": "\u0e00-\u0e7f", "hi": "\u0900-\u097f", "my": "\u1000-\u109f",
           "ko": "\uac00-\ud7af", "zh": "\u4e00-\u9fff", "ja": "\u3040-\u30ff\u4e00-\u9fff"}  # fmt: skip


def test_every_word_stands_in_every_language():
    with TABLE.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert set(rows[0]) == {"word", *LANGUAGES}
    assert [row["word"] for row in rows if not all((text or "").strip() for text in row.values())] == []
    assert len({row["word"] for row in rows}) == len(rows)


@pytest.mark.parametrize(("language", "script"), SCRIPTS.items())
def test_words_are_in_their_own_script(language, script):
    strange = [word for word, text in words(language).items() if not re.search(f"[{script}]", text)]
    assert strange == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_everywhere(language):
    places = {word: re.findall(r"\{(\w+)\}", text) for word, text in words(language).items()}
    assert places == {word: re.findall(r"\{(\w+)\}", text) for word, text in words("en").items()}


def test_every_word_is_used_and_there():
    used = set(re.findall(r"\bw\.([a-z_]+)", "".join(path.read_text() for path in TEMPLATES.glob("*.typ"))))
    code = "".join(path.read_text() for path in TABLE.parent.rglob("*.py"))
    used |= {word for word in words("en") if f'"{word}"' in code}
    assert used == set(words("en"))


@pytest.mark.parametrize(
    ("account", "spoken", "country", "expected"),
    [
        ("vi", ["en"], "KR", "vi"),  # what the person chose
        ("en", ["ko"], "KR", "ko"),  # English only for want of Korean
        ("en", ["en", "ko"], "KR", "en"),
        ("ko", ["en"], "US", "ko"),
        (None, ["km"], "KH", "km"),
        (None, [], "LA", "lo"),
        (None, ["de"], "DE", "en"),
        (None, ["fr"], "LA", "en"),  # a French firm in Laos
    ],
)
def test_the_language_of_a_persons_papers(account, spoken, country, expected):
    assert language_of(account=account, spoken=spoken, country=country) == expected


def test_the_fonts_are_here_and_han_letters_look_as_the_reader_writes_them():
    assert missing_packages() == []
    order = families_for("ja")
    assert order.index("Noto Sans CJK JP") < order.index("Noto Sans CJK SC")
    assert set(order) == set(FAMILIES)
