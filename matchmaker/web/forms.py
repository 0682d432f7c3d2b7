"""The base of all forms: our translations, stripped text, and what operations refuse put beside the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import get_domain, get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import DecimalField, Field, SelectMultipleField, StringField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, NumberInput, TextInput

from matchmaker.errors import DomainError, Invalid
from matchmaker.web.errors import message_of


class _Translations:
    """Hands WTForms' own messages to our catalogue."""

    def gettext(self, string: str) -> str:
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # not flask_babel's own, which would fill in the placeholders that WTForms fills in itself
        return str(get_domain().get_translations().ngettext(singular, plural, n))


class Form(FlaskForm):
    """A form. Text is stripped; an empty optional text becomes None through ``or None`` in the view."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            filters = unbound_field.kwargs.get("filters", [])
            if issubclass(unbound_field.field_class, StringField):
                filters = [_strip, *filters]
            bound: Field = unbound_field.bind(form=form, filters=filters, **options)
            if isinstance(bound.widget, NumberInput):
                # a browser's number field drops "12,5" and "many" unsaid; as text they arrive, and are read or refused
                bound.widget = TextInput()
                bound.render_kw = {"inputmode": "numeric", **(bound.render_kw or {})}
                bound.validators = (_was_read, *bound.validators)
            return bound

    def refuse(self, error: DomainError) -> None:
        """Put what an operation refused beside its field, or above the form."""
        field = error.field if isinstance(error, Invalid) else None
        if field is not None and field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, message_of(error)]
        else:
            self.form_errors.append(message_of(error))


def received_file(sent: FileStorage | None) -> tuple[str, bytes]:
    """Name and content of an upload, nothing for none; its temporary file is closed."""
    if sent is None:
        return "", b""
    with sent.stream as stream:
        return sent.filename or "", stream.read()


def _was_read(form: Form, field: Field) -> None:
    """What is no number gets no second complaint, about its size; whether nothing may be sent is for others to say."""
    if field.errors and any(str(value).strip() for value in field.raw_data or ()):
        raise StopValidation


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class MultiCheckField(SelectMultipleField):
    """Several choices as check boxes: quicker on a phone than a list, and needs no script."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class QuantityField(DecimalField):
    """A number as people in the reader's country write it: "1.234,5" in Vietnamese, "1,234.5" in English.

    A single separator followed by exactly three digits is a thousands separator in both.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").replace("\u00a0", "").replace(" ", "").strip()
        self.data = None
        if not text:
            return
        try:
            self.data = read_number(text, str(get_locale()))
        except ValueError:
            raise ValidationError(gettext("This is not a number. Write for example 1500 or 12.5.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else _plain(self.data, str(get_locale()))


def _plain(value: Decimal, locale: str) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if locale == "vi" else text


def read_number(text: str, locale: str) -> Decimal:
    """Parse a number written with the separators of ``locale``; raises ValueError.

    Forgiving: the other convention is taken where it can only be meant.
    """
    decimal, thousands = (",", ".") if locale == "vi" else (".", ",")
    if text.count(thousands) and text.count(decimal):
        if text.rfind(thousands) > text.rfind(decimal):  # the other country's convention
            decimal, thousands = thousands, decimal
    elif thousands in text:
        head, *groups = text.split(thousands)
        if not all(len(group) == 3 for group in groups) or not head.lstrip("+-"):
            if len(groups) > 1:
                raise ValueError(text)
            decimal, thousands = thousands, decimal
    plain = text.replace(thousands, "").replace(decimal, ".")
    if not plain.lstrip("+-").replace(".", "", 1).isdecimal() or len(plain) > 20:
        raise ValueError(text)
    return Decimal(plain)


# WTForms' and Flask-WTF's own messages, listed so that our catalogues hold them.
WTFORMS_MESSAGES = (
    _l("This field is required."),
    _l("Invalid email address."),
    _l("Not a valid choice."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("Not a valid date value."),
    _l("Not a valid time value."),
    _l("Not a valid datetime value."),
    _l("Invalid URL."),
    _l("Invalid value, must be one of: %(values)s."),
    _l("Invalid Choice: could not coerce."),
    _l("Number must be at least %(min)s."),
    _l("Number must be at most %(max)s."),
    _l("Number must be between %(min)s and %(max)s."),
    _l("Field must be equal to %(other_name)s."),
    _l("Invalid input."),
    _ln(
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
        1,
    ),
    _l("Date must be at least %(min)s."),
    _l("Field must be between %(min)d and %(max)d characters long."),
    _ln(
        "Field must be at least %(min)d character long.", "Field must be at least %(min)d characters long.", 1
    ),
    _ln(
        "Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", 1
    ),
)
