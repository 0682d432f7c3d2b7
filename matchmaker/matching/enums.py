"""Answers to a proposal."""

from __future__ import annotations

from enum import StrEnum


class AnswerValue(StrEnum):
    """What one side says to a proposal."""

    INTERESTED = "interested"
    NOT_NOW = "not_now"
    NO = "no"


class NoReason(StrEnum):
    """Why a side says no; teaches the engine."""

    WRONG_PRODUCT = "wrong_product"
    WRONG_FORM = "wrong_form"
    VOLUME = "volume"
    PRICE = "price"
    CERTIFICATES = "certificates"
    MARKET = "market"
    KNOWN = "known"
    OTHER = "other"
