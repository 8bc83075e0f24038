"""Pools are not made for customers alone: leads, and objects that a company made itself, go the same way."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.objects.models import CustomObject
from kith.features.pools import moving
from kith.features.pools.judging import NotNow
from kith.features.pools.models import PoolMove

pytestmark = pytest.mark.database


def goes_round(people: People, pool: Any, record: Any, reason: Any) -> None:
    """Sue gives it back, Carl takes it within his limit and gives it back, and the page of the pool shows it."""
    spec = registry.spec(pool.entity)
    records.perform("give_back", record, by=people.sue, reason=reason.pk)
    shown = browser(people.users["carl"]).get(f"/pool/{pool.pk}/")
    assert (shown.status_code, spec.model.objects.get(pk=record.pk).owner_id) == (200, None)
    moving.claim(pool, record.pk, by=people.carl)
    fresh = spec.model.objects.get(pk=record.pk)
    assert fresh.owner_id == people.users["carl"].pk
    records.perform("give_back", fresh, by=people.carl, reason=reason.pk)
    with pytest.raises(NotNow) as refused:
        moving.claim(pool, record.pk, by=people.carl)
    assert refused.value.check == "daily"
    kinds = PoolMove.objects.filter(entity=spec.key).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["returned", "claimed", "returned"]


def test_a_lead_goes_through_its_pool(people: People, pooling: Any, reason: Any) -> None:
    pool = pooling(entity="lead", claims=1)
    lead = records.create(registry.spec("lead").model, by=people.sue, name="Kim Lee")
    goes_round(people, pool, lead, reason)


def test_a_record_of_an_object_of_one_s_own_goes_through_its_pool(
    people: People, pooling: Any, reason: Any
) -> None:
    records.create(CustomObject, by=people.ada, key="ship", label={"en": "Ship"})
    pool = pooling(entity="ship", claims=1)
    ship = records.create(registry.spec("ship").model, by=people.sue, name="Aurora")
    goes_round(people, pool, ship, reason)
