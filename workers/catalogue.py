"""Saved searches: telling people of what is new."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.catalogue.models import SavedSearch
from matchmaker.catalogue.queries import new_offers
from matchmaker.notices.operations import notify
from workers.context import Context


def look_at_searches(context: Context, **_unknown: Any) -> dict[str, Any]:
    """One notice for each saved search that has found something since it last looked."""
    told = 0
    now = context.now()
    with context.write() as session:
        for search in session.scalars(select(SavedSearch).order_by(SavedSearch.id)):
            found = new_offers(session, search.query, since=search.seen_until)
            search.seen_until = now
            user = session.get(User, search.user_id)
            if found and user is not None:
                query = urlencode(search.query)
                told += notify(
                    session, user_id=user.id, kind="saved_search", cause=f"saved_search:{search.id}:{max(found)}",
                    path=f"/products?{query}", now=now, email=user.email, locale=user.locale, name=search.name,
                    count=len(found),
                )  # fmt: skip
    return {"told": told}
