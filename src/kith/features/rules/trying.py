"""What a rule would say of the records that are there already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.rules.models import Kind, Review, ValidationRule
from kith.features.rules.validating import Asking, Rule
from kith.web.addressing import State
from kith.web.pieces import Link

MOST = 10_000
"""So many wrong records are counted, and of values with a form so many are looked at."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """How many records a rule calls wrong (`more`: there are others beyond), whether that is all of them, where they
    are listed, and some of them."""

    wrong: int
    more: bool = False
    all: bool = False
    href: str = ""
    some: tuple[Link, ...] = ()


def trial(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Trial:
    """What a rule says of the records that it does not spare, capped so that a million rows are no matter."""
    return (_fitting if rule.kind == Kind.CONDITION else _looked)(rule, spec, actor)


def rows(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Any:
    """The records that a rule does not spare and that its condition narrows it to."""
    found = spec.model.objects.filter(LIVE)
    if rule.since is not None:
        begin = timezone.make_aware(dt.datetime.combine(rule.since, dt.time()))
        found = found.filter(created_at__gte=begin)
    if rule.where:
        found = found.filter(to_q(parse(rule.where, spec, actor.as_house()), actor.as_house()))
    return found


def _fitting(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Trial:
    found = rows(rule, spec, actor)
    count = found[: MOST + 1].count()
    wheres = [rule.where]
    if rule.since is not None:
        wheres.append({"field": "created_at", "op": "gte", "value": rule.since.isoformat()})
    href = State(f"/{spec.plural}/", where=tuple(wheres)).url()
    every = (
        bool(count)
        and count <= MOST
        and not spec.model.objects.filter(LIVE).exclude(Q(pk__in=found)).exists()
    )
    return Trial(min(count, MOST), count > MOST, every, href)


def _looked(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> Trial:
    """What only Python can tell: the latest records, one by one."""
    asking, asked = Asking(spec, actor.as_house()), Rule.of(rule)
    found = list(rows(rule, spec, actor).order_by("-id")[: MOST + 1])
    wrong = [record for record in found if asking.wrong(asked, record)]
    some = tuple(Link(title_of(spec, one, actor), f"/{spec.plural}/{one.pk}/") for one in wrong[:SHOWN])
    return Trial(len(wrong), len(found) > MOST, bool(wrong) and len(wrong) == len(found), "", some)


def told(review: Review, at: str) -> Trial:
    """What all records say, or those that were asked so far."""
    all_wrong = review.finished_at is not None and 0 < review.wrong == review.looked
    return Trial(review.wrong, False, all_wrong, f"{at}wrong/")
