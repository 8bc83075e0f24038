"""Figures of data quality within reach: all counts of one table come from one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q

from kith.engine import records, registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.plugs import address_of_list
from kith.engine.spec import EntitySpec
from kith.engine.titles import all_titles
from kith.features.quality.entities import GAPS, SCORE
from kith.features.quality.scoring import every

POOR, MOST = 60, 50
"""Below this score a record is poor; so many owners are listed, the poorest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how many records, their mean score, how many of them are meant (poor, or with the gap), and the list of
    these."""

    label: str
    total: int
    mean: int | None
    meant: int
    href: str


def below(rule: int | None) -> Mapping[str, Any]:
    """The condition of records that are meant: with the gap of a rule, or with a poor score."""
    if rule is not None:
        return {"field": GAPS, "op": "contains", "value": rule}
    return {"field": SCORE, "op": "lt", "value": POOR}


def whole(spec: EntitySpec, actor: Actor) -> Line:
    """All records of an entity within reach."""
    counted = {
        "total": Count("pk"),
        "mean": Avg(SCORE),
        "meant": Count("pk", filter=Q(**{f"{SCORE}__lt": POOR})),
    }
    found = records.visible(spec.model, to=actor).aggregate(**counted)
    return _line(spec, str(spec.label_plural), found, below(None))


def by_rule(spec: EntitySpec, actor: Actor) -> list[Line]:
    """How many records lack what each rule asks."""
    rules = every().get(spec.key, ())
    names = all_titles_of_rules()
    if not rules:
        return []
    counted = {
        f"rule_{rule.id}": Count("pk", filter=to_q(parse(below(rule.id), spec, actor.as_house()), actor))
        for rule in rules
    }
    found = records.visible(spec.model, to=actor).aggregate(total=Count("pk"), **counted)
    lines = [
        Line(
            names.get(rule.id, ""), found["total"], None, found[f"rule_{rule.id}"],
            address_of_list(spec, below(rule.id)),
        )
        for rule in rules
    ]  # fmt: skip
    return sorted(lines, key=lambda line: -line.meant)


def all_titles_of_rules() -> Mapping[int, str]:
    """The names of all rules."""
    return all_titles(registry.spec("quality-rule"))


def by(spec: EntitySpec, column: str, actor: Actor, rule: int | None) -> list[Line]:
    """The records of each owner or unit: how many of them are meant."""
    meant = to_q(parse(below(rule), spec, actor.as_house()), actor)
    rows = (
        records.visible(spec.model, to=actor)
        .order_by()
        .values(f"{column}_id")
        .annotate(total=Count("pk"), mean=Avg(SCORE), meant=Count("pk", filter=meant))
        .order_by("-meant", f"{column}_id")[:MOST]
    )
    names = _names(column)
    lines = []
    for row in rows:
        number = row[f"{column}_id"]
        said = {"field": column, "op": "is", "value": number} if number else {"field": column, "op": "empty"}
        lines.append(_line(spec, names.get(number or 0, "—"), row, said, below(rule)))
    return lines


def _names(column: str) -> Mapping[int, str]:
    people = directory()
    if column == "owner":
        return {number: person.name for number, person in people.people.items()}
    return {number: str(unit[0]) for number, unit in people.units.items()}


def _line(spec: EntitySpec, label: str, row: Mapping[str, Any], *where: Mapping[str, Any]) -> Line:
    mean = None if row["mean"] is None else round(float(row["mean"]))
    return Line(label, row["total"], mean, row["meant"], address_of_list(spec, *where))


def readable(specs: Sequence[EntitySpec], actor: Actor) -> list[EntitySpec]:
    """The entities whose quality somebody may look at."""
    return [
        spec
        for spec in specs
        if actor.access.reach(spec.key, "read") is not Reach.NONE
        and {SCORE, GAPS} <= spec.readable(actor).keys()
    ]
