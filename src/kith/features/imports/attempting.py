"""Bulk writes of which single rows may fail even where the gate refuses all of them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kith.engine.bulk import Outcome
from kith.engine.errors import Invalid, Refused
from kith.engine.journal import Batch

Work = Callable[[Sequence[Any]], list[Outcome]]


def attempt(items: Sequence[Any], work: Work, batch: Batch | None) -> list[Outcome]:
    """Do the work on all at once; when the database refuses the lot, on halves, until the row at fault is alone."""
    try:
        return work(items)
    except Refused as error:
        if batch is not None:
            batch.refresh_from_db()
        if len(items) == 1:
            errors = error.errors if isinstance(error, Invalid) else {"": [str(error)]}
            return [Outcome(None, errors)]
    middle = len(items) // 2
    return [*attempt(items[:middle], work, batch), *attempt(items[middle:], work, batch)]
