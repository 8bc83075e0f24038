"""Doing a thing once: a key given twice gets the first answer again, whoever was faster."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Conflict
from kith.engine.jobs import every, task
from kith.kernel import clock


class Answer(models.Model):
    """What was answered to a key: status, headers and body as the shell gave them."""

    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    request = models.CharField(max_length=64)
    status = models.IntegerField(default=0)
    body = models.TextField(default="")
    location = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("actor_id", "key"), name="answer_once"),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as a shell can give it again."""

    status: int
    body: str
    location: str = ""
    repeated: bool = False


def once(actor: Actor, key: str, request: bytes, work: Callable[[], Kept]) -> Kept:
    """Run `work` in one transaction with the key's row, or give the answer of the first time.

    Raises Conflict when the key was used for another request. Refusals raised by `work` roll the key back, so
    that a corrected request may use it again.
    """
    digest = hashlib.sha256(request).hexdigest()
    number = actor.user_id or 0
    known = _known(number, key, digest)
    if known is not None:
        return known
    try:
        with writing():
            row = Answer(actor_id=number, key=key[:120], request=digest, at=clock.now())
            with transaction.atomic():
                row.save()
            kept = work()
            row.status, row.body, row.location = kept.status, kept.body, kept.location
            row.save()
            return kept
    except IntegrityError:
        found = _known(number, key, digest)
        if found is None:
            raise
        return found


def _known(number: int, key: str, digest: str) -> Kept | None:
    row = Answer.objects.filter(actor_id=number, key=key[:120]).first()
    if row is None:
        return None
    if row.request != digest:
        raise Conflict(_("This key was used for another request already."))
    return Kept(row.status, row.body, row.location, repeated=True)


KEPT = dt.timedelta(hours=48)
PART = 1_000


@every(hours=1)
@task()
def forget_old_answers() -> int:
    """Remove answers after two days, in short transactions: no retry comes later than that. How many went."""
    old = Answer.objects.filter(at__lt=clock.now() - KEPT)
    removed = 0
    while numbers := list(old.values_list("pk", flat=True)[:PART]):
        with writing():
            removed += Answer.objects.filter(pk__in=numbers).delete()[0]
    return removed
