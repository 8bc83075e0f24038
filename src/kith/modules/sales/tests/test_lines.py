"""Product lines: price from the product, the deal's amount from its lines, rights from the deal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, records, undo
from kith.engine.currencies import CurrencyRate
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.journal import Batch
from kith.kernel.money import Money
from kith.modules.sales.models import Opportunity, OpportunityLine, Product


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.fixture
def deal(people: People) -> Any:
    return records.create(Opportunity, by=people.sue, name="Deal")


@pytest.fixture
def scanner(people: People) -> Any:
    return records.create(Product, by=people.ada, name="Scanner", code="S1", price=euro("100.05"))


def line(by: Any, deal: Any, product: Any, **values: Any) -> Any:
    return records.create(OpportunityLine, by=by, opportunity=deal, product=product, **values)


def amount(deal: Any) -> Any:
    deal.refresh_from_db()
    return deal.amount


def test_a_line_takes_name_and_price_of_its_product(people: People, deal: Any, scanner: Any) -> None:
    made = line(people.sue, deal, scanner, quantity="2.5")
    assert (made.name, made.price, made.amount) == ("Scanner", euro("100.05"), euro("250.13"))
    assert line(people.sue, deal, scanner, price=euro("90")).amount == euro("90")


def test_another_product_brings_its_own_name_and_price(people: People, deal: Any, scanner: Any) -> None:
    printer = records.create(Product, by=people.ada, name="Printer", price=euro("10"))
    made = line(people.sue, deal, scanner)
    made = records.update(made, by=people.sue, product=printer)
    assert (made.name, made.price) == ("Printer", euro("10"))


def test_the_deals_amount_follows_its_lines(people: People, deal: Any, scanner: Any) -> None:
    first = line(people.sue, deal, scanner)
    second = line(people.sue, deal, scanner, quantity=2)
    assert amount(deal) == euro("300.15")
    records.update(second, by=people.sue, quantity=1)
    assert amount(deal) == euro("200.10")
    records.delete(first, by=people.sue)
    assert amount(deal) == euro("100.05")
    records.delete(second, by=people.sue)
    assert amount(deal) == euro("100.05")


def test_a_line_moved_to_another_deal_counts_there(people: People, deal: Any, scanner: Any) -> None:
    other = records.create(Opportunity, by=people.sue, name="Other")
    line(people.sue, deal, scanner)
    moved = line(people.sue, deal, scanner)
    records.update(moved, by=people.sue, opportunity=other)
    assert (amount(deal), amount(other)) == (euro("100.05"), euro("100.05"))


def test_an_amount_that_contradicts_the_lines_is_refused(people: People, deal: Any, scanner: Any) -> None:
    line(people.sue, deal, scanner)
    with pytest.raises(Invalid) as refused:
        records.update(deal, by=people.sue, amount=euro("1"))
    assert list(refused.value.errors) == ["amount"]
    records.update(deal, by=people.sue, amount=euro("100.05"), name="Same amount")


def test_lines_in_several_currencies_add_up_in_the_companys(people: People, deal: Any, scanner: Any) -> None:
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")
    line(people.sue, deal, scanner)
    line(people.sue, deal, scanner, price=Money(Decimal(10), "USD"))
    assert amount(deal) == euro("105.05")


def test_many_lines_are_added_up_at_once(people: People, scanner: Any) -> None:
    deals = [records.create(Opportunity, by=people.sue, name=f"Deal {number}") for number in range(3)]
    rows = [{"opportunity": deal, "product": scanner, "quantity": 1} for deal in deals for _copy in range(4)]
    bulk.create(OpportunityLine, rows, by=people.sue)
    assert {amount(deal) for deal in deals} == {euro("400.20")}


def test_taking_a_line_back_takes_the_amount_back(people: People, deal: Any, scanner: Any) -> None:
    records.update(deal, by=people.sue, amount=euro("7"))
    line(people.sue, deal, scanner)
    undo.undo(Batch.objects.latest("pk").pk, by=people.sue)
    assert amount(deal) == euro("7")
    assert not OpportunityLine.objects.exists()


def test_lines_are_seen_and_changed_with_their_deal(people: People, deal: Any, scanner: Any) -> None:
    made = line(people.max, deal, scanner)
    records.update(made, by=people.sue, quantity=2)
    assert list(records.visible(OpportunityLine, to=people.otto)) == [made]
    with pytest.raises(Forbidden):
        records.delete(made, by=people.otto)
    for hidden in (people.carl, people.stranger):
        with pytest.raises(NotFound):
            records.update(made, by=hidden, quantity=3)
        assert not records.visible(OpportunityLine, to=hidden).exists()


def test_a_quantity_is_more_than_nothing(people: People, deal: Any, scanner: Any) -> None:
    for quantity in (0, -1, "0.0001"):
        with pytest.raises(Invalid) as refused:
            line(people.sue, deal, scanner, quantity=quantity)
        assert "quantity" in refused.value.errors


def test_two_products_may_lack_a_code_but_not_share_one(people: People, scanner: Any) -> None:
    records.create(Product, by=people.ada, name="Cable")
    records.create(Product, by=people.ada, name="Cable")
    with pytest.raises(Invalid) as refused:
        records.create(Product, by=people.ada, name="Scanner copy", code="S1")
    assert list(refused.value.errors) == ["code"]
