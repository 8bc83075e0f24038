"""The page about events, their handlers and the time table."""

from __future__ import annotations

from pydoc import locate

from kith.config.reference.markdown import code, page, purpose, section, table
from kith.engine import events as outbox
from kith.engine import registry
from kith.engine.base.gate import PAST
from kith.engine.jobs import timetable

ABOUT = (
    "The gate writes an event in the transaction of each change; after the commit the worker gives it to "
    "every handler, at least once ([how](../explanation/events.md)). An event holds its name, the entity, "
    "the record's id, when, by whom, through which channel, in which batch, and `changes`: old and new "
    "value of each changed field."
)
ALWAYS = "Every entity has these, such as `customer.created`; taking a change back is an update."
PURGED = "removed from the trash for good"
MEANINGS = {
    "created": "a record was made",
    "updated": "fields were changed",
    "deleted": "moved to the trash",
    "restored": "taken out of the trash",
    "purge": PURGED,
}


def events() -> str:
    """Render the page."""
    return page(
        "Events",
        ABOUT,
        section("Of every entity", ALWAYS, _always()),
        section("Of actions", _of_actions()),
        section("Handlers", _handlers()),
        section("Time table", TIMES, _times()),
    )


TIMES = (
    "Jobs that run by the clock, as cron expressions; without a zone of their own in the company's time zone. "
    "Missed times together run once."
)


def _always() -> str:
    names = [*dict.fromkeys(PAST.values()), "purge"]
    return table(("event", "what happened"), [(code(f"….{name}"), MEANINGS[name]) for name in names])


def _of_actions() -> str:
    rows = [
        (code(f"{spec.key}.{action.event or action.name}"), purpose(action.function), code(action.name))
        for spec in registry.specs()
        for action in spec.actions.values()
    ]
    return table(("event", "what happened", "action"), sorted(rows))


def _handlers() -> str:
    rows = [
        (code(name), code(handler), purpose(locate(handler)))
        for name, handlers in outbox.declared().items()
        for handler in handlers
    ]
    return table(("event", "handler", "what it does"), sorted(rows))


def _times() -> str:
    rows = [
        (code(timing.name), code(timing.cron), timing.zone or "", purpose(timing.task.func))
        for timing in timetable.timings()
    ]
    return table(("job", "due", "zone", "what it does"), sorted(rows))
