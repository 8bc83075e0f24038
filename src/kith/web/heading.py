"""The head of a record: its name, what is said beneath it, ways to reach it, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import claiming, records, registry, worktime
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.scope import CLAIM, Scope
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.engine.titles import title_of, titles
from kith.kernel import clock
from kith.web import cells, forms, slots
from kith.web.pieces import Follow, Link, Sign


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
    star: str = ""
    version: int = 0
    presence: str = ""
    follow: Follow | None = None
    gone: str = ""
    restore: str = ""
    above: Link | None = None
    sub: list[str] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    reach: list[Link] = field(default_factory=list)
    actions: list[Link] = field(default_factory=list)


def head(
    spec: EntitySpec, record: Any, actor: Actor, *, writable: bool, trashed: bool, query: str
) -> RecordPage:
    """Name, what is said beneath it, ways to reach it, and what can be done."""
    here = f"/{spec.plural}/{record.pk}/"
    readable = spec.shown(actor, record)
    name = title_of(spec, record, actor)
    about = RecordPage(
        title=str(spec.label),
        name=name,
        plural=str(spec.label_plural),
        plural_href=f"/{spec.plural}/",
        here=here + query,
        icon="" if spec.title == "name" and not spec.fields["name"].readonly else spec.icon,
        square=spec.key not in ("contact", "user"),
    )
    about.above = above(spec, record, actor)
    about.sub = [
        text
        for key in (RECORD_TYPE, *spec.entity.subtitle)
        if key in readable and (text := text_of(spec, record, key, actor))
    ]
    lent = worktime.stood_in_until(actor, record.owner_id, clock.now()) if actor.access.lent else None
    if lent is not None:
        said = {"name": lent[0], "until": actor.show.datetime(lent[1])}
        about.sub.append(_("for %(name)s until %(until)s") % said)
    if trashed:
        about.gone, about.restore = _("This record is in the trash."), f"{here}restore/"
        return about
    about.signs = slots.gather("signs", spec, record, actor)
    about.version = record.version
    about.presence = slots.first("presence", spec, record) or ""
    about.follow = slots.first("follow", spec, record, actor)
    about.star = slots.first("star", spec, record.pk) or ""
    about.edit_href = f"{here}edit/" if writable else ""
    about.reach = list(ways(spec, record, actor))
    about.actions = list(actions_of(spec, record, actor, here, writable=writable))
    return about


def above(spec: EntitySpec, record: Any, actor: Actor) -> Link | None:
    """The record that this one is a part of, if the reader may know it."""
    link = spec.shown(actor, record).get(spec.entity.under)
    number = spec.value(record, link) if link is not None else None
    if link is None or link.target is None or number is None:
        return None
    name = titles(link.target, [number], actor).get(number)
    return Link(name, f"/{registry.spec(link.target).plural}/{number}/") if name else None


def text_of(spec: EntitySpec, record: Any, key: str, actor: Actor) -> str:
    """One value as text."""
    return cells.plain(spec.shown(actor, record)[key], spec.value(record, spec.fields[key]), actor)


def ways(spec: EntitySpec, record: Any, actor: Actor) -> Iterable[Link]:
    """Call and write: the first phone and the first mail address."""
    for kind, icon in (("phone", "phone"), ("email", "mail")):
        one = first_field(spec, record, actor, kind)
        if one:
            value = spec.value(record, one)
            yield Link(one.type.text(value, one, actor.show), cells.LINKS[kind](value), icon, key=one.key)


def first_field(spec: EntitySpec, record: Any, actor: Actor, kind: str) -> FieldSpec | None:
    """The first field of a kind, of those that are not masked, that says something."""
    fields = (one for one in spec.shown(actor, record).values() if one.type.key == kind)
    return next((one for one in fields if spec.value(record, one)), None)


def first_of(spec: EntitySpec, record: Any, actor: Actor, kind: str) -> str:
    """What the first readable field of a kind says."""
    one = first_field(spec, record, actor, kind)
    return str(spec.value(record, one)) if one else ""


def possible(spec: EntitySpec, record: Any, actor: Actor) -> Iterable[Action]:
    """The actions that this person may take on the record as it is now."""
    for action in spec.actions.values():
        covered = Scope(spec.key, actor.access, action.name).covers(record)
        if covered and records.possible(action, spec, record, actor):
            yield action


def actions_of(spec: EntitySpec, record: Any, actor: Actor, here: str, *, writable: bool) -> Iterable[Link]:
    """Actions that are possible now, then what every record has."""
    for action in possible(spec, record, actor):
        primary, danger = action.tone == "primary", action.tone == "danger"
        yield Link(str(action.label), f"{here}{action.name}/", action.icon, primary=primary, danger=danger)
    if claiming.may_claim(spec, record, actor):
        yield Link(_("Take over"), f"{here}{CLAIM}/", "hand-grab", primary=True)
    if writable and "owner" in forms.writable(spec, actor) and spec.entity.group != "settings":
        yield Link(_("Assign"), f"{here}edit/?field=owner", "user-check")
    yield from slots.gather("record_menu", spec, record, actor)
    if Scope(spec.key, actor.access, "delete").covers(record):
        yield Link(_("Delete"), f"{here}delete/", "trash", danger=True)
