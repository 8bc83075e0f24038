"""Keeping no longer than needed: which records a rule means today, and what is done with them each night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import audit, bulk, journal, records, registry
from kith.engine.actions import action
from kith.engine.actor import Actor
from kith.engine.condition import Node, parse
from kith.engine.condition.query import to_q
from kith.engine.connections import writing
from kith.engine.errors import Conflict, Invalid
from kith.engine.persons import is_person, marked
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec
from kith.features.privacy import erasing
from kith.features.privacy.finding import Group, Tie
from kith.features.privacy.models import End, Ground, RetentionRule
from kith.features.privacy.planning import bound, is_day
from kith.kernel import clock

PART = 200
MOST = 20_000
"""Records that one rule takes in one night."""


def check_rule(rule: Any, *, actor: Actor) -> None:
    """Entity, condition and day exist, and what is to be erased is marked. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    known = {spec.key: spec for spec in registry.specs()}
    spec = known.get(rule.entity)
    if spec is None or spec.entity.group == "settings":
        errors["entity"] = [_("There is no such object.")]
    else:
        if not is_day(rule.entity, rule.since):
            errors["since"] = [_("Name a field of these records that is a date.")]
        if rule.ending == End.ERASE and not marked(spec):
            errors["ending"] = [_("No field of these records is marked as personal.")]
    if errors:
        raise Invalid(errors)


def pause(rule: Any, *, actor: Actor) -> None:
    """A rule that is changed stops until somebody has looked at what it means now."""
    meant = ("entity", "where", "since", "days", "ending")
    if rule.before is not None and rule.active and any(rule.moved(name) for name in meant):
        rule.active = False


@action(
    _("Switch on"),
    done=pgettext_lazy("done", "Switched on"),
    icon="check",
    many=False,
    when={"field": "active", "op": "is", "value": False},
    help=_("From the next night on it is done by itself. Look at the preview first."),
)
def switch_on(rule: Any, *, actor: Actor) -> None:
    """Let the rule work."""
    rule.active = True


@action(
    _("Switch off"),
    done=pgettext_lazy("done", "Switched off"),
    icon="x",
    many=False,
    when={"field": "active", "op": "is", "value": True},
)
def switch_off(rule: Any, *, actor: Actor) -> None:
    """Let the rule rest."""
    rule.active = False


def condition(rule: Any) -> Node | None:
    """The parsed condition of a rule, as Kith itself means it. Raises Malformed."""
    return parse(rule.where, registry.spec(rule.entity), Actor.system()) if rule.where else None


def meant(rule: Any) -> QuerySet[Any]:
    """The rows that a rule means today, holds and duties not counted, in the order of their numbers."""
    spec, system = registry.spec(rule.entity), Actor.system()
    node = condition(rule)
    over = clock.now() - dt.timedelta(days=rule.days)
    last: Any = over if spec.fields[rule.since].type.key == "datetime" else over.date()
    rows = spec.model.objects.filter(LIVE, Q(**{f"{rule.since}__lt": last}))
    if node is not None:
        rows = rows.filter(to_q(node, system))
    if rule.ending == End.ERASE:
        rows = rows.exclude(_erased(spec))
    found: QuerySet[Any] = rows.order_by("pk")
    return found


def _erased(spec: EntitySpec) -> Q:
    """Rows that say nothing personal any more but the word that stands for it."""
    nothing = Q()
    for one in marked(spec):
        if one.column and one.key != spec.title and not one.required:
            empty = Q(**{f"{one.column}__isnull": True})
            if one.type.schema(one).get("type") == "string" and one.type.key not in ("date", "datetime"):
                empty |= Q(**{one.column: ""})
            nothing &= empty
    title = spec.fields[spec.title]
    word = str(erasing.neutral(spec, title, 0)).removesuffix("0").strip() if title.personal else ""
    return nothing & Q(**{f"{title.column}__startswith": word}) if word else nothing


def split(spec: EntitySpec, rows: Sequence[Any], by: Actor) -> tuple[list[Any], dict[int, Any]]:
    """The rows that may go, and why others have to be kept, by their numbers."""
    bounds = bound(Group(spec, Tie.SELF, tuple(rows)), by)
    return [row for row in rows if row.pk not in bounds], bounds


def run(rule: Any) -> int:
    """Do what a rule says, in parts that can be undone where it moves to the trash. How many records went; none of an
    object that is not there now."""
    if registry.known(rule.entity) is None:
        return 0
    spec, by, done, last = registry.spec(rule.entity), Actor.system(), 0, 0
    while done < MOST:
        rows = list(meant(rule).filter(pk__gt=last)[:PART])
        if not rows:
            break
        last = rows[-1].pk
        free, _bound = split(spec, rows, by)
        done += END[rule.ending](rule, spec, free, by) if free else 0
    if done:
        audit.note(
            "retention", by, entity=spec.key, rule=rule.pk, name=rule.name, ending=rule.ending, records=done
        )
    return done


def _trash(rule: Any, spec: EntitySpec, rows: Sequence[Any], by: Actor) -> int:
    with writing(), journal.batch(by, "retention", rule.name, spec.key):
        outcomes = bulk.delete(spec.model, [row.pk for row in rows], by=by, partial=True)
    return sum(1 for one in outcomes if one.id is not None)


def _erase(rule: Any, spec: EntitySpec, rows: Sequence[Any], by: Actor) -> int:
    others = []
    for row in rows:
        if is_person(spec, row):
            erasing.erase(spec, row, chosen={}, ground=Ground.EXPIRED, note=rule.name, by=by)
        else:
            others.append(row)
    if others:
        erasing.erase_rows(spec, others, note=rule.name, by=by)
    return len(rows)


def _purge(rule: Any, spec: EntitySpec, rows: Sequence[Any], by: Actor) -> int:
    with writing():
        used = records.referenced(spec, [row.pk for row in rows])
        free = [row for row in rows if row.pk not in used]
        if free:
            erasing.erase_rows(spec, free, note=rule.name, by=by, purge=True)
    return len(free)


END = {End.TRASH: _trash, End.ERASE: _erase, End.PURGE: _purge}


def run_all() -> int:
    """Every rule that is switched on; one that fails does not keep the others from their work."""
    done = 0
    for rule in RetentionRule.live().filter(active=True).order_by("pk"):
        try:
            done += run(rule)
        except (Conflict, Invalid) as error:
            audit.note(
                "retention-failed", Actor.system(), entity=rule.entity, rule=rule.pk, why=str(error)[:200]
            )
    return done
