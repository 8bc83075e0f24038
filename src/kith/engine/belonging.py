"""Rows that belong to one record of any entity by their `about`, such as comments and files.

Whoever asks has found that record through reach: these rows are seen by who sees it.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from kith.engine.access import directory
from kith.engine.prepared import Prepared
from kith.engine.spec import EntitySpec


def belonging(model: Any, spec: EntitySpec, record: Any) -> QuerySet[Any]:
    """The live rows of a model that belong to a record, newest first."""
    found: QuerySet[Any] = model.live().filter(about_entity=spec.key, about=record.pk)
    return found.order_by("-created_at", "-pk")


@lru_cache(maxsize=100)
def newest(model: Any, limit: int) -> Prepared:
    """The same as a prepared statement of entity, id and a moment before which they were made."""
    rows = model.live().order_by("-created_at", "-pk")
    return Prepared(
        lambda entity, number, before: rows.filter(about_entity=entity, about=number, created_at__lt=before)[:limit],
        str, int, dt.datetime,
    )  # fmt: skip


def maker(row: Any) -> str:
    """Who made a row, by name; Kith itself when nobody did."""
    person = directory().people.get(row.created_by_id or 0)
    return person.name if person else "Kith"
