"""Asks all records what a rule says that only Python can tell: by the thousand, in the background."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import blake2s
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kith.engine import epoch, plugs, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.identity.models import User
from kith.engine.jobs import progress, task
from kith.engine.jobs.models import Job, Status
from kith.engine.spec import EntitySpec
from kith.features.rules import trying
from kith.features.rules.models import Kind, Review, ValidationRule
from kith.features.rules.validating import Asking, Rule
from kith.kernel import clock

CHUNK = 1_000
KEPT = 10_000
"""So many of the wrong records can be listed."""


def asked(rule: ValidationRule) -> str:
    """What a rule asks, as a short text: another one when it has to be asked anew."""
    said = (rule.kind, rule.where, rule.formula, rule.field, rule.format, rule.since)
    return blake2s(repr(said).encode(), digest_size=16).hexdigest()


def of(rule: ValidationRule) -> Review | None:
    """What all records say of a rule as it is now, finished or under way."""
    return Review.objects.filter(rule_id=rule.pk, asked=asked(rule)).first()


def needed(rule: ValidationRule, spec: EntitySpec, actor: Actor) -> bool:
    """Whether a rule can only be asked in the background: record by record, of more than fit into a page."""
    if rule.kind == Kind.CONDITION:
        return False
    found: int = trying.rows(rule, spec, actor)[: trying.MOST + 1].count()
    return found > trying.MOST


def begin(rule: ValidationRule, *, by: Actor) -> None:
    """Ask all records, from the first on; belongs into the transaction in which it is wanted."""
    afresh: dict[str, Any] = {"total": 0, "looked": 0, "wrong": 0, "ids": [], "last": 0, "finished_at": None}
    said = {"asked": asked(rule), "user_id": by.user_id, **afresh}
    row, _made = Review.objects.update_or_create(rule_id=rule.pk, defaults=said)
    run.using(unique_key=_key(row), actor_id=by.user_id).enqueue(row.pk)


def stopped(row: Review) -> bool:
    """Whether a trial did not come to its end and nothing goes on with it: its job failed for good."""
    waiting = Job.objects.filter(unique_key=_key(row), status__in=(Status.READY, Status.RUNNING))
    return row.finished_at is None and not waiting.exists()


def _key(row: Review) -> str:
    return f"review {row.pk} {row.asked}"


@task(max_attempts=10, backoff=5)
def run(number: int) -> None:
    """Ask the records a rule, chunk by chunk; killed, it goes on after the last chunk."""
    while True:
        with _acting(number) as found:
            if found is None:
                return
            row, rule, actor = found
            _chunk(row, rule, actor)
        progress(row.looked, row.total)
        if row.finished_at is not None:
            title = partial(_ready, rule.name)
            at = f"/shape/{registry.spec(rule.entity).plural}/rules/validation/{rule.pk}/try/"
            plugs.notify([row.user_id], "review.finished", title=title, href=at)
            return


def _ready(name: str, _reader: Actor) -> str:
    return _("All records were asked by the rule “%(name)s”") % {"name": name}


@contextmanager
def _acting(number: int) -> Iterator[tuple[Review, ValidationRule, Actor] | None]:
    """A turn of who wanted it; None once it is over, or the rule or its question is another one."""
    with epoch.turn():
        row = Review.objects.filter(pk=number, finished_at__isnull=True).first()
        rule = ValidationRule.live().filter(pk=row.rule_id).first() if row is not None else None
        user = User.live().filter(pk=row.user_id, is_active=True).first() if row is not None else None
        if row is None or rule is None or user is None or asked(rule) != row.asked:
            yield None
            return
        actor = Actor.of(user, "job")
        with translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
            yield row, rule, actor


def _chunk(row: Review, rule: ValidationRule, actor: Actor) -> None:
    """Some records, and how far it is."""
    spec = registry.spec(rule.entity)
    every = trying.rows(rule, spec, actor)
    row.total = row.total or every.count()
    records = list(every.filter(pk__gt=row.last).order_by("pk")[:CHUNK])
    asking, read = Asking(spec, actor.as_house()), Rule.of(rule)
    wrong = [record.pk for record in records if asking.wrong(read, record)]
    row.looked, row.wrong = row.looked + len(records), row.wrong + len(wrong)
    row.ids = [*row.ids, *wrong][:KEPT]
    row.last = records[-1].pk if records else row.last
    row.finished_at = clock.now() if len(records) < CHUNK else None
    with writing():
        row.save()
