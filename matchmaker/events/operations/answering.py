"""Answers to the organiser's questions: a text, one of several, or a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.enums import QuestionKind
from matchmaker.events.models import Participation, Question, QuestionAnswer
from matchmaker.events.operations.telling import done_on_behalf
from matchmaker.events.policy import days_open, is_own, may_run
from matchmaker.events.queries import answers_to, questions_for
from matchmaker.files.operations import check_paper, store

LONGEST, LARGEST = 2000, 10_000_000  # letters of a text, bytes of a file


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


def answer_questions(
    session: Session, *, actor: Actor, now: datetime, participation_id: int, answers: Mapping[int, str | Upload | None],
    folder: Path,
) -> None:  # fmt: skip
    """Keep what a participant answers to the questions of its side, by question; None keeps a file that is there, and takes
    a text away. Invalid names the field ``question<id>``; nothing is kept then."""
    participation = session.get(Participation, participation_id, with_for_update=True)
    if participation is None or not (is_own(actor, participation) or may_run(actor, participation.event)):
        raise NotFound
    event = participation.event
    if not days_open(event, now) and not may_run(actor, event):
        raise Conflict("profiles_over")
    there = answers_to(session, participation.id)
    for question in questions_for(event, participation.side):
        given, field = answers.get(question.id), f"question{question.id}"
        kept = there.get(question.id)
        if not given and kept is not None and question.kind == QuestionKind.FILE:
            continue
        if not given:
            if question.mandatory:
                raise Invalid("answer_needed", field=field)
            if kept is not None:
                session.delete(kept)
            continue
        if kept is None:
            kept = QuestionAnswer(participation_id=participation.id, question_id=question.id)
            session.add(kept)
        if isinstance(given, Upload):
            kept.file_id = _stored(session, actor, participation, given, field=field, folder=folder, now=now)
        else:
            kept.text = _text(question, given, field=field)
    session.flush()
    if not is_own(actor, participation):
        done_on_behalf(
            session, participation, actor=actor, now=now, action="participation.questions_answered"
        )


def _text(question: Question, given: str, *, field: str) -> str:
    if question.kind == QuestionKind.CHOICE and given not in map(str, range(len(question.options))):
        raise Invalid("answer_unknown", field=field)
    if question.kind == QuestionKind.FILE or len(given) > LONGEST:
        raise Invalid("answer_unknown", field=field)
    return given


def _stored(
    session: Session, actor: Actor, participation: Participation, upload: Upload, *, field: str, folder: Path, now: datetime
) -> int:  # fmt: skip
    if len(upload.content) > LARGEST:
        raise Invalid("file_large", field=field)
    stored = store(
        session, upload.content, folder=folder, name=upload.name, media_type=check_paper(upload.content, field=field),
        purpose="answer", now=now, company_id=participation.company_id, uploaded_by_id=actor.user_id,
    )  # fmt: skip
    return stored.id
