"""Credit of customers: set by who has the right, read by who may, and told by the journal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser, program

from kith.engine import journal, records, registry
from kith.engine.errors import Forbidden, Invalid
from kith.engine.undo import undo
from kith.kernel.money import Money
from kith.modules.customers.actions.credit import present
from kith.modules.customers.menus import signs
from kith.modules.customers.models import Customer
from kith.modules.customers.queries.credit import beyond_limit

TERMS: dict[str, Any] = {"credit_class": "B", "payment_days": 30, "credit_limit": Money(Decimal(5000), "EUR")}


@pytest.fixture
def acme(people: People) -> Customer:
    made: Customer = records.create(Customer, by=people.sue, name="Acme Rope")
    return made


def test_only_who_has_the_right_sets_credit(people: People, acme: Customer) -> None:
    with pytest.raises(Forbidden):
        records.perform("set_credit", acme, by=people.sue, **TERMS)
    with pytest.raises(Forbidden):
        records.perform("block_credit", acme, by=people.max, reason="No")
    cleo = people.join("Cleo Counter", "accountant")
    records.perform("set_credit", acme, by=cleo, **TERMS)
    acme.refresh_from_db()
    assert (acme.credit_class, acme.payment_days, acme.credit_limit) == tuple(TERMS.values())
    assert records.update(acme, by=people.sue, city="Bath").city == "Bath"


def test_credit_is_not_written_past_its_actions(people: People, acme: Customer) -> None:
    for name, value in (*TERMS.items(), ("credit_blocked", True), ("credit_reason", "x")):
        with pytest.raises(Invalid):
            records.update(acme, by=people.ada, **{name: value})


def test_credit_is_blocked_for_a_reason_and_released(people: People, acme: Customer) -> None:
    with pytest.raises(Invalid):
        records.perform("block_credit", acme, by=people.ada, reason="")
    blocked = records.perform("block_credit", acme, by=people.ada, reason="Pays late")
    assert (blocked.credit_blocked, blocked.credit_reason) == (True, "Pays late")
    entry = journal.history("customer", acme.pk)[0]
    assert entry.verb == "block_credit"
    assert entry.changes["credit_reason"] == ["", "Pays late"]
    released = records.perform("release_credit", acme, by=people.ada)
    assert (released.credit_blocked, released.credit_reason) == (False, "")
    undo(journal.history("customer", acme.pk)[0].batch_id, by=people.ada)
    acme.refresh_from_db()
    assert (acme.credit_blocked, acme.credit_reason) == (True, "Pays late")


def test_a_limit_is_not_below_zero(people: People, acme: Customer) -> None:
    with pytest.raises(Invalid):
        records.perform("set_credit", acme, by=people.ada, credit_limit=Money(Decimal(-1), "EUR"))


def test_who_may_not_read_credit_learns_nothing_of_it(people: People, acme: Customer) -> None:
    records.perform("set_credit", acme, by=people.ada, **TERMS)
    records.perform("block_credit", acme, by=people.ada, reason="Pays late")
    at = f"/customers/{acme.pk}/"
    seen = browser(people.users["sue"]).get(at).content.decode()
    assert "Pays late" in seen
    assert "Credit limit" in seen
    hidden = dict.fromkeys((*TERMS, "credit_blocked", "credit_reason"), "hidden")
    people.role("seller", {"*": {"read": "own", "update": "own"}}, {"customer": hidden})
    text = browser(people.users["sue"]).get(at).content.decode()
    assert "Acme Rope" in text
    assert "Pays late" not in text
    assert "Credit limit" not in text
    told = program(people.users["sue"]).get(f"/api/v1/customers/{acme.pk}").json()
    assert not told.keys() & hidden.keys()
    assert present(acme, None, actor=people.sue) == {"values": {}}


DAY = dt.date(2026, 3, 2)


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def test_an_amount_fits_within_the_limit_or_not(people: People, acme: Customer) -> None:
    assert not beyond_limit(acme, euros(10**6), DAY)
    records.perform("set_credit", acme, by=people.ada, **TERMS)
    acme.refresh_from_db()
    assert [beyond_limit(acme, euros(amount), DAY) for amount in (4000, 5000, 5001)] == [False, False, True]
    with pytest.raises(Invalid):
        beyond_limit(acme, Money(Decimal(1), "USD"), DAY)


def test_the_head_of_a_customer_says_that_credit_is_blocked(people: People, acme: Customer) -> None:
    spec = registry.spec("customer")
    assert signs(spec, acme, people.sue) == []
    blocked = records.perform("block_credit", acme, by=people.ada, reason="Pays late")
    assert [sign.text for sign in signs(spec, blocked, people.sue)] == ["Credit blocked"]
    people.role("seller", {"*": {"*": "own"}}, {"customer": {"credit_blocked": "hidden"}})
    assert signs(spec, blocked, people.sue) == []
