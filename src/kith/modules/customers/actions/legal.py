"""Rules of legal details: numbers are kept in one form and checked by the country, one of them is the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.engine import bulk
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.formats import WrongForm
from kith.engine.reacting import State
from kith.engine.settings import company
from kith.modules.customers.models import Customer, LegalDetail, OwnLegalDetail
from kith.modules.customers.queries.legal import NUMBERS, template, written


def fill_from_customer(rows: Sequence[LegalDetail], *, actor: Actor) -> None:
    """New details are of the customer's country, and the first ones are the usual ones."""
    fresh = [row for row in rows if row.before is None and row.customer_id]
    ids = {row.customer_id for row in fresh}
    if not ids:
        return
    countries = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "country"))
    known = set(LegalDetail.live().filter(customer__in=ids, main=True).values_list("customer_id", flat=True))
    for row in fresh:
        row.country = row.country or countries.get(row.customer_id, "")
        row.main = row.main or row.customer_id not in known
        known.add(row.customer_id)


def unite(row: Any, *, actor: Actor) -> None:
    """Numbers are kept in one form."""
    if row.restored:
        return
    for name in NUMBERS:
        try:
            setattr(row, name, written(row, name))
        except WrongForm:
            continue


def check_numbers(row: Any, *, actor: Actor) -> None:
    """Numbers fit the country, their check digits and each other. Raises Invalid."""
    if (
        row.restored
        or row.deleted_at is not None
        or not any(row.moved(name) for name in ("country", *NUMBERS))
    ):
        return
    errors = {}
    for name in NUMBERS:
        try:
            written(row, name)
        except WrongForm as error:
            errors[name] = [str(error)]
    if errors:
        raise Invalid(errors)


def one_usual(rows: Sequence[LegalDetail], *, actor: Actor) -> None:
    """Of a customer's legal details one is the usual one: that which was said last."""
    last = {row.customer_id: row.pk for row in rows if _said(row)}
    _rest(LegalDetail, LegalDetail.live().filter(customer__in=last), last, actor)


def one_usual_own(rows: Sequence[OwnLegalDetail], *, actor: Actor) -> None:
    """Of our own legal details one is the usual one."""
    last = [row.pk for row in rows if _said(row)][-1:]
    _rest(OwnLegalDetail, OwnLegalDetail.live(), dict.fromkeys(last, *last), actor) if last else None


def _said(row: Any) -> bool:
    return bool(row.main and row.deleted_at is None and not row.restored and row.moved("main"))


def _rest(model: Any, rows: Any, last: dict[int, int], actor: Actor) -> None:
    if not last:
        return
    others = rows.filter(main=True).exclude(pk__in=last.values()).values_list("pk", flat=True)
    bulk.update(model, [(number, None, {"main": False}) for number in others], by=actor.as_house())


def react(state: State, *, actor: Actor) -> None:
    """A form asks for what the country uses, and calls it what they call it there."""
    row = state.record
    if not row.country and getattr(row, "customer_id", None) and row.pk is None:
        # Whoever fills this in has found the customer by its link, which the gate checks once more.
        found = Customer.live().filter(pk=row.customer_id).values_list("country", flat=True).first()
        row.country = found or company().country
        state.of("country").value = row.country
    used = template(row.country)
    for name in used.unused:
        state.of(name).shown = bool(getattr(row, name))
    for name, words in used.names.items():
        state.of(name).message = words


def unused(row: Any, *, actor: Actor) -> set[str]:
    """The fields that the page of legal details leaves out."""
    return {name for name in template(row.country).unused if not getattr(row, name)}
