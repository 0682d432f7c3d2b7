"""A test client that looks at every page it fetches."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class PageProblem(AssertionError):
    """A page breaks one of the manners of every page."""


class BrowserClient(FlaskClient):
    """Checks title, single h1, unique ids, alternative texts, and that nothing inline would break the policy."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **{"buffered": True, **kwargs})
        if response.mimetype == "text/html" and not response.headers.get("HX-Partial"):
            text = response.get_data(as_text=True)
            if "<html" in text:
                inspect_page(text, str(response.request.path))
        return response

    def sign_in(self, user: Any) -> None:
        """Be this user from now on, without the form."""
        with self.session_transaction() as cookie:
            cookie["_user_id"] = f"{user.id}:{user.session_stamp}"
            cookie["_fresh"] = True

    def in_language(self, locale: str) -> None:
        """Read pages in this language from now on."""
        with self.session_transaction() as cookie:
            cookie["locale"] = locale


def inspect_page(text: str, path: str) -> None:
    """Raise PageProblem naming what is wrong."""
    problems = []
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    if title is None or not title.group(1).replace("· Matchmaker", "").strip():
        problems.append("no title")
    if (count := len(re.findall(r"<h1[ >]", text))) != 1:
        problems.append(f"{count} h1")
    doubled = [name for name, count in Counter(re.findall(r'\sid="([^"]*)"', text)).items() if count > 1]
    if doubled:
        problems.append(f"ids more than once: {doubled}")
    if re.search(r"<img(?![^>]*\salt=)[^>]*>", text):
        problems.append("a picture without alt")
    if re.search(r"<[a-z][^>]*\s(style|onclick|onchange|onsubmit)=", text):
        problems.append("inline style or handler, which the content policy forbids")
    if re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", text):
        problems.append("inline script, which the content policy forbids")
    if re.search(r"%\((\w+)\)[sd]", text):
        problems.append("an unfilled placeholder")
    if problems:
        raise PageProblem(f"{path}: {'; '.join(problems)}")
