"""What activities say of records that nobody changed for long: that they are alive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kith.engine.spec import EntitySpec
from kith.features.quality.sleeping import Sign, signs
from kith.modules.activities.models import Activity

CUSTOMERS = {"customer": "pk", "contact": "customer_id"}
"""The column that holds the customer: an activity with a company keeps its people too."""


def _ways(spec: EntitySpec) -> Iterator[Q]:
    yield Q(about_entity=spec.key, about=OuterRef("pk"))
    if spec.key in CUSTOMERS:
        yield Q(customer_id=OuterRef(CUSTOMERS[spec.key]))


def _some(spec: EntitySpec, which: Q) -> Q:
    """Whether there is such an activity; each way alone, since each has an index of its own."""
    found = Q()
    for way in _ways(spec):
        found |= Q(Exists(Activity.live().filter(way).filter(which)))
    return found


def _open(spec: EntitySpec, _since: dt.datetime) -> Q:
    return _some(spec, Q(done=False))


def _lately(spec: EntitySpec, since: dt.datetime) -> Q:
    return _some(spec, Q(at__gte=since))


signs += [
    Sign("open", _("something is still to be done"), _open),
    Sign("activity", _("there were activities"), _lately),
]
