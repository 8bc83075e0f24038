"""What customers and contacts add to the home page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import home, news
from kith.engine.actor import Actor
from kith.engine.home import Change, HomeRow, HomeSection, Move
from kith.engine.spec import EntitySpec
from kith.features.grading import history
from kith.kernel import clock

DUE = {"field": "next_contact_on", "op": "lt", "value": {"days": 1}}


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


@home.source
def to_contact(actor: Actor) -> list[HomeSection]:
    """My customers to be in touch with today or since longer ago."""
    return follow_ups("customer", actor)


@home.source
def changed_by_others(actor: Actor) -> list[HomeSection]:
    """My customers that somebody else changed or gave to me since the last working day."""
    return news.of_others("customer", actor)
