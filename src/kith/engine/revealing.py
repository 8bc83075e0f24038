"""Showing a masked value whole, once: to who has the right to, counted per person and day, and written down."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kith.engine import audit, epoch, records
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Malformed, Refused
from kith.engine.fieldtypes.masking import Masked
from kith.engine.identity.models import User
from kith.engine.spec import EntitySpec, UnknownField
from kith.kernel import clock

VERB = "reveal"
LIMIT = "reveals_per_day"


class Exhausted(Refused):
    """Too much was asked for in too short a time (429)."""

    status: ClassVar[int] = 429
    code = "exhausted"
    default = _("You have revealed as many values today as your role allows.")


def reveal(spec: EntitySpec, number: int, name: str, *, by: Actor) -> Any:
    """The record, whose masked field may be shown whole this once.

    Raises NotFound, UnknownField, Forbidden without the right, Exhausted beyond the day's number.
    """
    with writing():
        User.objects.select_for_update().filter(pk=by.user_id or 0).first()
        record = records.find(spec, number, by, "read")
        field = spec.shown(by, record).get(name)
        if field is None:
            raise UnknownField(name)
        if not isinstance(field.type, Masked):
            raise Malformed(_("“%(field)s” is not masked.") % {"field": field.label})
        records.find(spec, number, by, VERB)
        more = left(spec, by)
        if more is not None and more < 1:
            raise Exhausted
        audit.note(VERB, by, entity=spec.key, record=record.pk, field=name)
    return record


def left(spec: EntitySpec, by: Actor) -> int | None:
    """How many more values this person may reveal today, None for as many as he likes."""
    limit = by.access.limit(spec.key, LIMIT, VERB)
    if limit is None:
        return None
    now = clock.now().astimezone(ZoneInfo(by.time_zone))
    since = now.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    return limit - audit.Occurrence.objects.filter(kind=VERB, actor_id=by.user_id, at__gte=since).count()


def times(spec: EntitySpec, record: Any, to: Actor) -> dict[str, int]:
    """How often each field of a record of one's own was shown to others whole. Asked only where somebody may reveal."""
    if not to.access.holds(record.owner_id) or not somebody_may(spec.key):
        return {}
    rows = audit.Occurrence.objects.filter(entity=spec.key, record_id=record.pk, kind=VERB)
    found: dict[str, int] = {}
    for detail, count in rows.values_list("detail").annotate(count=Count("id")).order_by():
        name = str(detail.get("field"))
        found[name] = found.get(name, 0) + count
    return found


def somebody_may(entity: str) -> bool:
    """Whether any role masks a field of this entity: where none does nobody has anything to reveal."""
    people = directory()
    key = (epoch.current().access, entity)
    if key not in _masking:
        if len(_masking) > 500:
            _masking.clear()
        _masking[key] = any(
            "masked" in role.levels.get(entity, {}).values() for role in people.roles.values()
        )
    return _masking[key]


_masking: dict[tuple[int, str], bool] = {}
