"""Reading raw text: one form for what people write in many ways.

Diacritics carry meaning in Vietnamese, so nothing here drops them silently: `fold` is a second reading that
callers score below the first. Folding drops U+0300–U+036F only; other scripts' marks are letters. `stem` unites what
is spelled in two ways: traditional, Japanese and simplified characters (薑, 姜), Hindi nasals, Vietnamese y and i.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)], None
)
_CONTROL = dict.fromkeys([code for code in [*range(0x20), *range(0x7F, 0xA1)] if code != 0x0A], " ")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), " ")
_LAO_LIGATURES = {0xEDC: "ຫນ", 0xEDD: "ຫມ"}
_NUKTA = 0x93C  # the dot that Hindi writers often leave out
_WITH_NUKTA = {
    code: unicodedata.normalize("NFD", chr(code))[0] for code in (0x929, 0x931, 0x934, *range(0x958, 0x960))
}
_TABLE: dict[int, str | None] = {
    **_CONTROL, **_FULL_WIDTH, **_INVISIBLE, **_SURROGATES, **_LAO_LIGATURES, **_WITH_NUKTA, _NUKTA: None, 0x130: "i",
}  # fmt: skip

_NEW_STYLE = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_STYLE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_NEW_STYLE, _OLD_STYLE, strict=True))
_TONE_PLACE = re.compile(f"(?<!q)(?:{'|'.join(_NEW_STYLE)})(?![^\\W\\d_])")
_SARA_AM = re.compile("([\u0e4d])([\u0e48-\u0e4b]?)\u0e32|([\u0ecd])([\u0ec8-\u0ecb]?)\u0eb2")
_HALF_WIDTH = re.compile("[\uff66-\uff9f]+")
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
        composed = _HALF_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), composed)
        composed = _TONE_PLACE.sub(lambda found: _TONES[found[0]], composed)
        if _MARKS_BEFORE_AM.search(composed):
            composed = _SARA_AM.sub(_join_am, composed)
        composed = composed.replace("เเ", "แ")
    return composed


def _join_am(found: re.Match[str]) -> str:
    return f"{found[2]}\u0e33" if found[1] else f"{found[4]}\u0eb3"


def _continues(letter: str) -> bool:
    """Whether the letter joins the one before: a mark, a Hangul vowel or final, a half-width kana's voice mark."""
    return unicodedata.combining(letter) > 0 or "\u1160" <= letter <= "\u11ff" or letter in "\uff9e\uff9f"


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
        while end < len(text) and (_continues(text[end]) or text[end - 1 : end + 1] == "เเ"):
            end += 1
        piece = clean(text[start:end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        start = end
    joined = clean("".join(pieces))
    if len(joined) != len(offsets):  # marks that move between clusters: positions would lie
        return cleaned, []
    return joined, [*offsets, len(text)]


_FOLDED: dict[int, str | None] = {**dict.fromkeys(range(0x300, 0x370), None), ord("đ"): "d", ord("Đ"): "D"}


def fold(text: str) -> str:
    """Without diacritics: drops U+0300–U+036F, writes d for đ; other scripts keep their marks."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_FOLDED))


_IRREGULAR = {
    "leaves": "leaf", "knives": "knife", "halves": "half", "loaves": "loaf", "geese": "goose", "feet": "foot",
    "mice": "mouse", "shoes": "shoe", "teeth": "tooth", "calves": "calf", "shelves": "shelf",
    "women": "woman", "men": "man",
    "children": "child", "sheaves": "sheaf", "coloured": "colored", "colour": "color",
}  # fmt: skip


def _one_han_form() -> dict[int, str]:
    """Every traditional or Japanese character → the simplified one, one for one (OpenCC's tables)."""
    letters = "\n".join(map(chr, range(0x3400, 0xA000)))
    simplified = OpenCC("t2s").convert(OpenCC("jp2t").convert(letters))
    return {ord(a): b for a, b in zip(letters, simplified, strict=True) if a != b}


_SIMPLIFIED = _one_han_form()
_HAS_HAN = re.compile("[\u3400-\u9fff]")
_NASALS = re.compile("[ङञणनम]्(?=[क-म])")
_COENG_DA = "\u17d2\u178a"  # under another letter it looks like ta, and is written for it
_COENG_TA = "\u17d2\u178f"
_Y_ALONE = re.compile("(h|k|l|m|s|t|qu)([yỳýỷỹỵ])")
_I_FOR_Y = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    """The token in the one form in which names are looked up.

    Latin letters lose plural endings, Devanagari inflected final vowels; spellings of one sound or sign are united.
    Tokens of scripts without spaces keep their length.
    """
    if token.isascii():
        return _singular(token)
    first = token[0]
    if first < "\u0900":
        if token[-1] in "sx":  # no Vietnamese syllable ends so; French plurals do
            return _singular(token)
        return token.translate(_I_FOR_Y) if _Y_ALONE.fullmatch(token) else token
    if first <= "\u097f":
        return _devanagari(token)
    if "\u1780" <= first <= "\u17ff":
        return token.replace(_COENG_DA, _COENG_TA)
    return simplified(token)


def simplified(text: str) -> str:
    """The text with one form of Chinese and Japanese characters, of the same length: 薑 and 姜 are the same."""
    return text.translate(_SIMPLIFIED) if _HAS_HAN.search(text) else text


def _devanagari(token: str) -> str:
    united = _NASALS.sub("ं", token.replace("ँ", "ं"))
    if len(united) > 2:
        united = re.sub("(?:ियों|ियां|ों|ें|ाएं|[ािीुूेो])$", "", united) or united
    return united


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
    return letter > "\u0dff" and _IS_UNSPACED.match(letter) is not None
