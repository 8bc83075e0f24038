"""The record of which most is known is suggested to stay, with the reason; what it lacks the others fill in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kith.engine import records, registry
from kith.features.merging import suggesting
from kith.features.merging.choosing import Choosing
from kith.kernel import clock
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def made(people: People, day: int, **values: Any) -> Any:
    """A record of this customer, written so many days later."""
    with clock.frozen(NOW + dt.timedelta(days=day)):
        return records.create(Customer, by=people.sue, name="Acme", **values)


def suggested(people: People, *rows: Any) -> tuple[int, str]:
    return suggesting.suggested(registry.spec("customer"), rows, people.sue)


def test_the_one_with_more_filled_fields_stays_even_if_it_is_younger(people: People) -> None:
    empty, full = made(people, 0), made(people, 1, phone="+49 30 5550 3100", city="Ulm")
    for rows in ((empty, full), (full, empty)):
        number, why = suggested(people, *rows)
        assert number == full.pk
    assert why.startswith("Suggested because most is known of it: ")
    assert why.endswith("and 0 linked records.")


def test_what_is_linked_counts_and_of_many_the_best_is_found(people: People) -> None:
    rows = [made(people, day, city="Ulm") for day in range(4)]
    for number in range(3):
        records.create(Contact, by=people.sue, name=f"Kim {number}", customer=rows[2])
    number, why = suggested(people, *rows)
    assert (number, why.endswith("and 3 linked records.")) == (rows[2].pk, True)


def test_of_equal_ones_the_oldest_stays(people: People) -> None:
    rows = [made(people, 2), made(people, 0), made(people, 1)]
    assert suggested(people, *rows) == (
        rows[1].pk, "Suggested because it is the oldest; as much is known of another one.",
    )  # fmt: skip


def test_an_empty_field_is_filled_by_the_record_changed_last(people: People) -> None:
    kept = made(people, 0, phone="+49 30 5550 3100")
    first, second = made(people, 1, city="Ulm", phone="+49 30 5550 3111"), made(people, 2, city="Bonn")
    choosing = Choosing(registry.spec("customer"), [kept, first, second], kept, people.sue)
    assert choosing.lines["city"].usual == str(second.pk)
    assert choosing.lines["phone"].usual == str(kept.pk), "what stays keeps what it says"


def test_the_page_marks_it_until_somebody_chooses_another(people: People) -> None:
    empty, full = made(people, 0), made(people, 1, city="Ulm")
    sue = browser(people.users["sue"])
    here = f"/merge/customer/?records={empty.pk},{full.pk}"
    page = sue.get(here).content.decode()
    assert f"master={full.pk}" in page.partition('data-behavior="once"')[0]
    assert "Suggested because" in page
    chosen = sue.get(f"{here}&master={empty.pk}").content.decode()
    assert "Suggested because" not in chosen
