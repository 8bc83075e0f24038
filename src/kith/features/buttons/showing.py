"""Which buttons somebody sees where, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from kith.engine import epoch, plugs, records, registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.condition.testing import holds
from kith.engine.errors import Malformed
from kith.engine.fieldtypes.words import Words
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.features.buttons import filling
from kith.features.buttons.models import Button, Does, Stands
from kith.web import slots
from kith.web.pieces import Link, Ready

ON_PAGE = (Stands.RECORD, Stands.BOTH)
IN_ROWS = (Stands.ROW, Stands.BOTH)


@epoch.per_configuration
def every() -> dict[str, list[Button]]:
    """All buttons by object, in their order."""
    found: dict[str, list[Button]] = {}
    for row in Button.live().order_by("position", "pk"):
        found.setdefault(row.entity, []).append(row)
    return found


def of(spec: EntitySpec, actor: Actor, *stands: Stands) -> list[Button]:
    """The buttons of an object for the roles of an actor, of some places or of all."""
    found = [row for row in every().get(spec.key, ()) if not stands or row.stands in stands]
    person = directory().people.get(actor.user_id or 0) if found else None
    roles = set(person.role_ids) if person else set()
    return [row for row in found if not row.roles or roles & set(row.roles)]


def name_of(row: Button) -> str:
    """What a button says."""
    return str(Words(row.label, row.action or row.does))


def fits(row: Button, spec: EntitySpec, record: Any, actor: Actor) -> bool:
    """Whether a button shows on a record; what its condition asks within the actor's own rights."""
    if not row.when:
        return True
    try:
        return holds(parse(row.when, spec, actor), spec, record, actor)
    except Malformed:
        return False


def on_record(spec: EntitySpec, record: Any, actor: Actor, stands: tuple[Stands, ...]) -> Iterator[Link]:
    """The buttons of a record in these places that lead somewhere for this actor."""
    for row in of(spec, actor, *stands):
        href = whither(row, spec, record, actor) if fits(row, spec, record, actor) else ""
        if href:
            away = row.does == Does.LINK
            yield Link(name_of(row), href, row.icon, primary=row.prominent, page=away, away=away)


def whither(row: Button, spec: EntitySpec, record: Any, actor: Actor) -> str:
    """The address behind a button on a record, "" when it can do nothing for this actor."""
    if row.does == Does.LINK:
        return filling.address(row.link, spec, record, actor)
    if row.does == Does.FORM:
        return form_of(row, spec, record, actor)
    action = spec.actions.get(row.action)
    if action is None or not Scope(spec.key, actor.access, action.name).covers(record):
        return ""
    return f"/press/{row.pk}/{record.pk}/" if records.possible(action, spec, record, actor) else ""


def form_of(row: Button, spec: EntitySpec, record: Any, actor: Actor) -> str:
    """The form of a new record with what this one fills in."""
    target = next((one for one in registry.specs() if one.key == row.target), None)
    if target is None or actor.access.reach(target.key, "create") is Reach.NONE:
        return ""
    link = target.fields.get(row.via)
    if link is None:
        return ""
    values = {name: filling.filled(text, spec, record, actor) for name, text in row.presets.items()}
    values[link.key] = f"{spec.key}:{record.pk}" if link.type.key == "anyreference" else str(record.pk)
    return f"/{target.plural}/new/?{urlencode({name: text for name, text in values.items() if text})}"


def above_rows(spec: EntitySpec, actor: Actor) -> list[Ready]:
    """The buttons above chosen rows: actions with values filled in."""
    return [
        Ready(row.action, name_of(row), row.icon, row.presets)
        for row in of(spec, actor, Stands.LIST)
        if row.action in spec.actions and actor.access.reach(spec.key, row.action)
    ]


def described(spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    """The buttons of an object as the API describes them; what they do is done by its own verbs."""
    return {
        "buttons": [
            {
                "id": row.pk, "label": name_of(row), "icon": row.icon, "does": row.does, "stands": row.stands,
                "action": row.action or None, "link": row.link or None, "target": row.target or None,
                "via": row.via or None, "presets": row.presets, "when": row.when or None,
            }
            for row in of(spec, actor)
            if knowable(row, spec, actor)
        ]
    }  # fmt: skip


def knowable(row: Button, spec: EntitySpec, actor: Actor) -> bool:
    """Whether an actor may know every field that a button names."""
    known = {"id", *spec.readable(actor)}
    texts = [row.link, *(text for text in row.presets.values() if row.does == Does.FORM)]
    try:
        parse(row.when or {}, spec, actor)
    except Malformed:
        return False
    return all(name in known for text in texts for name in filling.names(text))


def menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """The buttons in the bar and the menu of a record."""
    return list(on_record(spec, record, actor, ON_PAGE)) if spec.key in every() else []


def in_rows(spec: EntitySpec, actor: Actor) -> str | None:
    """Where the menus of rows come from; none where no button could be in them. What is in one is found when it is
    opened, so that a list asks no more than before."""
    rows = of(spec, actor, *IN_ROWS) if spec.key in every() else []
    may = actor.access.reach
    if any(row.does != Does.ACTION or may(spec.key, row.action) is not Reach.NONE for row in rows):
        return f"/press/rows/{spec.plural}/"
    return None


slots.add("row_menu", in_rows)
slots.add("record_menu", menu)
slots.add("bulk", above_rows)
plugs.describers.append(described)
