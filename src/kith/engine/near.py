"""Records that have a place: all of them, or those within reach of a point, by the index of their cells."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kith.engine.fieldtypes import FieldSpec
from kith.kernel import places
from kith.kernel.places import Point


def placed(field: FieldSpec) -> Q:
    """Records whose place is known."""
    return Q(**{f"{field.sort_column}__isnull": False})


def around(model: Any, field: FieldSpec, center: Point, km: float) -> Q:
    """Records within so many kilometres of a point and some more, which the caller measures and leaves out."""
    found = Q(pk__in=())
    for span in places.ranges(center, km):
        found |= Q(**{f"{field.sort_column}__range": span})
    return Q(pk__in=model.objects.filter(found).values("pk"))
