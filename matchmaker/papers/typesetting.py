"""Setting papers: values in, PDF or picture out. People's texts travel as JSON and are never evaluated as markup."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst

from matchmaker.papers.contents.values import Part
from matchmaker.papers.enums import PaperKind
from matchmaker.papers.fonts import families_for
from matchmaker.papers.words import LANGUAGES, words

TEMPLATE = Path(__file__).parent / "typst" / "papers.typ"
ROOT = Path(__file__).parents[2]
LONG_WORD = re.compile(
    r"[!-\u024f\u0300-\u036f\u1e00-\u1eff]{21,}"
)  # Latin; other scripts know where they break
PREVIEW = 56  # dots per inch
_one_at_a_time = threading.Lock()  # the compiler is shared by the threads of the process


def typeset(parts: Sequence[Part], *, title: str, author: str) -> bytes:
    """The PDF of the parts, one after the other."""
    return _compile(parts, title=title, author=author, format="pdf")


def first_page(part: Part, *, title: str) -> bytes:
    """The first page as a small PNG."""
    items = part.items if part.kind == PaperKind.BADGES else part.items[:1]
    made: bytes | list[bytes] = _compile(
        [Part(part.kind, items)], title=title, author="", format="png", ppi=PREVIEW
    )
    return made[0] if isinstance(made, list) else made


@cache
def _compiler() -> typst.Compiler:
    """Keeps the fonts it has found; making one takes a tenth of a second."""
    return typst.Compiler(str(TEMPLATE), root=str(ROOT), sys_inputs={"data": "{}"})


def _compile(parts: Sequence[Part], *, title: str, author: str, **how: Any) -> Any:
    data = {
        "title": title,
        "author": author,
        "words": {language: dict(words(language)) for language in LANGUAGES},
        "fonts": {language: families_for(language) for language in LANGUAGES},
        "parts": [_breakable(asdict(part)) for part in parts],
    }
    with _one_at_a_time:
        return _compiler().compile(sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, **how)


def _breakable(value: Any) -> Any:
    """The same values with places to break in words that no column could hold."""
    if isinstance(value, dict):
        return {
            name: part if name in {"qr", "id", "code"} else _breakable(part) for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_breakable(part) for part in value]
    return LONG_WORD.sub(lambda found: "\u200b".join(found[0]), value) if isinstance(value, str) else value
