"""The columns of a sheet of people: who comes, for which company, and what the organiser asks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from babel import Locale

from matchmaker.events.models import Question
from matchmaker.stewardship.columns import COLUMNS, BadCell, Column, heading_key, read_country, read_text

LANGUAGES = ("vi", "en", "ko", "lo", "km", "th", "hi", "zh", "ja", "my", "fr", "de", "es", "ru", "ar")
LONGEST_ANSWER = 2000


def _languages(cell: str) -> str:
    """Codes, separated by commas; names in Vietnamese, English and their own language are known."""
    found = []
    for word in cell.replace(";", ",").replace("/", ",").split(","):
        key = heading_key(word).removeprefix("tieng ")
        if not key:
            continue
        code = key if key in LANGUAGES else LANGUAGE_NAMES.get(key)
        if code is None:
            raise BadCell("language")
        found.append(code)
    return ",".join(dict.fromkeys(found))


LANGUAGE_NAMES = {
    heading_key(Locale(locale).languages[code]).removeprefix("tieng "): code
    for code in LANGUAGES
    for locale in ("vi", "en", code)
}


def _country(cell: str) -> str:
    return read_country(cell) if cell else ""


PERSON = (
    "Người",
    "Người tham gia",
    "Tên",
    "Name",
    "Full name",
    "Contact person",
    "Người liên hệ",
    "Đại diện",
)
_KNOWN = {column.name: column for column in COLUMNS}
MEMBERS = (
    replace(_KNOWN["person"], vi="Họ tên", en="Person", required=True, aliases=PERSON),
    Column("job_title", "Chức vụ", "Title", read_text(120), aliases=("Chức danh", "Position", "Job title"), example="Giám đốc"),
    _KNOWN["legal_name"],
    _KNOWN["tax_code"],
    _KNOWN["side"],
    replace(_KNOWN["country"], read=_country, example="Ấn Độ"),
    Column("languages", "Ngôn ngữ", "Languages", _languages, aliases=("Language",), example="Tiếng Anh, Tiếng Hindi"),
    _KNOWN["phone"],
    _KNOWN["email"],
)  # fmt: skip
"""In the order of the template."""


def people_columns(questions: Iterable[Question]) -> tuple[Column, ...]:
    """The columns for an event: members, then the organiser's questions that a cell can answer."""
    asked = (question for question in questions if question.kind != "file")
    return (*MEMBERS, *(_question(question) for question in asked))


def _question(question: Question) -> Column:
    label = question.label
    vi = str(label.get("vi") or label.get("en") or next(iter(label.values()), ""))
    en = str(label.get("en") or vi)
    read = _choice(question) if question.kind == "choice" else read_text(LONGEST_ANSWER)
    return Column(f"q{question.id}", vi, en, read)


def _choice(question: Question) -> Callable[[str], str]:
    known = {
        heading_key(str(text)): str(place)
        for place, texts in enumerate(question.options)
        for text in texts.values()
    }

    def read(cell: str) -> str:
        if cell and heading_key(cell) not in known:
            raise BadCell("choice")
        return known[heading_key(cell)] if cell else ""

    return read
