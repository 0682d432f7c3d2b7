"""Words that the lexicon lacks, and what they seem to mean, from texts that say the same in two languages.

What both texts name is explained already; the rest is aligned with IBM model 1 (`translation.py`): words that no name
covers on one side, on the other side things named there alone and words of English that no name covers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.matching.engine.reading import Reader
from matchmaker.matching.engine.translation import learn
from matchmaker.matching.engine.unread import unread

LEAST = 0.35  # probability below which a translation is not worth an officer's look
CONCEPT = "="  # marks a target that is a concept, not a word


@dataclass(frozen=True)
class LearnedWord:
    """``word`` of ``language`` seems to mean ``meaning`` (English), the concept of that name where there is one."""

    language: str
    word: str
    meaning: str
    concept: str | None
    probability: float
    texts: int


def learned_words(reader: Reader, texts: Iterable[tuple[str, str, str]]) -> list[LearnedWord]:
    """Translations learned from (language, text, the same in English), those shown by most texts first.

    A pair is believed when two texts show it, or one that leaves nothing else to choose from.
    """
    pairs: dict[str, list[tuple[list[str], list[str]]]] = {}
    for language, text, english in texts:
        left, right = _rest(reader, text, english)
        if left and right:
            pairs.setdefault(language, []).append((left, right))
    found = [word for language, listed in pairs.items() for word in _aligned(reader, language, listed)]
    return sorted(found, key=lambda word: (-word.texts, -word.probability, word.language, word.word))


def _rest(reader: Reader, text: str, english: str) -> tuple[list[str], list[str]]:
    """What the two texts do not explain to each other: words of the first; things and words of the second."""
    mine, theirs = reader.read(text), reader.read(english)
    said = {*mine.concepts, *mine.attributes}
    broader = {thing for entry in said for thing in reader.broader[entry]}
    things = [thing for entry in theirs.concepts for thing in reader.without(entry, mine.attributes)]
    named = [entry for entry in (*things, *theirs.attributes) if entry not in said | broader]
    words = [word for word in unread(theirs) if word.isascii()]
    both = set(unread(mine)) & set(words)  # a name that stays what it is
    left = [word for word in unread(mine) if word not in both]
    return left, [
        *(f"{CONCEPT}{reader.ids[entry]}" for entry in named),
        *(word for word in words if word not in both),
    ]


def _aligned(
    reader: Reader, language: str, pairs: list[tuple[list[str], list[str]]]
) -> Iterable[LearnedWord]:
    seen = Counter((word, target) for left, right in pairs for word in left for target in right)
    sure = {(left[0], right[0]) for left, right in pairs if len(left) == len(right) == 1}
    dictionary = learn(pairs)
    for word in dict.fromkeys(word for left, _right in pairs for word in left):
        target, probability = next(iter(dictionary.translations(word)), ("", 0.0))
        texts = seen[word, target]
        if probability >= LEAST and (texts > 1 or (word, target) in sure):
            concept = target.removeprefix(CONCEPT) if target.startswith(CONCEPT) else None
            meaning = reader.lexicon.concepts[concept].label("en") if concept else target
            yield LearnedWord(language, word, meaning, concept, probability, texts)
