"""Words of the installation's own, word lists, what was not understood, and learned translations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.db import Base


class OwnConcept(Base):
    """A thing that the shipped lexicon lacks. ``identifier`` is that of the engine; ``broader`` may be a shipped one."""

    __tablename__ = "own_concept"

    id: Mapped[int] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # ConceptKind
    hs_code: Mapped[str | None]
    broader: Mapped[str | None]
    created_at: Mapped[datetime]


class OwnWord(Base):
    """A name for a concept, shipped or own."""

    __tablename__ = "own_word"
    __table_args__ = (UniqueConstraint("concept", "language", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    concept: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    label: Mapped[str]
    source: Mapped[str]  # WordSource
    word_list_id: Mapped[int | None] = mapped_column(ForeignKey("word_list.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    user: Mapped[User | None] = relationship()


class WordList(Base):
    """An uploaded list: read, looked at, then taken over whole or not at all. ``entries`` are its concepts."""

    __tablename__ = "word_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    licence: Mapped[str]
    state: Mapped[str]  # Decision
    entries: Mapped[list[dict[str, Any]]]
    words: Mapped[int]  # how many names it holds
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    user: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class UnreadWord(Base):
    """A word or phrase in names of offers and needs that nothing in the lexicon explains, as of the last run."""

    __tablename__ = "unread_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(unique=True)
    items: Mapped[int]
    companies: Mapped[int]
    unmatched: Mapped[int]  # items that have no proposal
    examples: Mapped[list[dict[str, Any]]]  # kind, slug, title, company
    left_out: Mapped[bool] = mapped_column(default=False)  # an officer said: no word for the lexicon
    seen_at: Mapped[datetime]


class LearnedTranslation(Base):
    """A word and what it seems to mean in another language, by statistical alignment of texts in both."""

    __tablename__ = "learned_translation"
    __table_args__ = (UniqueConstraint("language", "word", "meaning"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str]
    word: Mapped[str]
    meaning: Mapped[str]  # in English
    concept: Mapped[str | None]  # the concept that bears ``meaning`` as a name
    probability: Mapped[float]
    texts: Mapped[int]  # pairs of texts that show it
    state: Mapped[str]  # Decision
    learned_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
