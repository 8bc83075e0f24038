"""What customers and contacts add to the home page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import home, news, registry
from kith.engine.actor import Actor
from kith.engine.home import Change, HomeRow, HomeSection, Move
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.features.grading import history
from kith.kernel import clock
from kith.modules.customers.models import Contact
from kith.modules.customers.queries.days import days_of_birth

DUE = {"field": "next_contact_on", "op": "lt", "value": {"days": 1}}
KNOWN_FROM = 1900


def follow_ups(entity: str, actor: Actor, *more: dict[str, Any]) -> list[HomeSection]:
    """One's own records of an entity whose next contact is due today or since longer ago, to be put off or done."""
    found = home.own(entity, actor, DUE, *more, sort="next_contact_on", shown=("name", "next_contact_on"))
    today = clock.today(actor.time_zone)
    may = home.writable(found.spec, actor, "next_contact_on")
    phones = [name for name in ("mobile", "phone") if name in found.spec.readable(actor)]
    rows = [
        HomeRow(
            record.name, entity, record.pk, at=record.next_contact_on, late=record.next_contact_on < today,
            note=_known(found.spec, record, actor),
            phone=next((getattr(record, name) for name in phones if getattr(record, name)), ""),
            done=_contacted(found.spec, record) if may else None, move=_later(found.spec, record) if may else None,
        )
        for record in found.rows
    ]  # fmt: skip
    return [HomeSection("contact", _("Be in touch"), "phone-call", rows, rank=40, more=found.more)]


def _known(spec: EntitySpec, record: Any, actor: Actor) -> str:
    """What helps to remember who it is: a lead, in which town, and when one last spoke."""
    known = spec.readable(actor)
    parts = ["" if spec.key == "customer" else str(spec.label), record.city if "city" in known else ""]
    if "last_contact_at" in known and record.last_contact_at is not None:
        day = actor.show.date(record.last_contact_at.astimezone(actor.show.zone).date())
        parts.append(_("last spoken to on %(day)s") % {"day": day})
    return " · ".join(part for part in parts if part)


def _contacted(spec: EntitySpec, record: Any) -> Change:
    values = {"next_contact_on": "", "version": str(record.version)}
    return Change(home.setting(spec, record, "next_contact_on"), _("I have been in touch"), values)


def _later(spec: EntitySpec, record: Any) -> Move:
    address = home.setting(spec, record, "next_contact_on")
    return Move(address, address, "next_contact_on", _("Put off"), values={"version": str(record.version)})


REVIEW = {"field": "grade_review_on", "op": "lt", "value": {"days": 1}}


@home.source
def to_grade(actor: Actor) -> list[HomeSection]:
    """My customers whose grade is to be looked at again."""
    if ("customer", "grade") not in history.months():
        return []
    found = home.own(
        "customer", actor, REVIEW, sort="grade_review_on", shown=("name", "grade", "grade_review_on")
    )
    rows = [
        HomeRow(one.name, "customer", one.pk, at=one.grade_review_on, note=str(one.grade))
        for one in found.rows
    ]
    return [HomeSection("grade", _("Look at the grade again"), "stairs", rows, rank=70, more=found.more)]


home.block("grade", 70, lambda: _("Look at the grade again"))
home.block("contact", 40, lambda: _("Be in touch"))
home.block("birthdays", 80, lambda: _("Birthdays"))


@home.source
def to_contact(actor: Actor) -> list[HomeSection]:
    """My customers to be in touch with today or since longer ago."""
    return follow_ups("customer", actor)


@home.source
def birthdays(actor: Actor) -> list[HomeSection]:
    """Birthdays of my contacts, today and in the six days that follow."""
    today = clock.today(actor.time_zone)
    days = days_of_birth(today)
    this_week = {"field": "birth_day", "op": "in", "value": [number for number, _day in days]}
    found = home.own("contact", actor, this_week, sort="birth_day", shown=("name", "birthday"))
    on = dict(days)
    people = sorted(found.rows, key=lambda contact: (on[contact.birth_day], contact.pk))
    names = titles("customer", {one.customer_id for one in people if one.customer_id}, actor)
    rows = [_birthday(one, on[one.birth_day], names.get(one.customer_id, ""), actor) for one in people]
    return [HomeSection("birthdays", _("Birthdays"), "cake", rows, rank=80, aside=True, more=found.more)]


def _birthday(contact: Contact, day: dt.date, company: str, actor: Actor) -> HomeRow:
    age = day.year - contact.birthday.year if contact.birthday.year >= KNOWN_FROM else 0
    parts: Sequence[str] = (_("turns %(age)s") % {"age": age} if age else "", company)
    known = registry.spec("contact").readable(actor)
    phone = next(
        (number for name in ("mobile", "phone") if name in known and (number := getattr(contact, name))), ""
    )
    return HomeRow(
        contact.name,
        "contact",
        contact.pk,
        note=" · ".join(part for part in parts if part),
        at=day,
        phone=phone,
    )


@home.source
def changed_by_others(actor: Actor) -> list[HomeSection]:
    """My customers that somebody else changed or gave to me since the last working day."""
    return news.of_others("customer", actor)
