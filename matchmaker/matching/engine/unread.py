"""What no name of the lexicon explains in a text: the words that an officer may want to add."""

from __future__ import annotations

from matchmaker.catalogue.nomenclature.text import SEPARATORS, fold, is_unspaced
from matchmaker.matching.engine.reading import Reading

LONGEST = 4  # words in one phrase
SHORTEST_UNSPACED = 2
_WRITTEN = """
    a an the of or and for in on with by to not other than as at from its their our we i you is are be it this that
    no up via into per all any more most very high only also new good best looking want need buy sell supply
    và của cho các những từ trên dưới có là được trong ngoài với theo đến để bằng một loại khác hoặc hay như khi
    chúng tôi không về tại ra vào cần tìm mua bán muốn rất nhiều cao tốt nhất kg g cm mm ml
    et de du des le la les un une en pour avec sans sur par au aux ou dans
    और का की के में से को या लिए ແລະ ຂອງ និង នៃ และ ของ の と や を は 和 与 的 及 및 와 과 နှင့်
"""
FUNCTION_WORDS = frozenset(_WRITTEN.split())
_FOLDED = frozenset(fold(word) for word in FUNCTION_WORDS)


def unread(reading: Reading) -> tuple[str, ...]:
    """Words and phrases of the text that no name covers, as written (in small letters), function words left out.

    Neighbouring words make one phrase of at most LONGEST; in scripts without spaces what lies between two names does.
    """
    found: list[str] = []
    run: list[str] = []
    for place, start, end in reading.line.starts:
        word = reading.cleaned[start:end]
        unspaced = is_unspaced(word[0])
        if unspaced:
            _close(run, found)
            found.extend(_pieces(word, place, reading.covered))
        elif place in reading.covered or word in SEPARATORS or _says_nothing(word):
            _close(run, found)
        else:
            run.append(word)
            if len(run) == LONGEST:
                _close(run, found)
    _close(run, found)
    return tuple(dict.fromkeys(found))


def _close(run: list[str], found: list[str]) -> None:
    if run:
        found.append(" ".join(run))
        run.clear()


def _says_nothing(word: str) -> bool:
    return (
        len(word) < 2 or word[0].isdigit() or word in FUNCTION_WORDS or (word.isascii() and word in _FOLDED)
    )


def _pieces(word: str, place: int, covered: frozenset[int]) -> list[str]:
    pieces = [""]
    for step, letter in enumerate(word):
        if place + step in covered:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if len(piece) >= SHORTEST_UNSPACED and piece not in FUNCTION_WORDS]
