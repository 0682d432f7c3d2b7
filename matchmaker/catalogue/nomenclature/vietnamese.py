"""Vietnamese syllables, and text typed with the input method switched off (Telex "guwfng", VNI "gu72ng").

A Vietnamese syllable is an onset, a rime of vowels and at most one of eight final consonants; this grammar is
enough to tell Vietnamese typing from words of other languages, no word list needed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from matchmaker.catalogue.nomenclature.text import clean, fold

LONGEST = 12  # keys of a syllable typed in Telex or VNI
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uô uơ uy ưa ưi"
    " ươ ưu yê iêu oai oao oay oeo uây uôi uya uyê uyu ươi ươu yêu uâu"
)
_CODA = "(?:ch|ng|nh|[cmnpt])?"
_RIMES = sorted(_NUCLEI.split(), key=len, reverse=True)
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_RIMES)}){_CODA}")
# Without marks "oo" is Telex for ô far more often than the rare rime of "xoong".
_FOLDED_RIMES = sorted({fold(rime) for rime in _RIMES if rime != "oo"}, key=len, reverse=True)
_FOLDED = re.compile(f"{fold(_ONSET)}(?:{'|'.join(_FOLDED_RIMES)}){_CODA}")
_TONE_MARKS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONE_DIGITS = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TONES = frozenset(_TONE_MARKS.values())
_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ"}
_VNI_SHAPES = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}


@lru_cache(maxsize=100_000)
def is_syllable(token: str) -> bool:
    """Whether the token can be a Vietnamese syllable, with its marks."""
    plain = unicodedata.normalize("NFD", token)
    toneless = unicodedata.normalize("NFC", "".join(letter for letter in plain if letter not in _TONES))
    return _SYLLABLE.fullmatch(toneless) is not None


@lru_cache(maxsize=100_000)
def is_folded_syllable(token: str) -> bool:
    """Whether the token can be a Vietnamese syllable that has lost its marks."""
    return token.isascii() and _FOLDED.fullmatch(token) is not None


@lru_cache(maxsize=100_000)
def decode(token: str) -> str | None:
    """The syllable that unconverted Telex or VNI typing stands for; None when the token is no such typing."""
    if not token.isascii() or not 2 <= len(token) <= LONGEST or is_folded_syllable(token):
        return None
    typed = _vni(token) if any(letter.isdigit() for letter in token) else _telex(token)
    return typed if typed is not None and typed != token and is_syllable(typed) else None


def _telex(token: str) -> str | None:
    tone, letters = "", ""
    for position, letter in enumerate(token):
        if letter in _TONE_MARKS and position and re.search("[aeiouyâêôăơư]", letters):
            if tone:
                return None
            tone = _TONE_MARKS[letter]
        elif letter == "w":
            letters = _horn(letters) if re.search("[aou]", letters) else letters + "ư"
        elif letters and letter in "aeod" and letter in letters[-3:] and _doubles(letters, letter):
            place = letters.rindex(letter)
            letters = letters[:place] + _SHAPES[letter * 2] + letters[place + 1 :]
        else:
            letters += letter
    return place_tone(letters, tone)


def _doubles(letters: str, letter: str) -> bool:
    """Telex lets the second letter of a pair stand directly behind or after the final consonant."""
    return letters[-1] == letter or (letter != "d" and letters[-1] in "cghmnpti") or letter == "d"


def _horn(letters: str) -> str:
    for plain, marked in (("uo", "ươ"), ("ưo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư")):
        place = letters.rfind(plain)
        if place >= 0:
            return letters[:place] + marked + letters[place + len(plain) :]
    return letters


def _vni(token: str) -> str | None:
    tone, letters = "", ""
    for letter in token:
        if letter in _TONE_DIGITS and letters:
            if tone:
                return None
            tone = _TONE_DIGITS[letter]
        elif letter in _VNI_SHAPES:
            shaped = _shape(letters, _VNI_SHAPES[letter])
            if shaped is None:
                return None
            letters = shaped
        elif letter.isdigit():
            return None
        else:
            letters += letter
    return place_tone(letters, tone)


def _shape(letters: str, shapes: dict[str, str]) -> str | None:
    if "o" in shapes and "u" in shapes and "uo" in letters:
        return letters.replace("uo", "ươ")
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in shapes:
            return letters[:place] + shapes[letters[place]] + letters[place + 1 :]
    return None


def place_tone(letters: str, tone: str) -> str:
    """The syllable with its tone mark on the vowel where the old style writes it."""
    if not tone:
        return letters
    start = 2 if letters.startswith(("qu", "gi")) and re.search("[aeiouyâêôăơư]", letters[2:]) else 0
    vowels = [place for place in range(start, len(letters)) if letters[place] in "aeiouyâêôăơư"]
    if not vowels:
        return letters
    marked = [place for place in vowels if letters[place] in "âêôăơư"]
    if marked:
        place = marked[-1]
    elif len(vowels) == 1 or (len(vowels) == 2 and vowels[-1] == len(letters) - 1):
        place = vowels[0]
    else:
        place = vowels[1]
    return clean(letters[: place + 1] + tone + letters[place + 1 :])
