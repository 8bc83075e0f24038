"""What people said of pairs: not the same, for good."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.leftovers import purged
from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec
from kith.features.duplicates.models import Verdict
from kith.features.duplicates.reading import SHIFT
from kith.kernel import clock


def differ(members: Sequence[tuple[str, int]], by: Actor) -> None:
    """Remember that none of these records is the same as another."""
    places = sorted((code_of(key), number) for key, number in members)
    rows = [
        Verdict(
            low_entity=low[0], low_id=low[1], high_entity=high[0], high_id=high[1], user_id=by.user_id, at=clock.now()
        )
        for low, high in combinations(places, 2)
    ]  # fmt: skip
    with writing():
        Verdict.objects.bulk_create(rows, ignore_conflicts=True)


def pairs_of(people: Any) -> set[tuple[int, int]]:
    """The pairs that were kept apart, each record as one number, the lower first."""
    wanted = set(people.tolist())
    rows = Verdict.objects.values_list("low_entity", "low_id", "high_entity", "high_id").iterator(10_000)
    found = (((one << SHIFT) | low, (other << SHIFT) | high) for one, low, other, high in rows)
    return {pair for pair in found if pair[0] in wanted and pair[1] in wanted}


@purged
def forget(spec: EntitySpec, ids: Sequence[int]) -> None:
    """Nothing is said of what is gone for good."""
    if spec.entity.alike and spec.entity.rule is None:
        code = code_of(spec.key)
        Verdict.objects.filter(low_entity=code, low_id__in=ids).delete()
        Verdict.objects.filter(high_entity=code, high_id__in=ids).delete()
