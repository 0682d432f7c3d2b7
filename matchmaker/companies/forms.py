"""Forms of companies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)  # fmt: skip
from wtforms.validators import URL, Email, InputRequired, Length, NumberRange, Optional

from matchmaker.accounts.enums import Purpose
from matchmaker.catalogue.enums import PartnershipKind
from matchmaker.companies.enums import CompanyKind, Employees, Side, Turnover
from matchmaker.companies.places import province_choices
from matchmaker.i18n import formatting
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import Form, MultiCheckField
from matchmaker.web.labels import choices, label

COUNTRIES_FIRST = ("VN", "LA", "KH", "TH", "IN", "KR", "JP", "CN")
COUNTRIES = (
    "AE", "AT", "AU", "BD", "BE", "BG", "BN", "BR", "CA", "CH", "CL", "CZ", "DE", "DK", "EG", "ES", "FI", "FR", "GB",
    "GR", "HK", "HU", "ID", "IE", "IL", "IR", "IT", "JO", "KW", "KZ", "LK", "MA", "MM", "MN", "MX", "MY", "NG", "NL",
    "NO", "NP", "NZ", "OM", "PH", "PK", "PL", "PT", "QA", "RO", "RU", "SA", "SE", "SG", "SK", "TR", "TW", "UA", "US",
    "UZ", "ZA",
)  # fmt: skip
LANGUAGES = ("vi", "en", "ko", "lo", "km", "th", "hi", "zh", "ja", "my", "fr", "de", "es", "ru", "ar")


def country_choices() -> list[tuple[str, str]]:
    """Countries in the reader's language: neighbours and main markets first, the rest by name."""
    locale = reader_locale()
    rest = sorted((formatting.country(code, locale), code) for code in COUNTRIES)
    first = [(code, formatting.country(code, locale)) for code in COUNTRIES_FIRST]
    return first + [(code, name) for name, code in rest]


def language_choices() -> list[tuple[str, str]]:
    """Languages people do business in."""
    return [(code, formatting.language(code, reader_locale())) for code in LANGUAGES]


def place_choices() -> list[tuple[str, str]]:
    """Vietnam's provinces, the former ones within today's."""
    return [("", "—"), *province_choices()]


class JoinForm(Form):
    """Signing up: the door, the company, the person, what one agrees to."""

    side = RadioField(_l("What brings you here?"), validators=[InputRequired()])
    legal_name = StringField(_l("Name of your company"), validators=[InputRequired(), Length(max=200)])
    kind = SelectField(_l("Kind of company"), validators=[InputRequired()])
    country = SelectField(_l("Country"), validators=[InputRequired()])
    province = SelectField(_l("Province"), validators=[Optional()])
    name = StringField(_l("Your name"), validators=[InputRequired(), Length(max=120)])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])
    email = EmailField(_l("E-mail"), validators=[InputRequired(), Length(max=254), Email()])
    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=200)])
    purposes = MultiCheckField(_l("I agree:"))

    STEPS = (
        ("side",),
        ("legal_name", "kind", "country", "province"),
        ("name", "phone", "email", "password"),
        ("purposes",),
    )

    def offer_choices(self) -> JoinForm:
        """Fill in the choices in the reader's language."""
        self.side.choices = [
            (Side.EXPORTER.value, _l("I sell: I produce, process or export")),
            (Side.BUYER.value, _l("I buy: I import, distribute, process or invest")),
        ]
        self.kind.choices = choices(CompanyKind)
        self.country.choices = [("", _l("Choose…")), *country_choices()]
        self.province.choices = place_choices()
        self.purposes.choices = [(purpose.value, label(purpose)) for purpose in Purpose]
        return self


class ProfileForm(Form):
    """The company's profile."""

    legal_name = StringField(_l("Legal name"), validators=[InputRequired(), Length(max=200)])
    latin_name = StringField(_l("Legal name in Latin letters"), validators=[Optional(), Length(max=200)])
    trading_name = StringField(_l("Trading name"), validators=[Optional(), Length(max=200)])
    kind = SelectField(_l("Kind of company"), validators=[InputRequired()])
    tax_code = StringField(_l("Tax code or registry number"), validators=[Optional(), Length(max=40)])
    country = SelectField(_l("Country"), validators=[InputRequired()])
    place = SelectField(_l("Province"), validators=[Optional()])
    commune = StringField(_l("Commune or ward"), validators=[Optional(), Length(max=120)])
    address = StringField(_l("Street address"), validators=[Optional(), Length(max=200)])
    website = URLField(_l("Website"), validators=[Optional(), Length(max=200), URL()])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])
    email = EmailField(_l("E-mail"), validators=[Optional(), Email()])
    founded = IntegerField(
        _l("Founded in the year"), validators=[Optional(), NumberRange(min=1800, max=2100)]
    )
    employees = SelectField(_l("Employees"), validators=[Optional()])
    turnover = SelectField(_l("Turnover a year"), validators=[Optional()])
    export_share = IntegerField(
        _l("Share of exports, per cent"), validators=[Optional(), NumberRange(min=0, max=100)]
    )
    languages = MultiCheckField(_l("Languages you do business in"))
    description_vi = TextAreaField(
        _l("About the company, in Vietnamese"), validators=[Optional(), Length(max=4000)]
    )
    description_en = TextAreaField(
        _l("About the company, in English"), validators=[Optional(), Length(max=4000)]
    )
    partnership_kinds = MultiCheckField(_l("Partnerships you look for"))
    excluded_countries = MultiCheckField(_l("Countries you do not want to trade with"))
    published = BooleanField(_l("Show the company in the public directory"))

    def offer_choices(self) -> ProfileForm:
        """Fill in the choices in the reader's language."""
        self.kind.choices = choices(CompanyKind)
        self.country.choices = country_choices()
        self.place.choices = place_choices()
        self.employees.choices = choices(Employees, blank=True)
        self.turnover.choices = choices(Turnover, blank=True)
        self.languages.choices = language_choices()
        self.partnership_kinds.choices = choices(PartnershipKind)
        self.excluded_countries.choices = country_choices()
        return self


class OnBehalfForm(Form):
    """A company that an officer registers, with a person who may have no e-mail."""

    legal_name = StringField(_l("Name of the company"), validators=[InputRequired(), Length(max=200)])
    side = RadioField(_l("Side"), validators=[InputRequired()])
    kind = SelectField(_l("Kind of company"), validators=[InputRequired()])
    tax_code = StringField(_l("Tax code or registry number"), validators=[Optional(), Length(max=40)])
    country = SelectField(_l("Country"), validators=[InputRequired()])
    province = SelectField(_l("Province"), validators=[Optional()])
    name = StringField(_l("Person"), validators=[InputRequired(), Length(max=120)])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])
    email = EmailField(_l("E-mail"), validators=[Optional(), Length(max=254), Email()])

    def offer_choices(self) -> OnBehalfForm:
        """Fill in the choices in the reader's language."""
        self.side.choices = choices(Side)
        self.kind.choices = choices(CompanyKind)
        self.country.choices = country_choices()
        self.province.choices = place_choices()
        return self
