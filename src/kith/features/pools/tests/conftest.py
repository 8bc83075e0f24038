"""A pool of customers in a company of people with fixed roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.company import People

from kith.engine import records, registry
from kith.features.pools.models import Pool, PoolReason

Making = Callable[..., Any]


@pytest.fixture
def pooling(people: People) -> Making:
    """Makes a pool of customers with these terms."""

    def make(**terms: Any) -> Any:
        return records.create(Pool, by=people.ada, **{"name": "Sea", "entity": "customer", **terms})

    return make


@pytest.fixture
def customer(people: People) -> Making:
    """Makes a customer of Sue's, or of somebody else."""

    def make(name: str = "Acme", by: Any = None, **values: Any) -> Any:
        return records.create(registry.spec("customer").model, by=by or people.sue, name=name, **values)

    return make


@pytest.fixture
def reason(people: People) -> Any:
    """Why something is given back."""
    return records.create(PoolReason, by=people.ada, name="No need")
