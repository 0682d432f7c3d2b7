"""Adding words, taking over word lists, deciding on learned translations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.catalogue.nomenclature.codes import hs_digits
from matchmaker.catalogue.nomenclature.lexicon import Concept
from matchmaker.catalogue.nomenclature.text import SEPARATORS, clean, fold, tokens
from matchmaker.catalogue.nomenclature.wordlists import LexiconError, joined, parse_word_list
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.jobs.operations import enqueue
from matchmaker.lexicon import queries
from matchmaker.lexicon.enums import ConceptKind, Decision, WordSource
from matchmaker.lexicon.models import LearnedTranslation, OwnConcept, OwnWord, UnreadWord, WordList
from matchmaker.lexicon.policy import may_edit

LARGEST = 2 * 1024 * 1024  # bytes of a word list
MOST_WORDS = 20_000


def _check(actor: Actor) -> None:
    if not may_edit(actor):
        raise Forbidden


def _read_anew(session: Session, now: datetime) -> None:
    enqueue(session, "matching.rebuild", now=now, key="asked")


def add_word(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    label: str,
    language: str,
    concept: str = "",
    kind: str = ConceptKind.PRODUCT,
    hs_code: str = "",
    broader: str = "",
    source: str = WordSource.OFFICER,
) -> OwnWord:
    """Add a name to the concept meant by ``concept`` (an identifier or a name), or to a new one where that is empty.

    All is read anew with it in the background. Raises Invalid beside the field that is wrong, or for a word known already.
    """
    _check(actor)
    if not any(token not in SEPARATORS for _s, _e, token in tokens(clean(label))):
        raise Invalid("no_word", field="label")
    if concept:
        identifier = _meant(session, concept, "concept").id
    else:
        code = hs_digits(hs_code)
        if hs_code and code is None:
            raise Invalid("no_hs_code", field="hs_code")
        parent = _meant(session, broader, "broader").id if broader else None
        identifier = _new_concept(session, label, kind, code, parent, now=now)
    word = OwnWord(
        concept=identifier,
        language=language,
        label=label,
        source=source,
        user_id=actor.user_id,
        created_at=now,
    )
    _keep(session, word)
    session.execute(delete(UnreadWord).where(UnreadWord.word == clean(label)))
    record(session, actor_id=actor.user_id, now=now, action="lexicon.word_added", subject_kind="own_word",
           subject_id=word.id, label=label, language=language, concept=identifier)  # fmt: skip
    _read_anew(session, now)
    return word


def _meant(session: Session, name: str, field: str) -> Concept:
    found = queries.bearers(session, name)
    if not found:
        raise Invalid("no_such_concept", field=field)
    if len(found) > 1:
        raise Invalid("several_concepts", field=field, names=", ".join(entry.id for entry in found[:6]))
    return found[0]


def _new_concept(
    session: Session, label: str, kind: str, code: str | None, broader: str | None, *, now: datetime
) -> str:
    slug = "-".join(word for _s, _e, word in tokens(fold(clean(label))) if word.isascii() and word.isalnum())
    prefix = "@own" if kind == ConceptKind.PROPERTY else "own"
    known = queries.lexicon(session).concepts
    identifier = f"{prefix}-{slug}" if slug else f"{prefix}-1"
    number = 1
    while identifier in known:
        number += 1
        identifier = f"{prefix}-{slug}-{number}" if slug else f"{prefix}-{number}"
    session.add(OwnConcept(identifier=identifier, kind=kind, hs_code=code, broader=broader, created_at=now))
    return identifier


def _keep(session: Session, word: OwnWord) -> None:
    """Add the word unless the lexicon has it, also when somebody else adds it in this very moment."""
    known = queries.lexicon(session).concepts.get(word.concept)
    if known and clean(word.label) in map(clean, known.labels.get(word.language, ())):
        raise Invalid("word_known", field="label")
    try:
        with session.begin_nested():
            session.add(word)
    except IntegrityError:
        raise Invalid("word_known", field="label") from None


def remove_word(session: Session, *, actor: Actor, now: datetime, word_id: int) -> OwnWord:
    """Take a word of one's own away again; a concept of one's own goes with its last name."""
    _check(actor)
    word = session.get(OwnWord, word_id, with_for_update=True)
    if word is None:
        raise NotFound
    session.delete(word)
    session.flush()
    if session.scalar(select(OwnWord.id).where(OwnWord.concept == word.concept).limit(1)) is None:
        session.execute(delete(OwnConcept).where(OwnConcept.identifier == word.concept))
    record(session, actor_id=actor.user_id, now=now, action="lexicon.word_removed", subject_kind="own_word",
           subject_id=word_id, label=word.label, language=word.language, concept=word.concept)  # fmt: skip
    _read_anew(session, now)
    return word


def begin_list(
    session: Session, *, actor: Actor, now: datetime, name: str, content: bytes, licence: str
) -> WordList:
    """Read an uploaded list to be looked at; nothing changes yet. Raises Invalid with the line for what cannot be read."""
    _check(actor)
    if not content:
        raise Invalid("no_file", field="file")
    if len(content) > LARGEST:
        raise Invalid("list_too_large", field="file")
    try:
        concepts = joined(queries.lexicon(session), parse_word_list(content, name))
    except LexiconError as error:
        raise Invalid(f"list_{error.code}", field="file", line=error.line, cell=error.cell) from error
    entries = _entries(session, concepts)
    words = sum(len(names) for entry in entries for names in entry["labels"].values())
    if words > MOST_WORDS:
        raise Invalid("list_too_large", field="file")
    made = WordList(name=name, licence=licence, state=Decision.OPEN, entries=entries, words=words,
                    user_id=actor.user_id, created_at=now)  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _entries(session: Session, concepts: Sequence[Concept]) -> list[dict[str, Any]]:
    """The list's concepts, one entry each, without the names that the lexicon has already."""
    known = queries.lexicon(session).concepts
    united: dict[str, dict[str, Any]] = {}
    for concept in concepts:
        shipped = known.get(concept.id)
        entry = united.setdefault(
            concept.id,
            {
                "concept": concept.id,
                "new": shipped is None,
                "hs": concept.hs,
                "broader": concept.broader,
                "labels": {},
            },
        )
        for language, names in concept.labels.items():
            present = {clean(name) for name in (shipped.labels.get(language, ()) if shipped else ())}
            kept = entry["labels"].setdefault(language, [])
            kept.extend(name for name in names if clean(name) not in present and name not in kept)
    return list(united.values())


def find_list(session: Session, actor: Actor, list_id: int) -> WordList:
    """The list, locked; raises NotFound."""
    _check(actor)
    found = session.get(WordList, list_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def accept_list(session: Session, *, actor: Actor, now: datetime, list_id: int) -> int:
    """Take the whole list over; returns how many words it added. Raises Conflict when it was decided on already."""
    found = _decided(session, actor, list_id, Decision.ACCEPTED, now)
    known = queries.lexicon(session).concepts
    there = {(word.concept, word.language, word.label) for word in session.scalars(select(OwnWord))}
    added = 0
    for entry in found.entries:
        identifier = entry["concept"]
        if identifier not in known and any(entry["labels"].values()):
            session.add(OwnConcept(identifier=identifier, kind=ConceptKind.PRODUCT, hs_code=entry["hs"],
                                   broader=entry["broader"], created_at=now))  # fmt: skip
        for language, names in entry["labels"].items():
            for label in names:
                if (identifier, language, label) not in there:
                    there.add((identifier, language, label))
                    session.add(OwnWord(concept=identifier, language=language, label=label, source=WordSource.LIST,
                                        word_list_id=found.id, user_id=actor.user_id, created_at=now))  # fmt: skip
                    added += 1
    record(session, actor_id=actor.user_id, now=now, action="lexicon.list_accepted", subject_kind="word_list",
           subject_id=found.id, name=found.name, licence=found.licence, words=added)  # fmt: skip
    _read_anew(session, now)
    return added


def refuse_list(session: Session, *, actor: Actor, now: datetime, list_id: int) -> WordList:
    """Leave the list; raises Conflict when it was decided on already."""
    return _decided(session, actor, list_id, Decision.REFUSED, now)


def _decided(session: Session, actor: Actor, list_id: int, decision: Decision, now: datetime) -> WordList:
    found = find_list(session, actor, list_id)
    if found.state != Decision.OPEN:
        raise Conflict("list_decided")
    found.state, found.decided_at = decision, now
    return found


def leave_out(session: Session, *, actor: Actor, word_id: int, left_out: bool) -> UnreadWord:
    """Say that a word that was not understood is none for the lexicon (a place, a brand), or take that back."""
    _check(actor)
    word = session.get(UnreadWord, word_id, with_for_update=True)
    if word is None:
        raise NotFound
    word.left_out = left_out
    return word


def store_unread(session: Session, *, now: datetime, found: Iterable[dict[str, Any]]) -> None:
    """Replace what was not understood by what the newest run found; what officers left out stays left out."""
    known = {word.word: word for word in session.scalars(select(UnreadWord))}
    for entry in found:
        word = known.pop(entry["word"], None)
        if word is None:
            session.add(UnreadWord(**entry, seen_at=now))
        else:
            word.items, word.companies, word.unmatched = (
                entry["items"],
                entry["companies"],
                entry["unmatched"],
            )
            word.examples, word.seen_at = entry["examples"], now
    for word in known.values():
        if not word.left_out:
            session.delete(word)


def store_translations(session: Session, *, now: datetime, found: Iterable[dict[str, Any]]) -> int:
    """Add what was learned; what was decided on stays as it is. Returns how many are new."""
    known = {
        (row.language, row.word, row.meaning): row for row in session.scalars(select(LearnedTranslation))
    }
    added = 0
    for entry in found:
        row = known.get((entry["language"], entry["word"], entry["meaning"]))
        if row is None:
            session.add(LearnedTranslation(**entry, state=Decision.OPEN, learned_at=now))
            added += 1
        elif row.state == Decision.OPEN:
            row.probability, row.texts, row.concept = entry["probability"], entry["texts"], entry["concept"]
    return added


def decide_translation(
    session: Session, *, actor: Actor, now: datetime, translation_id: int, accept: bool
) -> LearnedTranslation:
    """Take a learned translation into the lexicon, or refuse it. Raises Conflict when it was decided on already."""
    _check(actor)
    found = session.get(LearnedTranslation, translation_id, with_for_update=True)
    if found is None:
        raise NotFound
    if found.state != Decision.OPEN:
        raise Conflict("translation_decided")
    if accept:
        _take_over(session, actor, found, now)
    found.state = Decision.ACCEPTED if accept else Decision.REFUSED
    return found


def _take_over(session: Session, actor: Actor, found: LearnedTranslation, now: datetime) -> None:
    """A name for the concept that bears the meaning; without one a new concept with both names."""
    values: dict[str, Any] = {"actor": actor, "now": now, "source": WordSource.LEARNED}
    concept = found.concept or ""
    if not concept:
        concept = add_word(session, label=found.meaning, language="en", **values).concept
        session.flush()
    try:
        add_word(session, label=found.word, language=found.language, concept=concept, **values)
    except Invalid as error:
        if error.code != "word_known":
            raise
