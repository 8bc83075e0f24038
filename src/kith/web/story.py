"""The story of a record: what is pinned, what is to be done, and what happened, by days."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import plugs, registry
from kith.engine.actor import Actor
from kith.engine.formatting import long_date
from kith.engine.plugs import Moment
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.engine.timeline import kinds_told, moments, pending
from kith.kernel import clock
from kith.web import cells, slots
from kith.web.pieces import Alteration, Day, Enclosed, Entry, Link, Timeline

STORY = 30
PENDING = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a story: before which moment, and which kinds (all when none is named)."""

    before: dt.datetime | None = None
    kinds: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """As the address says; what it says wrongly counts as nothing."""
        known = {kind.key for kind in kinds_told()}
        kinds = frozenset(given.get("show", "")[:500].split(",")) & known
        try:
            before = dt.datetime.fromisoformat(given["before"]) if given.get("before") else None
        except ValueError:
            before = None
        return cls(before.replace(tzinfo=before.tzinfo or dt.UTC) if before else None, kinds)

    def query(self, **more: str) -> str:
        """The kinds and `more` as they stand in an address."""
        said = {"show": ",".join(sorted(self.kinds)), **more}
        said = {name: value for name, value in said.items() if value}
        return f"?{urlencode(said, safe=',:')}" if said else ""


def story(spec: EntitySpec, record: Any, actor: Actor, asked: Asked) -> Timeline:
    """Everything of a story; what was pinned and is to be done stands above its first page."""
    got = moments(spec, record, actor, before=asked.before, limit=STORY, kinds=asked.kinds)
    first = asked.before is None
    pinned = pins_of(spec, record, actor) if first else []
    todo = pending(spec, record, actor, limit=PENDING, kinds=asked.kinds) if first else []
    above = {(one.entity, one.record_id) for one in pinned}
    todo = [one for one in todo if (one.entity, one.record_id) not in above]
    rest = [one for one in got if one.done is not False and (one.entity, one.record_id) not in above]
    for fill in plugs.companions:
        fill(spec, record, [*pinned, *todo, *rest], actor)
    here = f"/{spec.plural}/{record.pk}/"
    groups = [
        Day(_("Pinned"), [entry(one, actor) for one in pinned], "pinned"),
        Day(pgettext("heading", "To do"), [entry(one, actor) for one in todo], "todo"),
    ]
    writable = record.deleted_at is None and Scope(spec.key, actor.access, "update").covers(record)
    back = f"{here}history/" if writable else ""
    more = here + asked.query(before=f"{got[-1].at:%Y-%m-%dT%H:%M:%S.%f}") if len(got) == STORY else ""
    return Timeline(
        [*(group for group in groups if group.entries), *days(rest, actor, back)],
        more,
        filters_of(here, asked),
        slots.first("pins", spec, record, actor) or "",
        secrets.token_hex(16),
    )


def pins_of(spec: EntitySpec, record: Any, actor: Actor) -> list[Moment]:
    """What somebody pinned to the top of a story."""
    by_entity: dict[str, list[int]] = {}
    for entity, number in slots.gather("pinned", spec, record):
        by_entity.setdefault(entity, []).append(number)
    found = [
        moment
        for entity, ids in by_entity.items()
        if entity in plugs.entry_sources
        for moment in plugs.entry_sources[entity](ids, actor)
    ]
    return sorted(found, key=lambda moment: moment.at, reverse=True)


def filters_of(here: str, asked: Asked) -> list[Link]:
    """One filter for each kind of moment; pressing it adds it or takes it away."""
    groups: dict[str, tuple[str, set[str]]] = {}
    for kind in kinds_told():
        groups.setdefault(str(kind.label), (kind.icon, set()))[1].add(kind.key)
    made = [Link(_("All"), here, current=not asked.kinds)]
    for label, (icon, keys) in groups.items():
        on = keys <= asked.kinds
        kinds = asked.kinds - keys if on else asked.kinds | keys
        made.append(Link(label, here + Asked(kinds=frozenset(kinds)).query(), icon, current=on))
    return made


def days(found: Iterable[Moment], actor: Actor, back: str = "") -> list[Day]:
    """Moments by days, newest first. `back` is where the record can be put back to what it was."""
    made: list[Day] = []
    today = clock.today(actor.time_zone)
    for moment in found:
        name = day_name(timezone.localtime(moment.at).date(), today, actor)
        if not made or made[-1].day != name:
            made.append(Day(name, []))
        shown = entry(moment, actor)
        if back and moment.extra.get("entry"):
            shown.back = f"{back}?before={moment.extra['entry']}"
        made[-1].entries.append(shown)
    return made


def day_name(day: dt.date, today: dt.date, actor: Actor) -> str:
    """A day as people call it."""
    near = {0: _("Today"), 1: _("Yesterday"), -1: _("Tomorrow")}.get((today - day).days)
    return near or long_date(day, actor.language)


def entry(moment: Moment, actor: Actor) -> Entry:
    """A moment as an entry: changes quietly, what people did with a mark, what is to be done with a way to do it."""
    change = moment.kind == "change"
    changes = [Alteration(label, "" if old == _("empty") else old, new) for label, old, new in moment.details]
    href, local = "" if change else address_of(moment), timezone.localtime(moment.at)
    made = Entry(
        who=moment.actor_name,
        what=moment.title if not href else "",
        title=moment.title if href else "",
        href=href,
        icon=moment.icon if not change else {"create": "plus"}.get(moment.extra.get("verb", ""), "pencil"),
        tone=f"tone-{moment.tone}" if moment.tone else "",
        body=moment.text,
        changes=changes,
        quiet=change,
        when=f"{local:%H:%M}",
        iso=moment.at.isoformat(),
        files=[Enclosed(**one) for one in moment.extra.get("files", ())],
    )
    if moment.entity in plugs.entry_sources:
        made.ref = f"{moment.entity}:{moment.record_id}"
    if moment.done is False:
        made.due, made.late = due_of(local, actor)
        made.done, made.done_label = done_of(moment)
    return made


def address_of(moment: Moment) -> str:
    """Where an entry leads: to its own page, or to what it brought along."""
    if moment.extra.get("href"):
        return str(moment.extra["href"])
    if not moment.entity or not moment.record_id or registry.spec(moment.entity).entity.group == "parts":
        return ""
    return cells.address(moment.entity, moment.record_id)


def done_of(moment: Moment) -> tuple[str, str]:
    """The address and the words of the action that does what is to be done."""
    if not moment.action or not moment.record_id:
        return "", ""
    return f"{cells.address(moment.entity, moment.record_id)}{moment.action}/", moment.action_label


def due_of(local: dt.datetime, actor: Actor) -> tuple[str, bool]:
    """Until when something is to be done, and whether that is over."""
    now = clock.now()
    day = day_name(local.date(), clock.today(actor.time_zone), actor)
    if day == long_date(local.date(), actor.language):
        day = cells.short_day(local.date(), clock.today(actor.time_zone), actor)
    when = f"{day} {local:%H:%M}"
    if local < now:
        return _("Overdue since %(when)s") % {"when": when}, True
    return _("Due %(when)s") % {"when": when}, False
