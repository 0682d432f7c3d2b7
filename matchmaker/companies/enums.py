"""Kinds, bands and states of companies."""

from __future__ import annotations

from enum import StrEnum


class CompanyKind(StrEnum):
    """What the company does."""

    PRODUCER = "producer"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    PROCESSOR = "processor"
    TRADER = "trader"
    IMPORTER = "importer"
    DISTRIBUTOR = "distributor"
    RETAILER = "retailer"
    INVESTOR = "investor"
    INSTITUTION = "institution"


class Side(StrEnum):
    """The door a company came through; only chooses defaults."""

    EXPORTER = "exporter"
    BUYER = "buyer"


class Employees(StrEnum):
    """Bands of headcount."""

    UP_TO_9 = "1-9"
    UP_TO_49 = "10-49"
    UP_TO_199 = "50-199"
    UP_TO_499 = "200-499"
    FROM_500 = "500+"


class Turnover(StrEnum):
    """Bands of yearly turnover, in thousands of US dollars."""

    UP_TO_100 = "0-100"
    UP_TO_1000 = "100-1000"
    UP_TO_5000 = "1000-5000"
    UP_TO_20000 = "5000-20000"
    FROM_20000 = "20000+"


class MemberRole(StrEnum):
    """What a user may do in the company: an owner manages its people."""

    OWNER = "owner"
    MEMBER = "member"
