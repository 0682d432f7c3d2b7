"""Reading raw text: one form for what people write in many ways.

Diacritics carry meaning in Vietnamese, so nothing here drops them silently: `fold` is a second reading that
callers score below the first. Folding drops U+0300–U+036F only; other scripts' marks are letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)], None
)
_CONTROL = dict.fromkeys([code for code in [*range(0x20), *range(0x7F, 0xA1)] if code != 0x0A], " ")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), " ")
_TABLE: dict[int, str | None] = {**_CONTROL, **_FULL_WIDTH, **_INVISIBLE, **_SURROGATES, 0x130: "i"}

_NEW_STYLE = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_STYLE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_NEW_STYLE, _OLD_STYLE, strict=True))
_TONE_PLACE = re.compile(f"(?<!q)(?:{'|'.join(_NEW_STYLE)})(?![^\\W\\d_])")
_SARA_AM = re.compile("([\u0e4d])([\u0e48-\u0e4b]?)\u0e32|([\u0ecd])([\u0ec8-\u0ecb]?)\u0eb2")
_MARKS_BEFORE_AM = re.compile("\u0e4d|\u0ecd")

MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\u3099\u309a"
)
LATIN = "a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff\u0300-\u036f"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)+|\d+|[{LATIN}][{LATIN}0-9]*|[{UNSPACED}]+|(?:(?![{LATIN}{UNSPACED}0-9_])[\w{MARKS}])+"
    r"|[,;:()\[\]/|!?\n•。、，；：·.]"
)
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
SEPARATORS = frozenset(",;:()[]/|!?\n•。、，；：·.")


def clean(text: str) -> str:
    """NFC lower case without invisible marks and control characters; tone marks and sara am in one place."""
    composed = unicodedata.normalize("NFC", text.translate(_TABLE)).lower()
    if not composed.isascii():
        composed = _TONE_PLACE.sub(lambda found: _TONES[found[0]], composed)
        if _MARKS_BEFORE_AM.search(composed):
            composed = _SARA_AM.sub(_join_am, composed)
    return composed


def _join_am(found: re.Match[str]) -> str:
    return f"{found[2]}\u0e33" if found[1] else f"{found[4]}\u0eb3"


def clean_with_offsets(text: str) -> tuple[str, list[int]]:
    """`clean` with, for every character of the result and its end, the position in ``text`` it comes from."""
    cleaned = clean(text)
    if len(cleaned) == len(text):
        return cleaned, list(range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or 0x1160 <= ord(text[end]) <= 0x11FF):
            end += 1
        piece = clean(text[start:end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        start = end
    joined = clean("".join(pieces))
    if len(joined) != len(offsets):  # marks that move between clusters: positions would lie
        return cleaned, []
    return joined, [*offsets, len(text)]


def fold(text: str) -> str:
    """Without diacritics: drops U+0300–U+036F, writes d for đ; other scripts keep their marks."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    kept = "".join(letter for letter in parts if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", kept).replace("đ", "d").replace("Đ", "D")


_IRREGULAR = {
    "leaves": "leaf", "knives": "knife", "halves": "half", "loaves": "loaf", "geese": "goose", "feet": "foot",
    "mice": "mouse", "shoes": "shoe", "teeth": "tooth", "calves": "calf", "shelves": "shelf",
    "women": "woman", "men": "man",
    "children": "child", "sheaves": "sheaf", "coloured": "colored", "colour": "color",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    """The token without plural endings (Latin letters) or inflected final vowels (Devanagari)."""
    if token.isascii() or token[-1] in "sx":  # no Vietnamese syllable ends so; French plurals do
        return _singular(token)
    if "\u0900" <= token[0] <= "\u097f" and len(token) > 2:
        return re.sub("(?:ियों|ियाँ|ियां|ों|ें|ाएं|ाएँ|[ािीुूेो])$", "", token) or token
    return token


def _singular(token: str) -> str:
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    if token.endswith("eaux"):
        return token[:-1]
    if len(token) < 4 or not token.endswith("s") or token.endswith(("ss", "us", "is")):
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    if token.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return token[:-2]
    return token[:-1]


def tokens(cleaned: str) -> list[tuple[int, int, str]]:
    """Words, numbers and separators of a cleaned text as (start, end, token)."""
    return [(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(cleaned)]


def is_unspaced(letter: str) -> bool:
    """Whether the letter's script writes compounds without spaces (th lo km my zh ja ko)."""
    return bool(_IS_UNSPACED.match(letter))
