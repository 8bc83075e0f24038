"""When another thing counts as a follow-up, what records remember is worked out anew."""

from __future__ import annotations

from kith.engine import guard, registry
from kith.engine.connections import writing
from kith.engine.events import Event, on
from kith.engine.jobs import progress, task
from kith.modules.followup.keeping import REMEMBERING, bring_up_to_date

CHUNK = 2_000


@on("follow-up-kind.*")
def on_kinds_changed(_event: Event) -> None:
    """Have it worked out in the background, once for changes that come together."""
    with writing():
        work_out_anew.using(unique_key="followed").enqueue()


@task(max_attempts=10, backoff=5)
def work_out_anew() -> None:
    """When every customer and lead was last followed up, by the thousand."""
    for entity in REMEMBERING:
        model, last = registry.spec(entity).model, 0
        while ids := list(
            model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
        ):
            with writing(), guard.opened():
                bring_up_to_date(entity, set(ids))
            last = ids[-1]
            progress(last, last)
