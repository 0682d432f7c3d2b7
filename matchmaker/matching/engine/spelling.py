"""Mending one typo in a word: the known words that one deletion away from both sides have in common.

Symmetric deletion (W. Garbe, 2012): a word and its misspelling share a form with one letter taken out of each, so a
table from such forms to words answers without trying insertions and substitutions.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 5, 24  # shorter words have too many neighbours, longer ones are no words


def _forms(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


class Speller:
    """Known words of ASCII letters, found again from a spelling with one error."""

    def __init__(self, words: Iterable[str]) -> None:
        self._table: dict[str, list[str]] = {}
        for word in sorted(words):
            if SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha():
                for form in _forms(word):
                    self._table.setdefault(form, []).append(word)

    def mend(self, word: str) -> str | None:
        """The only known word at distance 1 (with swaps) of ``word``; None when there is none or a choice."""
        if not SHORTEST <= len(word) <= LONGEST or not (word.isascii() and word.isalpha()):
            return None
        near = {known for form in _forms(word) for known in self._table.get(form, ())}
        best = {known for known in near if OSA.distance(word, known) == 1}
        if len(best) > 1:
            best = {known for known in best if known[0] == word[0] and sorted(known) == sorted(word)} or best
        return best.pop() if len(best) == 1 else None
