"""One term of a list's sort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models import lookups as look


@dataclass(frozen=True, slots=True)
class Term:
    """One sort term: its expression, direction, whether it can be missing, whether list indexes serve it."""

    expression: Any
    descending: bool
    nullable: bool
    indexed: bool
    column: str = ""

    def beyond(self, value: Any, *, further: bool) -> Q:
        """What comes after a value: missing values are smaller than all others, and of a further term said here."""
        if value is None:
            return Q(pk__in=()) if self.descending else Q(look.IsNull(self.expression, False))
        found = Q((look.LessThan if self.descending else look.GreaterThan)(self.expression, value))
        missing = further and self.descending and self.nullable
        return found | Q(look.IsNull(self.expression, True)) if missing else found
