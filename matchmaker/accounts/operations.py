"""Making, entering and changing accounts; invitations; one-time links; consent."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Purpose, Role
from matchmaker.accounts.models import Consent, Office, OfficerInvitation, SignInLink, User
from matchmaker.accounts.passwords import SHORTEST, Passwords
from matchmaker.accounts.policy import may_invite, may_manage
from matchmaker.accounts.queries import find_user_by_email, open_consents
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.notices.operations import mail

LINK_DAYS = 14


def create_user(
    session: Session,
    *,
    now: datetime,
    name: str,
    role: Role = Role.MEMBER,
    email: str | None = None,
    password_hash: str | None = None,
    phone: str | None = None,
    locale: str = "vi",
    office_id: int | None = None,
    verified: bool = False,
    demo: bool = False,
) -> User:
    """Add a user; raises Invalid("address_taken") when the address has an account."""
    user = User(
        email=email.casefold() if email else None,
        email_verified_at=now if verified else None,
        password_hash=password_hash,
        name=name,
        phone=phone,
        role=role,
        locale=locale,
        office_id=office_id,
        session_stamp=secrets.token_hex(8),
        created_at=now,
        demo=demo,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        raise Invalid("address_taken", field="email") from None
    return user


def check_password_rules(password: str, *, name: str = "", email: str = "") -> None:
    """Long enough, and not what anybody would guess first; raises Invalid."""
    if len(password) < SHORTEST:
        raise Invalid("password_short", field="password", shortest=SHORTEST)
    plain = password.casefold()
    known = {part for part in (name.casefold(), email.casefold(), email.casefold().partition("@")[0]) if part}
    if plain in known or len(set(plain)) < 4:
        raise Invalid("password_easy", field="password")


def ask_to_verify(session: Session, user: User, *, now: datetime) -> None:
    """Send the link that proves the address."""
    if user.email:
        mail(session, recipient=user.email, template="verify", locale=user.locale, user_id=user.id, now=now,
             name=user.name)  # fmt: skip


def verify_email(session: Session, *, user_id: int, email: str, now: datetime) -> User:
    """The link was followed: the address is the user's."""
    user = session.get(User, user_id)
    if user is None or user.email != email:
        raise Invalid("link_invalid")
    if user.email_verified_at is None:
        user.email_verified_at = now
    return user


def authenticate(session: Session, *, email: str, password: str, passwords: Passwords) -> User:
    """The user with this address and password; raises Invalid("sign_in_failed") in equal time for all others."""
    user = find_user_by_email(session, email)
    fits = passwords.fits(user.password_hash if user else None, password)
    if user is None or not fits or user.disabled_at is not None:
        raise Invalid("sign_in_failed")
    return user


def tell_of_account(session: Session, user: User, *, now: datetime) -> None:
    """Somebody tried to sign up with an address that has an account: its owner is told, the stranger is not."""
    if user.email:
        mail(session, recipient=user.email, template="known", locale=user.locale, user_id=user.id, now=now,
             name=user.name)  # fmt: skip


def ask_for_reset(session: Session, *, email: str, now: datetime) -> None:
    """Send a reset link, if there is such an account; the answer on the page is the same."""
    user = find_user_by_email(session, email)
    if user is not None and user.email and user.disabled_at is None:
        mail(session, recipient=user.email, template="reset", locale=user.locale, user_id=user.id, now=now,
             name=user.name)  # fmt: skip


def set_password(session: Session, *, user_id: int, password: str, passwords: Passwords, now: datetime,
                 stamp: str | None = None) -> User:  # fmt: skip
    """Set a new password; all sessions and reset links made before end. ``stamp`` makes a reset link one-time."""
    user = session.get(User, user_id, with_for_update=True)
    if user is None or user.disabled_at is not None or (stamp is not None and stamp != user.session_stamp):
        raise Invalid("link_invalid")
    check_password_rules(password, name=user.name, email=user.email or "")
    user.password_hash = passwords.hash(password)
    user.session_stamp = secrets.token_hex(8)
    if stamp is not None and user.email_verified_at is None:
        user.email_verified_at = now  # the link came to that address
    record(
        session,
        actor_id=user.id,
        now=now,
        action="user.password_changed",
        subject_kind="user",
        subject_id=user.id,
    )
    return user


def change_password(session: Session, *, actor: Actor, now: datetime, current: str, password: str,
                    passwords: Passwords) -> User:  # fmt: skip
    """Change one's own password; one who came by a link and has none may leave the current one empty."""
    user = session.get_one(User, actor.user_id)
    if user.password_hash is not None and not passwords.fits(user.password_hash, current):
        raise Invalid("password_wrong", field="current")
    return set_password(session, user_id=user.id, password=password, passwords=passwords, now=now)


def ask_for_address(session: Session, *, actor: Actor, now: datetime, email: str) -> None:
    """Send the confirmation to the new address; the page's answer is the same if it is taken."""
    user = session.get_one(User, actor.user_id)
    owner = find_user_by_email(session, email)
    if owner is not None and owner.id != user.id:
        tell_of_account(session, owner, now=now)
        return
    mail(session, recipient=email.casefold(), template="address", locale=user.locale, user_id=user.id, now=now,
         name=user.name, new=email.casefold())  # fmt: skip


def change_address(session: Session, *, user_id: int, email: str, stamp: str, now: datetime) -> User:
    """The link in the new mailbox was followed; the old one is told."""
    user = session.get(User, user_id, with_for_update=True)
    if user is None or user.session_stamp != stamp:
        raise Invalid("link_invalid")
    old = user.email
    try:
        with session.begin_nested():
            user.email, user.email_verified_at = email, now
    except IntegrityError:
        raise Invalid("address_taken", field="email") from None
    if old and old != email:
        mail(session, recipient=old, template="address_changed", locale=user.locale, user_id=user.id, now=now,
             name=user.name)  # fmt: skip
    record(
        session,
        actor_id=user.id,
        now=now,
        action="user.address_changed",
        subject_kind="user",
        subject_id=user.id,
    )
    return user


def change_settings(session: Session, *, actor: Actor, name: str, phone: str | None, job_title: str | None,
                    locale: str, dense: bool) -> User:  # fmt: skip
    """Change one's own name, telephone, title, language and density."""
    user = session.get_one(User, actor.user_id)
    user.name, user.phone, user.job_title, user.locale, user.dense = name, phone, job_title, locale, dense
    return user


def choose_locale(session: Session, *, user_id: int, locale: str) -> None:
    """Keep the language chosen on the page with the account."""
    session.get_one(User, user_id).locale = locale


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_sign_in_link(session: Session, *, actor: Actor, user: User, now: datetime) -> str:
    """A one-time link for somebody whom the officer looks after; the token is shown once and kept as a hash only."""
    if not actor.officer or user.role != Role.MEMBER:
        raise Forbidden
    token = secrets.token_urlsafe(24)
    session.add(
        SignInLink(user_id=user.id, token_hash=_hash(token), made_by_id=actor.user_id, created_at=now,
                   expires_at=now + timedelta(days=LINK_DAYS))
    )  # fmt: skip
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action="user.link_made",
        subject_kind="user",
        subject_id=user.id,
    )
    return token


def find_link(session: Session, token: str, *, now: datetime) -> SignInLink:
    """The link, while it is good; raises Invalid("link_invalid") when used, too old or unknown."""
    link = session.scalar(select(SignInLink).where(SignInLink.token_hash == _hash(token)).with_for_update())
    if (
        link is None
        or link.used_at is not None
        or link.expires_at <= now
        or link.user.disabled_at is not None
    ):
        raise Invalid("link_invalid")
    return link


def use_sign_in_link(session: Session, *, token: str, now: datetime) -> User:
    """Sign in by the link; it is used up."""
    link = find_link(session, token, now=now)
    link.used_at = now
    return link.user


def invite_officer(session: Session, *, actor: Actor, now: datetime, email: str, role: Role, office_id: int,
                   locale: str) -> OfficerInvitation:  # fmt: skip
    """Invite an officer, helper or interpreter into an office; a second invitation renews the first."""
    if not may_invite(actor, role, office_id):
        raise Forbidden
    if find_user_by_email(session, email) is not None:
        raise Invalid("address_taken", field="email")
    query = select(OfficerInvitation).where(
        OfficerInvitation.email == email.casefold(), OfficerInvitation.accepted_at.is_(None)
    )
    invitation = session.scalar(query)
    if invitation is None:
        invitation = OfficerInvitation(email=email.casefold(), created_at=now)
        session.add(invitation)
    invitation.role, invitation.office_id, invitation.invited_by_id = role, office_id, actor.user_id
    invitation.expires_at = now + timedelta(days=LINK_DAYS)
    session.flush()
    office = session.get_one(Office, office_id)
    mail(session, recipient=invitation.email, template="officer_invitation", locale=locale, now=now,
         invitation_id=invitation.id, inviter=actor.name, office=office.name, office_en=office.name_en)  # fmt: skip
    record(session, actor_id=actor.user_id, now=now, action="officer.invited", subject_kind="office",
           subject_id=office_id, email=invitation.email, role=str(role))  # fmt: skip
    return invitation


def accept_invitation(session: Session, *, invitation_id: int, name: str, password: str, passwords: Passwords,
                      now: datetime, locale: str) -> User:  # fmt: skip
    """The invited person makes the account; once."""
    invitation = session.get(OfficerInvitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.accepted_at is not None or invitation.expires_at <= now:
        raise Invalid("link_invalid")
    check_password_rules(password, name=name, email=invitation.email)
    user = create_user(
        session, now=now, name=name, role=Role(invitation.role), email=invitation.email,
        password_hash=passwords.hash(password), office_id=invitation.office_id, locale=locale, verified=True,
    )  # fmt: skip
    invitation.accepted_at = now
    return user


def set_disabled(session: Session, *, actor: Actor, user_id: int, disabled: bool, now: datetime) -> User:
    """Close or reopen an account; its sessions end."""
    user = session.get(User, user_id)
    if user is None or not may_manage(actor, user):
        raise NotFound
    if user.id == actor.user_id:
        raise Conflict("own_account")
    user.disabled_at = now if disabled else None
    user.session_stamp = secrets.token_hex(8)
    action = "user.disabled" if disabled else "user.enabled"
    record(session, actor_id=actor.user_id, now=now, action=action, subject_kind="user", subject_id=user.id)
    return user


def save_office(session: Session, *, actor: Actor, now: datetime, name: str, name_en: str, kind: str,
                province: str | None, email: str | None, phone: str | None) -> Office:  # fmt: skip
    """Add an office."""
    if not actor.administrator:
        raise Forbidden
    office = Office(name=name, name_en=name_en, kind=kind, province=province, email=email, phone=phone,
                    created_at=now)  # fmt: skip
    session.add(office)
    session.flush()
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action="office.added",
        subject_kind="office",
        subject_id=office.id,
    )
    return office


def set_consents(session: Session, *, user_id: int, wordings: dict[Purpose, str], granted: set[Purpose], locale: str,
                 now: datetime) -> None:  # fmt: skip
    """Record what is newly agreed to, with its wording, and withdraw what no longer is; nothing is deleted."""
    standing = open_consents(session, user_id)
    for purpose in Purpose:
        known = standing.get(purpose)
        if purpose in granted and known is None:
            session.add(
                Consent(
                    user_id=user_id, purpose=purpose, wording=wordings[purpose], locale=locale, granted_at=now
                )
            )
        elif purpose not in granted and known is not None:
            known.withdrawn_at = now
