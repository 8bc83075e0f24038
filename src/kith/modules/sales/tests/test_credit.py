"""What a deal says of its customer's credit, and the rating rules that a new installation has."""

from __future__ import annotations

from tests.company import People
from tests.signing import browser

from kith.engine import plugs, records
from kith.features.grading.models import RatingLine, RatingRule
from kith.features.grading.rating import Rule, deserved
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Opportunity


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
