"""Named reads of follow-up: what is configured, and which activities count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat, Length, Trim

from kith.engine import epoch
from kith.modules.activities.models import CONTACTS, Activity
from kith.modules.followup.models import FollowUpKind


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of activity that counts, with what it must have at least."""

    kind: str
    seconds: int = 0
    text: int = 0


@epoch.per_configuration
def counted() -> tuple[Counted, ...]:
    """The kinds that count; a company that says nothing counts every contact."""
    rows = FollowUpKind.live().order_by("kind").values_list("kind", "least_seconds", "least_text")
    return tuple(Counted(*row) for row in rows) or tuple(Counted(str(kind)) for kind in CONTACTS)


WRITTEN = Length(Trim(Concat("subject", Value(" "), "outcome", Value(" "), Coalesce("body", Value("")))))
"""How much was written about an activity."""


def effective() -> Any:
    """The activities that count as follow-ups."""
    found = Q(pk__in=())
    for one in counted():
        part = Q(kind=one.kind)
        if one.seconds:
            part &= Q(ends_at__gte=F("at") + dt.timedelta(seconds=one.seconds))
        if one.text:
            part &= Q(written__gte=one.text)
        found |= part
    return Activity.live().filter(done=True).alias(written=WRITTEN).filter(found)
