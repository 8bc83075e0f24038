"""Rules of product lines: price from the product, amount from the price, and the deal's amount from its lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kith.engine import bulk
from kith.engine.actor import Actor
from kith.engine.settings import company
from kith.kernel.money import Money
from kith.modules.sales import queries
from kith.modules.sales.models import Opportunity, OpportunityLine, Product


def fill_from_product(lines: Sequence[OpportunityLine], *, actor: Actor) -> None:
    """A line takes name and list price of its product where it has none of its own."""
    products = Product.live().in_bulk({line.product_id for line in lines})
    for line in lines:
        product = products.get(line.product_id)
        swapped = line.before is not None and line.moved("product")
        if product is not None and (not line.name or (swapped and not line.moved("name"))):
            line.name = product.name
        if product is not None and (line.price is None or (swapped and not line.moved("price"))):
            line.price = product.price


def multiply(line: OpportunityLine, *, actor: Actor) -> None:
    """Amount is price times quantity."""
    if line.price is None:
        line.price = Money(Decimal(0), company().currency)
    line.amount = line.price * (line.quantity or Decimal(0))


def add_up(lines: Sequence[OpportunityLine], *, actor: Actor) -> None:
    """The amount of each deal follows its lines; a deal that loses its last one keeps its amount."""
    touched = {line.opportunity_id for line in lines}
    touched |= {line.before["opportunity"] for line in lines if line.before is not None}
    sums = queries.sums_of_lines(touched)
    deals = Opportunity.live().filter(pk__in=sums)
    rows = [(deal.pk, None, {"amount": sums[deal.pk]}) for deal in deals if deal.amount != sums[deal.pk]]
    if rows:
        bulk.update(Opportunity, rows, by=actor.as_house())
