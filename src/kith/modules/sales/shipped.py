"""What a new installation can sell with at once: one pipeline, reasons for losing, a category to register for,
rules by which customers can be rated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kith.engine import bulk, plugs, records
from kith.engine.actor import Actor
from kith.features.duplicates.shipped import SHIPPED as MATCHING
from kith.features.grading.models import RatingLine, RatingRule, Way
from kith.features.quality.shipped import SHIPPED
from kith.modules.sales.models import LostReason, Outcome, Pipeline, ProductCategory, Stage, Tone

SHIPPED += [
    ("lead", gettext_lazy("Only once"), "single", "", None, 3),
    ("lead", gettext_lazy("Company"), "filled", "company", None, 1),
    ("lead", gettext_lazy("Mobile number"), "filled", "mobile", None, 3),
    ("lead", gettext_lazy("Mail address"), "filled", "email", None, 2),
    ("lead", gettext_lazy("Source"), "filled", "source", None, 1),
    ("lead", gettext_lazy("Plausible name"), "valid", "name", None, 2),
    ("lead", gettext_lazy("Plausible mobile number"), "valid", "mobile", None, 2),
    ("lead", gettext_lazy("Plausible mail address"), "valid", "email", None, 2),
    ("lead", gettext_lazy("Spoken with in a quarter"), "younger", "last_contact_at", 90, 2),
]

# Another person of a known company is a lead of its own.
MATCHING.append({
    "name": gettext_lazy("Lead known already"), "entity": "lead", "also": ["contact", "customer"],
    "equal": ["phone", "mail"], "then": "warn",
})  # fmt: skip


@plugs.set_up_steps.append
def ship() -> None:
    """The first pipeline and the lost reasons, in the company's language; nothing where a pipeline is already."""
    if Pipeline.live().exists():
        return
    system = Actor.system()
    pipeline = records.create(Pipeline, by=system, name=_("Sales"), position=0)
    stages = (
        (pgettext("stage", "New"), 10, Outcome.OPEN, Tone.NEUTRAL, 14),
        (pgettext("stage", "Qualified"), 30, Outcome.OPEN, Tone.INFO, 21),
        (_("Proposal"), 50, Outcome.OPEN, Tone.INFO, 21),
        (_("Negotiation"), 70, Outcome.OPEN, Tone.INFO, 14),
        (_("Agreement"), 90, Outcome.OPEN, Tone.INFO, 10),
        (_("Won"), 100, Outcome.WON, Tone.GOOD, None),
        (_("Lost"), 0, Outcome.LOST, Tone.BAD, None),
    )
    rows = [
        {
            "pipeline": pipeline, "name": name, "position": position, "probability": Decimal(chance),
            "outcome": str(outcome), "tone": str(tone), "stall_days": days,
        }
        for position, (name, chance, outcome, tone, days) in enumerate(stages)
    ]  # fmt: skip
    bulk.create(Stage, rows, by=system)
    reasons = (
        _("Price"), _("Chose a competitor"), _("No budget"), _("No need any more"), _("Bad timing"), _("No answer"),
        _("Our product does not fit"), _("Never a real chance"),
    )  # fmt: skip
    bulk.create(
        LostReason, [{"name": name, "position": number} for number, name in enumerate(reasons)], by=system
    )


@plugs.set_up_steps.append
def ship_category() -> None:
    """A category for everything, so that customers can be registered at once; nothing where one is already."""
    if not ProductCategory.live().exists():
        records.create(ProductCategory, by=Actor.system(), name=_("All products"), position=0)


def won(days: int | None = None) -> dict[str, Any]:
    """That there is a deal that was won, within so many days."""
    parts: list[dict[str, Any]] = [{"field": "outcome", "op": "is", "value": "won"}]
    if days is not None:
        parts.append({"field": "closed_on", "op": "gte", "value": {"days": -days}})
    return {"related": "opportunities", "by": "customer", "some": {"all": parts}}


def spoken(days: int) -> dict[str, Any]:
    """That somebody was in touch within so many days."""
    return {"field": "last_contact_at", "op": "gte", "value": {"days": -days}}


@plugs.set_up_steps.append
def ship_ratings() -> None:
    """Rules by which customers can be rated, switched off, for a grade is the company's own judgement; nothing where
    a rule is already."""
    if RatingRule.live().exists():
        return
    points: tuple[tuple[Any, ...], ...] = (
        (_("A deal won in the last year"), won(365), 50, ""),
        (_("A deal won at any time"), won(), 20, ""),
        (_("Spoken with in the last 90 days"), spoken(90), 20, ""),
        (_("Spoken with in the last year"), spoken(365), 10, ""),
        (_("Grade %(grade)s") % {"grade": "A"}, {}, 90, "A"),
        (_("Grade %(grade)s") % {"grade": "B"}, {}, 50, "B"),
        (_("Grade %(grade)s") % {"grade": "C"}, {}, 0, "C"),
    )
    _rating(_("Grade by won deals and last contact"), "grade", Way.POINTS, points)
    first: tuple[tuple[Any, ...], ...] = (
        (_("A deal won in the last year"), won(365), 0, "high"),
        (_("A deal won at any time"), won(), 0, "middle"),
        (_("All others"), {}, 0, "low"),
    )
    _rating(_("Value by won deals"), "worth", Way.FIRST, first)


def _rating(name: str, field: str, way: Way, lines: tuple[tuple[Any, ...], ...]) -> None:
    """A rule with its lines, each a name, a condition, points and a value; what is lost falls after 90 days only."""
    system = Actor.system()
    rule = records.create(
        RatingRule,
        by=system,
        name=name,
        entity="customer",
        field=field,
        way=str(way),
        hold_days=90,
        active=False,
    )
    rows = [
        {"rule": rule.pk, "name": label, "position": place, "entity": "customer", "where": where, "points": number,
         "value": value}
        for place, (label, where, number, value) in enumerate(lines)
    ]  # fmt: skip
    bulk.create(RatingLine, rows, by=system)
