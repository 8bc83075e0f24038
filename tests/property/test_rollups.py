"""However the records change that a roll-up is worked out over, it says what adding them up by hand says."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, epoch, journal, records, registry
from kith.engine.actor import Actor
from kith.engine.condition import holds, parse
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.errors import Refused
from kith.engine.jobs import drain
from kith.engine.undo import undo
from kith.kernel.money import Money
from tests.company import People

pytestmark = pytest.mark.database

OPEN = {"field": "stage", "op": "is", "value": "open"}
BIG = {
    "any": [{"field": "size", "op": "gte", "value": 2}, {"not": {"field": "name", "op": "is", "value": "b"}}]
}
ROLLUPS: dict[str, dict[str, Any]] = {
    "r_count": {"link": "parent", "function": "count"},
    "r_open": {"link": "parent", "function": "count", "where": OPEN},
    "r_sum": {"link": "parent", "function": "sum", "field": "amount"},
    "r_price": {"link": "parent", "function": "sum", "field": "price", "where": BIG},
    "r_avg": {"link": "parent", "function": "average", "field": "amount"},
    "r_worth": {"link": "parent", "function": "sum", "field": "worth"},
    "r_mean": {"link": "parent", "function": "average", "field": "worth", "where": OPEN},
    "r_day": {"link": "parent", "function": "min", "field": "day"},
    "r_at": {"link": "boss", "function": "max", "field": "at"},
    "r_size": {"link": "boss", "function": "max", "field": "size"},
    "r_due": {"link": "boss", "function": "min", "field": "due"},
    "r_cash": {"link": "boss", "function": "sum", "field": "cash"},
    "r_grade": {"link": "parent", "function": "last", "field": "grade", "by": "due"},
    "r_stage": {"link": "boss", "function": "first", "field": "stage"},
    "r_about": {"link": "about", "function": "count"},
    "r_deep": {"link": "parent", "function": "sum", "field": "r_sum"},
    "r_linked": {"link": "parent", "function": "count", "where": {"field": "boss.stage", "op": "is", "value": "done"}},
}  # fmt: skip


def add(people: People, key: str, kind: str, **said: Any) -> None:
    """A field of the probe."""
    records.create(CustomField, by=people.ada, entity="probe", key=key, kind=kind, **said)


def fields(people: People) -> None:
    """Roll-ups of every function over every kind, by three kinds of links."""
    add(people, "boss", "reference", target="probe")
    add(people, "size", "decimal")
    add(people, "due", "date")
    add(people, "cash", "money")
    add(people, "grade", "choice", choices=[{"value": "low"}, {"value": "high"}])
    for key, said in ROLLUPS.items():
        add(people, key, "rollup", rollup={"child": "probe", **said})


def some(chance: random.Random, ids: list[int]) -> dict[str, Any]:
    """Values of a record by chance, with links to others."""
    some_of_them = {
        "amount": chance.choice([None, -3, 1, 2, 7]),
        "price": chance.choice([None, "0.125", "3", "-1.5"]),
        "worth": chance.choice([None, "0", "10.25", {"amount": "3.33", "currency": "USD"}]),
        "day": chance.choice([None, "2026-02-28", "2024-02-29"]),
        "at": chance.choice([None, "2026-02-28T10:00:00Z", "2026-02-28T10:00:00.5Z"]),
        "stage": chance.choice(["open", "done"]),
        "size": chance.choice([None, "1.5", "2", "-7.25"]),
        "due": chance.choice([None, "2026-01-01", "2025-12-31"]),
        "cash": chance.choice([None, "5", {"amount": "0.01", "currency": "USD"}]),
        "grade": chance.choice(["", "low", "high"]),
        "parent": chance.choice([None, *ids]),
        "boss": chance.choice([None, *ids]),
        "about": chance.choice([None, *({"entity": "probe", "id": number} for number in ids)]),
    }
    picked = chance.sample(sorted(some_of_them), chance.randint(1, 8))
    return {"name": chance.choice("abc"), **{name: some_of_them[name] for name in picked}}


def write(people: People, probe: Any, chance: random.Random) -> None:
    """One write in one of many ways; what is refused changes nothing."""
    ada = people.ada
    ids = list(probe.live().values_list("pk", flat=True))
    gone = list(probe.objects.exclude(deleted_at=None).values_list("pk", flat=True))
    picked = chance.sample(ids, min(3, len(ids)))
    ways: dict[str, Callable[[], Any]] = {
        "create": lambda: records.create(probe, by=ada, **some(chance, ids)),
        "update": lambda: records.update((probe, picked[0]), by=ada, **some(chance, ids)),
        "delete": lambda: records.delete((probe, picked[0]), by=ada),
        "restore": lambda: records.perform("restore", (probe, gone[0]), by=ada) if gone else None,
        "purge": lambda: records.delete((probe, gone[0]), by=ada) if gone else None,
        "many": lambda: bulk.create(probe, [some(chance, ids) for _row in range(4)], by=ada),
        "change many": lambda: bulk.update(probe, [(one, None, some(chance, ids)) for one in picked], by=ada),
        "delete many": lambda: bulk.delete(probe, picked, by=ada, partial=True),
        "back": lambda: undo(last(), by=ada),
    }
    way = ways[chance.choice(list(ways)) if len(ids) > 2 else "many"]
    try:
        with transaction.atomic():
            way()
    except Refused:
        return


def last() -> int:
    """The newest batch of probes that was not taken back and is no taking back itself."""
    rows = journal.Batch.objects.filter(undone_by=None, entity="probe").exclude(kind="undo")
    batch = rows.order_by("-pk").first()
    return int(batch.pk) if batch else 0


def by_hand(probe: Any) -> dict[int, dict[str, Any]]:
    """Every roll-up of every record, worked out in Python."""
    spec, system = registry.spec("probe"), Actor.system()
    rows = list(probe.objects.all())
    found: dict[int, dict[str, Any]] = {row.pk: {} for row in rows}
    for key, said in ROLLUPS.items():
        node = parse(said["where"], spec, system) if "where" in said else None
        for parent in rows:
            children = [
                row for row in rows if row.deleted_at is None and leads(spec, row, said["link"]) == parent.pk
            ]
            fitting = [row for row in children if node is None or holds(node, spec, row, system)]
            found[parent.pk][key] = one_value(spec, key, said, fitting, found)
    return found


def leads(spec: Any, row: Any, link: str) -> Any:
    """The record that a link leads to."""
    value = spec.value(row, spec.fields[link])
    return value[1] if isinstance(value, tuple) else value


def one_value(spec: Any, key: str, said: Any, rows: list[Any], found: Any) -> Any:
    """The value over some records, as conditions compare it."""
    if said["function"] == "count":
        return len(rows)
    name = said["field"]
    if name in ROLLUPS:
        pairs = [(row, found[row.pk][name]) for row in rows]
    else:
        pairs = [(row, comparable(spec, row, name)) for row in rows]
    pairs = [(row, value) for row, value in pairs if value not in (None, "")]
    values = [value for _row, value in pairs]
    match said["function"]:
        case "sum":
            return sum(values)
        case "average":
            places = {"r_avg": 2}.get(key, 0)
            return (
                (Decimal(sum(values)) / len(values)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
                if values
                else None
            )
        case "min" | "max":
            return {"min": min, "max": max}[said["function"]](values) if values else None
    by = said.get("by", "created_at")
    dated = [(spec.value(row, spec.fields[by]), row.pk, value) for row, value in pairs]
    dated = sorted(one for one in dated if one[0] is not None)
    return None if not dated else dated[-1][2] if said["function"] == "last" else dated[0][2]


def comparable(spec: Any, row: Any, name: str) -> Any:
    """A value; of money its worth."""
    field = spec.fields[name]
    value = spec.value(row, field)
    if isinstance(value, Money):
        return row.custom[name][2] if field.custom else getattr(row, f"{name}_base")
    return value


def kept(probe: Any) -> dict[int, dict[str, Any]]:
    """Every roll-up of every record as it is stored, in the same form."""
    spec = registry.spec("probe")
    return {
        row.pk: {key: worth(spec.value(row, spec.fields[key])) for key in ROLLUPS}
        for row in probe.objects.all()
    }


def differing(one: Any, other: Any) -> list[Any]:
    """What differs: record, roll-up, and both values."""
    return [
        (number, key, one[number][key], other[number][key])
        for number in one
        for key in ROLLUPS
        if one[number][key] != other[number][key]
    ]


def worth(value: Any) -> Any:
    """Money in minor units, everything else as it is."""
    return value.minor() if isinstance(value, Money) else value


def test_a_roll_up_says_what_adding_up_by_hand_says(people: People, probe: Any) -> None:
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")

    @settings(max_examples=6)
    @given(seed=st.integers(0, 10**6))
    def agree(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - chance, not a secret
        with transaction.atomic():
            fields(people)
            for step in range(20):
                write(people, probe, chance)
                if step % 5 == 4:
                    drain()
                    assert differing(kept(probe), by_hand(probe)) == []
            transaction.set_rollback(True)
        epoch.bump("config")

    agree()
