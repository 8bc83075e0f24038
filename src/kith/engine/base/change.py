"""One row on its way through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kith.engine import insisting

TRASH = "deleted_at"


@dataclass
class Change:
    """One row on its way: the record with new values, its snapshot from before (None when new), and its errors;
    `reason` is why it was made in spite of warnings."""

    record: Any
    before: dict[str, Any] | None
    errors: dict[str, list[Any]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    diff: dict[str, list[Any]] = field(default_factory=dict)
    trashed_before: dt.datetime | None = None
    reason: str = ""

    def move(self, deleted_at: dt.datetime | None) -> None:
        """Into the trash, or with None out of it."""
        self.trashed_before = self.record.deleted_at
        self.record.deleted_at = deleted_at
        self.touched.add(TRASH)

    def trashing(self) -> dict[str, list[Any]]:
        """The journal's words for a way into the trash or out of it."""
        pair = [self.trashed_before, self.record.deleted_at]
        return {TRASH: [at and at.isoformat() for at in pair]} if TRASH in self.touched else {}

    def refuse(self, name: str, message: Any) -> None:
        """Note what is wrong with a field ("" for the whole row)."""
        self.errors.setdefault(name, []).append(message)

    def warn(self, name: str, message: Any, rule: str = "") -> None:
        """Note what is wrong with a field by a rule, unless whoever writes goes on for a reason (insisting)."""
        reason = insisting.reason(rule)
        if not reason:
            self.refuse(name, insisting.Mild(message, rule))
        elif reason not in self.reason.split("; "):
            self.reason = f"{self.reason}; {reason}" if self.reason else reason

    def merge(self, errors: Mapping[str, Iterable[Any]]) -> None:
        """Note all that a rule found wrong."""
        for name, messages in errors.items():
            for message in messages:
                self.refuse(name, message)
