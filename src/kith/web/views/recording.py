"""One record: name, path, facts; its story and related lists in the middle, its details at the side."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import plugs, records, registry
from kith.engine.access import Level, Reach
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.condition import holds, parse
from kith.engine.errors import NotFound
from kith.engine.formatting import long_date
from kith.engine.listing import Listing
from kith.engine.plugs import Moment
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.engine.timeline import moments
from kith.engine.titles import title_of
from kith.kernel import clock
from kith.web import cells, composing, forms, slots
from kith.web.frame import lower_first
from kith.web.pieces import Alteration, Day, Entry, Fact, FactSection, Head, Link, Table, Timeline
from kith.web.responses import page
from kith.web.steps import Step, step_of, steps
from kith.web.views.opening import opened

STORY = 30
RELATED = 20
TONES = {
    "call": "tone-teal",
    "meeting": "tone-violet",
    "visit": "tone-violet",
    "task": "tone-accent",
    "note": "",
    "mail": "tone-warn",
}


@dataclass
class RecordPage:
    """What stands at the top of a record."""

    title: str
    name: str
    plural: str
    plural_href: str
    here: str
    icon: str
    square: bool = True
    edit_href: str = ""
    gone: str = ""
    restore: str = ""
    sub: list[str] = field(default_factory=list)
    reach: list[Link] = field(default_factory=list)
    actions: list[Link] = field(default_factory=list)


@dataclass
class Path:
    """The path of stages as the template wants it."""

    action: str
    name: str
    version: int
    label: str
    writable: bool
    steps: list[dict[str, str]]
    nonce: str
    hidden: list[tuple[str, str]]


@opened("GET")
def show(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The page of a record."""
    actor = request.actor
    record, trashed = found(spec, number, actor)
    writable = not trashed and Scope(spec.key, actor.access, "update").covers(record)
    tab = request.GET.get("tab", "")
    template, panel = opened_tab(request, record, tab)
    about = head(spec, record, actor, writable=writable, trashed=trashed, tab=tab)
    return page(
        request,
        "web/record.html",
        fragment="fragments/record.html",
        title=about.name,
        here=spec.key,
        page=about,
        url=about.here if tab else "",
        path=path_of(spec, record, actor, writable=writable),
        facts=facts_of(spec, record, actor),
        sections=sections_of(spec, record, actor, writable=writable),
        tabs=tabs_of(spec, record, actor, tab),
        panel_template=template,
        **panel,
    )


def found(spec: EntitySpec, number: int, actor: Actor) -> tuple[Any, bool]:
    """The record, and whether it lies in the trash, where those who may delete it still see it. Raises NotFound."""
    try:
        return records.find(spec, number, actor, "read"), False
    except NotFound:
        record = spec.model.objects.filter(pk=number, deleted_at__isnull=False).first()
        if record is None or not Scope(spec.key, actor.access, "delete").covers(record):
            raise
        return record, True


def head(
    spec: EntitySpec, record: Any, actor: Actor, *, writable: bool, trashed: bool, tab: str
) -> RecordPage:
    """Name, what is said beneath it, ways to reach it, and what can be done."""
    here = f"/{spec.plural}/{record.pk}/"
    readable = spec.readable(actor)
    name = title_of(spec, record) if spec.title in readable else f"{spec.label} {record.pk}"
    about = RecordPage(
        title=str(spec.label),
        name=name,
        plural=str(spec.label_plural),
        plural_href=f"/{spec.plural}/",
        here=f"{here}?tab={tab}" if tab else here,
        icon="" if spec.title == "name" else spec.icon,
        square=spec.key not in ("contact", "user"),
    )
    about.sub = [
        text
        for key in spec.entity.subtitle
        if key in readable and (text := text_of(spec, record, key, actor))
    ]
    if trashed:
        about.gone, about.restore = _("This record is in the trash."), f"{here}restore/"
        return about
    about.edit_href = f"{here}edit/" if writable else ""
    about.reach = list(ways(spec, record, actor))
    about.actions = list(actions_of(spec, record, actor, here, writable=writable))
    return about


def text_of(spec: EntitySpec, record: Any, key: str, actor: Actor) -> str:
    """One value as text."""
    return cells.plain(spec.fields[key], spec.value(record, spec.fields[key]), actor)


def ways(spec: EntitySpec, record: Any, actor: Actor) -> Iterable[Link]:
    """Call and write: the first phone and the first mail address."""
    for kind, icon in (("phone", "phone"), ("email", "mail")):
        for key, one in spec.readable(actor).items():
            value = spec.value(record, one) if one.type.key == kind else None
            if value:
                yield Link(one.type.text(value, one, actor.show), cells.LINKS[kind](value), icon, key=key)
                break


def possible(spec: EntitySpec, record: Any, actor: Actor) -> Iterable[Action]:
    """The actions that this person may take on the record as it is now."""
    for action in spec.actions.values():
        if not Scope(spec.key, actor.access, action.name).covers(record):
            continue
        if action.when is None or holds(
            parse(action.when, spec, actor.through("automation")), spec, record, actor
        ):
            yield action


def actions_of(spec: EntitySpec, record: Any, actor: Actor, here: str, *, writable: bool) -> Iterable[Link]:
    """Actions that are possible now, then what every record has."""
    for action in possible(spec, record, actor):
        primary, danger = action.tone == "primary", action.tone == "danger"
        yield Link(str(action.label), f"{here}{action.name}/", action.icon, primary=primary, danger=danger)
    if writable and "owner" in forms.writable(spec, actor) and spec.entity.group != "settings":
        yield Link(_("Assign"), f"{here}edit/?field=owner", "user-check")
    yield from slots.gather("record_menu", spec, record, actor)
    if Scope(spec.key, actor.access, "delete").covers(record):
        yield Link(_("Delete"), f"{here}delete/", "trash", danger=True)


def path_of(spec: EntitySpec, record: Any, actor: Actor, *, writable: bool) -> Path | None:
    """Where the record stands on its way."""
    one = spec.readable(actor).get(spec.entity.path)
    if one is None:
        return None
    current = step_of(record, one, spec)
    known = steps(spec, one, actor)
    group = next((step.group for step in known if step.value == current), None)
    way = [
        step for step in known if step.group == group and (step.tone != "tone-bad" or step.value == current)
    ]
    may = writable and not one.readonly and actor.access.level(spec.key, one.key) >= Level.WRITE
    here = f"/{spec.plural}/{record.pk}/"
    action, name = f"{here}edit/?field={one.key}", one.key
    if spec.board and spec.board.field == one.key:
        action, name = f"/{spec.plural}/board/move/", "to"
    return Path(
        action,
        name,
        record.version,
        str(one.label),
        may,
        stations(way, current),
        secrets.token_hex(16),
        hidden=[("id", str(record.pk)), ("next", here)],
    )


def stations(way: list[Step], current: str) -> list[dict[str, str]]:
    """Steps with their state: passed, current, ahead. On a final step with a tone nothing else counts as passed."""
    place = next((number for number, step in enumerate(way) if step.value == current), -1)
    ended = place >= 0 and way[place].tone in ("tone-bad", "tone-good")
    return [
        {
            "value": step.value,
            "label": step.label,
            "tone": step.tone.removeprefix("tone-"),
            "state": "current" if number == place else "passed" if number < place and not ended else "ahead",
        }
        for number, step in enumerate(way)
    ]


def facts_of(spec: EntitySpec, record: Any, actor: Actor) -> list[Fact]:
    """The facts that one wants at a glance; empty ones are left out."""
    readable = spec.readable(actor)
    shown = [
        cells.fact(readable[key], spec.value(record, readable[key]), actor)
        for key in spec.entity.facts
        if key in readable
    ]
    return [
        one
        for one in shown
        if (one.text or one.tags)
        and one.key != spec.entity.path
        and readable[one.key].type.key not in ("phone", "email")
    ]


def sections_of(spec: EntitySpec, record: Any, actor: Actor, *, writable: bool) -> list[FactSection]:
    """Everything, in the order of the layout; the keeping of the record comes last."""
    readable = spec.readable(actor)
    may = forms.writable(spec, actor) if writable else {}
    base = f"/{spec.plural}/{record.pk}/edit/?field="
    groups = [(str(section.title), section.fields) for section in spec.layout]
    placed = {key for _title, keys in groups for key in keys}
    keeping = [
        key
        for key in ("owner", "unit", "team", "created_at", "created_by", "updated_at", "updated_by")
        if key not in placed
    ]
    made = []
    for title, keys in [*groups, (pgettext("heading", "Record"), tuple(keeping))]:
        rows = [
            cells.fact(readable[key], spec.value(record, readable[key]), actor)
            for key in keys
            if key in readable
        ]
        for one in rows:
            one.edit = f"{base}{one.key}" if one.key in may else ""
        rows = [one for one in rows if one.edit or one.text or one.tags]
        if rows:
            made.append(FactSection(title, rows))
    return made


def tabs_of(spec: EntitySpec, record: Any, actor: Actor, current: str) -> list[Link]:
    """The story, the panels of features, and every entity that links here."""
    here = f"/{spec.plural}/{record.pk}/"
    made = [Link(_("Timeline"), here, "history")]
    made += [
        Link(str(panel.title), f"{here}?tab={panel.key}", panel.icon, key=panel.key)
        for panel in plugs.panels
        if panel.when(spec)
    ]
    for child, link in children(spec, actor):
        label = (
            str(child.label_plural) if unique_link(spec, child) else f"{child.label_plural} ({link.label})"
        )
        key = f"{child.plural}.{link.key}"
        made.append(Link(label, f"{here}?tab={key}", child.icon, key=key))
    for tab in made:
        tab.current = tab.key == current
    return made


def children(spec: EntitySpec, actor: Actor) -> list[tuple[EntitySpec, Any]]:
    """The entities with their links to this one that the reader may know of."""
    reach, level = actor.access.reach, actor.access.level
    return [
        (child, link)
        for child, link in registry.children(spec.key)
        if reach(child.key, "read") is not Reach.NONE and level(child.key, link.key) >= Level.READ
    ]


def unique_link(spec: EntitySpec, child: EntitySpec) -> bool:
    """Whether a child links here by one field only."""
    return sum(1 for other, _link in registry.children(spec.key) if other.key == child.key) == 1


def opened_tab(request: Any, record: Any, tab: str) -> tuple[str, dict[str, Any]]:
    """Template and context of the open tab. Raises NotFound."""
    actor, spec = request.actor, registry.spec_of(record)
    if not tab:
        composer = None if record.deleted_at else composing.composer(spec, record, actor)
        return "fragments/timeline.html", {
            "composer": composer,
            "timeline": story(spec, record, actor, request.GET.get("before", "")),
        }
    for panel in plugs.panels:
        if panel.key == tab and panel.when(spec):
            return panel.template, {
                "panel": panel,
                "record": record,
                "spec": spec,
                **panel.context(spec, record, actor),
            }
    for child, link in children(spec, actor):
        if tab == f"{child.plural}.{link.key}":
            return "fragments/related.html", {"related": related(child, link, record, actor)}
    raise NotFound


def related(child: EntitySpec, link: Any, record: Any, actor: Actor) -> Table:
    """The records of an entity that link to this one."""
    readable = child.readable(actor)
    keys = [child.title, *(key for key in child.columns if key not in (child.title, link.key))]
    columns = [readable[key] for key in keys if key in readable and readable[key].type.listed]
    where = {"field": link.key, "op": "is", "value": record.pk}
    listing = Listing(
        child, actor, fields=[one.key for one in columns], where=parse(where, child, actor), limit=RELATED
    )
    got = listing.page()
    label = lower_first(str(child.label))
    create = Link(_("New %(thing)s") % {"thing": label}, f"/{child.plural}/new/?{link.key}={record.pk}")
    return Table(
        label=str(child.label_plural),
        columns=[Head(str(one.label), "number" if one.type.align == "end" else "") for one in columns],
        rows=cells.table(child, columns, got.rows, actor),
        all_href=f"/{child.plural}/?where={where_text(link.key, record.pk)}",
        more=_("Show all") if got.next else "",
        create=create if actor.access.reach(child.key, "create") else None,
        empty=_("No %(things)s yet.") % {"things": lower_first(str(child.label_plural))},
    )


def where_text(key: str, number: int) -> str:
    """A condition for the address of a list."""
    return f"%7B%22field%22:%22{key}%22,%22op%22:%22is%22,%22value%22:{number}%7D"


def story(spec: EntitySpec, record: Any, actor: Actor, before: str) -> Timeline:
    """What happened, by days."""
    try:
        start = dt.datetime.fromisoformat(before) if before else None
        start = start.replace(tzinfo=start.tzinfo or dt.UTC) if start else None
    except ValueError:
        start = None
    got = moments(spec, record, actor, before=start, limit=STORY)
    days: list[Day] = []
    today = clock.today(actor.time_zone)
    for moment in got:
        name = day_name(timezone.localtime(moment.at).date(), today, actor)
        if not days or days[-1].day != name:
            days.append(Day(name, []))
        days[-1].entries.append(entry(moment, actor))
    here = f"/{spec.plural}/{record.pk}/"
    return Timeline(days, f"{here}?before={got[-1].at:%Y-%m-%dT%H:%M:%S.%f}" if len(got) == STORY else "")


def day_name(day: dt.date, today: dt.date, actor: Actor) -> str:
    """A day as people call it."""
    near = {0: _("Today"), 1: _("Yesterday"), -1: _("Tomorrow")}.get((today - day).days)
    return near or long_date(day, actor.language)


def entry(moment: Moment, actor: Actor) -> Entry:
    """A moment as an entry: changes quietly, what people did with a mark."""
    change = moment.kind == "change"
    changes = [Alteration(label, "" if old == _("empty") else old, new) for label, old, new in moment.details]
    href = (
        cells.address(moment.entity, moment.record_id)
        if moment.entity and moment.record_id and not change
        else ""
    )
    local = timezone.localtime(moment.at)
    return Entry(
        who=moment.actor_name,
        what=moment.title if not href else "",
        title=moment.title if href else "",
        href=href,
        icon=moment.icon if not change else {"create": "plus"}.get(moment.extra.get("verb", ""), "pencil"),
        tone=TONES.get(moment.kind, "") if not change else "",
        body=moment.text,
        changes=changes,
        quiet=change,
        when=f"{local:%H:%M}",
        iso=moment.at.isoformat(),
    )
