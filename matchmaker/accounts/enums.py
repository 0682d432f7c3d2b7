"""Roles, purposes and kinds of offices."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a user is here for. A member's rights come from the membership in a company."""

    MEMBER = "member"
    OFFICER = "officer"
    HELPER = "helper"
    INTERPRETER = "interpreter"
    ADMINISTRATOR = "administrator"


class Purpose(StrEnum):
    """What a person can consent to, each apart from the others."""

    DIRECTORY = "directory"
    RECIPIENTS_ABROAD = "recipients_abroad"
    MAIL = "mail"
    PHOTOS = "photos"


class OfficeKind(StrEnum):
    """Who runs the office."""

    PROVINCE = "province"
    ASSOCIATION = "association"
    EMBASSY = "embassy"
