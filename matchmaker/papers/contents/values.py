"""What a paper says, as plain values that the templates in ``typst/`` read by these names."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.papers.enums import PaperKind


@dataclass(frozen=True)
class Side:
    """One company of a meeting."""

    name: str
    country: str
    person: str = ""
    languages: str = ""


@dataclass(frozen=True)
class Row:
    """A stretch of a day: a meeting, or (with ``text`` only) a break, a free time, a part of the programme."""

    kind: str  # meeting, break, free, away, programme
    time: str
    text: str = ""
    own_time: str = ""  # of an online meeting, where the reader's clock differs
    table: str = ""
    booth: bool = False
    online: bool = False
    sides: tuple[Side, ...] = ()
    about: str = ""
    interpreter: str = ""
    link: str = ""


@dataclass(frozen=True)
class Day:
    """A day of an agenda."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Agenda:
    """The day of one participant or interpreter. ``qr`` is a picture (SVG) of the badge's address."""

    id: str
    language: str
    event: str
    place: str
    name: str
    person: str
    note: str
    notice: str
    days: tuple[Day, ...]
    code: str = ""
    qr: str = ""


@dataclass(frozen=True)
class Card:
    """What lies on one table for one day."""

    id: str
    language: str
    event: str
    hall: str
    label: str
    booth: bool
    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Badge:
    """What hangs on one person; the larger name is the person's, or the company's where nobody is named."""

    language: str
    event: str
    name: str
    company: str
    country: str
    role: str
    side: str
    code: str
    qr: str


@dataclass(frozen=True)
class Line:
    """A line of the list at the entrance."""

    company: str
    person: str
    country: str
    role: str
    code: str


@dataclass(frozen=True)
class Listing:
    """The list at the entrance."""

    id: str
    language: str
    event: str
    place: str
    note: str
    count: str
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """A company in the catalogue; what its people do not consent to show is empty."""

    company: str
    country: str
    languages: str
    about: str
    offers: str
    needs: str
    person: str
    contact: str


@dataclass(frozen=True)
class Group:
    """Suppliers or buyers."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of who takes part."""

    id: str
    language: str
    event: str
    place: str
    note: str
    groups: tuple[Group, ...]


Item = Agenda | Card | Badge | Listing | Catalogue


@dataclass(frozen=True)
class Part:
    """All of one kind, in the order in which it is printed."""

    kind: PaperKind
    items: tuple[Item, ...]
