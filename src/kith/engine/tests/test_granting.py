"""Giving rights: not more than one holds, not to oneself, and the last administrator stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.company import People
from tests.signing import program

from kith.engine import access, records, undo
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Forbidden, Invalid
from kith.engine.identity.models import Role, User
from kith.engine.journal import Batch

KEEPER = {
    "role": {"*": "all"},
    "user": {"*": "all"},
    "customer": {"read": "unit", "update": "own"},
}


@pytest.fixture
def keeper(people: People) -> Actor:
    """Somebody who keeps roles and users, and holds little else."""
    people.role("keeper", KEEPER, {"customer": {"revenue": "read"}})
    return people.join("Kim Keeper", "keeper")


def changed(people: People, key: str, by: Actor, **values: Any) -> Any:
    return records.update((Role, people.roles[key].pk), by=by, **values)


def test_nobody_gives_a_right_that_he_does_not_hold(people: People, keeper: Actor) -> None:
    fine = {"customer": {"read": "unit", "update": "own"}}
    made = records.create(
        Role, by=keeper, key="a", name="a", grants=fine, levels={"customer": {"revenue": "read"}}
    )
    for grants in (
        {"customer": {"read": "all"}},
        {"customer": {"delete": "own"}},
        {"*": {"read": "own"}},
        {"*settings": {"read": "all"}},
    ):
        with pytest.raises(Invalid, match="cannot give"):
            records.update(made, by=keeper, grants=grants)
    with pytest.raises(Invalid) as refused:
        records.update(made, by=keeper, levels={})
    assert "levels" in refused.value.errors


def test_what_a_role_has_already_may_stay_and_shrink(people: People, keeper: Actor) -> None:
    grants = {"*": {"read": "own", "export": "all", "create": "own"}}
    people.role("wide", grants)
    smaller = changed(people, "wide", keeper, grants={"*": {"read": "own", "export": "own"}})
    assert smaller.grants["*"]["export"] == "own"
    with pytest.raises(Invalid):
        changed(people, "wide", keeper, grants=grants)


def test_a_role_that_one_has_oneself_is_widened_by_others(people: People, keeper: Actor) -> None:
    people.role("second", {"customer": {"read": "own"}})
    both = people.give("kim", "keeper", "second")
    with pytest.raises(Invalid, match="yourself"):
        changed(people, "second", both, grants={"customer": {"read": "unit"}})
    changed(people, "second", people.ada, grants={"customer": {"read": "unit"}})


def test_roles_beyond_ones_own_rights_are_given_to_nobody(people: People, keeper: Actor) -> None:
    seller, administrator = people.roles["seller"].pk, people.roles["administrator"].pk
    for number in (people.users["kim"].pk, people.users["stranger"].pk):
        with pytest.raises(Invalid, match="roles"):
            records.update((User, number), by=keeper, roles=[people.roles["keeper"].pk, administrator])
    with pytest.raises(Invalid, match="roles"):
        records.create(User, by=keeper, username="new", name="New", roles=[seller])
    records.update((User, people.users["stranger"].pk), by=keeper, roles=[people.roles["keeper"].pk])


def test_nobody_takes_over_somebody_who_may_do_more(people: People, keeper: Actor) -> None:
    ada, stranger = people.users["ada"].pk, people.users["stranger"].pk
    tried: Any = ({"username": "mine"}, {"email": "mine@example.com"}, {"is_active": False}, {"roles": []})
    for values in tried:
        with pytest.raises(Invalid):
            records.update((User, ada), by=keeper, **values)
    with pytest.raises(Forbidden):
        records.perform("set_password", (User, ada), by=keeper, password="a password of mine")
    records.update((User, ada), by=keeper, phone="+44 20 7946 0000")
    records.perform("set_password", (User, stranger), by=keeper, password="a password of mine")


def test_a_limit_is_not_lifted_by_who_has_one(people: People) -> None:
    limits = {"export_rows": 100}
    people.role("keeper", {**KEEPER, "*": {"export": "own"}})
    changed(people, "keeper", people.ada, limits=limits)
    kim = people.join("Kim Keeper", "keeper")
    made = records.create(Role, by=kim, key="b", name="b", grants={"*": {"export": "own"}}, limits=limits)
    for wider in ({}, {"export_rows": 101}):
        with pytest.raises(Invalid) as refused:
            records.update(made, by=kim, limits=wider)
        assert "limits" in refused.value.errors
    with pytest.raises(Invalid):
        records.update(made, by=people.ada, limits={"export_rows": "many"})
    with pytest.raises(Invalid):
        records.update(made, by=people.ada, limits={"rows": 5})


def test_the_last_administrator_stays_whatever_way_is_tried(people: People) -> None:
    ada, role = people.users["ada"].pk, people.roles["administrator"].pk
    tries: Any = (
        lambda: records.update((User, ada), by=people.ada, roles=[]),
        lambda: records.update((User, ada), by=people.ada, is_active=False),
        lambda: records.delete((User, ada), by=people.ada),
        lambda: changed(people, "administrator", people.ada, grants={"*": {"*": "all", "delete": "none"}}),
        lambda: changed(people, "administrator", people.ada, levels={"customer": {"name": "read"}}),
    )
    for attempt in tries:
        with pytest.raises(Conflict, match="last administrator"):
            attempt()
        assert people.ada.access.opens_everything
    with pytest.raises(Invalid, match="Ada Admin"):
        records.delete((Role, role), by=people.ada)
    people.give("max", "administrator")
    records.update((User, ada), by=people.ada, roles=[])
    assert not people.ada.access.opens_everything


def test_taking_back_does_not_leave_kith_without_an_administrator(people: People) -> None:
    records.update((User, people.users["max"].pk), by=people.ada, roles=[people.roles["administrator"].pk])
    made = Batch.objects.latest("pk").pk
    records.update((User, people.users["ada"].pk), by=people.max, roles=[])
    with pytest.raises(Conflict):
        undo.undo(made, by=people.max)
    assert people.max.access.opens_everything


def test_the_api_keeps_these_rules_too(people: People, keeper: Actor) -> None:
    client = program(people.users["kim"])
    path = f"/api/v1/roles/{people.roles['keeper'].pk}"
    answer = client.patch(path, json.dumps({"grants": {"*": {"*": "all"}}}), content_type="application/json")
    assert answer.status_code == 422
    assert not people.actor("kim").access.opens_everything


def test_a_line_leaves_to_all_others_what_it_does_not_name(people: People) -> None:
    people.role(
        "reader", {"*": {"create": "own", "read": "unit", "export": "all"}, "customer": {"read": "all"}}
    )
    reach = people.give("carl", "reader").access.reach
    assert reach("customer", "read") is access.Reach.ALL
    assert reach("customer", "export") is access.Reach.ALL
    assert reach("contact", "read") is access.Reach.UNIT
    people.role("reader", {"*": {"*": "all"}, "customer": {"read": "none"}})
    reach = people.give("carl", "reader").access.reach
    assert {reach("customer", verb) for verb in (*access.VERBS, "import")} == {access.Reach.NONE}


def test_settings_have_a_line_of_their_own_for_all_others(people: People) -> None:
    people.role("reader", {"*": {"read": "all"}, "*settings": {"read": "all"}, "role": {"read": "none"}})
    reach = people.give("carl", "reader").access.reach
    assert reach("custom-field", "read") is access.Reach.ALL
    assert reach("custom-field", "update") is access.Reach.NONE
    assert reach("role", "read") is access.Reach.NONE
