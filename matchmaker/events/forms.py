"""Forms of events: the steps of the set-up, and when a participant can meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from matchmaker.companies.enums import Side
from matchmaker.errors import Invalid
from matchmaker.events.enums import MetBefore, Mode, PhaseKind, QuestionKind
from matchmaker.events.grid import DayPlan, read_breaks, write_breaks
from matchmaker.events.models import Event, EventDay, Question, QuestionAnswer
from matchmaker.events.timeline import days_of
from matchmaker.web.errors import MESSAGES
from matchmaker.web.forms import Form, MultiCheckField
from matchmaker.web.labels import choices

HALL, ONLINE = "hall", "online"


class BasicsForm(Form):
    """What an event is, and where."""

    name_vi = StringField(_l("Name in Vietnamese"), validators=[InputRequired(), Length(max=160)])
    name_en = StringField(_l("Name in English"), validators=[InputRequired(), Length(max=160)])
    description_vi = TextAreaField(_l("Description in Vietnamese"), validators=[Optional(), Length(max=4000)])
    description_en = TextAreaField(_l("Description in English"), validators=[Optional(), Length(max=4000)])
    place = StringField(_l("Place"), validators=[InputRequired(), Length(max=160)])
    city = StringField(_l("City"), validators=[InputRequired(), Length(max=80)])
    time_zone = StringField(_l("Time zone"), validators=[InputRequired()], default="Asia/Ho_Chi_Minh")
    slot_minutes = IntegerField(
        _l("Minutes of a meeting"), validators=[InputRequired(), NumberRange(min=5, max=240)], default=25
    )
    gap_minutes = IntegerField(
        _l("Minutes between meetings"), validators=[InputRequired(), NumberRange(min=0, max=120)], default=5
    )

    def validate_time_zone(self, field: StringField) -> None:
        """A zone of the IANA database."""
        if field.data not in available_timezones():
            raise ValidationError(str(MESSAGES["time_zone_unknown"]))

    @classmethod
    def of(cls, event: Event, **options: Any) -> BasicsForm:
        """Filled with what is stored."""
        texts = {f"name_{code}": event.name.get(code, "") for code in ("vi", "en")}
        texts |= {f"description_{code}": event.description.get(code, "") for code in ("vi", "en")}
        return cls(obj=event, data=texts, **options)

    def values(self) -> dict[str, Any]:
        """Columns of the event."""
        texts = {"vi": self.description_vi.data, "en": self.description_en.data}
        plain = ("place", "city", "time_zone", "slot_minutes", "gap_minutes")
        return {
            "name": {"vi": self.name_vi.data, "en": self.name_en.data},
            "description": {code: text for code, text in texts.items() if text},
            **{name: self[name].data for name in plain},
        }


class DayForm(Form):
    """One day of an event."""

    on = DateField(_l("Day"), validators=[InputRequired()])
    opens = TimeField(_l("First meeting at"), validators=[InputRequired()], default=time(8))
    closes = TimeField(_l("Last meeting ends by"), validators=[InputRequired()], default=time(17))
    breaks = StringField(_l("Breaks"), validators=[Optional(), Length(max=200)], default="12:00-13:30")
    slot_minutes = IntegerField(
        _l("Minutes of a meeting, if different"), validators=[Optional(), NumberRange(min=5, max=240)]
    )
    gap_minutes = IntegerField(
        _l("Minutes between, if different"), validators=[Optional(), NumberRange(min=0, max=120)]
    )
    where = RadioField(
        _l("Where"),
        choices=[SelectChoice(HALL, _l("In the hall")), SelectChoice(ONLINE, _l("Online, by link"))],
        default=HALL,
    )

    @classmethod
    def of(cls, day: EventDay, **options: Any) -> DayForm:
        """Filled with a stored day; its fields carry the day's number, for a page holds several."""
        plain = ("on", "opens", "closes", "slot_minutes", "gap_minutes")
        data = {name: getattr(day, name) for name in plain}
        data |= {"breaks": write_breaks(day.breaks), "where": ONLINE if day.online else HALL}
        return cls(data=data, prefix=f"day{day.id}-", **options)

    def plan(self) -> DayPlan:
        """The day; raises Invalid for breaks that cannot be read."""
        assert self.on.data is not None
        assert self.opens.data is not None
        assert self.closes.data is not None
        return DayPlan(
            self.on.data, self.opens.data, self.closes.data, read_breaks(self.breaks.data or ""),
            self.slot_minutes.data, self.gap_minutes.data, self.where.data == ONLINE,
        )  # fmt: skip


class HallForm(Form):
    """A hall and its shared tables."""

    name = StringField(_l("Name of the hall"), validators=[Optional(), Length(max=60)])
    tables = IntegerField(_l("Tables"), validators=[InputRequired(), NumberRange(min=0, max=400)])
    prefix = StringField(_l("Letter before the numbers"), validators=[Optional(), Length(max=6)])


class BoothForm(Form):
    """A place of one participant's own."""

    participation = SelectField(_l("Whose"), coerce=int)
    label = StringField(_l("Name of the booth"), validators=[InputRequired(), Length(max=12)])
    hall = StringField(_l("In the hall"), validators=[Optional(), Length(max=60)])


PAIRS = [f"{one}>{other}" for one in Side for other in Side]
"""Who and whom: the cells of a matrix of sides."""


class RulesForm(Form):
    """Who may ask whom, how often, and who gives meetings their times."""

    mode = RadioField(_l("Who gives meetings their times"), validators=[InputRequired()])
    direct_booking = BooleanField(_l("A free slot can be booked without the other side's yes"))
    asking = MultiCheckField(_l("Who may ask whom"), choices=[SelectChoice(pair) for pair in PAIRS])
    seeing = MultiCheckField(_l("Who sees whom besides"), choices=[SelectChoice(pair) for pair in PAIRS])
    max_meetings = IntegerField(
        _l("Most meetings of one participant"), validators=[Optional(), NumberRange(min=1, max=200)]
    )
    open_quota = IntegerField(
        _l("Unanswered requests of one participant at a time"),
        validators=[Optional(), NumberRange(min=0, max=500)],
    )
    total_quota = IntegerField(
        _l("Requests of one participant in all"), validators=[Optional(), NumberRange(min=0, max=500)]
    )
    answer_days = IntegerField(
        _l("Days to answer a request"), validators=[InputRequired(), NumberRange(min=1, max=60)]
    )
    remind_days = IntegerField(
        _l("Reminder so many days before it expires"),
        validators=[InputRequired(), NumberRange(min=1, max=30)],
    )
    minimum_score = IntegerField(
        _l("Least score of an automatic pair, of 100"),
        validators=[InputRequired(), NumberRange(min=0, max=100)],
    )
    met_before = RadioField(_l("Those who met at an earlier event"), validators=[InputRequired()])

    @classmethod
    def of(cls, event: Event, **options: Any) -> RulesForm:
        """Filled with what is stored."""
        plain = ("mode", "direct_booking", "max_meetings", "open_quota", "total_quota", "answer_days", "remind_days",
                 "minimum_score", "met_before")  # fmt: skip
        pairs = {name: [">".join(pair) for pair in getattr(event, name)] for name in ("asking", "seeing")}
        form = cls(data={name: getattr(event, name) for name in plain} | pairs, **options)
        form.mode.choices, form.met_before.choices = choices(Mode), choices(MetBefore)
        return form

    def values(self) -> dict[str, Any]:
        """Columns of the event; raises Invalid where the reminder would come before the request."""
        assert self.remind_days.data is not None
        assert self.answer_days.data is not None
        if self.remind_days.data >= self.answer_days.data > 1:
            raise Invalid("remind_too_early", field="remind_days")
        plain = {
            name: field.data
            for name, field in self._fields.items()
            if name not in {"asking", "seeing", "csrf_token"}
        }
        pairs = {name: [pair.split(">") for pair in self[name].data or []] for name in ("asking", "seeing")}
        return plain | pairs


class PhasesForm(Form):
    """From which day to which day something is possible; a phase without days limits nothing."""

    @classmethod
    def of(cls, event: Event, **options: Any) -> PhasesForm:
        """Filled with the stored phases, in the event's zone."""
        zone = ZoneInfo(event.time_zone)
        data: dict[str, date | None] = {}
        for phase in event.phases:
            data[f"{phase.kind}_opens"], data[f"{phase.kind}_closes"] = days_of(
                phase.opens_at, phase.closes_at, zone
            )
        return cls(data=data, **options)

    def spans(self, zone: ZoneInfo) -> dict[PhaseKind, tuple[datetime, datetime | None]]:
        """Both days belong to the phase; raises Invalid for an end without a beginning."""
        spans: dict[PhaseKind, tuple[datetime, datetime | None]] = {}
        for kind in PhaseKind:
            opens, closes = self[f"{kind}_opens"].data, self[f"{kind}_closes"].data
            if opens is None:
                if closes is not None:
                    raise Invalid("phase_opens_needed", field=f"{kind}_opens")
                continue
            end = None if closes is None else datetime.combine(closes + timedelta(days=1), time(), zone)
            spans[kind] = (datetime.combine(opens, time(), zone), end)
        return spans


for _kind in PhaseKind:
    setattr(PhasesForm, f"{_kind}_opens", DateField(_l("From"), validators=[Optional()]))
    setattr(PhasesForm, f"{_kind}_closes", DateField(_l("To, included"), validators=[Optional()]))


class QuestionForm(Form):
    """A question of the organiser."""

    label_vi = StringField(_l("Question in Vietnamese"), validators=[InputRequired(), Length(max=300)])
    label_en = StringField(_l("Question in English"), validators=[InputRequired(), Length(max=300)])
    kind = RadioField(_l("How it is answered"), validators=[InputRequired()], default=QuestionKind.TEXT.value)
    options_vi = TextAreaField(
        _l("Answers to choose from, in Vietnamese"), validators=[Optional(), Length(max=2000)]
    )
    options_en = TextAreaField(_l("The same in English"), validators=[Optional(), Length(max=2000)])
    side = RadioField(_l("Who answers it"), validators=[Optional()], default="")
    mandatory = BooleanField(_l("Must be answered before one can ask for meetings"))

    @classmethod
    def of(cls, question: Question | None = None, **options: Any) -> QuestionForm:
        """Empty, or filled with a stored question."""
        data: dict[str, Any] = {}
        if question is not None:
            for code in ("vi", "en"):
                data[f"label_{code}"] = question.label.get(code, "")
                data[f"options_{code}"] = "\n".join(option.get(code, "") for option in question.options)
            data |= {"side": question.side or "", "kind": question.kind, "mandatory": question.mandatory}
        form = cls(data=data, prefix=f"question{question.id}-" if question else "", **options)
        form.kind.choices = choices(QuestionKind)
        form.side.choices = [("", _l("Everybody")), *choices(Side)]
        return form

    def values(self) -> dict[str, Any]:
        """Columns of the question; raises Invalid for a choice without answers to choose from."""
        vi, en = ([line.strip() for line in (field.data or "").splitlines() if line.strip()]
                  for field in (self.options_vi, self.options_en))  # fmt: skip
        if self.kind.data == QuestionKind.CHOICE and len(vi) < 2:
            raise Invalid("options_needed", field="options_vi")
        if len(vi) != len(en):
            raise Invalid("options_uneven", field="options_en")
        return {
            "label": {"vi": self.label_vi.data, "en": self.label_en.data}, "kind": self.kind.data,
            "options": [{"vi": one, "en": other} for one, other in zip(vi, en, strict=True)],
            "side": self.side.data or None, "mandatory": self.mandatory.data,
        }  # fmt: skip


def _as_date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


class SessionForm(Form):
    """A part of the programme for everybody."""

    title_vi = StringField(_l("Title in Vietnamese"), validators=[InputRequired(), Length(max=160)])
    title_en = StringField(_l("Title in English"), validators=[InputRequired(), Length(max=160)])
    place = StringField(_l("Place"), validators=[Optional(), Length(max=120)])
    day = SelectField(_l("Day"), coerce=_as_date, validators=[InputRequired()])
    begins = TimeField(_l("Begins"), validators=[InputRequired()])
    ends = TimeField(_l("Ends"), validators=[InputRequired()])

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The two instants."""
        assert self.begins.data is not None
        assert self.ends.data is not None
        begins, ends = (
            datetime.combine(self.day.data, at, zone) for at in (self.begins.data, self.ends.data)
        )
        return begins, ends


class DaysForm(Form):
    """When a participant can meet; the slots themselves are plain check boxes of the page."""

    side = RadioField(_l("At this event we mainly"), validators=[InputRequired()])
    max_meetings = IntegerField(
        _l("Most meetings we want"), validators=[Optional(), NumberRange(min=1, max=200)]
    )

    def offer_choices(self) -> DaysForm:
        """Fill in the sides."""
        self.side.choices = choices(Side)
        return self


class AnswersForm(Form):
    """Answers to the organiser's questions; its fields are made from them."""


def answers_form(
    questions: Sequence[Question], there: Mapping[int, QuestionAnswer], locale: str
) -> AnswersForm:
    """One field a question, ``question<id>``, filled with what is stored. That a mandatory one is answered the operation
    sees to, for a file that is there already counts."""
    fields: dict[str, Any] = {}
    for question in questions:
        label = question.label.get(locale) or question.label["en"]
        checks = (
            [InputRequired()] if question.mandatory and question.kind != QuestionKind.FILE else [Optional()]
        )
        name = f"question{question.id}"
        if question.kind == QuestionKind.FILE:
            fields[name] = FileField(label)
        elif question.kind == QuestionKind.CHOICE:
            fields[name] = RadioField(label, validators=checks)
        else:
            fields[name] = TextAreaField(label, validators=[*checks, Length(max=2000)])
    data = {f"question{one}": answer.text for one, answer in there.items()}
    form: AnswersForm = type("AnswersForm", (AnswersForm,), fields)(data=data)
    for question in questions:
        if question.kind == QuestionKind.CHOICE:
            options = [option.get(locale) or option["en"] for option in question.options]
            form[f"question{question.id}"].choices = [
                (str(place), text) for place, text in enumerate(options)
            ]
    return form
