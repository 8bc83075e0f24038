"""Limits of roles: the widest of those that give the right, none where one of them sets none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import limits, records
from kith.engine.identity.models import Role

GIVES = {"*": {"read": "all", "export": "all"}}


def limited(people: People, key: str, grants: Any = None, **said: int) -> None:
    people.role(key, grants or GIVES)
    people.roles[key] = records.update((Role, people.roles[key].pk), by=people.ada, limits=said)


def limit(people: People, *roles: str, entity: str = "customer", name: str = "export_rows") -> int | None:
    return people.give("carl", *roles).access.limit(entity, name, "export")


def test_the_widest_limit_of_the_roles_that_give_the_right_counts(people: People) -> None:
    limited(people, "few", export_rows=10)
    limited(people, "many", export_rows=100)
    limited(people, "free")
    assert limit(people, "few") == 10
    assert limit(people, "few", "many") == 100
    assert limit(people, "few", "many", "free") is None
    assert limit(people, "few", "seller") == 10, "a seller exports nothing and lifts no limit"
    assert people.ada.access.limit("customer", "export_rows", "export") is None


def test_a_limit_counts_where_its_role_gives_the_right(people: People) -> None:
    limited(people, "few", {"customer": {"read": "all", "export": "all"}}, export_rows=10)
    limited(people, "many", {"contact": {"read": "all", "export": "all"}}, export_rows=100)
    assert limit(people, "few", "many") == 10
    assert limit(people, "few", "many", entity="contact") == 100


def test_more_than_the_limit_is_not_changed_at_once(people: People) -> None:
    limited(people, "few", {"*": {"read": "all", "update": "all"}}, mass_rows=2)
    carl = people.give("carl", "few")
    limits.changed_at_once("customer", "mass_update", 2, carl)
    with pytest.raises(limits.Beyond, match="3 records; your role allows changing 2"):
        limits.changed_at_once("customer", "mass_update", 3, carl)
