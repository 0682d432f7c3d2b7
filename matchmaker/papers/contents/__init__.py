"""From rows to what a paper says: one part for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from matchmaker.events.models import Interpreter
from matchmaker.meetings.models import Meeting
from matchmaker.papers import queries
from matchmaker.papers.contents.agendas import agenda, roster
from matchmaker.papers.contents.frame import Frame
from matchmaker.papers.contents.hall import badges, cards
from matchmaker.papers.contents.lists import catalogue, participants
from matchmaker.papers.contents.values import Item, Part
from matchmaker.papers.enums import SCHEDULED, PaperKind
from matchmaker.papers.words import LANGUAGES

SAMPLE = 8  # badges a page


def make_parts(
    session: Session,
    frame: Frame,
    kinds: Sequence[PaperKind],
    *,
    only: Sequence[int] | None = None,
    interpreter_ids: Sequence[int] | None = None,
    sample: bool = False,
) -> list[Part]:
    """The parts of a print that have something in them; ``only`` keeps these participations' agendas and badges,
    ``interpreter_ids`` these rosters, ``sample`` what fills a first page."""
    meetings = queries.published_meetings(session, frame.event)
    own = _by_person(meetings)
    everybody = queries.people(session, frame.event.id)
    if sample:
        everybody.sort(key=lambda one: -len(own[one.id]))
    most = SAMPLE if sample else None
    people = [one for one in everybody if only is None or one.id in only][:most]
    staff = queries.interpreters(session, frame.event.id)
    interpreters = [one for one in staff if interpreter_ids is None or one.id in interpreter_ids][:most]
    topics = queries.topics(session, meetings)

    def items(kind: PaperKind) -> tuple[Item, ...]:
        if kind in SCHEDULED and frame.event.published_schedule_id is None:
            return ()
        match kind:
            case PaperKind.AGENDAS:
                return tuple(agenda(frame, one, own[one.id], topics) for one in people)
            case PaperKind.TABLES:
                return cards(frame, meetings)
            case PaperKind.BADGES:
                return badges(frame, people)
            case PaperKind.PARTICIPANTS:
                return (participants(frame, people),) if people else ()
            case PaperKind.CATALOGUE:
                sold = queries.items_of(session, {one.company_id for one in people})
                agreed = queries.consents(session, {one.user_id for one in people if one.user_id is not None})
                return (catalogue(frame, people, items=sold, consents=agreed),) if people else ()
            case PaperKind.INTERPRETERS:
                taken = _by_interpreter(meetings)
                return tuple(
                    roster(frame, one, taken[one.id], topics, _language_of(frame, one))
                    for one in interpreters
                )

    made = [Part(kind, items(kind)) for kind in kinds]
    return [part for part in made if part.items]


def _by_person(meetings: Sequence[Meeting]) -> dict[int, list[Meeting]]:
    found = defaultdict(list)
    for meeting in meetings:
        found[meeting.a_id].append(meeting)
        found[meeting.b_id].append(meeting)
    return found


def _by_interpreter(meetings: Sequence[Meeting]) -> dict[int, list[Meeting]]:
    found = defaultdict(list)
    for meeting in meetings:
        if meeting.interpreter_id is not None:
            found[meeting.interpreter_id].append(meeting)
    return found


def _language_of(frame: Frame, interpreter: Interpreter) -> str:
    """An interpreter works from the language of the house, or else the first one that has our words."""
    known = [code for code in interpreter.languages if code in LANGUAGES]
    return frame.chosen or (frame.shared if frame.shared in known or not known else known[0])
