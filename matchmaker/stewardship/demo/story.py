"""What has happened in the demonstration: answers, a past event with outcomes, a coming event with requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import User
from matchmaker.companies.enums import Side
from matchmaker.companies.models import Company
from matchmaker.errors import Conflict
from matchmaker.events.enums import EventState, PhaseKind, QuestionKind
from matchmaker.events.grid import DayPlan
from matchmaker.events.models import Event, Participation
from matchmaker.events.operations import (
    answer_invitation,
    answer_questions,
    create_event,
    invite,
    save_day,
    save_question,
    save_session,
    set_days,
    set_hall,
    set_phases,
    set_state,
)
from matchmaker.events.queries import questions_for
from matchmaker.matching.enums import AnswerValue, NoReason
from matchmaker.matching.models import Proposal
from matchmaker.matching.operations import answer_proposal
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.enums import Publication
from matchmaker.meetings.models import ScheduleVersion
from matchmaker.meetings.operations import (
    accept,
    ask,
    expire_due,
    publish_schedule,
    request_schedule,
    save_interpreter,
    store_schedule,
)
from matchmaker.meetings.queries import meetings_of_schedule
from matchmaker.meetings.scheduler import advice, solve
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.operations import record_step
from matchmaker.stewardship.demo import hall
from matchmaker.stewardship.demo.held import hold
from matchmaker.stewardship.demo.loading import SEED, demo_officer
from matchmaker.stewardship.demo.people import add_delegation, add_guests, add_twins

MESSAGES = (None, None, "We would like to see samples.", "Mong được trao đổi về giá và mẫu.")
SOLVING = 3  # seconds
INTERPRETERS = (
    ("Kim Min-ji (demo)", "+84 90 000 0011", ["ko", "vi", "en"]),
    ("Nguyễn Thu Hà (demo)", "+84 90 000 0012", ["en", "vi"]),
    ("Siu H'Lan (demo)", "+84 90 000 0013", ["en", "vi", "lo", "th"]),
    ("Trần Gia Hân (demo)", "+84 90 000 0014", ["ja", "vi", "zh"]),
)


def tell(session: Session, *, now: datetime) -> None:
    """Add the story to the demo companies and their proposals."""
    random = Random(SEED)
    officer = demo_officer(session)
    _answers(session, random, now=now)
    _past(session, officer, random, now=now)
    _coming(session, officer, random, now=now)
    add_twins(session, now=now)
    _today(session, officer, Random(SEED), now=now)
    session.flush()


def _member(company_id: int, user_id: int) -> Actor:
    return Actor(
        user_id=user_id, name="demo", role=Role.MEMBER, locale="vi", company_id=company_id, owner=True
    )


def _actors(session: Session) -> dict[int, Actor]:
    companies = session.scalars(select(Company).where(Company.demo.is_(True)))
    return {
        company.id: _member(company.id, company.memberships[0].user_id)
        for company in companies
        if company.memberships
    }


def _answers(session: Session, random: Random, *, now: datetime) -> None:
    actors = _actors(session)
    shown = {"exporter@demo.example", "buyer@demo.example"}
    for proposal in session.scalars(select(Proposal).order_by(Proposal.id)):
        for company_id in (proposal.supplier_id, proposal.buyer_id):
            member = actors[company_id]
            keep_open = session.get_one(Company, company_id).memberships[0].user.email in shown
            luck = random.random() * (2 if keep_open else 1)
            if luck > 0.75:
                continue  # not answered yet
            value = (
                AnswerValue.INTERESTED
                if luck < 0.5
                else AnswerValue.NOT_NOW
                if luck < 0.6
                else AnswerValue.NO
            )
            answer_proposal(
                session, actor=member, now=now - timedelta(days=random.randint(1, 15)), proposal_id=proposal.id, value=value,
                reason=random.choice(list(NoReason)) if value == AnswerValue.NO else None,
            )  # fmt: skip


def _event(
    session: Session,
    officer: Actor,
    *,
    now: datetime,
    days: Sequence[DayPlan],
    vi: str,
    en: str,
    city: str,
    tables: int,
) -> Event:
    assert officer.office_id is not None
    values = {
        "name": {"vi": vi, "en": en}, "place": "Trung tâm Hội nghị tỉnh (demo)", "city": city,
        "time_zone": "Asia/Ho_Chi_Minh",
        "description": {"vi": "Sự kiện trình diễn: hội nghị kết nối doanh nghiệp Tây Nguyên với người mua nước ngoài.",
                        "en": "Demonstration: firms of the Central Highlands meet foreign buyers."},
        "slot_minutes": 25, "gap_minutes": 5, "answer_days": 14, "max_meetings": 8,
    }  # fmt: skip
    event = create_event(session, actor=officer, now=now, office_id=officer.office_id, values=values)
    for plan in days:
        save_day(session, actor=officer, now=now, event_id=event.id, plan=plan)
    set_hall(session, actor=officer, now=now, event_id=event.id, tables=tables)
    event.demo = True
    return event


def _day(on: date) -> DayPlan:
    return DayPlan(on, time(8), time(16, 30), ((time(11, 30), time(13, 30)),))


def _around(session: Session, officer: Actor, event: Event, *, now: datetime) -> None:
    """Phases, a programme and questions of the coming event."""
    zone, first = ZoneInfo(event.time_zone), event.days[0].on

    def at(days: int) -> datetime:
        return datetime.combine(now.date() + timedelta(days=days), time(), zone)

    set_phases(
        session, actor=officer, now=now, event_id=event.id, version=None,
        spans={
            PhaseKind.PROFILES: (at(-9), at(21)), PhaseKind.REQUESTS: (at(-6), at(22)), PhaseKind.SCHEDULING: (at(22), at(26)),
            PhaseKind.PROVISIONAL: (at(26), at(31)), PhaseKind.FINAL: (at(31), at(37)), PhaseKind.FOLLOW_UP: (at(37), at(97)),
        },
    )  # fmt: skip
    save_session(
        session, actor=officer, now=now, event_id=event.id, title={"vi": "Khai mạc (demo)", "en": "Opening (demo)"},
        place="Hội trường lớn", starts_at=datetime.combine(first, time(8), zone),
        ends_at=datetime.combine(first, time(8, 30), zone), slots_taken=(),
    )  # fmt: skip
    for label, kind, options, side in (
        ({"vi": "Đoàn có ăn chay không?", "en": "Does anybody of you eat vegetarian?"}, QuestionKind.CHOICE,
         [{"vi": "Không", "en": "No"}, {"vi": "Có", "en": "Yes"}], None),
        ({"vi": "Quý vị ở khách sạn nào?", "en": "At which hotel do you stay?"}, QuestionKind.TEXT, [], "buyer"),
    ):  # fmt: skip
        values = {"label": label, "kind": kind, "options": options, "mandatory": False, "side": side}
        save_question(session, actor=officer, now=now, event_id=event.id, values=values)


def _people(
    session: Session, officer: Actor, event: Event, random: Random, *, now: datetime, silent: float
) -> dict[int, Participation]:
    companies = list(session.scalars(select(Company.id).where(Company.demo.is_(True)).order_by(Company.id)))
    invite(session, actor=officer, now=now, event_id=event.id, company_ids=companies)
    set_state(session, actor=officer, now=now, event_id=event.id, state=EventState.OPEN)
    actors = _actors(session)
    taking_part: dict[int, Participation] = {}
    query = select(Participation).where(Participation.event_id == event.id).order_by(Participation.id)
    for participation in session.scalars(query):
        shown = participation.company.memberships[0].user.email is not None
        luck = 1.0 if shown else random.random()
        if luck < silent:
            continue
        coming = luck > silent + 0.08
        answer_invitation(
            session,
            actor=actors[participation.company_id],
            now=now,
            participation_id=participation.id,
            accept=coming,
        )
        if coming:
            taking_part[participation.company_id] = participation
            _answer_questions(
                session, actors[participation.company_id], event, participation, random, now=now
            )
    return taking_part


def _answer_questions(
    session: Session,
    member: Actor,
    event: Event,
    participation: Participation,
    random: Random,
    *,
    now: datetime,
) -> None:
    """Most have answered what the organiser asks; those with a login have not yet."""
    if participation.company.memberships[0].user.email is not None or random.random() < 0.25:
        return
    said = {
        QuestionKind.CHOICE: "1" if random.random() < 0.2 else "0",
        QuestionKind.TEXT: "Khách sạn Đăk Bla (demo)",
    }
    answers = {one.id: said[QuestionKind(one.kind)] for one in questions_for(event, participation.side)}
    answer_questions(
        session, actor=member, now=now, participation_id=participation.id, answers=answers, folder=Path()
    )


def _requests(
    session: Session, people: dict[int, Participation], random: Random, *, now: datetime, answered: float
) -> None:
    actors = _actors(session)
    query = select(Proposal).where(Proposal.stale.is_(False)).order_by(Proposal.score.desc(), Proposal.id)
    for proposal in session.scalars(query):
        sides = [people.get(proposal.buyer_id), people.get(proposal.supplier_id)]
        if None in sides or random.random() < 0.25:
            continue
        if random.random() < 0.35:
            sides.reverse()
        asker, asked = sides
        assert asker is not None
        assert asked is not None
        try:
            made = ask(session, actor=actors[asker.company_id], now=now, asker_id=asker.id, asked_id=asked.id,
                       message=random.choice(MESSAGES))  # fmt: skip
        except Conflict:
            continue  # these two have a request already
        if random.random() < answered:
            accept(session, actor=actors[asked.company_id], now=now, request_id=made.id)


def _full(
    session: Session, people: dict[int, Participation], random: Random, *, now: datetime, each: int = 4
) -> None:
    """Every buyer also asks some suppliers, who accept: a hall that is busy."""
    actors = _actors(session)
    suppliers = [one for one in people.values() if one.side == Side.EXPORTER]
    for buyer in people.values():
        if buyer.side != Side.BUYER:
            continue
        for supplier in random.sample(suppliers, min(each, len(suppliers))):
            try:
                made = ask(session, actor=actors[buyer.company_id], now=now, asker_id=buyer.id,
                           asked_id=supplier.id, message=None)  # fmt: skip
            except Conflict:
                continue
            accept(session, actor=actors[supplier.company_id], now=now, request_id=made.id)


def _computed(session: Session, officer: Actor, event: Event, *, now: datetime) -> ScheduleVersion:
    version = request_schedule(session, actor=officer, now=now, event_id=event.id)
    problem = problem_of(session, event, now=now)
    answer = solve(problem, seconds=SOLVING, seed=SEED)
    store_schedule(session, schedule_id=version.id, schedule=answer, advice=advice(problem, answer), now=now)
    return version


def _past(session: Session, officer: Actor, random: Random, *, now: datetime) -> None:
    """An event seven weeks ago, and how its meetings went on."""
    on = now.date() - timedelta(days=49)
    before = now - timedelta(days=70)
    event = _event(session, officer, now=before, days=[_day(on)], vi="Hội nghị kết nối giao thương Măng Đen (demo)",
                   en="Mang Den sourcing day (demo)", city="Măng Đen", tables=16)  # fmt: skip
    people = _people(session, officer, event, random, now=before, silent=0.3)
    _requests(session, people, random, now=before, answered=0.9)
    expire_due(session, now=before + timedelta(days=event.answer_days))
    version = _computed(session, officer, event, now=before)
    publish_schedule(session, actor=officer, now=before, event_id=event.id, number=version.number)
    actors = _actors(session)
    reached = (
        (Stage.NO, 0.25),
        (Stage.SAMPLE, 0.55),
        (Stage.QUOTATION, 0.75),
        (Stage.MEMORANDUM, 0.88),
        (Stage.CONTRACT, 0.97),
        (Stage.SHIPMENT, 1.0),
    )
    meetings = meetings_of_schedule(session, version.id)
    held = hold(session, officer, event, list(people.values()), meetings, random)
    for meeting in meetings:
        if meeting.id not in held or random.random() < 0.1:
            continue  # nothing reported yet
        member = actors[meeting.a.company_id]
        at = now - timedelta(days=random.randint(20, 45))
        record_step(session, actor=member, now=at, meeting_id=meeting.id, stage=Stage.MET)
        luck = random.random()
        stage = next(found for found, limit in reached if luck <= limit)
        money = stage in {Stage.MEMORANDUM, Stage.CONTRACT, Stage.SHIPMENT}
        record_step(
            session, actor=member, now=at + timedelta(days=random.randint(2, 18)), meeting_id=meeting.id, stage=stage,
            value=str(random.randint(5, 240) * 1000) if money else None, currency="USD" if money else None,
            next_step=None if stage == Stage.NO else random.choice(["Gửi mẫu", "Báo giá FOB", "Ký hợp đồng", "Thăm vùng trồng"]),
            due_on=None if stage == Stage.NO else now.date() + timedelta(days=random.randint(-10, 30)),
        )  # fmt: skip
    event.state = EventState.CLOSED


def _coming(session: Session, officer: Actor, random: Random, *, now: datetime) -> None:
    """An event in five weeks: a draft from before the interpreters were known, and what was published provisionally since."""
    first = now.date() + timedelta(days=35)
    second = DayPlan(first + timedelta(days=1), time(8, 30), time(11, 30), ((time(9, 55), time(10, 25)),))
    event = _event(session, officer, now=now - timedelta(days=9), days=[_day(first), second],
                   vi="Hội nghị kết nối Tây Nguyên – Ấn Độ (demo)", en="Central Highlands – India meeting day (demo)",
                   city="Kon Tum", tables=20)  # fmt: skip
    _around(session, officer, event, now=now)
    people = _people(session, officer, event, random, now=now - timedelta(days=8), silent=0.12)
    _requests(session, people, random, now=now - timedelta(days=5), answered=0.7)
    add_delegation(session, officer=officer, event=event, now=now - timedelta(days=5))
    _computed(session, officer, event, now=now - timedelta(days=4))
    _interpreters(session, officer, event, now=now - timedelta(days=3))
    version = _computed(session, officer, event, now=now - timedelta(days=2))
    publish_schedule(session, actor=officer, now=now - timedelta(days=2), event_id=event.id, number=version.number,
                     publication=Publication.PROVISIONAL)  # fmt: skip
    add_guests(session, officer=officer, event=event, now=now - timedelta(days=2))


def _interpreters(session: Session, officer: Actor, event: Event, *, now: datetime) -> None:
    """Four interpreters; one has an account, another leaves at noon."""
    afternoon = [slot.id for slot in event.slots[len(event.slots) // 2 :]]
    account = session.scalars(select(User.id).where(User.email == "interpreter@demo.example")).one()
    for name, phone, languages in INTERPRETERS:
        save_interpreter(
            session, actor=officer, now=now, event_id=event.id, interpreter_id=None, name=name, phone=phone,
            languages=languages, user_id=account if name.startswith("Kim") else None,
            busy_slots=afternoon if "ja" in languages else (),
        )  # fmt: skip


def _today(session: Session, officer: Actor, random: Random, *, now: datetime) -> None:
    """An event that is under way: published, people arriving, the first meetings held."""
    local, before = now.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")), now - timedelta(days=12)
    begun = (local.minute - 3) // 5 * 5 % 30  # a slot of 25 minutes has just begun, whenever one looks
    opens, closes = time(max(0, local.hour - 2), begun), time(min(23, local.hour + 4))
    event = _event(session, officer, now=before, days=[DayPlan(local.date(), opens, closes)],
                   vi="Ngày giao thương Kon Tum (demo)", en="Kon Tum trade day (demo)", city="Kon Tum", tables=14)  # fmt: skip
    people = _people(session, officer, event, random, now=before, silent=0.35)
    _requests(session, people, random, now=before, answered=1)
    _full(session, people, random, now=before)
    for person in people.values():
        if (
            person.company.memberships[0].user.email is not None
        ):  # who signs in finds meetings held and one to come
            away = [slot.id for slot in event.slots if slot.starts_at > now + timedelta(hours=1)]
            set_days(session, actor=officer, now=before, participation_id=person.id, busy_slots=away,
                     side=Side(person.side), max_meetings=None)  # fmt: skip
    version = _computed(session, officer, event, now=before)
    publish_schedule(session, actor=officer, now=before, event_id=event.id, number=version.number)
    hall.tell(session, officer, event, random, now=now)
