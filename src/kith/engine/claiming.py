"""Taking what belongs to nobody: records without an owner, within the reach of the verb `claim`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import journal, records
from kith.engine.actor import Actor
from kith.engine.errors import Conflict
from kith.engine.scope import CLAIM, Scope
from kith.engine.spec import EntitySpec


def may_claim(spec: EntitySpec, record: Any, by: Actor) -> bool:
    """Whether somebody may make a record his that has no owner."""
    free = record.owner_id is None and record.deleted_at is None and by.user_id is not None
    kept = spec.entity.rule is not None or spec.entity.group == "settings"
    return free and not kept and Scope(spec.key, by.access, CLAIM).covers(record)


def claim(spec: EntitySpec, number: int, *, by: Actor) -> Any:
    """Make a record one's own that has no owner; of two at the same time the first one gets it.

    Raises NotFound, Forbidden, Conflict when it has an owner.
    """
    with records.transaction(), journal.batch(by, CLAIM, entity=spec.key):
        record = records.find(spec, number, by, CLAIM, lock=True)
        if not may_claim(spec, record, by):
            raise Conflict(_("It has an owner already."))
        return records.update(record, by=by.as_house(), owner=by.user_id)
