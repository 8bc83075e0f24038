"""A field that a role hides is unknown to everything; one that it shows can be read and not written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.company import People

from kith.engine import access, records, registry, searching
from kith.engine.condition import parse
from kith.engine.errors import Invalid
from kith.engine.listing import Listing
from kith.engine.spec import UnknownField
from kith.engine.summary import summarize
from kith.engine.timeline import moments

HIDDEN = {"probe": {"phone": "hidden", "worth": "hidden", "note": "hidden", "price": "read"}}


@pytest.fixture
def blind(people: People, probe: Any) -> Any:
    """Somebody whose role hides three fields and shows one."""
    people.role("blind", {"probe": {"*": "own"}}, HIDDEN)
    return people.join("Bert Blind", "blind")


@pytest.fixture
def row(people: People, blind: Any, probe: Any) -> Any:
    """A record of his, filled in by others."""
    return records.create(
        probe,
        by=people.ada,
        name="Row",
        owner=blind.user_id,
        phone="+44 20 7946 0018",
        worth="10",
        note="secret word",
        price="1.5",
    )


@pytest.mark.parametrize("name", ["phone", "worth", "note"])
def test_a_hidden_field_is_unknown_when_writing(blind: Any, row: Any, probe: Any, name: str) -> None:
    nothing: dict[str, Any] = {name: None}
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: records.update(row, by=blind, **nothing),
        lambda: records.create(probe, by=blind, name="New", **nothing),
    )
    for attempt in attempts:
        with pytest.raises(Invalid) as refused:
            attempt()
        with pytest.raises(Invalid) as unknown:
            records.update(row, by=blind, nothing=None)
        assert refused.value.errors == {name: unknown.value.errors["nothing"]}


@pytest.mark.parametrize("name", ["phone", "worth", "note"])
def test_a_hidden_field_is_unknown_when_reading(blind: Any, row: Any, name: str) -> None:
    spec = registry.spec("probe")
    assert name not in spec.readable(blind)
    for attempt in (
        lambda: Listing(spec, blind, fields=(name,)).page(),
        lambda: Listing(spec, blind, sort=(name,)).page(),
        lambda: Listing(spec, blind, sort=(f"-{name}",)).page(),
        lambda: parse({"field": name, "op": "empty"}, spec, blind),
        lambda: parse({"not": {"all": [{"field": name, "op": "not_empty"}]}}, spec, blind),
        lambda: parse({"field": "code", "op": "is", "value": {"field": name}}, spec, blind),
        lambda: parse({"field": "parent." + name, "op": "empty"}, spec, blind),
        lambda: parse(
            {"related": "probes", "by": "parent", "some": {"field": name, "op": "empty"}}, spec, blind
        ),
        lambda: summarize(spec, blind, groups=(name,)),
        lambda: summarize(spec, blind, groups=("stage",), measures=(f"sum:{name}",)),
    ):
        with pytest.raises(UnknownField):
            attempt()


def test_words_of_a_hidden_field_find_nothing(people: People, blind: Any, row: Any) -> None:
    spec = registry.spec("probe")
    for text in ("secret", "02079460018", "+44 20 7946 0018", "0018", "row secret"):
        assert not Listing(spec, blind, text=text).page().rows, text
        assert Listing(spec, blind, text=text).count() == (0, True)
        assert Listing(spec, people.ada, text=text).page().rows, text
    assert Listing(spec, blind, text="row").page().rows
    assert searching.hidden_words(spec, blind, "row")


def test_the_timeline_tells_nothing_of_hidden_fields(people: People, blind: Any, row: Any) -> None:
    records.update(row, by=people.ada, note="other secret", amount=5)
    spec = registry.spec("probe")
    told = str(moments(spec, row, blind))
    assert "secret" not in told
    assert "Note" not in told
    assert "Amount" in told
    assert "other secret" in str(moments(spec, row, people.ada))


def test_a_field_to_read_can_be_read_and_not_written(blind: Any, row: Any, probe: Any) -> None:
    spec = registry.spec("probe")
    assert str(Listing(spec, blind, fields=("price",)).page().rows[0].values["price"]) == "1.500"
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: records.update(row, by=blind, price="2"),
        lambda: records.create(probe, by=blind, name="New", price="2"),
    )
    for attempt in attempts:
        with pytest.raises(Invalid) as refused:
            attempt()
        assert list(refused.value.errors) == ["price"]


def test_an_action_may_set_what_its_caller_may_not_read(people: People, blind: Any, row: Any) -> None:
    records.perform("finish", row, by=blind, note="done by rule")
    row.refresh_from_db()
    assert row.note == "done by rule"


def test_hidden_by_one_role_and_shown_by_another_is_shown(people: People, blind: Any, row: Any) -> None:
    people.role("sighted", {"probe": {"read": "own"}}, {"probe": {"worth": "read"}})
    both = people.give("bert", "blind", "sighted")
    assert both.access.level("probe", "worth") is access.Level.READ
    assert both.access.level("probe", "note") is access.Level.WRITE
    people.role("elsewhere", {"customer": {"read": "own"}})
    assert people.give("bert", "blind", "elsewhere").access.level("probe", "note") is access.Level.HIDDEN


def test_the_rights_of_linked_entities_hold_behind_the_dot(people: People, blind: Any, probe: Any) -> None:
    people.role(
        "blind",
        {"probe": {"*": "own"}, "customer": {"read": "all"}},
        {**HIDDEN, "customer": {"city": "hidden", "name": "hidden"}},
    )
    blind = people.actor("bert")
    spec = registry.spec("probe")
    with pytest.raises(UnknownField):
        parse({"field": "customer.city", "op": "is", "value": "Leeds"}, spec, blind)
    with pytest.raises(UnknownField):
        Listing(spec, blind, sort=("customer",)).page()


def test_conditions_on_links_count_only_what_the_asker_sees(people: People, probe: Any) -> None:
    customers = registry.spec("customer").model
    spec = registry.spec("probe")
    hidden = records.create(customers, by=people.nora, name="Hidden", city="Leeds")
    records.create(probe, by=people.ada, name="Hers", owner=people.sue.user_id, customer=hidden)
    for where in (
        {"field": "customer.city", "op": "is", "value": "Leeds"},
        {"field": "customer.city", "op": "starts", "value": "L"},
    ):
        assert Listing(spec, people.sue, where=parse(where, spec, people.sue)).count() == (0, True)
        assert Listing(spec, people.ada, where=parse(where, spec, people.ada)).count() == (1, True)
    back = {"related": "probes", "by": "customer", "some": {}}
    customer = registry.spec("customer")
    records.update(hidden, by=people.ada, owner=people.carl.user_id)
    assert Listing(customer, people.carl, where=parse(back, customer, people.carl)).count() == (0, True)
    assert Listing(customer, people.ada, where=parse(back, customer, people.ada)).count() == (1, True)
