"""A change of a field's kind and its undo leave every value as it was, whatever it was and whatever it became."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, registry
from kith.engine.custom import converting
from kith.engine.custom.models import CHOICE_KINDS
from kith.engine.errors import Invalid
from kith.engine.fieldtypes.conversion import TARGETS
from kith.engine.tests.test_custom_fields import add
from kith.engine.undo import undo
from tests.company import People

pytestmark = pytest.mark.database

CHOICES = [{"value": value, "label": {"en": value.title()}} for value in ("low", "12", "yes")]
TEXTS = st.sampled_from(
    ("12", " -3,5 ", "yes", "12.50 EUR", "2026-02-28", "+49 170 1234567", "a@example.org", "中文")
)
NUMBERS = st.integers(-(10**6), 10**6)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS | st.text("ab1 .,-", max_size=9), "longtext": TEXTS, "integer": NUMBERS,
    "decimal": NUMBERS.map(lambda n: f"{n / 100:.2f}"), "percent": NUMBERS.map(lambda n: f"{n / 100:.2f}"),
    "money": NUMBERS.map(lambda n: {"amount": f"{n / 100:.2f}", "currency": "EUR"}),
    "choice": st.sampled_from(("low", "12")),
    "multichoice": st.lists(st.sampled_from(("low", "12", "yes")), max_size=3, unique=True),
    "datetime": st.datetimes().map(lambda at: f"{at.replace(year=2026, microsecond=0).isoformat()}Z"),
    "boolean": st.booleans(),
    "date": st.sampled_from(("2024-02-29", "1999-12-31")), "duration": st.integers(0, 9999),
    "rating": st.integers(1, 5),
    "tags": st.lists(st.sampled_from(("a", "b c")), max_size=2, unique=True),
}  # fmt: skip
NUMBER = count()
CHANGES = sorted((kind, target) for kind in VALUES for target in TARGETS[kind])


@given(data=st.data())
@settings(max_examples=60)
def test_a_change_of_kind_and_its_undo_give_the_values_of_before(
    people: People, probe: Any, data: Any
) -> None:
    kind, target = data.draw(st.sampled_from(CHANGES))
    said = {"choices": CHOICES} if kind in CHOICE_KINDS else {}
    row = add(people, f"f{next(NUMBER)}", kind, **said)
    drawn = data.draw(st.lists(VALUES[kind], min_size=1, max_size=6))
    outcomes = bulk.create(probe, [{"name": "x", row.key: one} for one in drawn], by=people.sue)
    ids = [one.id for one in outcomes]

    def values() -> list[Any]:
        field = registry.spec("probe").fields[row.key]
        found = probe.objects.in_bulk(ids)
        return [registry.spec("probe").value(found[one], field) for one in ids]

    before = values()
    try:
        told = converting.preview(row, target, people.ada)
        done = converting.begin(row, target, by=people.ada)
    except Invalid:
        return
    assert done is not None
    assert (done.kept, done.left) == (told.fits, told.fails)
    assert not undo(done.batch, by=people.ada).left
    assert values() == before
