"""A condition means the same to the database and in memory, and can be said in three languages."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, epoch, records, registry
from kith.engine.condition import holds, parse, sentence, to_q
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.listing import Listing
from kith.engine.record import LIVE
from kith.kernel import clock
from tests.company import People

pytestmark = pytest.mark.database

NOW = dt.datetime(2026, 5, 15, 10, tzinfo=dt.UTC)
WORDS = ["", "a", "A", "Ab", "яблоко", "ЯБЛ", "茶叶", "50%", "a_b", "'", "z\\z"]
DAYS = [
    (NOW.date() + dt.timedelta(days=days)).isoformat() for days in (-400, -40, -15, -14, -1, 0, 1, 20, 300)
]
MOMENTS = [f"{day}T{hour}" for day in DAYS for hour in ("00:00:00Z", "23:59:59.999999Z")]
MONEY = ["0", "5", "-2.50", {"amount": "5", "currency": "USD"}, {"amount": "10", "currency": "USD"}, "1000"]
POOLS: dict[str, list[Any]] = {
    "text": WORDS,
    "integer": [0, 1, 2, -3, 10**12],
    "decimal": ["0", "1.5", "-0.125", "2"],
    "percent": ["0", "12.5", "100"],
    "money": MONEY,
    "boolean": [True, False],
    "date": DAYS,
    "datetime": MOMENTS,
    "time": ["00:00", "08:30", "23:59"],
    "duration": [0, 2, 4, 90],
    "rating": [1, 3, 5],
    "choice": ["open", "done"],
    "multichoice": ["open", "done"],
    "tags": ["a", "A", "яблоко", "茶叶"],
    "phone": ["+442079460018", "+862168881234"],
    "email": ["a@example.com", "b@example.com"],
    "country": ["DE", "CN"],
}
CUSTOM = {
    kind: f"c_{kind}"
    for kind in (
        "text",
        "integer",
        "decimal",
        "money",
        "boolean",
        "date",
        "datetime",
        "time",
        "tags",
        "rating",
    )
}
PERIODS = [
    "today",
    "yesterday",
    "last_30_days",
    "next_7_days",
    "this_month",
    "last_month",
    "this_quarter",
    "last_year",
    "this_week",
]
PLAIN = (
    "name", "code", "email", "phone", "country", "amount", "limit",
    "share", "price", "worth", "cost", "stars", "length",
    "active", "day", "until", "at", "hour", "stage", "kinds", "tags", *CUSTOM.values(),
)  # fmt: skip
LINKS = ("parent", "customer", "owner", "unit", "team", "created_by", "others", "about", "c_reference")
PATHS = ("customer.name", "customer.city", "c_reference.name", "parent.name", "parent.customer.city")
WORDS_OF = {"user": ("me", "my_team", "my_unit"), "team": ("my_team",), "unit": ("my_unit",)}
COMPARED = [
    ("amount", "limit"),
    ("limit", "amount"),
    ("worth", "cost"),
    ("day", "until"),
    ("name", "code"),
    ("amount", "length"),
    ("c_integer", "amount"),
]


def pool(name: str) -> list[Any]:
    """Values that a field may have; an added number has two places, a limit is not negative."""
    narrow: dict[str, list[Any]] = {"c_decimal": ["0", "1.5", "-0.25", "2"], "limit": [0, 1, 2, 10**12]}
    return narrow.get(name) or POOLS[registry.spec("probe").fields[name].type.key]


def listed(name: str) -> bool:
    """Whether a field holds a list."""
    return registry.spec("probe").fields[name].type.key in ("tags", "multichoice")


def some(
    people: People, chance: random.Random, number: int, *, customers: list[int], made: list[int]
) -> dict[str, Any]:
    """Values of one record by chance, about half of them missing."""
    values: dict[str, Any] = {
        "name": chance.choice(WORDS[1:]),
        "code": f"{chance.choice(WORDS)}{number}",
    }
    for name in sorted(set(PLAIN) - {"name", "code", "length", "until", "stage"}):
        if chance.random() < 0.5:
            values[name] = chance.sample(pool(name), 2) if listed(name) else chance.choice(pool(name))
    values["stage"] = chance.choice(["open", "done"])
    values["until"] = values.get("day")
    if chance.random() < 0.6:
        values |= {
            "customer": chance.choice(customers),
            "c_reference": chance.choice(customers),
            "others": chance.sample(customers, 2),
        }
        values["about"] = ("customer", chance.choice(customers))
    if made and chance.random() < 0.4:
        values["parent"] = chance.choice(made)
    if chance.random() < 0.5:
        values |= {"owner": people.nora.user_id, "team": people.team.pk}
    return values


@pytest.fixture
def rows(people: People, probe: Any) -> list[Any]:
    """Forty records, half of their values missing, with rates that changed after the first half was written."""
    chance = random.Random(20_26)  # noqa: S311 - chance, not a secret
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")
    for kind, key in CUSTOM.items():
        records.create(CustomField, by=people.ada, entity="probe", key=key, kind=kind)
    records.create(
        CustomField, by=people.ada, entity="probe", key="c_reference", kind="reference", target="customer"
    )
    customers = [
        records.create(registry.spec("customer").model, by=people.actor(owner), name=name, city=city).pk
        for owner, name, city in (("sue", "Ab", "a"), ("nora", "яблоко", ""), ("sue", "茶叶", "A"))
    ]
    made: list[int] = []
    with clock.frozen(NOW):
        for number in range(40):
            if number == 20:
                records.create(CurrencyRate, by=people.ada, currency="USD", day="2026-05-01", rate="2")
            values = some(people, chance, number, customers=customers, made=made)
            made.append(records.create(probe, by=people.ada, **values).pk)
        bulk.delete(probe, made[5:8], by=people.ada)
    return list(probe.live())


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    """One comparison."""
    if draw(st.integers(0, 9)) == 0:
        one, other = draw(st.sampled_from(COMPARED))
        op = draw(
            st.sampled_from(
                ["is", "is_not", *(["contains", "starts"] if one == "name" else ["gt", "gte", "lt", "lte"])]
            )
        )
        return {"field": one, "op": op, "value": {"field": other}}
    name = draw(st.sampled_from(PLAIN))
    field = registry.spec("probe").fields[name]
    return {"field": name, **operation(draw, field, [value for value in pool(name) if value != ""])}


def operation(draw: st.DrawFn, field: Any, values: list[Any]) -> dict[str, Any]:
    """An operator of a field with an operand of its kind."""
    op = draw(st.sampled_from(field.type.operators))
    one = st.sampled_from(values)
    if op in ("empty", "not_empty"):
        return {"op": op}
    if op in ("within", "not_within"):
        return {"op": op, "value": draw(st.sampled_from(PERIODS))}
    if op == "between":
        return {"op": op, "value": [draw(one), draw(one)]}
    if op in ("in", "not_in"):
        return {"op": op, "value": draw(st.lists(one, max_size=3))}
    if field.type.key in ("date", "datetime") and draw(st.booleans()):
        return {"op": op, "value": {"days": draw(st.integers(-50, 50))}}
    return {"op": op, "value": draw(one)}


@st.composite
def links(draw: st.DrawFn) -> dict[str, Any]:
    """A comparison of links, or a condition behind one, or on records that link here."""
    kind = draw(st.integers(0, 3))
    if kind == 0:
        name = draw(st.sampled_from(LINKS))
        field = registry.spec("probe").fields[name]
        words = WORDS_OF.get(field.target or "", ())
        return {"field": name, **operation(draw, field, [1, 2, 3, 4, *words])}
    if kind == 1:
        name = draw(st.sampled_from(PATHS))
        field = registry.spec("customer").fields["name"]
        return {"field": name, **operation(draw, field, [word for word in WORDS if word])}
    word = draw(st.sampled_from(["some", "none"]))
    return {"related": "probes", "by": "parent", word: draw(st.one_of(leaves(), st.just({})))}


CONDITIONS = st.recursive(
    st.one_of(leaves(), leaves(), links()),
    lambda part: st.one_of(
        st.fixed_dictionaries({"all": st.lists(part, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(part, max_size=3)}),
        st.fixed_dictionaries({"not": part}),
    ),
    max_leaves=5,
)


def row_of(one: Any) -> dict[str, Any]:
    """What is stored of a record, to be read when the database and the record in memory disagree."""
    return {name: value for name, value in vars(one).items() if not name.startswith("_")}


def test_the_three_back_ends_agree(people: People, rows: list[Any]) -> None:
    spec = registry.spec("probe")
    actors = [people.ada, people.nora]

    @settings(max_examples=220)
    @given(said=st.deferred(lambda: CONDITIONS))
    def agree(said: dict[str, Any]) -> None:
        for actor in actors:
            node = parse(said, spec, actor)
            expected = {row.pk for row in rows if holds(node, spec, row, actor)}
            stored = set(spec.model.objects.filter(LIVE, to_q(node, actor)).values_list("pk", flat=True))
            assert stored == expected, (said, [row_of(one) for one in rows if one.pk in stored ^ expected])
            visible = {
                row.pk
                for row in rows
                if actor.access.everything or row.owner_id == actor.user_id or actor is actors[0]
            }
            assert set(Listing(spec, actor, where=node).ids(100)) == expected & visible, said
            for language in ("en", "zh-hans", "ru"):
                with translation.override(language):
                    assert sentence(node, actor)

    with clock.frozen(NOW), epoch.turn():
        agree()
