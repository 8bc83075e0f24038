"""A table of formulas with what they give for one record, computed in memory and by the database.

formulas.csv: about (what a case belongs to), formula, result (nothing where it is empty; “!” and the column where the
formula is refused), trouble (why there is no result).
"""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kith.engine import epoch, records, registry
from kith.engine.currencies import CurrencyRate, worth
from kith.engine.custom import CustomField
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.formula import Formula, FormulaError, Now, check
from kith.engine.formula.expression import FormulaValue
from kith.engine.formula.kinds import Sum
from kith.engine.formula.writing import unwritten
from kith.engine.tests.conftest import _probe_table, probe
from kith.kernel import clock
from kith.kernel.money import Money
from tests.company import People

__all__ = ("_probe_table", "probe")

pytestmark = pytest.mark.database

CASES = Path(__file__).with_name("formulas.csv")
NOW = Now(dt.datetime(2026, 5, 15, 22, 30, tzinfo=dt.UTC), "Asia/Shanghai")
AT_ONCE = 40
RECORD: dict[str, Any] = {
    "name": "Ab c", "code": "茶叶店", "note": "Красное яблоко", "email": "a@example.com", "amount": 5, "limit": 0,
    "price": "12.345", "share": "12.5", "worth": "100", "cost": {"amount": "40", "currency": "USD"}, "active": True,
    "day": "2024-01-31", "until": "2024-02-29", "at": "2026-05-15T20:15:00Z", "hour": "08:30", "stage": "open",
    "kinds": ["open"], "tags": ["vip", "茶叶"],
}  # fmt: skip
PARENT: dict[str, Any] = {
    "name": "Root", "code": "根", "amount": 7, "limit": 0, "price": "2.5", "share": "25", "worth": "30",
    "cost": {"amount": "8", "currency": "USD"}, "day": "2025-12-31", "at": "2026-05-15T00:15:00Z", "hour": "17:05",
    "stage": "done", "tags": ["根", "Root"], "stars": 4, "stop": "2026-02-28",
}  # fmt: skip


def cases() -> list[dict[str, str]]:
    """The rows of the table."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(value: Any) -> str:
    """A result as the table writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Sum):
        return f"{said(value.amount)} {value.currency}"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def outcome(text: str, record: Any, people: People) -> tuple[Formula | None, str, str]:
    """The formula if it can be understood, its result, and what went wrong."""
    spec = registry.spec("probe")
    try:
        formula = check(text, spec, people.ada)
    except FormulaError as refused:
        return None, f"!{refused.at + 1}", str(refused)
    found = formula.answer(lambda field: spec.value(record, field), NOW)
    return formula, said(found.value), " ".join(found.troubles)


@pytest.fixture
def record(people: People, probe: Any) -> Any:
    """The record that the table is about; nothing is filled in where its formulas expect nothing."""
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")
    for key, kind in (("stop", "date"), ("none_yet", "money")):
        records.create(CustomField, by=people.ada, entity="probe", key=key, kind=kind)
    with clock.frozen(NOW.moment):
        top = records.create(probe, by=people.ada, name="Top")
        parent = records.create(probe, by=people.ada, parent=top.pk, **PARENT)
    records.update(parent, by=people.ada, owner=people.ada.user_id)
    return records.create(probe, by=people.ada, owner=people.sue.user_id, parent=parent.pk, **RECORD)


def test_every_case_of_the_table_holds(people: People, record: Any) -> None:
    with clock.frozen(NOW.moment), epoch.turn():
        wrong = {}
        for case in cases():
            _formula, result, trouble = outcome(case["formula"], record, people)
            if (result, trouble) != (case["result"], case["trouble"]):
                wrong[case["formula"]] = (result, trouble)
    assert not wrong
    assert len(cases()) >= 300


def test_the_database_computes_the_same(people: People, record: Any) -> None:
    spec = registry.spec("probe")
    with clock.frozen(NOW.moment), epoch.turn():
        found = [outcome(case["formula"], record, people)[0] for case in cases()]
        served = [one for one in found if one is not None and not unwritten(one.node)]
        assert len(served) > 250
        for start in range(0, len(served), AT_ONCE):
            fields = {f"_{place}": field_of(one) for place, one in enumerate(served[start : start + AT_ONCE])}
            values = {name: FormulaValue(field, NOW) for name, field in fields.items()}
            row = spec.model.objects.filter(pk=record.pk).annotate(**values).values(*values).get()
            expected = {
                name: worth(value) if isinstance(value, Money) else value
                for name, one in fields.items()
                for value in [one.computed.shown(one, lambda f: spec.value(record, f), NOW)]
            }
            assert {fields[name].computed.text: value for name, value in row.items()} == {
                fields[name].computed.text: value for name, value in expected.items()
            }


def field_of(formula: Formula) -> FieldSpec:
    """A field that shows a formula."""
    places = 6 if formula.result == "decimal" else 0
    return FieldSpec(
        "probe", "shown", "", TYPES[formula.result], places=places, max_length=2_000, computed=formula
    )
