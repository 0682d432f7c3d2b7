"""Forms of events."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from matchmaker.companies.enums import Side
from matchmaker.events.grid import DayPlan, read_breaks
from matchmaker.web.errors import MESSAGES
from matchmaker.web.forms import Form
from matchmaker.web.labels import choices


class EventForm(Form):
    """An event: days, hours, slots, tables."""

    name_vi = StringField(_l("Name in Vietnamese"), validators=[InputRequired(), Length(max=160)])
    name_en = StringField(_l("Name in English"), validators=[InputRequired(), Length(max=160)])
    description_vi = TextAreaField(_l("Description in Vietnamese"), validators=[Optional(), Length(max=4000)])
    description_en = TextAreaField(_l("Description in English"), validators=[Optional(), Length(max=4000)])
    place = StringField(_l("Place"), validators=[InputRequired(), Length(max=160)])
    city = StringField(_l("City"), validators=[InputRequired(), Length(max=80)])
    first_day = DateField(_l("First day"), validators=[InputRequired()])
    days = IntegerField(_l("Number of days"), validators=[InputRequired(), NumberRange(min=1, max=5)])
    opens = TimeField(_l("First meeting at"), validators=[InputRequired()])
    closes = TimeField(_l("Last meeting ends by"), validators=[InputRequired()])
    breaks = StringField(_l("Breaks"), validators=[Optional(), Length(max=200)])
    time_zone = StringField(_l("Time zone"), validators=[InputRequired()])
    slot_minutes = IntegerField(
        _l("Minutes of a meeting"), validators=[InputRequired(), NumberRange(min=5, max=240)]
    )
    gap_minutes = IntegerField(
        _l("Minutes between meetings"), validators=[Optional(), NumberRange(min=0, max=120)]
    )
    tables = IntegerField(_l("Tables"), validators=[InputRequired(), NumberRange(min=1, max=400)])
    max_meetings = IntegerField(
        _l("Most meetings of one participant"), validators=[Optional(), NumberRange(min=1, max=200)]
    )
    answer_days = IntegerField(
        _l("Days to answer a request"), validators=[InputRequired(), NumberRange(min=1, max=60)]
    )

    def validate_time_zone(self, field: StringField) -> None:
        """A zone of the IANA database."""
        if field.data not in available_timezones():
            raise ValidationError(str(MESSAGES["time_zone_unknown"]))

    def zone(self) -> ZoneInfo:
        """The zone, once it is valid."""
        return ZoneInfo(str(self.time_zone.data))

    def plans(self) -> tuple[DayPlan, ...]:
        """One plan a day; raises Invalid for breaks that cannot be read."""
        breaks = read_breaks(self.breaks.data or "")
        first, opens, closes = self.first_day.data, self.opens.data, self.closes.data
        assert first is not None
        assert opens is not None
        assert closes is not None
        return tuple(
            DayPlan(first + timedelta(days=number), opens, closes, breaks)
            for number in range(self.days.data or 1)
        )


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
