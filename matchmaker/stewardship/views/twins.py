"""Likely twins: the queue, two companies side by side, merging and undoing it."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker import clock
from matchmaker.audit.reversible import changed_since
from matchmaker.catalogue import queries as catalogue
from matchmaker.companies.models import Company
from matchmaker.companies.places import former_name, province_name
from matchmaker.companies.queries import people_of
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.queries import participations_of
from matchmaker.stewardship import operations, queries
from matchmaker.stewardship.enums import PairState
from matchmaker.stewardship.fields import FIELDS, compare
from matchmaker.stewardship.labels import FIELD_WORDS, REASONS, TABLE_WORDS
from matchmaker.stewardship.models import CompanyMerge, TwinPair
from matchmaker.stewardship.operations.merging import UNDO_DAYS, check_undo, stamp
from matchmaker.stewardship.views.blueprint import blueprint
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.pagination import page_number, paginate
from matchmaker.web.transaction import session


@blueprint.get("/twins")
@officer
def twins() -> str:
    """Pairs that wait for a decision, and those decided."""
    state = request.args.get("state", "")
    state = state if state in set(PairState) else PairState.OPEN
    page = paginate(session(), queries.pairs_in(state), number=page_number())
    return render_template(
        "stewardship/twins.html", page=page, state=state, counts=queries.pair_counts(session()), reasons=REASONS,
        merged={pair.id: queries.merge_of_pair(session(), pair) for pair in page.items if state == PairState.MERGED},
    )  # fmt: skip


def _found(pair_id: int) -> TwinPair:
    pair = session().get(TwinPair, pair_id)
    if pair is None:
        raise NotFound
    return pair


@blueprint.get("/twins/<int:pair_id>")
@officer
def twin(pair_id: int) -> ResponseReturnValue:
    """Two companies side by side, with why, and every field to choose."""
    pair = _found(pair_id)
    if pair.state == PairState.MERGED:
        merge = queries.merge_of_pair(session(), pair)
        return redirect(
            url_for("stewardship.merge", merge_id=merge.id) if merge else url_for("stewardship.twins")
        )
    return _side_by_side(pair)


def _side_by_side(pair: TwinPair, error: str = "") -> str:
    kept = request.values.get("kept", "")
    kept = kept if kept in {"left", "right"} else _better(session(), pair)
    rows = compare(pair.low, pair.high, kept=kept)
    excluded = {company for one in (pair.low, pair.high) for company in one.excluded_companies}
    return render_template(
        "stewardship/twin.html", pair=pair, kept=kept, error=error, reasons=REASONS, words=FIELD_WORDS,
        rows=[row for row in rows if row.choice], same=[row for row in rows if row.choice is None and any(row.left)],
        asked={name: request.form.get(name, "") for name in FIELDS}, stamp=stamp(pair.low, pair.high),
        sides=[("left", _shown(pair.low)), ("right", _shown(pair.high))], names=queries.names_of(session(), excluded),
        places=lambda code: former_name(code) or province_name(code),
    )  # fmt: skip


def _better(opened: Session, pair: TwinPair) -> str:
    """The company that stays unless the officer says otherwise: the verified one, the one with people, the older."""
    ranks = [
        (company.verified_at is not None, bool(people_of(opened, company.id)), -company.id)
        for company in (pair.low, pair.high)
    ]
    return "left" if ranks[0] >= ranks[1] else "right"


def _shown(company: Company) -> dict[str, object]:
    return {
        "company": company,
        "people": people_of(session(), company.id),
        "offers": catalogue.offers_of(session(), company.id, all_states=True),
        "needs": catalogue.needs_of(session(), company.id, all_states=True),
        "events": participations_of(session(), company.id),
    }


@blueprint.post("/twins/<int:pair_id>/merge")
@officer
def merge_now(pair_id: int) -> ResponseReturnValue:
    """Take one into the other."""
    choices = {name: request.form[name] for name in FIELDS if name in request.form}
    try:
        made = operations.merge_companies(
            session(), actor=actor(), now=clock.now(), pair_id=pair_id, kept=request.form.get("kept", "left"),
            choices=choices, seen=request.form.get("seen"),
        )  # fmt: skip
    except (Conflict, Invalid) as error:
        session().rollback()
        pair = _found(pair_id)
        if (
            pair.state == PairState.OPEN
            and pair.low.merged_into_id is None
            and pair.high.merged_into_id is None
        ):
            return _side_by_side(pair, message_of(error)), 409 if isinstance(error, Conflict) else 422
        flash(message_of(error), "warning")
        return redirect(url_for("stewardship.twins"))
    flash(
        _("%(gone)s is part of %(company)s now. You can undo this for %(days)s days.", gone=made.gone.name,
          company=made.kept.name, days=UNDO_DAYS), "done",
    )  # fmt: skip
    return redirect(url_for("stewardship.merge", merge_id=made.id))


@blueprint.post("/twins/<int:pair_id>/different")
@officer
def different(pair_id: int) -> ResponseReturnValue:
    """These are two companies; remember it."""
    try:
        operations.set_different(session(), actor=actor(), now=clock.now(), pair_id=pair_id)
    except Conflict as error:
        flash(message_of(error), "warning")
    else:
        flash(_("Remembered: these two are not the same and will not be proposed again."), "done")
    return redirect(url_for("stewardship.twins"))


@blueprint.post("/twins/<int:pair_id>/reopen")
@officer
def reopen(pair_id: int) -> ResponseReturnValue:
    """Decide again."""
    operations.reopen_pair(session(), actor=actor(), now=clock.now(), pair_id=pair_id)
    return redirect(url_for("stewardship.twin", pair_id=pair_id))


@blueprint.get("/merges/<int:merge_id>")
@officer
def merge(merge_id: int) -> str:
    """What a merge did, and whether it can be undone."""
    found = session().get(CompanyMerge, merge_id)
    if found is None:
        raise NotFound
    obstacle, now = "", clock.now()
    try:
        check_undo(session(), found, now=now)
    except Conflict as error:
        obstacle = message_of(error)
    return render_template(
        "stewardship/merge.html", merge=found, obstacle=obstacle, until=found.merged_at + timedelta(days=UNDO_DAYS),
        moved=_counted(found.changes), stays=_counted(changed_since(session(), found.changes)) if not obstacle else [],
    )  # fmt: skip


def _counted(changes: object) -> list[tuple[str, int]]:
    """What was changed, in words, and how often."""
    assert isinstance(changes, list)
    rows: dict[str, set[str]] = {}
    for change in changes:
        word = str(TABLE_WORDS.get(change["table"], TABLE_WORDS["other"]))
        rows.setdefault(word, set()).add(f"{change['table']} {change['key']}")
    return [(word, len(keys)) for word, keys in rows.items()]


@blueprint.post("/merges/<int:merge_id>/undo")
@officer
def undo(merge_id: int) -> ResponseReturnValue:
    """Make two of one again."""
    try:
        found, remaining = operations.undo_merge(
            session(), actor=actor(), now=clock.now(), merge_id=merge_id
        )  # fmt: skip
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
        return redirect(url_for("stewardship.merge", merge_id=merge_id))
    flash(
        _("%(gone)s and %(company)s are two companies again.", gone=found.gone.name, company=found.kept.name),
        "done",
    )
    if remaining:
        text = ", ".join(f"{word} ({count})" for word, count in _counted(list(remaining)))
        flash(
            ngettext("This was changed since and stays as it is: %(text)s.",
                     "These were changed since and stay as they are: %(text)s.", len(remaining), text=text), "warning",
        )  # fmt: skip
    return redirect(url_for("stewardship.merge", merge_id=merge_id))
