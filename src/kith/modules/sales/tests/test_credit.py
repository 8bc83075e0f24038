"""What a deal says of its customer's credit, and the rating rules that a new installation has."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.company import People
from tests.signing import browser

from kith.engine import plugs, records
from kith.engine.currencies import CurrencyRate
from kith.features.grading.models import RatingLine, RatingRule
from kith.features.grading.rating import Rule, deserved
from kith.kernel.money import Money
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Opportunity


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def test_the_head_of_an_open_deal_warns_of_a_block(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme Rope")
    deal = records.create(Opportunity, by=people.sue, name="Ropes", customer=acme.pk)
    client, warning = browser(people.users["sue"]), "The customer’s credit is blocked"

    def warned() -> bool:
        return warning in client.get(f"/opportunities/{deal.pk}/").content.decode()

    assert not warned()
    records.perform("block_credit", acme, by=people.ada, reason="Pays late")
    assert warned()
    people.role("seller", {"*": {"*": "own"}}, {"customer": {"credit_blocked": "hidden"}})
    assert not warned()
    people.role("seller", {"*": {"*": "own"}})
    assert warned()
    records.perform("win", deal, by=people.sue)
    assert not warned()


def test_the_head_of_an_open_deal_warns_of_an_amount_beyond_the_limit(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme Rope")
    records.perform("set_credit", acme, by=people.ada, credit_limit=euros(5000))
    deal = records.create(Opportunity, by=people.sue, name="Ropes", customer=acme.pk, amount=euros(5000))
    client, beyond = browser(people.users["sue"]), "More than the customer’s credit limit"

    def head() -> str:
        return str(client.get(f"/opportunities/{deal.pk}/").content.decode())

    assert beyond not in head()
    records.update(deal, by=people.sue, amount=euros(5001))
    assert beyond in head()
    people.role("seller", {"*": {"*": "own"}}, {"customer": {"credit_limit": "hidden"}})
    assert beyond not in head()
    people.role("seller", {"*": {"*": "own"}})
    rate = records.create(
        CurrencyRate, by=people.ada, currency="USD", day=dt.date(2020, 1, 1), rate=Decimal("0.5")
    )
    records.update(deal, by=people.sue, amount=Money(Decimal(9000), "USD"))
    assert beyond not in head()
    records.delete(rate, by=people.ada)
    assert "Credit limit not checked" in head()


def test_shipped_rating_rules_are_off_and_give_what_they_say(people: People) -> None:
    rules = {rule.field: rule for rule in RatingRule.live()}
    assert {name: (rule.active, rule.hold_days) for name, rule in rules.items()} == {
        "grade": (False, 90), "worth": (False, 90),
    }  # fmt: skip
    good, new = (records.create(Customer, by=people.sue, name=name) for name in ("Good", "New"))
    deal = records.create(Opportunity, by=people.sue, name="Ropes", customer=good.pk)
    records.perform("win", deal, by=people.sue)
    for field, values in (("grade", ("B", "C")), ("worth", ("high", "low"))):
        found = {row.pk: row._deserved for row in deserved(Rule.of(rules[field]), people.ada)}
        assert (found[good.pk], found[new.pk]) == values
    lines = RatingLine.live().count()
    for step in plugs.set_up_steps:
        step()
    assert RatingLine.live().count() == lines
