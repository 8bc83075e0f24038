"""Records that sleep: nobody changed them or spoke with them for long, and nothing says that they are alive.

What else says so is known elsewhere: a module adds a `Sign`.

    signs.append(Sign("deal", _("Open opportunity"), lambda spec, since: Q(...) if spec.key == "customer" else None))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock

IDLE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that says that a record is alive: `alive(spec, since)` is the filter of an entity's records of which it
    is true, None where it says nothing of this entity; `since` is the moment before which one sleeps."""

    key: str
    label: Any
    alive: Callable[[EntitySpec, dt.datetime], Q | None]


def planned(spec: EntitySpec, _since: dt.datetime) -> Q | None:
    """A next contact is agreed on, today or later."""
    name = spec.entity.next_contact
    return Q(**{f"{name}__gte": clock.today(company().time_zone)}) if name else None


def spoken(spec: EntitySpec, since: dt.datetime) -> Q | None:
    """Somebody was in touch."""
    return Q(last_contact_at__gte=since) if "last_contact_at" in spec.fields else None


signs: list[Sign] = [
    Sign("spoken", _("somebody was in touch"), spoken),
    Sign("planned", _("a next contact is planned"), planned),
]


def since() -> dt.datetime:
    """The moment before which everything must lie."""
    return clock.now() - dt.timedelta(days=IDLE_DAYS)


def told(spec: EntitySpec) -> Iterator[tuple[str, Q]]:
    """What can say of an entity's records that they are alive."""
    moment = since()
    for sign in signs:
        found = sign.alive(spec, moment)
        if found is not None:
            yield str(sign.label), found


def asleep(spec: EntitySpec) -> Q:
    """The filter of records that sleep."""
    found = Q(updated_at__lt=since())
    for _label, alive in told(spec):
        found &= ~alive
    return found


def spared(spec: EntitySpec, rows: Any) -> list[tuple[str, int]]:
    """Why how many of some records are left alone though nobody changed them; one may have several reasons."""
    labels, filters = [], {}
    for place, (label, alive) in enumerate(told(spec)):
        labels.append(label)
        filters[f"sign_{place}"] = Count("pk", filter=alive)
    counts = rows.filter(updated_at__lt=since()).order_by().aggregate(**filters) if filters else {}
    return [(label, counts[name]) for label, name in zip(labels, filters, strict=True) if counts[name]]
