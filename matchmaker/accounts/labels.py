"""Words for roles and purposes, and for what accounts refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.enums import OfficeKind, Purpose, Role
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        Role.MEMBER: _l("Member of a company"),
        Role.OFFICER: _l("Trade promotion officer"),
        Role.HELPER: _l("Helper"),
        Role.INTERPRETER: _l("Interpreter"),
        Role.ADMINISTRATOR: _l("Administrator"),
    }
)
register(
    {
        OfficeKind.PROVINCE: _l("Provincial office"),
        OfficeKind.ASSOCIATION: _l("Association"),
        OfficeKind.EMBASSY: _l("Embassy's trade office"),
    }
)
register(
    {
        Purpose.DIRECTORY: _l("Show my company and its products in the public directory."),
        Purpose.RECIPIENTS_ABROAD: _l(
            "Give my contact details to partners in other countries, when we are both interested or meet at an event."
        ),
        Purpose.MAIL: _l("Send me mails about new matches, requests and events."),
        Purpose.PHOTOS: _l("Publish photos from events on which I can be seen."),
    }
)
MESSAGES.update(
    {
        "address_taken": _l("This address already has an account."),
        "sign_in_failed": _l(
            "Address and password do not fit together. Check both, or ask for a new password."
        ),
        "password_short": _l(
            "The password needs at least %(shortest)s characters; three or four words are easy to keep."
        ),
        "password_easy": _l("This password is too easy to guess."),
        "password_wrong": _l("This is not your present password."),
        "link_invalid": _l("This link is used up, too old or incomplete. Ask for a new one."),
        "own_account": _l("You cannot close your own account here."),
    }
)
