"""Forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField, TelField
from wtforms.fields import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional

from matchmaker.accounts.enums import OfficeKind, Purpose
from matchmaker.accounts.policy import OFFICE_ROLES
from matchmaker.web.forms import Form, MultiCheckField
from matchmaker.web.labels import choices, label
from matchmaker.web.locale import LOCALES, NAMES

ADDRESS = (InputRequired(), Length(max=254), Email())


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("E-mail"), validators=[InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=200)])


class AddressForm(Form):
    """One address."""

    email = EmailField(_l("E-mail"), validators=ADDRESS)


class NewPasswordForm(Form):
    """A new password; typed once, since it can be shown and reset."""

    password = PasswordField(_l("New password"), validators=[InputRequired(), Length(max=200)])


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current = PasswordField(_l("Present password"), validators=[Length(max=200)])


class InvitedForm(NewPasswordForm):
    """Name and password of an invited person."""

    name = StringField(_l("Your name"), validators=[InputRequired(), Length(max=120)])


class PersonForm(Form):
    """One's own name, telephone, title, language."""

    name = StringField(_l("Your name"), validators=[InputRequired(), Length(max=120)])
    job_title = StringField(_l("Your position"), validators=[Optional(), Length(max=120)])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])
    locale = SelectField(_l("Language"), choices=[SelectChoice(code, NAMES[code]) for code in LOCALES])
    dense = BooleanField(_l("Smaller type and tighter tables"))


class ConsentForm(Form):
    """What one agrees to, each apart."""

    purposes = MultiCheckField(_l("I agree:"))

    def offer_purposes(self) -> ConsentForm:
        """Fill in the purposes in the reader's language."""
        self.purposes.choices = [(purpose.value, label(purpose)) for purpose in Purpose]
        return self


class InviteForm(Form):
    """An officer, helper or interpreter to invite."""

    email = EmailField(_l("E-mail"), validators=ADDRESS)
    role = SelectField(_l("Role"), validators=[InputRequired()])
    office = SelectField(_l("Office"), coerce=int, validators=[InputRequired()])

    def offer_choices(self, offices: list[tuple[int, str]]) -> InviteForm:
        """Fill in roles and offices."""
        self.role.choices = [(role.value, label(role)) for role in OFFICE_ROLES]
        self.office.choices = offices
        return self


class OfficeForm(Form):
    """A new office."""

    name = StringField(_l("Name in Vietnamese"), validators=[InputRequired(), Length(max=200)])
    name_en = StringField(_l("Name in English"), validators=[InputRequired(), Length(max=200)])
    kind = SelectField(_l("Kind"), validators=[InputRequired()])
    email = EmailField(_l("E-mail"), validators=[Optional(), Email()])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])

    def offer_kinds(self) -> OfficeForm:
        """Fill in the kinds."""
        self.kind.choices = choices(OfficeKind)
        return self
