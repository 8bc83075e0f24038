"""The parts of a record page: its story, the panels of features, and the lists of what links to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import plugs, registry
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.condition import parse
from kith.engine.errors import NotFound
from kith.engine.listing import Listing
from kith.engine.objects import relating
from kith.engine.spec import EntitySpec
from kith.kernel.text import lower_first
from kith.web import cells
from kith.web.pieces import Head, Link, Table

RELATED = 20


def tabs_of(spec: EntitySpec, record: Any, actor: Actor, current: str) -> list[Link]:
    """The story, every entity that links here, what people work with first, and the panels of features."""
    here = f"/{spec.plural}/{record.pk}/" if record else ""
    panels = sorted((panel for panel in plugs.panels if panel.when(spec)), key=lambda panel: panel.place)
    parts = [
        (panel.place, Link(str(panel.title), f"{here}?tab={panel.key}", panel.icon, key=panel.key))
        for panel in panels
    ]
    made = [Link(_("Timeline"), here, "history"), *(tab for place, tab in parts if place < 0)]
    for child, link in children(spec, actor):
        listed = (relating.beyond(child, link.key) or child).label_plural
        label = str(listed) if unique_link(spec, child) else bracketed(listed, link.label)
        key = f"{child.plural}.{link.key}"
        made.append(Link(label, f"{here}?tab={key}", child.icon, key=key))
    made += [tab for place, tab in parts if place >= 0]
    for tab in made:
        tab.current = tab.key == current
    return made


def children(spec: EntitySpec, actor: Actor) -> list[tuple[EntitySpec, Any]]:
    """The entities with their links to this one that the reader may know of: daily work first, then others of its own
    kind, then lists and parts."""
    reach, level = actor.access.reach, actor.access.level
    found = [
        (child, link)
        for child, link in registry.children(spec.key)
        if reach(child.key, "read") is not Reach.NONE and level(child.key, link.key) >= Level.READ
    ]
    return sorted(found, key=lambda pair: (pair[0].entity.group != "work", pair[0].key == spec.key))


def list_of(spec: EntitySpec, tab: str, actor: Actor) -> tuple[EntitySpec, Any]:
    """The related list of a tab. Raises NotFound."""
    for child, link in children(spec, actor):
        if tab == f"{child.plural}.{link.key}":
            return child, link
    raise NotFound


def may_link(child: EntitySpec, link: Any, actor: Actor) -> bool:
    """Whether somebody may link records that are there already."""
    may = actor.access.reach(child.key, "update") is not Reach.NONE
    return may and not link.readonly and actor.access.level(child.key, link.key) is Level.WRITE


def unique_link(spec: EntitySpec, child: EntitySpec) -> bool:
    """Whether a child links here by one field only."""
    return sum(1 for other, _link in registry.children(spec.key) if other.key == child.key) == 1


def related(child: EntitySpec, link: Any, record: Any, actor: Actor) -> Table:
    """The records of an entity that link to this one."""
    readable = child.shown(actor)
    keys = [child.title, *(key for key in child.columns if key not in (child.title, link.key))]
    columns = [readable[key] for key in keys if key in readable and readable[key].type.listed]
    op = "contains" if link.type.key == "references" else "is"
    where = {"field": link.key, "op": op, "value": record.pk}
    listing = Listing(
        child, actor, fields=[one.key for one in columns], where=parse(where, child, actor), limit=RELATED
    )
    got = listing.page()
    # Only a list that goes on has to be counted.
    many, all_counted = listing.count() if got.next else (len(got.rows), True)
    here = f"/{registry.spec_of(record).plural}/{record.pk}/"
    other = relating.beyond(child, link.key)
    listed, text = (other, _("Add %(thing)s")) if other else (child, _("New %(thing)s"))
    label = lower_first(str(listed.label))
    create = Link(text % {"thing": label}, f"/{child.plural}/new/?{link.key}={record.pk}")
    return Table(
        label=str(listed.label_plural),
        columns=[Head(str(one.label), "number" if one.type.align == "end" else "") for one in columns],
        rows=cells.table(child, columns, got.rows, actor),
        count=actor.show.number(many) + ("" if all_counted else "+"),
        all_href=f"/{child.plural}/?where={where_text(link.key, record.pk, op)}",
        more=_("Show all") if got.next else "",
        create=create if actor.access.reach(child.key, "create") else None,
        link=Link(_("Link existing"), f"{here}link/?tab={child.plural}.{link.key}")
        if may_link(child, link, actor) and link.key not in child.entity.joins
        else None,
        empty=_("No %(things)s yet.") % {"things": lower_first(str(listed.label_plural))},
    )


def where_text(key: str, number: int, op: str) -> str:
    """A condition for the address of a list."""
    return f"%7B%22field%22:%22{key}%22,%22op%22:%22{op}%22,%22value%22:{number}%7D"
