"""Removing the demonstration: all that is marked as demo, and what hangs on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.models import Consent, Office, OfficerInvitation, SignInLink, User
from matchmaker.attendance.models import Attendance, AttendanceMark, HallScreen, MeetingReport
from matchmaker.audit.models import AuditEntry
from matchmaker.catalogue.models import Certificate, Need, Offer, SavedSearch, ShortlistEntry
from matchmaker.companies.models import ColleagueInvitation, Company, Draft, Membership
from matchmaker.events.models import Event, EventDay, EventTable, Participation, Slot
from matchmaker.files.models import StoredFile
from matchmaker.matching.models import Answer, Proposal
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat
from matchmaker.notices.models import Notice, OutboxMessage
from matchmaker.outcomes.models import Outcome, OutcomeStep
from matchmaker.stewardship.models import CompanyMerge, SpreadsheetImport, TwinPair


def remove(session: Session, *, now: datetime) -> int:
    """Delete all demo rows; returns the number of companies. People named in the audit trail stay, closed and nameless:
    the trail is never changed."""
    companies = select(Company.id).where(Company.demo.is_(True))
    users = select(User.id).where(User.demo.is_(True))
    events = select(Event.id).where(Event.demo.is_(True))
    people = select(Participation.id).where(
        or_(Participation.event_id.in_(events), Participation.company_id.in_(companies))
    )
    schedules = select(ScheduleVersion.id).where(ScheduleVersion.event_id.in_(events))
    meetings = select(Meeting.id).where(
        or_(Meeting.schedule_id.in_(schedules), Meeting.a_id.in_(people), Meeting.b_id.in_(people))
    )
    outcomes = select(Outcome.id).where(Outcome.meeting_id.in_(meetings))
    offers, needs = (
        select(Offer.id).where(Offer.company_id.in_(companies)),
        select(Need.id).where(Need.company_id.in_(companies)),
    )
    proposals = select(Proposal.id).where(or_(Proposal.offer_id.in_(offers), Proposal.need_id.in_(needs)))
    count = len(session.scalars(companies).all())
    session.execute(update(Event).where(Event.demo.is_(True)).values(published_schedule_id=None))
    session.execute(update(Company).where(Company.demo.is_(True)).values(logo_id=None))
    for statement in (
        delete(AttendanceMark).where(AttendanceMark.participation_id.in_(people)),
        delete(Attendance).where(Attendance.participation_id.in_(people)),
        delete(MeetingReport).where(MeetingReport.participation_id.in_(people)),
        delete(HallScreen).where(HallScreen.event_id.in_(events)),
        delete(OutcomeStep).where(OutcomeStep.outcome_id.in_(outcomes)),
        delete(Outcome).where(Outcome.id.in_(outcomes)),
        delete(Seat).where(Seat.meeting_id.in_(meetings)),
        delete(Meeting).where(Meeting.id.in_(meetings)),
        delete(ScheduleVersion).where(ScheduleVersion.id.in_(schedules)),
        delete(MeetingRequest).where(
            or_(MeetingRequest.asker_id.in_(people), MeetingRequest.asked_id.in_(people))
        ),
        delete(Participation).where(Participation.id.in_(people)),
        delete(Slot).where(Slot.event_id.in_(events)),
        delete(EventDay).where(EventDay.event_id.in_(events)),
        delete(EventTable).where(EventTable.event_id.in_(events)),
        delete(Event).where(Event.demo.is_(True)),
        delete(Answer).where(Answer.proposal_id.in_(proposals)),
        delete(Proposal).where(Proposal.id.in_(proposals)),
        delete(ShortlistEntry).where(
            or_(ShortlistEntry.offer_id.in_(offers), ShortlistEntry.user_id.in_(users))
        ),
        delete(Offer).where(Offer.company_id.in_(companies)),
        delete(Need).where(Need.company_id.in_(companies)),
        delete(Certificate).where(Certificate.company_id.in_(companies)),
        delete(StoredFile).where(StoredFile.company_id.in_(companies)),
        delete(Membership).where(or_(Membership.company_id.in_(companies), Membership.user_id.in_(users))),
        delete(ColleagueInvitation).where(ColleagueInvitation.company_id.in_(companies)),
        delete(TwinPair).where(or_(TwinPair.low_id.in_(companies), TwinPair.high_id.in_(companies))),
        delete(CompanyMerge).where(
            or_(CompanyMerge.kept_id.in_(companies), CompanyMerge.gone_id.in_(companies))
        ),
        delete(Company).where(Company.demo.is_(True)),
        delete(SpreadsheetImport).where(SpreadsheetImport.user_id.in_(users)),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})
    for model in (Notice, OutboxMessage, Consent, Draft, SavedSearch, SignInLink):
        session.execute(
            delete(model).where(model.user_id.in_(users)), execution_options={"synchronize_session": False}
        )
    session.execute(delete(OfficerInvitation).where(OfficerInvitation.invited_by_id.in_(users)))
    named = select(AuditEntry.actor_id).where(AuditEntry.actor_id.is_not(None))
    session.execute(
        delete(User).where(User.demo.is_(True), User.id.not_in(named)),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(User)
        .where(User.demo.is_(True))
        .values(email=None, name="demo", password_hash=None, phone=None, disabled_at=now, office_id=None)
    )
    session.execute(delete(Office).where(Office.demo.is_(True)))
    return count
