"""Mending one typo in a word: the known words that one deletion away from both sides have in common.

Symmetric deletion (W. Garbe, 2012): a word and its misspelling share a form with one letter taken out of each, so a
table from such forms to words answers without trying insertions and substitutions.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from matchmaker.matching.engine.tables import Table

SHORTEST, LONGEST = 4, 24  # shorter words have too many neighbours, longer ones are no words
FAR_MORE = 3
SHORT = 5  # below this length only letters swapped or left out are mended


def _forms(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def misspelled(words: Table) -> dict[str, list[int]]:
    """Every form of the words that can be mended, with the rows of the words it is a form of."""
    forms: dict[str, list[int]] = {}
    for word in sorted(words.trie):
        if _usable(word):
            for form in _forms(word):
                forms.setdefault(form, []).append(words.trie[word])
    return forms


class Speller:
    """Known words of ASCII letters with how often they are used, found again from a spelling with one error.

    ``forms`` is the table of what `misspelled` gives for ``words``.
    """

    def __init__(self, words: Table, forms: Table) -> None:
        self._words = words
        self._forms = forms

    def mend(self, word: str) -> str | None:
        """The known word at distance 1 (with swaps) of ``word``, None when there is none or no telling which.

        Of several, one with the same letters is taken, else one that begins alike, else the most used by far.
        """
        if not _usable(word):
            return None
        rows = {row for form in _forms(word) for row in self._forms.get(form)}
        used = {self._words.trie.restore_key(row): int(self._words.values[row]) for row in sorted(rows)}
        best = [known for known in used if OSA.distance(word, known) == 1]
        if len(word) < SHORT:
            best = [known for known in best if _letters_kept(word, known)]
        for fewer in (
            [known for known in best if sorted(known) == sorted(word)],
            [known for known in best if known[0] == word[0]],
        ):
            if len(best) > 1:
                best = fewer or best
        best.sort(key=lambda known: -used[known])
        if len(best) > 1 and used[best[0]] <= FAR_MORE * used[best[1]]:
            return None
        return best[0] if best else None


def _usable(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def _letters_kept(word: str, known: str) -> bool:
    """Two letters swapped, or one left out after the first."""
    return sorted(word) == sorted(known) or (len(known) > len(word) and known[0] == word[0])
