"""What modules know of deals with a record, for rules about opportunities and deals. A module says it once:

facts.facts["customer"] = Facts(opportunity=..., deal=..., won=..., open=...)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """Expressions over the rows of an entity, made anew for each statement: when its last opportunity was created and
    its last deal won (moments, or null), whether it ever bought, whether an opportunity is open."""

    opportunity: Callable[[], Any]
    deal: Callable[[], Any]
    won: Callable[[], Any]
    open: Callable[[], Any]


facts: dict[str, Facts] = {}
