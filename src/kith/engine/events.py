"""Events: facts in the past tense, stored with the write that caused them, delivered to handlers after commit.

A handler is declared with @on("opportunity.won") and gets the Event. It runs as a job of its own, at least once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

from kith.engine import inserting
from kith.engine.connections import writing
from kith.engine.jobs import task


class Event(models.Model):
    """One fact in the outbox; removed once its handlers are enqueued."""

    name = models.CharField(max_length=120)
    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12)
    batch_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)


COLUMNS = ("name", "entity", "record_id", "at", "actor_id", "channel", "batch_id", "changes")
Handler = Callable[[Event], None]
Filter = Callable[[Event], bool]
_handlers: dict[str, list[Handler]] = {}
_by_name: dict[str, Handler] = {}
_filters: dict[str, Filter] = {}


def tell(facts: Sequence[tuple[Any, ...]]) -> None:
    """Put facts into the outbox, in the transaction of the change.

    Each is (name, entity, record id, at, actor id, channel, batch id, changes as JSON text).
    """
    inserting.insert_values(Event, COLUMNS, facts)


def on(*names: str, when: Filter | None = None) -> Callable[[Handler], Handler]:
    """Declare a handler of events: exact names, `customer.*`, or `*`.

    Each event is a job of its own; `when` is asked before it becomes one. It must not ask the database: a handler of
    everything would otherwise cost a job, or a query, for each row of an import.
    """

    def wrap(function: Handler) -> Handler:
        key = f"{function.__module__}.{function.__qualname__}"
        _by_name[key] = function
        if when is not None:
            _filters[key] = when
        for name in names:
            _handlers.setdefault(name, []).append(function)
        return function

    return wrap


def handlers_of(name: str) -> list[Handler]:
    """Who wants to know of an event."""
    entity = name.partition(".")[0]
    found = [*_handlers.get(name, ()), *_handlers.get(f"{entity}.*", ()), *_handlers.get("*", ())]
    return list(dict.fromkeys(found))


def declared() -> dict[str, list[str]]:
    """Handlers by event name, for the reference."""
    return {
        name: [f"{item.__module__}.{item.__qualname__}" for item in items]
        for name, items in _handlers.items()
    }


# What follows from ten thousand changes waits behind what somebody asked for, such as taking them back.
@task(priority=-10)
def handle(handler: str, event: dict[str, Any]) -> None:
    """Run one handler for one event."""
    _by_name[handler](Event(**{**event, "at": dt.datetime.fromisoformat(event["at"])}))


def forget() -> None:
    """Drop what waits in the outbox: for data that is history when it is written, such as a demo company's."""
    Event.objects.all().delete()


def dispatch(limit: int = 200) -> int:
    """Turn waiting events into one job per handler; returns how many events were taken. Called by the worker."""
    if not Event.objects.exists():
        return 0
    with writing():
        waiting = Event.objects.order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        taken = list(waiting[:limit])
        for event in taken:
            data = {
                "id": event.pk, "name": event.name, "entity": event.entity, "record_id": event.record_id,
                "at": event.at.isoformat(), "actor_id": event.actor_id, "channel": event.channel,
                "batch_id": event.batch_id, "changes": event.changes,
            }  # fmt: skip
            for function in handlers_of(event.name):
                key = f"{function.__module__}.{function.__qualname__}"
                if key not in _filters or _filters[key](event):
                    handle.enqueue(key, data)
        Event.objects.filter(pk__in=[event.pk for event in taken]).delete()
    return len(taken)
