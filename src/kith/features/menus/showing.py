"""Which menu somebody sees, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kith.engine import epoch
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.fieldtypes.words import Words
from kith.engine.spec import EntitySpec
from kith.features.menus.models import Menu
from kith.web import slots
from kith.web.pieces import Link

Entries = list[dict[str, Any]]


@epoch.per_configuration
def every() -> dict[int | None, Entries]:
    """All menus by role, None for everybody's."""
    rows = Menu.live().order_by("pk").values_list("role_id", "entries")
    return dict(rows)


def entries_for(actor: Actor) -> Entries | None:
    """The menu of the first of an actor's roles that has one, else everybody's, else None."""
    known = every()
    if not known:
        return None
    person = directory().people.get(actor.user_id or 0)
    roles = person.role_ids if person else ()
    return next((known[role] for role in (*roles, None) if role in known), None)


def menu(actor: Actor, specs: Sequence[EntitySpec]) -> list[Link] | None:
    """The menu of an actor without what he has no place for; `specs` are those that he has. None is the standard."""
    entries = entries_for(actor)
    return None if entries is None else list(links(entries, {spec.key: spec for spec in specs}))


def links(entries: Entries, specs: dict[str, EntitySpec]) -> Iterator[Link]:
    """Entries as places; a heading stands above the first place that is left beneath it."""
    heading = ""
    for entry in entries:
        if entry["kind"] == "heading":
            heading = said(entry)
            continue
        link = place(entry, specs.get(entry.get("entity", "")))
        if link is not None:
            link.label_above, heading = heading, ""
            yield link


def place(entry: dict[str, Any], spec: EntitySpec | None) -> Link | None:
    """One entry as a place, if its object is there for the reader."""
    if entry["kind"] == "link":
        return Link(said(entry), entry["href"], "external-link", away=True)
    if spec is None:
        return None
    if entry["kind"] == "view":
        return Link(said(entry), f"/{spec.plural}/?view={entry['view']}", spec.icon)
    return Link(str(spec.label_plural), f"/{spec.plural}/", spec.icon, key=spec.key)


def said(entry: dict[str, Any]) -> str:
    """The words of an entry in the language in force."""
    return str(Words({code: text for code, text in entry["words"].items() if text}, ""))


slots.add("menu", menu)
