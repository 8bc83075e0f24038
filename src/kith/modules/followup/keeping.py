"""What customers and leads remember of their follow-up: when the last effective one was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Max

from kith.engine import keeping, registry
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.modules.activities.actions.activities import SPOKEN_AT
from kith.modules.activities.models import Activity, ActivityKind
from kith.modules.followup import queries, relationship

REMEMBERING = ("customer", "lead")
settling: list[Callable[[str, Mapping[int, Any]], None]] = []
"""What else follows from when records were last followed up; called with the new moments before they are stored."""


def keep_followed(spec: EntitySpec, rows: Sequence[Any], _actor: Actor) -> None:
    """Customers and leads know when they were last followed up, whatever way activities are written or taken back."""
    if spec.key != "activity":
        return
    told: dict[str, set[int]] = {}
    # What came of a visit tells of the relationship even where visits are no follow-ups.
    kinds = {one.kind for one in queries.counted()} | {ActivityKind.VISIT.value}
    names = queries.read()
    for activity in (row for row in rows if relationship.altered(row, names)):
        for entity, number in (*places(activity, kinds), *_followed_before(activity, kinds)):
            told.setdefault(entity, set()).add(number)
    for entity, ids in told.items():
        bring_up_to_date(entity, ids)


def bring_up_to_date(entity: str, ids: set[int]) -> None:
    """Store anew when these customers or leads were last followed up, and how far the relationship with customers has
    come by it; inside the gate only."""
    by = "customer_id" if entity == "customer" else "about"
    rows = queries.effective() if entity == "customer" else queries.effective().filter(about_entity=entity)
    last = rows.filter(**{f"{by}__in": ids}).values_list(by).annotate(at_last=Max(SPOKEN_AT))
    now: dict[int, Any] = dict.fromkeys(ids) | dict(last)
    for settle in settling:
        settle(entity, now)
    keeping.keep(registry.spec(entity), "followed_at", now)
    if entity == "customer":
        relationship.bring_up_to_date(ids)


def places(activity: Activity, kinds: set[str]) -> Iterator[tuple[str, int]]:
    """The records that an activity may have followed up: its customer, and the lead that it is about."""
    if not activity.done or activity.kind not in kinds:
        return
    if activity.customer_id is not None:
        yield "customer", activity.customer_id
    spec = registry.spec("activity")
    about = spec.value(activity, spec.fields["about"])
    if about is not None and about[0] in REMEMBERING and about[0] != "customer":
        yield about


def _followed_before(activity: Activity, kinds: set[str]) -> Iterator[tuple[str, int]]:
    """The same as it was before the write that is going on."""
    known = activity.before
    if known is None:
        return
    before = Activity()
    for name in ("kind", "done", "customer", "about"):
        field = known.spec.fields[name]
        known.spec.set(before, field, field.type.load(known[name], field))
    yield from places(before, kinds)


keeping.everywhere.append(keep_followed)
