"""Looking words up: shipped and own ones as one lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.catalogue.nomenclature.lexicon import EXPRESSION, Concept, Lexicon, shipped
from matchmaker.catalogue.nomenclature.text import clean, fold, simplified
from matchmaker.lexicon.enums import ConceptKind, Decision
from matchmaker.lexicon.models import LearnedTranslation, OwnConcept, OwnWord, UnreadWord, WordList


@dataclass(frozen=True)
class Found:
    """A concept that bears the word looked for; ``rank`` is 0 for the very word, 1 for a beginning, 2 for a part."""

    concept: Concept
    rank: int
    label: str
    own: bool


def own_concepts(session: Session) -> list[Concept]:
    """The installation's own concepts and names as the engine takes them, in the order they were added."""
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    for word in session.scalars(select(OwnWord).order_by(OwnWord.id)):
        names = labels.setdefault(word.concept, {})
        names[word.language] = (*names.get(word.language, ()), word.label)
    made = {row.identifier: row for row in session.scalars(select(OwnConcept))}
    return [_concept(identifier, names, made.get(identifier)) for identifier, names in labels.items()]


def _concept(identifier: str, labels: dict[str, tuple[str, ...]], row: OwnConcept | None) -> Concept:
    if row is None:
        return Concept(identifier, "product", labels)
    attribute = row.kind == ConceptKind.PROPERTY
    return Concept(identifier, row.kind, labels, row.hs_code, row.broader, attribute)


def stamp(session: Session) -> str:
    """Changes whenever a word of one's own does; empty while there is none."""
    newest, count, at = session.execute(
        select(func.max(OwnWord.id), func.count(OwnWord.id), func.max(OwnWord.created_at))
    ).one()
    return f"{session.get_bind().engine.url}:{newest}:{count}:{at}" if count else ""


@dataclass
class Known:
    """A lexicon and the state of the own words in it."""

    stamp: str
    lexicon: Lexicon

    @cached_property
    def searched(self) -> dict[str, str]:
        """For each concept all its names as they are searched, one a line."""
        return {concept.id: _searched(concept) for concept in self.lexicon.concepts.values()}


_latest: list[Known] = []  # of this process, at most one


def _known(session: Session) -> Known:
    now = stamp(session)
    if not _latest or _latest[0].stamp != now:
        merged = shipped().merged(own_concepts(session)) if now else shipped()
        _latest[:] = [Known(now, merged)]
    return _latest[0]


def lexicon(session: Session) -> Lexicon:
    """The shipped lexicon with the installation's own words."""
    return _known(session).lexicon


def _searched(concept: Concept) -> str:
    names = {_one_form(name) for labels in concept.labels.values() for name in labels}
    return "\n".join(names | {fold(name) for name in names})


def _one_form(name: str) -> str:
    return simplified(clean(name)).strip()


def look_up(session: Session, text: str, *, language: str = "", most: int = 100) -> list[Found]:
    """Concepts with a name like the text in the language (or any), the best first; accents may be left out."""
    wanted = _one_form(text)
    if not wanted:
        return []
    own = set(session.scalars(select(OwnWord.concept)))
    plain = fold(wanted) == wanted
    known = _known(session)
    code = wanted.replace(".", "")
    found = [
        best
        for concept in known.lexicon.concepts.values()
        if concept.kind != EXPRESSION
        and (wanted in known.searched[concept.id] or (concept.hs or "").startswith(code))
        and (best := _best(concept, wanted, plain, language, concept.id in own)) is not None
    ]
    found.sort(
        key=lambda entry: (entry.rank, entry.concept.kind == "heading", len(entry.label), entry.concept.id)
    )
    return found[:most]


def _best(concept: Concept, wanted: str, plain: bool, language: str, own: bool) -> Found | None:
    best: Found | None = None
    for code, names in concept.labels.items():
        if language and code != language:
            continue
        for label in names:
            rank = _rank(_one_form(label), wanted, plain)
            if rank is not None and (best is None or rank < best.rank):
                best = Found(concept, rank, label, own)
    if best is None and not language and concept.hs and concept.hs.startswith(wanted.replace(".", "")):
        best = Found(concept, 1, concept.hs, own)
    return best


def _rank(name: str, wanted: str, plain: bool) -> int | None:
    read = fold(name) if plain else name
    if read == wanted:
        return 0 if name == wanted else 1
    if read.startswith(wanted):
        return 1
    return 2 if wanted in read else None


def bearers(session: Session, name: str) -> list[Concept]:
    """The concepts meant by an identifier, or by a name in any language; headings only where nothing else is."""
    known = lexicon(session)
    if name in known.concepts:
        return [known.concepts[name]]
    found = [entry.concept for entry in look_up(session, name) if entry.rank == 0]
    return [concept for concept in found if concept.kind != "heading"] or found


def own_words(session: Session, concept: str | None = None) -> list[OwnWord]:
    """Own names of one concept, or the newest of all."""
    query = select(OwnWord).options(joinedload(OwnWord.user)).order_by(OwnWord.id.desc())
    if concept is not None:
        query = query.where(OwnWord.concept == concept)
    return list(session.scalars(query.limit(100)))


def own_word_count(session: Session) -> int:
    """How many names were added here."""
    return session.scalar(select(func.count(OwnWord.id))) or 0


def unread_words(*, left_out: bool = False) -> Select[UnreadWord]:
    """What was not understood, that which touches most offers and needs first."""
    return (
        select(UnreadWord)
        .where(UnreadWord.left_out.is_(left_out))
        .order_by(
            UnreadWord.items.desc(), UnreadWord.unmatched.desc(), UnreadWord.companies.desc(), UnreadWord.word
        )
    )


def unread_count(session: Session) -> int:
    """How many words wait for a look."""
    return session.scalar(select(func.count()).select_from(unread_words().order_by(None).subquery())) or 0


def word_lists() -> Select[WordList]:
    """The lists so far, the newest first."""
    return select(WordList).options(joinedload(WordList.user)).order_by(WordList.id.desc())


def translations(state: str = Decision.OPEN) -> Select[LearnedTranslation]:
    """Learned translations in one state, those shown by most texts first."""
    return (
        select(LearnedTranslation)
        .where(LearnedTranslation.state == state)
        .order_by(
            LearnedTranslation.texts.desc(), LearnedTranslation.probability.desc(), LearnedTranslation.id
        )
    )


def exported(session: Session, *, everything: bool) -> Iterator[tuple[str, ...]]:
    """Rows of a word list as it can be read again: concept, language, label, broader, HS code."""
    concepts: Iterable[Concept] = lexicon(session).concepts.values() if everything else own_concepts(session)
    for concept in concepts:
        for language, names in concept.labels.items():
            for label in names:
                yield (concept.id, language, label, concept.broader or "", concept.hs or "")
