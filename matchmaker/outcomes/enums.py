"""Stages of an outcome."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far two companies have come since they met, in order; NO ends it."""

    MET = "met"
    SAMPLE = "sample"
    QUOTATION = "quotation"
    MEMORANDUM = "memorandum"
    CONTRACT = "contract"
    SHIPMENT = "shipment"
    NO = "no"
