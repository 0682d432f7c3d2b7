"""Proposals, answers and runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.catalogue.models import Need, Offer
from matchmaker.db import Base


class Proposal(Base):
    """A pairing of an offer and a need, put forward with score (0 to 1) and reasons.

    ``stale`` ones are no longer proposed by the newest run, and are kept only while somebody has answered.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("offer_id", "need_id"),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        Index("ix_proposal_supplier_id_score", "supplier_id", "score"),
        Index("ix_proposal_buyer_id_score", "buyer_id", "score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    score: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]]  # code, contribution, parameters, spans: language-free
    missing: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    stale: Mapped[bool] = mapped_column(default=False)
    mutual_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)
    offer: Mapped[Offer] = relationship()
    need: Mapped[Need] = relationship()
    answers: Mapped[list[Answer]] = relationship(back_populates="proposal", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Answer(Base):
    """What one side says to a proposal; the newest replaces the one before."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("proposal_id", "company_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    value: Mapped[str]  # AnswerValue
    reason: Mapped[str | None]  # NoReason
    note: Mapped[str | None]
    at: Mapped[datetime]
    proposal: Mapped[Proposal] = relationship(back_populates="answers")


class MatchingRun(Base):
    """One run of the engine over everything, with what it read and made."""

    __tablename__ = "matching_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    offers: Mapped[int] = mapped_column(default=0)
    needs: Mapped[int] = mapped_column(default=0)
    proposals: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
