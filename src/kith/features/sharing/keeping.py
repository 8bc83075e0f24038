"""Keeping rules true: set by set with every write, and over everything when a rule changes.

A rule's grants have the cause `rule` and its number, so that they come and go without touching what people shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kith.engine import epoch, registry, sharing
from kith.engine.actor import Actor
from kith.engine.condition import Node, parse, to_q
from kith.engine.connections import writing
from kith.engine.errors import Malformed
from kith.engine.identity.models import RecordGrant
from kith.engine.jobs import daily, progress, task
from kith.engine.keeping import everywhere
from kith.engine.record import LIVE
from kith.engine.registry import code_of
from kith.engine.scope import granted_rows
from kith.engine.spec import EntitySpec
from kith.features.sharing.models import SharingRule

CHUNK = 1_000
KINDS = (
    ("people", RecordGrant.USER),
    ("teams", RecordGrant.TEAM),
    ("units", RecordGrant.UNIT),
    ("roles", RecordGrant.ROLE),
)


@dataclass(frozen=True)
class Kept:
    """A rule in force: which records, for whom, how far."""

    id: int
    entity: str
    node: Node | None
    principals: frozenset[int]
    level: int


_known: dict[tuple[int, int], dict[str, list[Kept]]] = {}


def in_force() -> dict[str, list[Kept]]:
    """The rules in force by entity, read once for each state of rights and configuration."""
    key = epoch.current().rules
    found = _known.get(key)
    if found is None:
        found = {}
        for row in SharingRule.live().filter(active=True).order_by("pk"):
            rule = kept(row)
            if rule is not None:
                found.setdefault(rule.entity, []).append(rule)
        _known.clear()
        _known[key] = found
    return found


def kept(row: SharingRule) -> Kept | None:
    """A rule as it is kept; None when what it speaks of is there no more."""
    principals = frozenset(
        kind * RecordGrant.KIND + number for name, kind in KINDS for number in getattr(row, name) or ()
    )
    try:
        spec = registry.spec(row.entity)
        node = parse(row.where, spec, Actor.system()) if row.where else None
    except (registry.UnknownEntity, Malformed):
        return None
    return Kept(row.pk, row.entity, node, principals, sharing.LEVELS[row.level])


def keep(spec: EntitySpec, rows: Sequence[Any], _actor: Actor) -> None:
    """After every write: the grants of each rule on these rows are those that it gives."""
    for rule in in_force().get(spec.key, ()):
        bring(spec, rule, [row.pk for row in rows])


def bring(spec: EntitySpec, rule: Kept, ids: Sequence[int]) -> None:
    """Make a rule true for some records."""
    rows = spec.model.objects.filter(LIVE, pk__in=ids)
    fitting = rows.filter(to_q(rule.node, Actor.system())) if rule.node else rows
    wanted = {(number, one) for number in fitting.values_list("pk", flat=True) for one in rule.principals}
    given = RecordGrant.objects.filter(
        entity=code_of(spec.key), record_id__in=ids, cause=sharing.RULE, cause_id=rule.id
    )
    there = {(row.record_id, row.principal): row for row in given}
    stale = [row.pk for key, row in there.items() if key not in wanted or row.level != rule.level]
    kept_ = {key for key, row in there.items() if row.pk not in set(stale)}
    if stale:
        RecordGrant.objects.filter(pk__in=stale).delete()
    give(spec, rule, sorted(wanted - kept_))


def give(spec: EntitySpec, rule: Kept, missing: Sequence[tuple[int, int]]) -> None:
    """Store new grants. Rights are only seen anew where somebody is given his first record: what is known of rights is
    whether he was given any, and most writes under a rule would else cost everybody his."""
    if not missing:
        return
    known = granted_rows(spec.key, rule.level).filter(principal__in={one for _number, one in missing})
    had = set(known.values_list("principal", flat=True).distinct())
    RecordGrant.objects.bulk_create(
        [
            RecordGrant(
                entity=code_of(spec.key), record_id=number, principal=one, level=rule.level,
                cause=sharing.RULE, cause_id=rule.id,
            )
            for number, one in missing
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    if {one for _number, one in missing} - had:
        epoch.bump("access")


def start(rules: Sequence[SharingRule], *, actor: Actor) -> None:
    """A rule that was written, taken back or removed is made true everywhere, in the background."""
    for rule in rules:
        recompute.using(unique_key=f"sharing rule {rule.pk}", again=True, actor_id=actor.user_id).enqueue(
            rule.pk
        )


@task(max_attempts=10, backoff=5)
def recompute(number: int) -> None:
    """Make a rule true for all records, a thousand in a transaction; killed, it begins again, which does no harm."""
    with epoch.turn():
        row = SharingRule.live().filter(pk=number, active=True).first()
        rule = kept(row) if row else None
        sweep(number, rule)
        if rule is None:
            return
        spec = registry.spec(rule.entity)
        total = spec.model.objects.count()
    last = done = 0
    while ids := list(
        spec.model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        with epoch.turn(), writing():
            bring(spec, rule, ids)
        last, done = ids[-1], done + len(ids)
        progress(done, total)


def sweep(number: int, rule: Kept | None) -> None:
    """Remove the grants of a rule that is no more, or that were of other records."""
    stale = RecordGrant.objects.filter(cause=sharing.RULE, cause_id=number)
    if rule is not None:
        stale = stale.exclude(entity=code_of(rule.entity))
    while ids := list(stale.values_list("pk", flat=True)[:CHUNK]):
        with writing():
            RecordGrant.objects.filter(pk__in=ids).delete()


@daily("02:20")
@task()
def refresh() -> int:
    """What depends on the day, or on linked records, is looked at once a night. How many rules."""
    rules = list(SharingRule.live().filter(active=True))
    start(rules, actor=Actor.system())
    return len(rules)


everywhere.append(keep)
