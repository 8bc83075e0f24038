"""Named reads of follow-up: what is configured, and which activities count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat, Length, Trim

from kith.engine import epoch
from kith.engine.actor import Actor
from kith.engine.condition import holds, parse
from kith.engine.errors import Refused
from kith.engine.spec import EntitySpec
from kith.modules.activities.models import CONTACTS, Activity
from kith.modules.followup.models import FollowUpKind, FollowUpRule


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


def read() -> tuple[str, ...]:
    """The fields of an activity that say whether it counts, for whom, and when it was."""
    long = ("ends_at",) if any(one.seconds for one in counted()) else ()
    written = WORDS if any(one.text for one in counted()) else ()
    return ("kind", "done", "done_at", "at", "customer", "about", *long, *written)


TEXT: Any = TextField()
WORDS = ("subject", "outcome", "body")
BODY = Coalesce("body", Value(""), output_field=TEXT)
WRITTEN = Length(Trim(Concat("subject", Value(" "), "outcome", Value(" "), BODY, output_field=TEXT)))
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


# ---------------------------------------------------------------------- rules and who is forgotten

Tree = Mapping[str, Any]
UNDER_WAY: dict[str, Tree] = {
    "customer": {"field": "status", "op": "is_not", "value": "lost"},
    "lead": {"field": "status", "op": "in", "value": ["new", "working", "qualified"]},
}
"""Those of an entity that anybody is to follow up at all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A configured rule; `where` holds for its records and for none of a rule before it."""

    id: int
    entity: str
    where: Tree
    rhythm_days: int | None
    neglect_days: int | None
    assign_hours: int | None
    respond_hours: int | None
    warn_percent: int
    remind_hours: int | None
    escalate_days: int | None


NAMES = (
    "rhythm_days", "neglect_days", "assign_hours", "respond_hours", "warn_percent", "remind_hours", "escalate_days",
)  # fmt: skip


@epoch.per_configuration
def rules() -> tuple[Rule, ...]:
    """All rules in their order."""
    found: list[Rule] = []
    before: dict[str, list[Tree]] = {}
    for row in FollowUpRule.live().order_by("position", "pk"):
        earlier = before.setdefault(row.entity, [])
        others = [{"not": {"any": list(earlier)}}] if earlier else []
        mine = [row.where] if row.where else []
        found.append(
            Rule(row.pk, row.entity, {"all": [*mine, *others]}, *(getattr(row, name) for name in NAMES))
        )
        earlier.append(row.where or {"all": []})
    return tuple(found)


def rules_of(entity: str) -> tuple[Rule, ...]:
    """The rules of an entity."""
    return tuple(one for one in rules() if one.entity == entity)


def rule_for(spec: EntitySpec, record: Any, among: Iterable[Rule]) -> Rule | None:
    """The rule of one record; one whose condition cannot be read any more is passed over."""
    system = Actor.system()
    for one in among:
        try:
            if holds(parse(one.where, spec, system), spec, record, system):
                return one
        except Refused:
            continue
    return None


def neglected(entity: str) -> Tree | None:
    """The condition of records without effective follow-up for longer than their rule allows; None without rules.

    Whoever was never followed up counts from the day on which the owner got it: nobody is infinitely old.
    """
    parts = [
        {"all": [one.where, _older("followed_at", one.neglect_days), _older("owner_since", one.neglect_days)]}
        for one in rules_of(entity)
        if one.neglect_days
    ]
    return {"all": [UNDER_WAY[entity], {"any": parts}]} if parts else None


def _older(name: str, days: int) -> Tree:
    empty = {"field": name, "op": "empty"}
    return {"any": [empty, {"field": name, "op": "lt", "value": {"days": -days}}]}


def unplanned(entity: str) -> Tree:
    """The condition of records without a next contact."""
    return {"all": [UNDER_WAY[entity], {"field": "next_contact_on", "op": "empty"}]}


def overdue(entity: str) -> Tree:
    """The condition of records whose next contact is past."""
    return {"all": [UNDER_WAY[entity], {"field": "next_contact_on", "op": "lt", "value": {"days": 0}}]}


def unanswered(entity: str) -> Tree:
    """The condition of records whose first follow-up is late."""
    return {"all": [UNDER_WAY[entity], {"field": "respond_by", "op": "lt", "value": {"days": 0}}, UNFOLLOWED]}


UNFOLLOWED: Tree = {
    "any": [
        {"field": "followed_at", "op": "empty"},
        {"field": "followed_at", "op": "lt", "value": {"field": "owner_since"}},
    ]
}
"""Nobody followed it up since its owner has it."""


def forgotten(entity: str) -> dict[str, Tree]:
    """The lists of forgotten records by their keys."""
    found = {"neglected": neglected(entity), "unplanned": unplanned(entity), "overdue": overdue(entity)}
    return {key: where for key, where in found.items() if where is not None}
