"""Whether everything that names a field still holds when the field is another: each is asked as if it were saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from kith.engine import epoch, uses
from kith.engine.actor import Actor
from kith.engine.base.gate import Write
from kith.engine.condition import subjects
from kith.engine.connections import writing
from kith.engine.custom.models import CustomField
from kith.engine.errors import Invalid, Refused
from kith.engine.spec import EntitySpec

Held = list[tuple[uses.Use, str]]


def tried(work: Callable[[], Any], row: CustomField, actor: Actor) -> Held:
    """What would be wrong after some work on a field, which is done and taken back. What was wrong before is left
    out."""
    before = {use for use, _why in broken(row, actor)}
    found: Held = []
    with writing():
        try:
            work()
            found += [(use, why) for use, why in broken(row, actor) if use not in before]
        except Invalid as error:
            found.append((uses.Use(""), said(error)))
        transaction.set_rollback(True)
    epoch.again()
    return found


def broken(row: CustomField, actor: Actor) -> Held:
    """What names a field and could not be saved as it is, each with why."""
    found: Held = []
    for spec, other, use in uses.naming(uses.Subject(row.entity, row.key)):
        why = _wrong(spec, other, actor) if not use.harmless and other != row else ""
        found += [(use, why)] if why else []
    return found


def _wrong(spec: EntitySpec, row: Any, actor: Actor) -> str:
    """What a row would be refused for."""
    house = actor.as_house()
    write = Write(spec, house, "update")
    change = write.begin(spec.model.objects.get(pk=row.pk))
    write.examine([change])
    texts = [str(text) for found in change.errors.values() for text in found]
    for name in spec.entity.conditions:
        one = subjects.on_record(spec.fields[name], spec, row)
        texts += [str(why)] if (why := subjects.wrong(spec.value(row, one), one, house)) else []
    return " ".join(dict.fromkeys(texts))


def said(error: Refused) -> str:
    """What a refusal says."""
    texts = (
        [str(text) for found in error.errors.values() for text in found] if isinstance(error, Invalid) else []
    )
    return " ".join(texts) or str(error)
