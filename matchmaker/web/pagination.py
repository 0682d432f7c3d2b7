"""Lists in pages; the number is kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Item = TypeVar("Item")
SIZE = 20
DENSE_SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: ``number`` from 1, ``total`` items in all."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Number of the last page."""
        return max(1, -(-self.total // self.size))


def page_number() -> int:
    """The page asked for in the address, 1 where it makes no sense."""
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


def paginate(session: Session, query: Select[Any], *, number: int, size: int = SIZE) -> Page[Any]:
    """Run ``query`` for one page of its first column's entities."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    items = session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items, number, size, total)


def slice_page(items: Sequence[Item], *, number: int, size: int = SIZE) -> Page[Item]:
    """One page of a list that is already at hand."""
    return Page(items[(number - 1) * size : number * size], number, size, len(items))
