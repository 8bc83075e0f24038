"""What people are told of follow-up: clocks that turn, contacts of the day, and contacts that nobody made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext, ngettext

from kith.engine import guard, plugs, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.connections import writing
from kith.engine.jobs import daily, every, progress, task
from kith.engine.record import LIVE
from kith.engine.settings import keep, recall
from kith.engine.spec import EntitySpec
from kith.engine.worktime import working_week
from kith.kernel import clock
from kith.kernel.hours import Week
from kith.modules.followup import queries, relationship
from kith.modules.followup.keeping import REMEMBERING

MARK = "followup.told_until"
BACK = dt.timedelta(days=3)
"""After a longer pause only what happened in its last days is told."""
FURTHEST = 400
CHUNK = 1_000
DAY = dt.timedelta(days=1)


@every(minutes=5)
@task()
def tell() -> None:
    """Tell of everything that came since the last run; how far it came is stored in the same transaction."""
    now = clock.now()
    with writing():
        stored = recall(MARK)
        since = dt.datetime.fromisoformat(stored) if stored else now - dt.timedelta(minutes=5)
        since = max(since, now - BACK)
        for entity in REMEMBERING:
            spec = registry.spec(entity)
            _tell_clocks(spec, since, now)
            _tell_contacts(spec, since, now)
            _tell_overdue(spec, since, now)
        keep(MARK, now.isoformat())


# ---------------------------------------------------------------------- clocks


def _tell_clocks(spec: EntitySpec, since: dt.datetime, now: dt.datetime) -> None:
    """Each clock that turned yellow or red, once: yellow to the owner, red to the owner and who leads him."""
    waiting = Q(followed_at__isnull=True) | Q(followed_at__lt=F("owner_since"))
    system = Actor.system()
    open_ = to_q(parse(queries.UNDER_WAY[spec.key], spec, system), system)
    for name, event, text in (
        ("warn_at", "follow-up.pressing", _pressing),
        ("respond_by", "follow-up.late", _late),
    ):
        rows = spec.model.objects.filter(LIVE, open_, waiting, **{f"{name}__gt": since, f"{name}__lte": now})
        for row in rows.only("pk", "name", "owner_id", "unit_id", name).order_by("pk").iterator(CHUNK):
            boss = manager_of(row.owner_id, row.unit_id)
            people = (row.owner_id, boss if name == "respond_by" or row.owner_id is None else None)
            plugs.notify(
                [one for one in people if one is not None], event, entity=spec.key, record_id=row.pk,
                title=partial(text, row.owner_id is None, row.name),
                key=f"{name}:{spec.key}:{row.pk}:{getattr(row, name):%y%m%d%H%M%S}",
            )  # fmt: skip


def _pressing(unowned: bool, name: str, _reader: Actor) -> str:
    if unowned:
        return gettext("%(name)s still has no owner") % {"name": name}
    return gettext("%(name)s is waiting for the first follow-up") % {"name": name}


def _late(unowned: bool, name: str, _reader: Actor) -> str:
    if unowned:
        return gettext("Nobody took %(name)s in time") % {"name": name}
    return gettext("%(name)s was not followed up in time") % {"name": name}


def manager_of(owner: int | None, unit: int | None) -> int | None:
    """Who leads a person, else a unit, the nearest one above that is led by somebody else."""
    known = directory()
    person = known.people.get(owner or 0)
    if person is not None and person.manager_id is not None:
        return person.manager_id
    place = person.unit_id if person is not None else unit
    while place is not None and place in known.units:
        boss = known.unit_managers.get(place)
        if boss is not None and boss != owner:
            return boss
        place = known.units[place][1]
    return None


# ---------------------------------------------------------------------- before and after the next contact


def _tell_contacts(spec: EntitySpec, since: dt.datetime, now: dt.datetime) -> None:
    """Some hours before the working day of a next contact begins its owner is told, all of one day in one note."""
    for rule in queries.rules_of(spec.key):
        if rule.remind_hours is None:
            continue
        before = dt.timedelta(hours=rule.remind_hours)
        first, last = (since + before).date() - DAY, (now + before).date() + DAY
        for owner, day, count in _by_owner(spec, rule, next_contact_on__range=(first, last)):
            begins = begin_of(working_week(owner), day)
            if begins is not None and since < begins - before <= now:
                Contacts(spec, rule, owner, day, count).tell(owner, due)


def _tell_overdue(spec: EntitySpec, since: dt.datetime, now: dt.datetime) -> None:
    """Who leads a person is told once what is overdue there for as many working days as the rule says."""
    for rule in queries.rules_of(spec.key):
        if not rule.escalate_days:
            continue
        earliest = now.date() - dt.timedelta(days=rule.escalate_days * 3 + 30)
        for owner, day, count in _by_owner(spec, rule, next_contact_on__range=(earliest, now.date())):
            boss = manager_of(owner, None)
            at = late_at(working_week(owner), day, rule.escalate_days) if boss else None
            if boss is not None and at is not None and since < at <= now:
                Contacts(spec, rule, owner, day, count).tell(boss, escalated)


def _by_owner(spec: EntitySpec, rule: queries.Rule, **days: Any) -> Iterator[tuple[int, dt.date, int]]:
    """How many records of a rule have their next contact on which day, by owner."""
    system = Actor.system()
    node = parse({"all": [queries.UNDER_WAY[spec.key], rule.where]}, spec, system)
    rows = spec.model.objects.filter(LIVE, to_q(node, system), owner__isnull=False, **days).order_by()
    yield from rows.values_list("owner_id", "next_contact_on").annotate(n=Count("pk"))


def begin_of(week: Week, day: dt.date) -> dt.datetime | None:
    """When work begins on a day, or on the first working day after it."""
    midnight = dt.datetime.combine(day, dt.time(), week.zone)
    found = next(week.spans(midnight.astimezone(dt.UTC)), None)
    return found[0] if found else None


def late_at(week: Week, day: dt.date, days: int) -> dt.datetime | None:
    """When so many working days have passed after a day: the beginning of the next working day after them."""
    left = days
    for number in range(1, FURTHEST):
        one = day + number * DAY
        if week.of(one):
            if left == 0:
                return begin_of(week, one)
            left -= 1
    return None


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts that a person has to make on one day by one rule."""

    spec: EntitySpec
    rule: queries.Rule
    owner: int
    day: dt.date
    count: int

    def tell(self, reader: int, text: Callable[[Contacts, Actor], str]) -> None:
        """One note that opens as their list; nobody is told the same twice."""
        where: list[Mapping[str, Any]] = [
            {"field": "owner", "op": "is", "value": self.owner},
            {"field": "next_contact_on", "op": "is", "value": self.day.isoformat()},
            self.rule.where,
        ]
        said = f"{self.spec.key}:{self.rule.id}:{self.owner}:{self.day:%y%m%d}"
        plugs.notify(
            [reader], f"follow-up.{text.__name__}", title=partial(text, self),
            href=plugs.address_of_list(self.spec, *where), key=f"{text.__name__}:{said}",
        )  # fmt: skip

    def words(self, reader: Actor) -> dict[str, str]:
        """What the texts name."""
        person = directory().people.get(self.owner)
        return {
            "day": reader.show.date(self.day), "count": reader.show.number(self.count),
            "things": str(self.spec.label_plural), "name": person.name if person else "–",
        }  # fmt: skip


def due(one: Contacts, reader: Actor) -> str:
    """What the owner reads before."""
    text = ngettext(
        "Be in touch on %(day)s: %(count)s record (%(things)s)",
        "Be in touch on %(day)s: %(count)s records (%(things)s)",
        one.count,
    )
    return text % one.words(reader)


def escalated(one: Contacts, reader: Actor) -> str:
    """What his manager reads after."""
    text = ngettext(
        "%(name)s has not made %(count)s contact of %(day)s (%(things)s)",
        "%(name)s has not made %(count)s contacts of %(day)s (%(things)s)",
        one.count,
    )
    return text % one.words(reader)


# ---------------------------------------------------------------------- stages of relationships


@daily("03:10")
@task(max_attempts=10, backoff=5)
def work_out_stages() -> None:
    """How far the relationship with every customer has come: months pass without anybody writing anything."""
    model, last = registry.spec("customer").model, 0
    while ids := list(model.live().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with writing(), guard.opened():
            relationship.bring_up_to_date(ids)
        last = ids[-1]
        progress(last, last)
