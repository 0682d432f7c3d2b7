"""How words sound in Latin letters and in other scripts: 카르나롤리 and "carnaroli" share most of their sounds.

Names that no lexicon has (dishes, varieties, brands) are written by ear in another script. A word is transliterated
(anyascii), reduced to classes of sounds that scripts tell apart badly, and cut into short stretches, with and without
its vowels.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

from anyascii import anyascii

from matchmaker.catalogue.nomenclature.vietnamese import is_folded_syllable, is_syllable
from matchmaker.matching.engine.reading import Reading

COLUMNS = 1 << 16
SHORTEST = 4  # Latin letters of a word that others may write by ear
LONGEST = 16  # letters of an unspaced stretch that are taken as one word
BY_EAR = re.compile(
    "[\u0900-\u097f]{3,}|[\u0e00-\u0e7f]{3,}|[\u0e80-\u0eff]{3,}|[\u1000-\u109f]{3,}"
    "|[\u1780-\u17ff]{3,}|[\u30a1-\u30fc]{3,}|[\uac00-\ud7af]{2,}"
)
_VOWEL_FIRST = re.compile("([เแโใไເແໂໃໄ])([ก-ฮກ-ຮ])")  # written before their consonant, spoken after it
_SPELLED = (
    ("sch", "S"), ("tch", "S"), ("ch", "S"), ("sh", "S"), ("ph", "P"), ("th", "T"), ("gh", "K"), ("kh", "K"),
    ("bh", "P"), ("dh", "T"), ("rh", "L"), ("ts", "S"), ("tz", "S"), ("cz", "S"), ("dz", "S"), ("dj", "S"),
    ("ck", "K"), ("qu", "K"), ("gn", "N"), ("x", "KS"),
)  # fmt: skip
_CLASSES = str.maketrans("bpfvdtkgqcszjlrmnaeiyouwh", "PPPPTTKKKKSSSLLMNaiiiuuu-")
_OTHER = re.compile("[^A-Zaiu]")
_AGAIN = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aiu]")


def sounds(word: str) -> str:
    """Consonant classes as capital, vowel classes as small letters; empty for what has no sound."""
    spelled = anyascii(_VOWEL_FIRST.sub(r"\2\1", word)).lower()
    if "\uac00" <= word[0] <= "\ud7af":
        spelled = spelled.replace("eu", "").replace("ae", "e").replace("eo", "o")
    elif "\u30a1" <= word[0] <= "\u30fc":
        spelled = re.sub("(?<=[bdfghjkmnprstz])u", "", spelled)
    elif word[0] < "\u0250":
        spelled = re.sub("c(?=[eiy])", "s", spelled)
    for written, sound in _SPELLED:
        spelled = spelled.replace(written, sound)
    return _AGAIN.sub(r"\1", _OTHER.sub("", spelled.translate(_CLASSES)))


@lru_cache(maxsize=100_000)
def sound_columns(word: str) -> tuple[int, ...]:
    """Columns (below COLUMNS) of stretches of 2 and 3 consonants, and of 3 and 4 sounds."""
    heard = sounds(word)
    bare = _AGAIN.sub(r"\1", _VOWELS.sub("", heard))
    found: list[str] = []
    for mark, line, sizes in (("c", f"^{bare}$", (2, 3)), ("v", f"^{heard}$", (3, 4))):
        for size in sizes:
            found.extend(f"{mark}{line[place : place + size]}" for place in range(len(line) - size + 1))
    return tuple(dict.fromkeys(zlib.crc32(part.encode()) & (COLUMNS - 1) for part in found))


def heard_words(reading: Reading) -> tuple[list[str], list[str]]:
    """What the other side may have written by ear: words in Latin letters, unexplained words of other scripts."""
    latin = [word for word in reading.words if word < "\u0250" and _is_heard(word)]
    joined = reading.line.joined
    if joined.isascii():
        return latin, []
    others = [
        found[0]
        for found in BY_EAR.finditer(joined)
        if found.end() - found.start() <= LONGEST
        and not reading.covered.issuperset(range(found.start(), found.end()))
    ]
    return latin, others


def likeness(one: str, other: str) -> float:
    """Share of the stretches of sounds that two words have in common, 0 to 1."""
    left, right = set(sound_columns(one)), set(sound_columns(other))
    return len(left & right) / max(1, len(left | right))


@lru_cache(maxsize=100_000)
def _is_heard(word: str) -> bool:
    """Whether a word in Latin letters is one that others write by ear: no Vietnamese syllable, long enough."""
    return len(word) >= SHORTEST and word.isalpha() and not (is_syllable(word) or is_folded_syllable(word))
