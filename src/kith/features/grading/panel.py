"""The history of a record's grades on its page, and falls that wait."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kith.engine import beside, epoch, plugs
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.spec import EntitySpec
from kith.features.grading.models import RatingChange, RatingRule, Waiting
from kith.features.grading.wording import label
from kith.web import slots
from kith.web.pieces import Link

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to a field, why, and when."""

    field: str
    what: str
    why: str
    when: str


@epoch.per_configuration
def rated() -> frozenset[str]:
    """The objects for which there are rules, resting ones too."""
    return frozenset(RatingRule.live().values_list("entity", flat=True))


def why(row: RatingChange, actor: Actor) -> str:
    """Who or what set a value: a rule with its points, or a person with the reason and until when it holds."""
    if row.rule_id is not None:
        points = (
            "" if row.points is None else _("%(points)s points") % {"points": actor.show.number(row.points)}
        )
        return bracketed(row.reason, points) if points else row.reason
    person = directory().people.get(row.user_id or 0)
    until = _("until %(day)s") % {"day": actor.show.date(row.until)} if row.until else ""
    return " · ".join(part for part in (person.name if person else "", row.reason, until) if part)


def context(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What the panel shows, of the fields that its reader knows."""
    known = spec.readable(actor)
    changes = RatingChange.objects.filter(
        entity=spec.key, record_id=record.pk, field__in=list(known), undone=False
    )
    lines = [
        Line(
            str(known[row.field].label),
            f"{label(known[row.field], row.old)} → {label(known[row.field], row.new)}",
            why(row, actor),
            actor.show.date(row.at.astimezone(actor.show.zone).date()),
        )
        for row in changes.order_by("-at", "-pk")[:SHOWN]
    ]
    return {"rated": lines, "falls": falls(spec, record, actor)}


def falls(spec: EntitySpec, record: Any, actor: Actor) -> list[str]:
    """What gets worse, and on which day, unless better is deserved before."""
    known = spec.readable(actor)
    rules = {
        rule.pk: rule
        for rule in RatingRule.live().filter(entity=spec.key, field__in=list(known), active=True)
    }
    found = []
    for one in Waiting.objects.filter(rule_id__in=list(rules), record_id=record.pk).order_by("pk"):
        rule = rules[one.rule_id]
        field, day = known[rule.field], one.since + dt.timedelta(days=rule.hold_days)
        said = {"field": field.label, "value": label(field, one.value), "day": actor.show.date(day)}
        found.append(_("%(field)s: falls to %(value)s on %(day)s unless better is deserved before.") % said)
    return found


def menu(spec: EntitySpec, record: Any, _actor: Actor) -> list[Link]:
    """What a rule would set, on its own page."""
    if spec.key != "rating-rule":
        return []
    return [Link(pgettext("rating", "Try"), f"/rating-rules/{record.pk}/try/", "test-pipe", page=True)]


plugs.panel(
    plugs.Panel(
        "ratings", gettext_lazy("Ratings"), "history", "grading/panel.html", context,
        when=lambda spec: spec.key in rated(),
    )
)  # fmt: skip

slots.add("record_menu", menu)
beside.tables.append(beside.Table(RatingChange))
