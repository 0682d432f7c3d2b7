"""Notices on the page, and, in demo mode, the mails that were sent."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.accounts.models import User
from matchmaker.notices import operations, queries
from matchmaker.notices.models import Notice
from matchmaker.notices.rendering import render_mail
from matchmaker.web.access import actor, public, signed_in
from matchmaker.web.locale import safe_path
from matchmaker.web.pagination import page_number, paginate
from matchmaker.web.transaction import session

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@signed_in
def index() -> str:
    """One's notices, newest first."""
    page = paginate(session(), queries.notices_of(actor().user_id), number=page_number())
    return render_template("notices/index.html", page=page)


@blueprint.post("/notices/<int:notice_id>")
@signed_in
def follow(notice_id: int) -> ResponseReturnValue:
    """Mark one as read and go to where it leads."""
    notice = session().get(Notice, notice_id)
    if notice is None or notice.user_id != actor().user_id:
        abort(404)
    operations.mark_read(session(), user_id=actor().user_id, now=clock.now(), notice_id=notice_id)
    return redirect(safe_path(notice.path, url_for("notices.index")))


@blueprint.post("/notices")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark all as read."""
    operations.mark_read(session(), user_id=actor().user_id, now=clock.now())
    return redirect(url_for("notices.index"))


@blueprint.get("/outbox")
@public
def outbox() -> str:
    """The mails of the demonstration, so that a newcomer can click the links in them."""
    if not current_app.extensions["settings"].demo:
        abort(404)
    page = paginate(session(), queries.outbox(), number=page_number())
    users = {
        user.id: user for user in session().query(User).where(User.id.in_({m.user_id for m in page.items}))
    }
    mails = [
        (
            message,
            render_mail(
                current_app,
                message,
                stamp=users[message.user_id].session_stamp if message.user_id in users else "",
            ),
        )
        for message in page.items
    ]
    return render_template("notices/outbox.html", page=page, mails=mails)
