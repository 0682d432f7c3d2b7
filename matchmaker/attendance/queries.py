"""Reading attendance and reports."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.models import User
from matchmaker.attendance.models import Attendance, AttendanceMark, HallScreen, MeetingReport
from matchmaker.companies.models import Company, Membership
from matchmaker.db import fold
from matchmaker.events.models import Event, Participation
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.queries import MEETING_LOADS
from matchmaker.notices.models import Notice


def by_badge(session: Session, code: str) -> Participation | None:
    """Whose badge carries this code (as ``events.badges.read_badge_code`` writes it)."""
    query = select(Participation).where(Participation.badge_code == code)
    loads = (joinedload(Participation.company), joinedload(Participation.event))
    return session.scalar(query.options(*loads))


def _of_event(event_id: int) -> Select[Attendance]:
    query = select(Attendance).join(Participation, Participation.id == Attendance.participation_id)
    return query.where(Participation.event_id == event_id).options(joinedload(Attendance.by))


def attendance_on(session: Session, event_id: int, on: date) -> dict[int, Attendance]:
    """Participation -> its state on a day; those without a row are expected, as are those "undone"."""
    rows = session.scalars(_of_event(event_id).where(Attendance.on == on))
    return {row.participation_id: row for row in rows}


def attendance_of(session: Session, event_id: int) -> list[Attendance]:
    """The states of everybody on all days of an event."""
    return list(session.scalars(_of_event(event_id).order_by(Attendance.on, Attendance.id)))


def find_attendance(session: Session, participation_id: int, on: date) -> Attendance | None:
    """The state of one person on a day."""
    query = select(Attendance).where(Attendance.participation_id == participation_id, Attendance.on == on)
    return session.scalar(query.options(joinedload(Attendance.by)))


def marks_of(session: Session, participation_id: int) -> list[AttendanceMark]:
    """All that was said of a person, the newest first."""
    query = select(AttendanceMark).where(AttendanceMark.participation_id == participation_id)
    query = query.options(joinedload(AttendanceMark.by))
    return list(session.scalars(query.order_by(AttendanceMark.happened_at.desc(), AttendanceMark.id.desc())))


def screen_of(session: Session, event_id: int) -> HallScreen | None:
    """The event's hall screen, once an officer has made its address."""
    return session.get(HallScreen, event_id)


def event_of_screen(session: Session, token: str) -> Event | None:
    """Whose hall screen this is."""
    query = select(Event).join(HallScreen, HallScreen.event_id == Event.id).where(HallScreen.token == token)
    return session.scalar(query)


def reports_of(session: Session, event_id: int) -> list[MeetingReport]:
    """What both sides said of all meetings of an event."""
    return list(session.scalars(select(MeetingReport).where(MeetingReport.event_id == event_id)))


def reports_by(session: Session, participation_id: int) -> dict[str, MeetingReport]:
    """Meeting key -> what a participant said of it."""
    query = select(MeetingReport).where(MeetingReport.participation_id == participation_id)
    return {report.meeting_key: report for report in session.scalars(query)}


def published_meeting(session: Session, event_id: int, key: str) -> Meeting | None:
    """The meeting with this key in what is published, with both sides."""
    query = (
        select(Meeting)
        .join(Event, Event.published_schedule_id == Meeting.schedule_id)
        .where(Event.id == event_id, Meeting.key == key)
        .options(*MEETING_LOADS)
    )
    return session.scalar(query)


def told_of(session: Session, schedule_id: int) -> list[tuple[Notice, User, Company]]:
    """Who was told of the publication of a schedule, those without an address first."""
    query = (
        select(Notice, User, Company)
        .join(User, User.id == Notice.user_id)
        .join(Membership, Membership.user_id == User.id)
        .join(Company, Company.id == Membership.company_id)
        .where(Notice.cause == f"schedule:{schedule_id}")
        .order_by(User.email.is_not(None), Company.legal_name, User.id)
    )
    return [(notice, user, company) for notice, user, company in session.execute(query)]


def companies_named(session: Session, name: str, *, most: int = 6) -> list[Company]:
    """Known companies whose names contain all words of ``name``."""
    tokens = fold(name).split()
    if not tokens:
        return []
    query = select(Company).where(Company.merged_into_id.is_(None))
    for token in tokens:
        query = query.where(Company.search_text.contains(token, autoescape=True))
    return list(session.scalars(query.order_by(Company.legal_name).limit(most)))
