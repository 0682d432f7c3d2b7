"""Setting papers: values in, PDF or picture out. People's texts travel as JSON and are never evaluated as markup."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from pypdf import PdfWriter

from matchmaker.papers.compiling import compile_apart, compile_here
from matchmaker.papers.contents.values import Part
from matchmaker.papers.enums import PaperKind
from matchmaker.papers.fonts import families_for
from matchmaker.papers.words import LANGUAGES, words

LONG_WORD = re.compile(
    r"[!-\u024f\u0300-\u036f\u1e00-\u1eff]{21,}"
)  # Latin; other scripts know where they break
PREVIEW = 56  # dots per inch
FEW = 8  # sheets that are set in this process
BATCH = 240  # sheets that one process sets: whole pages of eight badges
Progress = Callable[[int, int], None]


def typeset(parts: Sequence[Part], *, title: str, author: str, progress: Progress | None = None) -> bytes:
    """The PDF of the parts, one after the other; ``progress`` is told how many sheets of how many are set."""
    total = sum(len(part.items) for part in parts)
    if total <= FEW:
        content: bytes = compile_here(_data(parts, title=title, author=author), format="pdf")
        return content
    made, done = [], 0
    for batch in _batches(parts):
        made.append(compile_apart(_data(batch, title=title, author=author)))
        done += sum(len(part.items) for part in batch)
        if progress is not None:
            progress(done, total)
    return made[0] if len(made) == 1 else _merged(made, title=title, author=author)


def first_page(part: Part, *, title: str) -> bytes:
    """The first page as a small PNG."""
    items = part.items if part.kind == PaperKind.BADGES else part.items[:1]
    data = _data([Part(part.kind, items)], title=title, author="")
    made: bytes | list[bytes] = compile_here(data, format="png", ppi=PREVIEW)
    return made[0] if isinstance(made, list) else made


def _batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The same parts in their order, cut so that no batch holds more than BATCH items."""
    batch: list[Part] = []
    room = BATCH
    for part in parts:
        items = part.items
        while items:
            batch.append(Part(part.kind, items[:room]))
            items, room = items[room:], room - len(batch[-1].items)
            if room == 0:
                yield batch
                batch, room = [], BATCH
    if batch:
        yield batch


def _merged(documents: Sequence[bytes], *, title: str, author: str) -> bytes:
    writer = PdfWriter()
    for document in documents:
        writer.append(io.BytesIO(document))
    writer.add_metadata({"/Title": title, "/Author": author})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _data(parts: Sequence[Part], *, title: str, author: str) -> str:
    data = {
        "title": title,
        "author": author,
        "words": {language: dict(words(language)) for language in LANGUAGES},
        "fonts": {language: families_for(language) for language in LANGUAGES},
        "parts": [_breakable(asdict(part)) for part in parts],
    }
    return json.dumps(data, ensure_ascii=False)


def _breakable(value: Any) -> Any:
    """The same values with places to break in words that no column could hold."""
    if isinstance(value, dict):
        return {
            name: part if name in {"qr", "id", "code"} else _breakable(part) for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_breakable(part) for part in value]
    return LONG_WORD.sub(lambda found: "\u200b".join(found[0]), value) if isinstance(value, str) else value
