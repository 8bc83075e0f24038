"""One change of many records in one batch: at once, or by the thousand in the background, told at the end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from kith.engine import bulk, epoch, journal, limits, plugs, records, registry, sharing
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import NotFound
from kith.engine.identity.models import User
from kith.engine.insisting import insisting, mild, warnings
from kith.engine.jobs import daily, progress, task
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.kernel.text import fold

AT_ONCE = 1_000
"""More records than these are changed in the background."""
CHUNK = 200
TOLD = 500
"""Refusals whose reasons are kept."""
KEPT = dt.timedelta(days=30)
VERBS = ("update", "assign", "tag", "share", "delete")

Refusal = tuple[int, str]
works: dict[str, Callable[..., list[bulk.Outcome]]] = {}
"""What further verbs do, put here by who has them: (order, ids, by). They ask for the right to change many."""


@dataclass(frozen=True)
class Order:
    """What is to be done with each of many records: one of VERBS or an action, and what it needs.

    update: the new values. assign: "people", over whom the records are spread evenly, and "team". tag: words to "add"
    and to "remove" by field. share: "with" whom (kind and id), "level", "until", "role". An
    action: its arguments. Texts are as people typed them.
    """

    entity: str
    verb: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spec(self) -> EntitySpec:
        """The entity of the records."""
        return registry.spec(self.entity)

    @property
    def right(self) -> str:
        """The right that decides which records it may be done with."""
        named = self.verb in ("delete", "share") or self.verb in self.spec.actions
        return self.verb if named else "mass_update"

    @property
    def kind(self) -> str:
        """The kind of its batch in the journal."""
        return self.verb if self.verb in self.spec.actions else f"mass_{self.verb}"

    @property
    def label(self) -> str:
        """What its batch is called: the records and the fields that change; "" says no more than the records."""
        named = [str(self.spec.fields[key].label) for key in self.values if key in self.spec.fields]
        return f"{self.spec.label_plural}: {', '.join(named)}" if self.verb == "update" else ""


class Mass(models.Model):
    """An order on its way. `ids` are the chosen records, `last` how many of them were taken, `done` how many changed;
    `refused` are the first of those that were left, with the reason. `warned` are those where only warnings stand in
    the way, [id, rules], with the `texts` of the rules; `reasons` are what lets warnings of rules pass."""

    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    ids = models.JSONField(default=list)
    last = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    refused = models.JSONField(default=list)
    refusals = models.IntegerField(default=0)
    reasons = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    warned = models.JSONField(default=list)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    @property
    def order(self) -> Order:
        """What is to be done."""
        return Order(self.entity, self.verb, self.values)

    def warn(self, ids: Sequence[int], outcomes: Sequence[bulk.Outcome]) -> None:
        """Note where only warnings stood in the way."""
        for number, outcome in zip(ids, outcomes, strict=True):
            if outcome.id is None and mild(outcome.errors):
                found = warnings(outcome.errors)
                self.texts = {**self.texts, **found}
                self.warned = [*self.warned, [number, sorted(found)]]

    def warnings(self) -> list[tuple[str, str, int]]:
        """The rules that warned, each with its text and the number of records."""
        counts = Counter(rule for _number, rules in self.warned for rule in rules)
        return [(rule, self.texts[rule], count) for rule, count in counts.items()]


def carry_out(order: Order, ids: Sequence[int], by: Actor, start: int = 0) -> list[bulk.Outcome]:
    """Do it with these records, each for itself; `start` is how many were done before, for spreading evenly."""
    work: Mapping[str, Callable[[], list[bulk.Outcome]]] = {
        "delete": lambda: bulk.attempt(ids, partial(bulk.delete, order.spec.model, by=by, partial=True)),
        "update": lambda: _updated(order, [(number, None, order.values) for number in ids], by),
        "assign": lambda: _updated(order, _spread(order, ids, start), by),
        "tag": lambda: _updated(order, _tagged(order, ids, by), by),
        "share": lambda: [_shared(order, number, by) for number in ids],
    }
    if order.verb in work:
        return work[order.verb]()
    if order.verb in works:
        return works[order.verb](order, ids, by)
    return [_acted(order, number, by) for number in ids]


def _updated(order: Order, rows: Sequence[Any], by: Actor) -> list[bulk.Outcome]:
    def work(part: Sequence[Any]) -> list[bulk.Outcome]:
        return bulk.update(
            order.spec.model, part, by=by, texts=by.language, partial=True, right="mass_update"
        )

    return bulk.attempt(rows, work)


def _spread(order: Order, ids: Sequence[int], start: int) -> list[Any]:
    people, team = order.values.get("people") or (), order.values.get("team")
    rows = []
    for place, number in enumerate(ids, start):
        values = {"owner": people[place % len(people)]} if people else {}
        rows.append((number, None, {**values, "team": team} if team else values))
    return rows


def _tagged(order: Order, ids: Sequence[int], by: Actor) -> list[Any]:
    """Tags joined and taken away on what stands there now; a record that changes meanwhile is refused as such."""
    add, remove = order.values.get("add", {}), order.values.get("remove", {})
    keys = list(dict.fromkeys((*add, *remove)))
    listing = Listing(order.spec, by, fields=keys, extra=Q(pk__in=ids), limit=max(len(ids), 1))
    known = {row.id: row for row in listing.page().rows}
    rows = []
    for number in ids:
        values: dict[str, Any] = {}
        for key in keys if number in known else ():
            gone = {fold(word) for word in remove.get(key, ())}
            kept = [word for word in known[number].values[key] or () if fold(word) not in gone]
            values[key] = [*kept, *add.get(key, ())]
        rows.append((number, known[number].version if number in known else None, values))
    return rows


def _acted(order: Order, number: int, by: Actor) -> bulk.Outcome:
    def work(_part: Sequence[Any]) -> list[bulk.Outcome]:
        records.perform(order.verb, (order.spec.model, number), by=by, texts=by.language, **order.values)
        return [bulk.Outcome(number)]

    return bulk.attempt([number], work)[0]


def _shared(order: Order, number: int, by: Actor) -> bulk.Outcome:
    said = order.values

    def work(_part: Sequence[Any]) -> list[bulk.Outcome]:
        for kind, whom in said["with"]:
            until = dt.datetime.fromisoformat(said["until"]) if said["until"] else None
            wanted = sharing.Share(kind, whom, said["level"], until, said["role"])
            sharing.share(order.spec, number, wanted, by=by)
        return [bulk.Outcome(number)]

    return bulk.attempt([number], work)[0]


def reason(spec: EntitySpec, errors: Mapping[str, Sequence[Any]]) -> str:
    """Why a record was refused, the fields named, in the language in force."""
    return " ".join(
        f"{spec.fields[key].label}: {text}" if key in spec.fields else str(text)
        for key, texts in errors.items()
        for text in texts
    )


def allowed(order: Order, count: int, by: Actor) -> None:
    """Raise Beyond when a person's roles do not allow so many records at once."""
    limits.changed_at_once(order.entity, order.right, count, by)


def refusals(order: Order, ids: Sequence[int], outcomes: Sequence[bulk.Outcome]) -> list[Refusal]:
    """Which records were left, and why."""
    return [
        (number, reason(order.spec, outcome.errors))
        for number, outcome in zip(ids, outcomes, strict=True)
        if outcome.id is None
    ]


def kept(order: Order, ids: Sequence[int], by: Actor) -> Mass:
    """An order that is not begun yet."""
    return Mass(
        user_id=by.user_id or 0, entity=order.entity, verb=order.verb, values=dict(order.values),
        ids=list(ids), at=clock.now(),
    )  # fmt: skip


def begin(order: Order, ids: Sequence[int], by: Actor) -> Mass:
    """Have it done in the background; belongs into a transaction. Raises Beyond."""
    allowed(order, len(ids), by)
    row = kept(order, ids, by)
    row.save()
    run.using(unique_key=f"mass {row.pk}", actor_id=by.user_id).enqueue(row.pk)
    return row


def find(number: int, by: Actor) -> Mass:
    """An order of one's own. Raises NotFound."""
    row = Mass.objects.filter(pk=number, user_id=by.user_id or 0).first()
    if row is None:
        raise NotFound
    return row


def settled(
    order: Order, ids: Sequence[int], outcomes: Sequence[bulk.Outcome], *, batch: journal.Batch, by: Actor
) -> Mass:
    """What became of an order that was carried out at once, kept because warnings can be gone on from."""
    row, left = kept(order, ids, by), refusals(order, ids, outcomes)
    row.warn(ids, outcomes)
    row.last, row.done, row.refusals, row.refused = len(ids), len(ids) - len(left), len(left), left[:TOLD]
    row.batch_id, row.finished_at = batch.pk, clock.now()
    with writing():
        row.save()
    return row


def go_on(row: Mass, reasons: Mapping[str, str], by: Actor) -> Mass:
    """The same again with those records for whose every warning there is a reason. Raises Beyond."""
    with writing():
        row = Mass.objects.select_for_update().get(pk=row.pk)
        again = [number for number, rules in row.warned if set(rules) <= reasons.keys()]
        allowed(row.order, len(again), by)
        row.warned = [one for one in row.warned if one[0] not in set(again)]
        row.save(update_fields=("warned",))
        fresh = kept(row.order, again, by)
        fresh.reasons = dict(reasons)
        fresh.save()
        if len(again) > AT_ONCE:
            run.using(unique_key=f"mass {fresh.pk}", actor_id=by.user_id).enqueue(fresh.pk)
            return fresh
        while fresh.last < len(fresh.ids):
            _chunk(fresh, by)
        fresh.finished_at = clock.now()
        fresh.save(update_fields=("finished_at",))
    return fresh


@task(max_attempts=10, backoff=5)
def run(number: int) -> None:
    """Carry an order out with the rights that its person has now; killed, it goes on after the last chunk."""
    row = Mass.objects.filter(pk=number, finished_at__isnull=True).first()
    user = User.live().filter(pk=row.user_id, is_active=True).first() if row else None
    if row is None or user is None:
        return
    while row.last < len(row.ids):
        with epoch.turn():
            actor = Actor.of(user)
            with translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
                _chunk(row, actor)
        progress(row.last, len(row.ids))
    with writing():
        row.finished_at = clock.now()
        row.save(update_fields=("finished_at",))
        plugs.notify(
            [row.user_id], "mass.finished", title=_finished, body=partial(_told, row), href=f"/mass/{row.pk}/"
        )


def _chunk(row: Mass, actor: Actor) -> None:
    """One transaction: some records, and how far the order is."""
    order, ids = row.order, row.ids[row.last : row.last + CHUNK]
    with writing():
        batch = journal.Batch.objects.filter(pk=row.batch_id).first() if row.batch_id else None
        batch = batch or journal.fresh(actor, order.kind, order.label, order.entity)
        with journal.continued(batch), insisting("", row.reasons):
            outcomes = carry_out(order, ids, actor, row.last)
        row.warn(ids, outcomes)
        left = refusals(order, ids, outcomes)
        row.batch_id, row.last = batch.pk, row.last + len(ids)
        row.done, row.refusals = row.done + len(ids) - len(left), row.refusals + len(left)
        row.refused = [*row.refused, *left][:TOLD]
        row.save(update_fields=("batch_id", "last", "done", "refused", "refusals", "texts", "warned"))


def _finished(_reader: Actor) -> str:
    return gettext("Your change of many records is done")


def _told(row: Mass, reader: Actor) -> str:
    count = reader.show.number
    text = ngettext("%(count)s record", "%(count)s records", row.done) % {"count": count(row.done)}
    if row.refusals:
        text += " · " + outcome_of(row.refusals, reader)
    return text


def outcome_of(refused: int, reader: Actor) -> str:
    """How many stay as they are."""
    return ngettext("%(count)s stays as it is", "%(count)s stay as they are", refused) % {
        "count": reader.show.number(refused)
    }


@daily("03:40")
@task()
def forget_old() -> int:
    """Remove orders a month after they were given; their batches stay. How many went."""
    with writing():
        return Mass.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
