"""Numbers such as Q-2026-00017: counters per key, unit and year, taken inside the business transaction."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from kith.kernel import clock
from kith.kernel.names import is_pattern


class Sequence(models.Model):
    """The last number given for a key."""

    key = models.CharField(max_length=120, unique=True)
    value = models.BigIntegerField(default=0)

    objects: ClassVar[Any] = models.Manager()


def take(key: str, count: int = 1) -> range:
    """The next `count` numbers of a key. Rolled back with the transaction, so no gaps arise from failed changes."""
    if not Sequence.objects.filter(key=key).update(value=F("value") + count):
        Sequence.objects.get_or_create(key=key)
        Sequence.objects.filter(key=key).update(value=F("value") + count)
    last = Sequence.objects.values_list("value", flat=True).get(key=key)
    return range(last - count + 1, last + 1)


def numbers(entity: str, field: str, pattern: str, units: list[int | None]) -> list[str]:
    """One formatted number per unit of the list, in order.

    Units and years count for themselves only where the pattern names them, so that no number is given twice.
    """
    year = clock.now().year
    own = year if "{year" in pattern else 0
    keys = [f"{entity}.{field}.{(unit or 0) if '{unit' in pattern else 0}.{own}" for unit in units]
    taken = {key: iter(take(key, keys.count(key))) for key in sorted(set(keys))}
    return [
        pattern.format(year=year, unit=unit or 0, n=next(taken[key]))
        for unit, key in zip(units, keys, strict=True)
    ]


def fits(pattern: str) -> bool:
    """Whether numbers can be made by a pattern that a person wrote."""
    return is_pattern(pattern, ("n", "year", "unit"), "n")
