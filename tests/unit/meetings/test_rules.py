"""Who may ask whom, and what is open when: predicates on values, no database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import configure_mappers

from matchmaker import tables  # noqa: F401 (all mapped classes)
from matchmaker.companies.enums import Side
from matchmaker.companies.models import Company
from matchmaker.events.enums import Mode, PhaseKind
from matchmaker.events.models import Event, Participation, Phase, Slot
from matchmaker.events.policy import asking_ahead, booking_open, days_open, in_phase, is_final, requests_open
from matchmaker.meetings.policy import asking_open, may_ask, may_see, why_kept_apart, why_not_ask
from matchmaker.meetings.relations import Between

configure_mappers()  # now, not while the first value is drawn
START = datetime(2027, 1, 1, tzinfo=UTC)
hours = st.integers(min_value=0, max_value=400).map(lambda count: START + timedelta(hours=count))
sides = st.sampled_from([side.value for side in Side])
matrices = st.lists(st.tuples(sides, sides).map(list), max_size=4)


@st.composite
def events(draw) -> Event:
    """An open event with some phases, slots on one day and any matrix."""
    event = Event(
        state="open", mode=draw(st.sampled_from([mode.value for mode in Mode])), asking=draw(matrices), seeing=draw(matrices),
        open_quota=draw(st.none() | st.integers(0, 3)), total_quota=draw(st.none() | st.integers(0, 3)),
        met_before=draw(st.sampled_from(["allow", "warn", "refuse"])), published_schedule_id=draw(st.none() | st.just(1)),
    )  # fmt: skip
    for kind in draw(st.sets(st.sampled_from(list(PhaseKind)))):
        opens = draw(hours)
        closes = draw(st.none() | hours.filter(lambda at, opens=opens: at > opens))
        event.phases.append(Phase(kind=kind, opens_at=opens, closes_at=closes))
    begin = draw(hours)
    event.slots += [
        Slot(starts_at=begin + timedelta(hours=n), ends_at=begin + timedelta(hours=n + 1)) for n in range(3)
    ]
    return event


@st.composite
def people(draw, identity: int) -> Participation:
    """A participant whose company may exclude countries and the other company."""
    company = Company(
        id=identity, country=draw(st.sampled_from(["VN", "IN", "KR"])),
        excluded_companies=draw(st.lists(st.integers(1, 3), max_size=2)),
        excluded_countries=draw(st.lists(st.sampled_from(["VN", "IN"]), max_size=1)),
    )  # fmt: skip
    return Participation(id=identity, company_id=identity, company=company, side=draw(sides))


@given(events(), hours)
def test_phases_only_ever_close(event, now):
    """A phase can only take away; an event without phases knows no limit but its own state."""
    bare = Event(state="open", mode=event.mode, published_schedule_id=event.published_schedule_id)
    for what in (requests_open, booking_open, days_open):
        if what(event, now) and what is not booking_open:
            assert what(bare, now)
    assert requests_open(bare, now)
    assert days_open(bare, now)
    assert not is_final(bare, now)
    event.state = "closed"
    assert not any(what(event, now) for what in (requests_open, booking_open, days_open, asking_open))


@given(events(), hours)
def test_a_phase_is_open_from_its_first_to_before_its_last_instant(event, now):
    for phase in event.phases:
        kind = PhaseKind(phase.kind)
        assert in_phase(event, kind, phase.opens_at)
        assert not in_phase(event, kind, phase.opens_at - timedelta(seconds=1))
        if phase.closes_at is not None:
            assert not in_phase(event, kind, phase.closes_at)
            assert in_phase(event, kind, phase.closes_at - timedelta(seconds=1))


@given(events(), hours)
def test_nobody_books_where_officers_schedule(event, now):
    event.mode = Mode.SCHEDULE
    assert not booking_open(event, now)


@given(events(), hours)
def test_days_for_requests_are_ahead_where_some_hour_is_open(event, now):
    """asking_ahead is what looking at every hour until the last slot would say, for officers who schedule."""
    event.mode = Mode.SCHEDULE
    last = event.slots[-1].starts_at
    moments = [now, *(START + timedelta(hours=count) for count in range(404))]
    assert asking_ahead(event, now) == any(now <= at < last and requests_open(event, at) for at in moments)


@given(events(), people(1), people(2))
def test_whom_one_may_ask_one_sees(event, one, other):
    apart = why_kept_apart(one, other, Between()) is not None
    assert apart == (why_kept_apart(other, one, Between()) is not None), "exclusion holds both ways"
    if may_ask(event, one, other) and not apart:
        assert may_see(event, one, other)
    if apart:
        assert not may_see(event, one, other)
    assert why_kept_apart(one, other, Between(never=True)) == "kept_apart"


@given(
    events(),
    people(1),
    people(2),
    st.builds(
        Between,
        met=st.booleans(),
        open=st.integers(0, 3),
        total=st.integers(0, 3),
        unanswered=st.integers(0, 1),
    ),
)
def test_rules_only_get_stricter(event, one, other, standing):
    """Whoever is refused stays refused after asking more; without rules and questions nobody is."""
    more = Between(
        met=standing.met, open=standing.open + 1, total=standing.total + 1, unanswered=standing.unanswered
    )
    if why_not_ask(event, one, other, standing) is not None:
        assert why_not_ask(event, one, other, more) is not None
    event.open_quota = event.total_quota = None
    event.met_before, event.asking = "allow", [[one.side, other.side]]
    assert why_not_ask(event, one, other, Between(met=standing.met, open=99, total=99)) is None
