"""Records are found by what their object says now: when that changes, their search documents are written anew."""

from __future__ import annotations

from kith.engine import epoch, guard, registry, searching
from kith.engine.connections import writing
from kith.engine.events import Event, on
from kith.engine.jobs import task
from kith.engine.objects.models import CustomObject

PART = 500


@on("custom-object.*", when=lambda event: "search" in event.changes and not event.name.endswith(".created"))
def on_search(event: Event) -> None:
    """Write the documents of an object's records anew."""
    row = CustomObject.live().filter(pk=event.record_id).first()
    if row is not None:
        index_anew.using(unique_key=f"search {row.key}").enqueue(row.key)


@task()
def index_anew(entity: str) -> None:
    """All records of an object, some hundred in a transaction; begun again it does no harm."""
    last = 0
    while True:
        with epoch.turn(), writing(), guard.opened():
            spec = registry.known(entity)
            rows = list(spec.model.live().filter(pk__gt=last).order_by("pk")[:PART]) if spec else []
            if spec is not None:
                searching.write(spec, rows, new=False)
        if len(rows) < PART:
            return
        last = rows[-1].pk
