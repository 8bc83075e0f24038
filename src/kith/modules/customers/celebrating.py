"""Whose day it is this week, on the home page: birthdays and special days of one's own contacts, by both calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kith.engine import home, records, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.home import COUNTED, FEW, HomeRow, HomeSection, More
from kith.engine.plugs import address_of_list
from kith.engine.prepared import count_of_actor, of_actor
from kith.engine.spec import EntitySpec, UnknownField
from kith.engine.titles import titles
from kith.kernel import clock
from kith.modules.customers.models import Contact, SpecialDate
from kith.modules.customers.models.dates import DateKind
from kith.modules.customers.queries.days import (
    Coming,
    celebrated,
    coming_days,
    coming_up,
    days_of_birth,
    years_since,
)

KNOWN_FROM = 1900
OF_MINE = {"field": "contact.owner", "op": "is", "value": "me"}
SHOWN = ("contact", "kind", "month", "day", "lunar")


def title() -> str:
    """What the section is called."""
    return _("Birthdays and special days")


home.block("birthdays", 80, title)


def section(rows: Sequence[HomeRow], more: Iterable[More]) -> list[HomeSection]:
    """The part of the home page that birthdays and special days share."""
    return [HomeSection("birthdays", title(), "cake", rows, rank=80, aside=True, more=tuple(more))]


@home.source
def birthdays(actor: Actor) -> list[HomeSection]:
    """Birthdays of my contacts, today and in the six days that follow."""
    on = dict(days_of_birth(clock.today(actor.time_zone)))
    this_week = {"field": "birth_day", "op": "in", "value": list(on)}
    found = home.own("contact", actor, this_week, sort="birth_day", shown=("name", "birthday"))
    people = sorted(found.rows, key=lambda contact: (on[contact.birth_day], contact.pk))
    names = companies(people, actor)
    rows = [
        HomeRow(
            one.name, "contact", one.pk, note=joined(_age(one, on[one.birth_day]), names.get(one.customer_id or 0)),
            at=on[one.birth_day], phone=phone_of(one, actor),
        )
        for one in people
    ]  # fmt: skip
    return section(rows, found.more)


def _age(contact: Contact, day: dt.date) -> str:
    known = contact.birthday.year >= KNOWN_FROM
    return _("turns %(age)s") % {"age": day.year - contact.birthday.year} if known else ""


def companies(contacts: Iterable[Contact], actor: Actor) -> Mapping[int, str]:
    """What the main customers of contacts are called, for who sees both the link and the customer."""
    if "customer" not in registry.spec("contact").readable(actor):
        return {}
    return dict(titles("customer", {one.customer_id for one in contacts if one.customer_id}, actor))


def phone_of(contact: Contact, actor: Actor) -> str:
    """The number to congratulate on, as far as the reader sees one."""
    known = registry.spec("contact").readable(actor)
    numbers = (getattr(contact, name) for name in ("mobile", "phone") if name in known)
    return next((number for number in numbers if number), "")


def joined(*parts: str | None) -> str:
    """What there is of some words about a row."""
    return " · ".join(part for part in parts if part)


# ---------------------------------------------------------------------- special days


@home.source
def special_days(actor: Actor) -> list[HomeSection]:
    """Special days of my contacts in the same week, on the day on which their calendar brings them."""
    spec, people = registry.spec("special-date"), registry.spec("contact")
    if not (home.readable(spec, actor, *SHOWN) and home.readable(people, actor, "name")):
        return []
    coming = coming_days(clock.today(actor.time_zone))
    try:
        days, more = _of_mine(spec, coming, actor)
    except UnknownField:
        return []
    whose = records.visible(Contact, to=actor).in_bulk({day.contact_id for day in days}) if days else {}
    names = companies(whose.values(), actor)
    rows = [
        HomeRow(
            whose[day.contact_id].name, "special-date", day.pk,
            note=joined(_said(day, coming, actor), names.get(whose[day.contact_id].customer_id or 0)),
            at=coming[day.lunar, day.month_day], phone=phone_of(whose[day.contact_id], actor),
            href=f"/contacts/{day.contact_id}/",
        )
        for day in days
        if day.contact_id in whose
    ]  # fmt: skip
    return section(rows, more)


def _of_mine(spec: EntitySpec, coming: Coming, actor: Actor) -> tuple[Sequence[SpecialDate], list[More]]:
    """The first days that come, and the way to all of them. Raises UnknownField."""
    where = (coming_up(coming), OF_MINE)
    node = parse({"all": where}, spec, actor)

    def rows() -> Any:
        found = records.visible(SpecialDate, to=actor).filter(to_q(node, actor), told_once(actor))
        return found.order_by(celebrated(coming), "pk")

    key = ("home", spec.key, actor.time_zone, repr(where))
    found = of_actor(actor, key, lambda: rows()[: FEW + 1])()
    total = len(found) if len(found) <= FEW else count_of_actor(actor, key, rows, COUNTED + 1)
    more = More(str(spec.label_plural), address_of_list(spec, *where, sort="month_day"), total)
    return found[:FEW], [more] if found else []


def told_once(actor: Actor) -> Q:
    """What is told beside the birthdays: a contact's own one, kept as a special day too, is no second."""
    if "birthday" not in registry.spec("contact").readable(actor):
        return Q()
    another = ~Q(kind=DateKind.BIRTHDAY) | Q(lunar=True) | ~Q(name="")
    unknown = Q(contact__birth_day__isnull=True)
    return another | unknown | ~Q(month_day=F("contact__birth_day"))


def _said(day: SpecialDate, coming: Coming, actor: Actor) -> str:
    """What a day is, and how many years ago it was first."""
    known = registry.spec("special-date").readable(actor)
    kind = known["kind"].type.text(day.kind, known["kind"], actor.show) if day.kind != DateKind.OTHER else ""
    return joined(
        kind,
        day.name if "name" in known else "",
        _years(day, coming[day.lunar, day.month_day]) if "year" in known else "",
        pgettext("day", "by the Chinese calendar") if day.lunar else "",
    )


def _years(day: SpecialDate, at: dt.date) -> str:
    """How long ago it was, where the year is known."""
    years = years_since(day.year, at, by_lunar=day.lunar) if day.year else 0
    if years < 1:
        return ""
    if day.kind == DateKind.BIRTHDAY:
        return _("turns %(age)s") % {"age": years}
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
