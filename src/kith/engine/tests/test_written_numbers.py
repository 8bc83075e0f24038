"""What could be a thousand or a fraction is asked for again, not read as the small one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import records
from kith.engine.errors import Invalid


@pytest.mark.parametrize(
    ("text", "locale"), [("350.000", "en"), ("12.500 EUR", "en"), ("12,500", "ru"), ("-1.250", "zh-hans")]
)
def test_an_amount_that_could_be_a_thousand_is_refused(
    people: People, probe: Any, text: str, locale: str
) -> None:
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.sue, name="x", worth=text, texts=locale)
    assert list(refused.value.errors) == ["worth"]


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("12,500", "en", 12_500), ("12500", "en", 12_500), ("12.50", "en", "12.5"), ("12 500,5", "ru", "12500.5"),
        ("1.250.000,50", "en", "1250000.50"), ("0.500", "en", "0.5"), ("1234.500", "en", "1234.5"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_only_is_read(
    people: People, probe: Any, text: str, locale: str, amount: Any
) -> None:
    row = records.create(probe, by=people.sue, name="x", worth=text, texts=locale)
    assert row.worth.amount == Decimal(amount)
