"""How an object goes: not by accident while others use it, and with all that was configured for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from kith.engine import journal, records, registry, uses
from kith.engine.actor import Actor
from kith.engine.objects.models import CustomObject

_told: ContextVar[bool] = ContextVar("kith_object_uses_told", default=False)


@contextmanager
def told() -> Iterator[None]:
    """Inside, an object may go although it is used: who lets it go was told."""
    token = _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)


def check(row: CustomObject, *, actor: Actor) -> None:
    """An object that others use does not go by accident. Raises Invalid."""
    if not (row.restored or _told.get()):
        uses.stays_while_used(row, actor=actor)


@uses.stands("custom-object")
def is_object(values: Mapping[str, Any]) -> Iterator[tuple[uses.Subject, str]]:
    """The object that a row makes."""
    yield uses.Subject(values["key"]), "key"


def clear(rows: Sequence[CustomObject], *, actor: Actor) -> None:
    """What was configured for an object goes with it when it is removed for good: nobody could reach it any more."""
    there = set(CustomObject.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    keys = [row.key for row in rows if row.pk not in there]
    for spec in registry.specs() if keys else ():
        if "entity" in spec.fields and spec.fields["entity"].column and spec.entity.group == "settings":
            gone = list(spec.model.objects.filter(entity__in=keys))
            with journal.batch(actor, "purge", entity=spec.key) as batch:
                if gone:
                    records.purge(spec, gone, actor, batch)
