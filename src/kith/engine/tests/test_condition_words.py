"""What conditions may name: paths only as far as rights go, and people by the words that they have for themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from tests.company import People

from kith.engine import records, registry
from kith.engine.condition import parse, sentence
from kith.engine.errors import Malformed
from kith.engine.listing import Listing
from kith.engine.spec import UnknownField


def ids(where: Any, actor: Any) -> list[int]:
    spec = registry.spec("probe")
    return Listing(spec, actor, where=parse(where, spec, actor), sort=("id",)).ids(50)


def say(where: Any, actor: Any) -> str:
    return sentence(parse(where, registry.spec("probe"), actor), actor)


def test_a_field_hidden_behind_a_link_is_unknown_however_far_away(people: People, probe: Any) -> None:
    people.role(
        "shortsighted",
        {"probe": {"read": "all"}, "customer": {"read": "all"}},
        {"customer": {"city": "hidden"}, "probe": {"name": "hidden", "parent": "hidden"}},
    )
    actor = people.join("Vera", "shortsighted")
    for path in ("customer.city", "customer.parent.city", "parent.amount", "customer.parent.parent.city"):
        with pytest.raises(UnknownField):
            ids({"field": path, "op": "not_empty"}, actor)
        with pytest.raises(UnknownField):
            ids({"not": {"all": [{"field": path, "op": "empty"}]}}, actor)
    for inner in ({"field": "name", "op": "not_empty"}, {}):
        with pytest.raises(UnknownField):
            ids({"related": "probes", "by": "parent", "some": inner}, actor)
    assert ids({"field": "customer.name", "op": "not_empty"}, actor) == []


def test_who_may_read_nothing_of_an_entity_knows_none_of_its_fields(people: People, probe: Any) -> None:
    people.role("narrow", {"probe": {"read": "all"}})
    actor = people.join("Vera", "narrow")
    with pytest.raises(UnknownField):
        ids({"field": "customer.name", "op": "empty"}, actor)
    customer = registry.spec("customer")
    with pytest.raises(UnknownField):
        parse(
            {"related": "probes", "none": {}},
            customer,
            people.join("Wim", people.role("bare", {"customer": {"read": "all"}}).key),
        )


def test_a_path_without_end_is_refused(people: People, probe: Any) -> None:
    with pytest.raises(Malformed):
        ids({"field": ".".join(["parent"] * 900 + ["name"]), "op": "empty"}, people.ada)


def test_my_team_and_my_unit_are_people_where_people_are_meant(people: People, probe: Any) -> None:
    made = {
        name: records.create(probe, by=people.ada, name=name, owner=people.users[name].pk).pk
        for name in ("sue", "carl", "nora")
    }
    sue = people.sue
    assert ids({"field": "owner", "op": "in", "value": ["my_team"]}, people.ada) == []
    where = {"all": [{"field": "owner", "op": "in", "value": ["my_team"]}]}
    spec = registry.spec("probe")
    found = parse(where, spec, sue)
    assert set(Listing(spec, people.ada, where=found).ids(9)) == {made["sue"], made["nora"]}
    unit = parse({"field": "owner", "op": "is_not", "value": "my_unit"}, spec, sue)
    assert set(Listing(spec, people.ada, where=unit).ids(9)) == {made["nora"]}


@pytest.mark.parametrize(
    ("field", "word"), [("customer", "me"), ("unit", "me"), ("team", "my_unit"), ("parent", "my_team")]
)
def test_a_word_for_people_is_refused_where_none_are_meant(
    people: People, probe: Any, field: str, word: str
) -> None:
    with pytest.raises(Malformed):
        ids({"field": field, "op": "in", "value": [word]}, people.ada)


def test_sentences_use_the_words_that_were_chosen(people: People, probe: Any) -> None:
    sue = people.sue
    with translation.override("en"):
        assert say({"field": "owner", "op": "in", "value": ["my_team"]}, sue) == "Owner is my team"
        assert say({"field": "owner", "op": "in", "value": ["me", people.users["nora"].pk]}, sue) == (
            "Owner is one of me, Nora Neighbour"
        )
        assert say({"field": "at", "op": "lt", "value": {"days": -30}}, sue) == "At is more than 30 days ago"
        assert say({"field": "at", "op": "gt", "value": {"days": 7}}, sue) == "At is more than 7 days ahead"
        assert say({"field": "at", "op": "not_within", "value": "last_30_days"}, sue) == (
            "At is not in the last 30 days"
        )
        assert say({"related": "probes", "by": "parent", "none": {}}, sue) == "has no probes"
        assert (
            say({"not": {"field": "name", "op": "contains", "value": "x"}}, sue) == "Name does not contain x"
        )
