"""Forms of offers, needs and certificates."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from matchmaker.catalogue.enums import (
    CertificateKind,
    Incoterm,
    PartnershipKind,
    PaymentTerm,
    ProductForm,
    ProductGroup,
    ShipmentPaper,
    Unit,
)  # fmt: skip
from matchmaker.companies.forms import country_choices, language_choices
from matchmaker.i18n import formatting
from matchmaker.web.errors import MESSAGES
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import Form, MultiCheckField, QuantityField
from matchmaker.web.labels import choices

CURRENCIES = ("USD", "VND", "EUR", "INR", "KRW", "JPY", "CNY", "THB", "LAK", "KHR")
NOT_NEGATIVE = (Optional(), NumberRange(min=0))


def check_hs(form: Form, field: StringField) -> None:
    """2, 4 or 6 digits, national tariffs up to 10; dots and blanks are taken out."""
    digits = "".join(sign for sign in field.data or "" if sign not in ". ")
    if digits and not (digits.isascii() and digits.isdecimal() and len(digits) in {2, 4, 6, 8, 10}):
        raise ValidationError(str(MESSAGES["hs_unknown"]))
    field.data = digits or None


class ItemForm(Form):
    """What offers and needs have in common."""

    STEPS: ClassVar[tuple[tuple[str, ...], ...]] = ()
    MULTIPLE: ClassVar[tuple[str, ...]] = ()

    language = SelectField(_l("Language you write in"))
    name = StringField(_l("Product"), validators=[InputRequired(), Length(max=200)])
    description = TextAreaField(_l("Description"), validators=[Optional(), Length(max=6000)])
    second_language = SelectField(_l("A second language"), validators=[Optional()])
    second_name = StringField(_l("Product, in the second language"), validators=[Optional(), Length(max=200)])
    second_description = TextAreaField(
        _l("Description, in the second language"), validators=[Optional(), Length(max=6000)]
    )
    partnership_kind = SelectField(_l("Kind of partnership"))
    hs_code = StringField(_l("HS code"), validators=[Optional(), Length(max=14), check_hs])
    group = SelectField(_l("Product group"), validators=[Optional()])
    form = SelectField(_l("Form"), validators=[Optional()])
    unit = SelectField(_l("Unit of quantities"), validators=[Optional()])
    currency = SelectField(_l("Currency"), validators=[Optional()])
    incoterm = SelectField(_l("Incoterms 2020"), validators=[Optional()])
    incoterm_place = StringField(_l("Place of the Incoterm"), validators=[Optional(), Length(max=80)])

    def offer_choices(self) -> ItemForm:
        """Fill in the choices in the reader's language."""
        languages = language_choices()
        self.language.choices = languages
        self.second_language.choices = [("", "—"), *languages]
        self.partnership_kind.choices = choices(PartnershipKind)
        self.group.choices = choices(ProductGroup, blank=True)
        self.form.choices = choices(ProductForm, blank=True)
        self.unit.choices = choices(Unit, blank=True)
        self.currency.choices = [("", "—"), *[(code, code) for code in CURRENCIES]]
        self.incoterm.choices = choices(Incoterm, blank=True)
        return self

    def texts(self) -> dict[str, dict[str, str]]:
        """Name and description by language."""
        name = {str(self.language.data): str(self.name.data)}
        description = {str(self.language.data): self.description.data or ""}
        if self.second_language.data and self.second_name.data:
            name[self.second_language.data] = self.second_name.data
        if self.second_language.data and self.second_description.data:
            description[self.second_language.data] = self.second_description.data
        return {"name": name, "description": {code: text for code, text in description.items() if text}}

    def step_of(self, names: set[str]) -> int:
        """The first step that has one of these fields."""
        return next((number for number, fields in enumerate(self.STEPS, 1) if names & set(fields)), 1)


class OfferForm(ItemForm):
    """Something a company supplies."""

    STEPS = (
        ("language", "name", "description", "second_language", "second_name", "second_description", "partnership_kind",
         "hs_code", "group", "form"),
        ("unit", "capacity", "available", "moq", "months", "grade", "packaging", "shelf_life", "container_load"),
        ("price", "currency", "incoterm", "incoterm_place", "markets_wanted", "markets_now", "papers", "plots"),
    )  # fmt: skip
    MULTIPLE = ("months", "markets_wanted", "markets_now", "papers")

    grade = StringField(_l("Grade"), validators=[Optional(), Length(max=120)])
    months = MultiCheckField(_l("Season"), coerce=int)
    capacity = QuantityField(_l("Capacity a year"), validators=NOT_NEGATIVE)
    available = QuantityField(_l("Available now"), validators=NOT_NEGATIVE)
    moq = QuantityField(_l("Smallest order (MOQ)"), validators=NOT_NEGATIVE)
    container_load = QuantityField(_l("Kilograms in a 20-foot container"), validators=NOT_NEGATIVE)
    packaging = StringField(_l("Packaging"), validators=[Optional(), Length(max=200)])
    shelf_life = IntegerField(
        _l("Shelf life in months"), validators=[Optional(), NumberRange(min=0, max=240)]
    )
    price = QuantityField(_l("Indicative price for one unit"), validators=NOT_NEGATIVE)
    papers = MultiCheckField(_l("Papers you can give with each shipment"))
    plots = TextAreaField(
        _l("Locations of plots (EUDR: coffee, rubber, wood)"), validators=[Optional(), Length(max=2000)]
    )
    markets_wanted = MultiCheckField(_l("Markets you want to sell to"))
    markets_now = MultiCheckField(_l("Markets you sell to now"))

    def offer_choices(self) -> OfferForm:
        """Fill in the choices in the reader's language."""
        super().offer_choices()
        self.months.choices = [(number, formatting.month(number, reader_locale())) for number in range(1, 13)]
        self.papers.choices = choices(ShipmentPaper)
        self.markets_wanted.choices = self.markets_now.choices = country_choices()
        return self

    def values(self) -> dict[str, Any]:
        """What the operation stores."""
        plain = (
            "grade",
            "packaging",
            "plots",
            "hs_code",
            "form",
            "unit",
            "currency",
            "incoterm",
            "incoterm_place",
        )
        numbers = ("capacity", "available", "moq", "container_load", "price", "shelf_life")
        return {
            **self.texts(),
            **{name: self[name].data or None for name in plain},
            **{name: self[name].data for name in numbers},
            **{name: self[name].data or [] for name in self.MULTIPLE},
            "partnership_kind": self.partnership_kind.data or PartnershipKind.TRADE.value,
        }


class NeedForm(ItemForm):
    """Something a company looks for."""

    STEPS = (
        ("language", "name", "description", "second_language", "second_name", "second_description", "partnership_kind",
         "hs_code", "group", "form", "form_must", "specification"),
        ("unit", "volume", "first_order", "target_price", "currency", "incoterm", "incoterm_place", "payment_terms",
         "deadline"),
        ("market", "origins", "origins_must", "certificates_must", "certificates_nice"),
    )  # fmt: skip
    MULTIPLE = ("payment_terms", "certificates_must", "certificates_nice", "origins")

    specification = TextAreaField(_l("Specification"), validators=[Optional(), Length(max=4000)])
    form_must = BooleanField(_l("Only in this form"))
    volume = QuantityField(_l("Volume a year"), validators=NOT_NEGATIVE)
    first_order = QuantityField(_l("First order"), validators=NOT_NEGATIVE)
    target_price = QuantityField(_l("Target price for one unit"), validators=NOT_NEGATIVE)
    payment_terms = MultiCheckField(_l("Payment terms"))
    deadline = DateField(_l("Needed until"), validators=[Optional()])
    market = SelectField(_l("Country of destination"), validators=[Optional()])
    origins = MultiCheckField(_l("Origins accepted (none ticked: any)"))
    origins_must = BooleanField(_l("Only from these origins"))
    certificates_must = MultiCheckField(_l("Certificates required"))
    certificates_nice = MultiCheckField(_l("Certificates welcome"))

    def offer_choices(self) -> NeedForm:
        """Fill in the choices in the reader's language."""
        super().offer_choices()
        self.payment_terms.choices = choices(PaymentTerm)
        self.market.choices = [("", "—"), *country_choices()]
        self.origins.choices = country_choices()[:8]
        self.certificates_must.choices = self.certificates_nice.choices = choices(CertificateKind)
        return self

    def values(self) -> dict[str, Any]:
        """What the operation stores."""
        plain = (
            "specification",
            "hs_code",
            "form",
            "unit",
            "currency",
            "incoterm",
            "incoterm_place",
            "market",
        )
        numbers = ("volume", "first_order", "target_price", "deadline")
        return {
            **self.texts(),
            **{name: self[name].data or None for name in plain},
            **{name: self[name].data for name in numbers},
            **{name: self[name].data or [] for name in self.MULTIPLE},
            "form_must": bool(self.form_must.data),
            "origins_must": bool(self.origins_must.data),
            "partnership_kind": self.partnership_kind.data or PartnershipKind.TRADE.value,
        }


class CertificateForm(Form):
    """A certificate with its paper."""

    kind = SelectField(_l("Certificate"), validators=[InputRequired()])
    number = StringField(_l("Number"), validators=[Optional(), Length(max=80)])
    issuer = StringField(_l("Issued by"), validators=[Optional(), Length(max=120)])
    expires_on = DateField(_l("Valid until"), validators=[Optional()])
    offers = MultiCheckField(_l("For these offers (none ticked: all)"), coerce=int)
    file = FileField(_l("Paper (PDF or picture, up to 10 MB)"))

    def offer_choices(self, offers: list[tuple[int, str]]) -> CertificateForm:
        """Fill in the choices."""
        self.kind.choices = choices(CertificateKind, blank=True)
        self.offers.choices = offers
        return self


class PhotoForm(Form):
    """A photo of an offer."""

    photo = FileField(
        _l("Photo (JPEG, PNG or WebP, up to 10 MB)"), validators=[InputRequired(_l("Choose a file."))]
    )
    caption = StringField(_l("Caption"), validators=[Optional(), Length(max=120)])
