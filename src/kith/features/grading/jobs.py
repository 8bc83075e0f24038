"""Keeps what rules say current: each night all records, and what changed soon after it did."""

from __future__ import annotations

from typing import Any

from kith.engine import epoch, registry
from kith.engine.connections import writing
from kith.engine.events import Event, on
from kith.engine.jobs import daily, task
from kith.engine.leftovers import purged
from kith.engine.spec import EntitySpec
from kith.features.grading import rating
from kith.features.grading.models import RatingChange, RatingRule, Waiting

LOUD = ("web", "api", "portal", "automation")
"""Channels whose changes are followed at once; imports and jobs change many, and wait for the night."""


@daily("02:20")
@task()
def settle_all() -> int:
    """What every active rule says of all records; how many values changed."""
    changed = 0
    with epoch.turn():
        for rule in RatingRule.live().filter(active=True).order_by("pk"):
            changed += rating.settle(rule)
    return changed


@epoch.per_configuration
def rated() -> bool:
    """Whether any rule is on."""
    return RatingRule.live().filter(active=True).exists()


def followed_at_once(event: Event) -> bool:
    """Whether a change may ask for another rating now: without rules no event becomes a job."""
    return event.channel in LOUD and rated()


@on("*", when=followed_at_once)
def on_changed(event: Event) -> None:
    """Rate the record that changed, and those that it links to."""
    try:
        spec = registry.spec(event.entity)
    except registry.UnknownEntity:
        return
    for rule in RatingRule.live().filter(active=True).order_by("pk"):
        ids = concerned(rule.entity, spec, event)
        if ids:
            rating.settle(rule, ids)


def concerned(entity: str, spec: EntitySpec, event: Event) -> set[int]:
    """The records of a rated entity that an event is about, by links of before and after too."""
    ids: set[Any] = {event.record_id} if spec.key == entity else set()
    for field in spec.references:
        if field.target == entity and not field.custom and spec.key != entity:
            ids.update(event.changes.get(field.key) or ())
            rows = spec.model.objects.filter(pk=event.record_id)
            ids.update(rows.values_list(f"{field.column}_id", flat=True))
    return {number for number in ids if isinstance(number, int)}


@purged
def forget(spec: EntitySpec, ids: list[int]) -> None:
    """Nothing is kept of what is gone for good."""
    rules = RatingRule.objects.filter(entity=spec.key).values("pk")
    with writing():
        RatingChange.objects.filter(entity=spec.key, record_id__in=ids).delete()
        Waiting.objects.filter(rule_id__in=rules, record_id__in=ids).delete()
