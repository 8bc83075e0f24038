"""Rule: an entity's own answer to which of its rows are in reach, where owner, unit and team are not the answer."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Q


class Rule(Protocol):
    """Declared as `rule` of an Entity and asked by Scope; both questions must have the same answer for every row."""

    def predicate(self, scope: Any) -> Q:
        """The condition that is true for exactly the rows in reach of a Scope."""

    def covers(self, scope: Any, record: Any) -> bool:
        """The same for one record in memory."""
