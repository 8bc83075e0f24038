"""Scores of all records: every night, since days go by, and soon after a rule changed."""

from __future__ import annotations

from kith.engine import epoch, guard, registry
from kith.engine.connections import writing
from kith.engine.events import Event, on
from kith.engine.jobs import daily, progress, task
from kith.features.quality.entities import scored
from kith.features.quality.scoring import Scoring

CHUNK = 1_000


@task(max_attempts=10, backoff=5)
def score(entity: str) -> int:
    """Score all records of an entity, in short transactions. How many were looked at."""
    last = looked = 0
    while True:
        with epoch.turn():
            spec = registry.spec(entity)
            rows = spec.model.live().filter(pk__gt=last).order_by("pk")
            ids = list(rows.values_list("pk", flat=True)[:CHUNK])
            if not ids:
                return looked
            with writing(), guard.opened():
                Scoring(spec).keep(ids)
        last, looked = ids[-1], looked + len(ids)
        progress(looked, looked)


def begin(entity: str) -> None:
    """Have an entity scored soon; asked again meanwhile it is scored once more."""
    score.using(unique_key=f"quality {entity}", again=True).enqueue(entity)


@daily("02:40")
@task()
def score_all() -> None:
    """Have every entity with scores looked through."""
    for spec in registry.specs():
        if scored(spec):
            begin(spec.key)


@on("quality-rule.*")
def on_rule(event: Event) -> None:
    """A rule changed: score what it is about, and what it was about before."""
    named = {name for name in event.changes.get("entity", ()) if name}
    spec = registry.spec("quality-rule")
    row = spec.model.objects.filter(pk=event.record_id).first()
    for entity in named | ({row.entity} if row is not None else set()):
        if registry.known(entity) is not None:
            begin(entity)
