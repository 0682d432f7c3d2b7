"""The figures of an event: charts, the rows behind each number, the sheet to hand in."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from matchmaker.catalogue.enums import ProductGroup
from matchmaker.errors import NotFound
from matchmaker.events.views.blueprint import run_event
from matchmaker.i18n import formatting
from matchmaker.meetings.enums import RequestState
from matchmaker.reports.charts import Bars, bars
from matchmaker.reports.export import SHEET, event_sheet
from matchmaker.reports.figures import MEETINGS, PEOPLE, Figures, figures_of
from matchmaker.reports.views.blueprint import blueprint
from matchmaker.web.access import officer
from matchmaker.web.filters import reader_locale
from matchmaker.web.labels import label, label_of
from matchmaker.web.pagination import DENSE_SIZE, page_number, slice_page
from matchmaker.web.transaction import session

SHOWN = 10  # of those served least
MOST_BARS = 12


@blueprint.get("/events/<slug>/figures")
@officer
def event_figures(slug: str) -> str:
    """The figures with charts; every number opens its rows."""
    event = run_event(slug)
    figures = figures_of(session(), event)
    least, ratings = figures.least_served(), figures.ratings
    return render_template(
        "reports/figures.html", event=event, figures=figures, least=least[:SHOWN], short=len(least), charts=_charts(figures),
        key_figures=[(text, of, figures.count(of)) for of, text in key_words().items()],
        rating=sum(ratings) / len(ratings) if ratings else None,
        idle=figures.places - sum(fact.meeting.table_id is not None for fact in figures.meetings),
    )  # fmt: skip


def key_words() -> dict[str, str]:
    """The numbers on top: what they count, in words."""
    return {"people": _("take part"), "arrived": _("checked in"), "no_shows": _("did not come"), "placed": _("meetings placed"),
            "held": _("meetings held"), "without": _("without a meeting")}  # fmt: skip


def _charts(figures: Figures) -> dict[str, Bars]:
    states, count = figures.states, figures.count
    funnel = [(_("Asked"), len(figures.requests), "requests", ""),
              (_("Accepted"), states[RequestState.ACCEPTED], "requests", RequestState.ACCEPTED.value),
              (_("Placed"), count("placed"), "placed", ""), (_("Held"), count("held"), "held", "")]  # fmt: skip
    known = [(of, count(of)) for of in ("held", "not_held", "unknown")]
    return {
        "funnel": bars(funnel),
        "requests": bars([(label(state), states[state], "requests", state.value) for state in RequestState]),
        "held": bars([(row_title(of), number, of, "") for of, number in known] if figures.meetings else []),
        "ratings": bars([("★" * value, count("rated", str(value)), "rated", str(value)) for value in range(5, 0, -1)]),
        "slots": bars(_by_slot(figures), most=len(figures.event.tables)),
        "countries": bars([(formatting.country(code, reader_locale()), number, "country", code)
                           for code, number in figures.by_country()[:MOST_BARS]]),
        "groups": bars([(label_of(ProductGroup, group), number, "group", group)
                        for group, number in figures.by_group()[:MOST_BARS]]),
    }  # fmt: skip


def _by_slot(figures: Figures) -> list[tuple[str, int, str, str]]:
    event, locale = figures.event, reader_locale()
    rows = []
    for slot in event.slots:
        day = f"{formatting.weekday(slot.day.on, locale)} " if len(event.days) > 1 else ""
        time = formatting.clock(slot.starts_at, event.time_zone, locale)
        rows.append((f"{day}{time}", figures.count("slot", str(slot.id)), "slot", str(slot.id)))
    return rows


def row_title(of: str, value: str = "") -> str:
    """What a list of rows shows."""
    titles = {
        "placed": _("Meetings placed"), "held": _("Meetings held"), "not_held": _("Meetings not held"),
        "unknown": _("Meetings with nothing reported"), "rated": _("Meetings with a rating"), "people": _("Who takes part"),
        "arrived": _("Who checked in"), "no_shows": _("Who did not come"), "short": _("Who got less than was wanted"),
        "without": _("Who has no meeting"),
    }  # fmt: skip
    if of == "country":
        return _("Meetings with %(country)s", country=formatting.country(value, reader_locale()))
    if of == "group":
        return _("Meetings on %(product)s", product=label_of(ProductGroup, value))
    return titles.get(of, _("Meetings"))


@blueprint.get("/events/<slug>/figures/rows")
@officer
def event_rows(slug: str) -> str:
    """The rows behind a number."""
    event = run_event(slug)
    of, value = request.args.get("of", ""), request.args.get("value", "")
    if of not in MEETINGS and of not in PEOPLE:
        raise NotFound
    page = slice_page(figures_of(session(), event).rows(of, value), number=page_number(), size=DENSE_SIZE)
    return render_template(
        "reports/figure_rows.html", event=event, page=page, people=of in PEOPLE, title=row_title(of, value)
    )


@blueprint.get("/events/<slug>/figures.xlsx")
@officer
def event_sheet_file(slug: str) -> Response:
    """Everything about the event as a workbook."""
    event = run_event(slug)
    response = Response(event_sheet(figures_of(session(), event), reader_locale()), mimetype=SHEET)
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.xlsx"'
    return response
