"""Thanking those who took part: write, look, send once."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.events.models import Event
from matchmaker.events.views.blueprint import run_event
from matchmaker.jobs.models import Job
from matchmaker.notices.models import OutboxMessage
from matchmaker.notices.rendering import Mail, render_mail
from matchmaker.outcomes import thanking
from matchmaker.outcomes.forms import ThanksForm
from matchmaker.outcomes.models import Thanks
from matchmaker.outcomes.views.blueprint import blueprint
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.transaction import session


@blueprint.route("/events/<slug>/thanks", methods=["GET", "POST"])
@officer
def thanks(slug: str) -> ResponseReturnValue:
    """The text, how it will look, and to whom it goes."""
    event = run_event(slug)
    written = thanking.find_thanks(session(), event.id)
    form = ThanksForm(data=_shown(event, written))
    if form.validate_on_submit():
        version = request.form.get("version", "")
        try:
            thanking.save_thanks(
                session(), actor=actor(), event_id=event.id, version=int(version) if version.isdecimal() else None,
                subject={locale: str(form[f"subject_{locale}"].data) for locale in thanking.LOCALES},
                body={locale: str(form[f"body_{locale}"].data) for locale in thanking.LOCALES},
            )  # fmt: skip
        except Conflict as error:
            form.refuse(error)
        else:
            flash(_("Kept."), "done")
            return redirect(url_for("outcomes.thanks", slug=slug))
    guests = thanking.guests(session(), event.id)
    page = render_template(
        "outcomes/thanks.html", event=event, thanks=written, form=form, came=len(guests.came),
        absent=[one.company.name for one in guests.absent], previews=_previews(written),
        over=bool(event.slots) and event.slots[-1].ends_at <= clock.now(),
        job=session().get(Job, written.job_id) if written is not None and written.job_id is not None else None,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _shown(event: Event, written: Thanks | None) -> dict[str, str]:
    """What is written; to begin with, words that suit most events."""
    shown = {}
    for locale in thanking.LOCALES:
        with force_locale(locale):
            shown[f"subject_{locale}"] = _(
                "Thank you for taking part in %(event)s", event=event.title(locale)
            )
            shown[f"body_{locale}"] = _(
                "thank you for coming and for the conversations you had. We should be glad to hear what came of them, "
                "and to help where a next step is stuck."
            )
    if written is not None:
        shown |= {f"subject_{locale}": text for locale, text in written.subject.items()}
        shown |= {f"body_{locale}": text for locale, text in written.body.items()}
    return shown


def _previews(written: Thanks | None) -> list[tuple[str, Mail]]:
    if written is None:
        return []
    made = []
    for locale in thanking.LOCALES:
        values = {"name": actor().name, "subject": written.subject[locale], "text": written.body[locale]}
        message = OutboxMessage(recipient="", template="thanks", locale=locale, parameters=values)
        made.append((locale, render_mail(current_app, message)))
    return made


@blueprint.post("/events/<slug>/thanks/send")
@officer
def send_thanks(slug: str) -> ResponseReturnValue:
    """Send it, once."""
    event = run_event(slug)
    version = request.form.get("version", "")
    try:
        thanking.send_thanks(
            session(), actor=actor(), now=clock.now(), event_id=event.id,
            version=int(version) if version.isdecimal() else None,
        )  # fmt: skip
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
    else:
        flash(_("The mails are on their way."), "done")
    return redirect(url_for("outcomes.thanks", slug=slug))
