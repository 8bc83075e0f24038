"""Values as people read them: table cells formatted column by column, facts of a record one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _

from kith.engine import plugs, registry
from kith.engine.actor import Actor
from kith.engine.condition import subjects
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.fieldtypes.masking import Masked, Own
from kith.engine.formatting import Formatter
from kith.engine.spec import EntitySpec
from kith.engine.titles import called, titles
from kith.web.pieces import Cell, Fact

TONES = {
    "good": "good",
    "green": "good",
    "success": "good",
    "bad": "bad",
    "red": "bad",
    "danger": "bad",
    "warn": "warn",
    "warning": "warn",
    "amber": "warn",
    "yellow": "warn",
    "orange": "warn",
    "accent": "accent",
    "blue": "accent",
    "primary": "accent",
    "info": "accent",
    "violet": "violet",
    "purple": "violet",
    "teal": "teal",
    "cyan": "teal",
}
SHOWN_ON_PHONE = 3


def tone_class(tone: str) -> str:
    """The class of a tone's colours; neutral for an unknown one."""
    known = TONES.get(tone)
    return f"tone-{known}" if known else ""


def address(entity: str, number: int) -> str:
    """Where a record's page is."""
    return f"/{registry.spec(entity).plural}/{number}/"


def has_page(entity: str) -> bool:
    """Whether links lead to its records: those that only configure are named without a link."""
    return registry.spec(entity).entity.group != "settings"


def table(
    spec: EntitySpec, columns: Sequence[FieldSpec], rows: Iterable[Any], actor: Actor
) -> list[tuple[int, str, str, list[Cell], int]]:
    """Rows for the table: (id, address, name, cells, version). The title comes first and leads to the record."""
    rows = list(rows)
    base = f"/{spec.plural}/"
    titles_ = (row.values.get(spec.title) for row in rows)
    names = [
        called(spec, one) if one else f"{spec.label} {row.id}" for one, row in zip(titles_, rows, strict=True)
    ]
    classes = phone_classes(columns)
    made: list[list[Cell]] = []
    for field, css in zip(columns, classes, strict=True):
        if field.key == spec.title:
            made.append(
                [("title", name, f"{base}{row.id}/", "") for row, name in zip(rows, names, strict=True)]
            )
        else:
            made.append(column(field, [row.values.get(field.key) for row in rows], actor, css))
    cells = zip(*made, strict=True) if made else ([] for _row in rows)
    return [
        (row.id, f"{base}{row.id}/", name, list(line), row.version)
        for row, name, line in zip(rows, names, cells, strict=True)
    ]


def phone_classes(columns: Sequence[FieldSpec]) -> list[str]:
    """What becomes of each column on the phone: the title, a figure at its right, three more below, the rest hidden."""
    lead = next((field.key for field in columns[1:] if field.type.align == "end"), None)
    found, below = ["title"], 0
    for field in columns[1:]:
        css = ["number"] if field.type.align == "end" else []
        if field.key == lead:
            css.append("lead")
        elif below >= SHOWN_ON_PHONE:
            css.append("rest")
        else:
            if not below:
                css.append("first")
            below += 1
        found.append(" ".join(css))
    return found


def column(field: FieldSpec, values: list[Any], actor: Actor, css: str) -> list[Cell]:
    """All cells of one column in one go; links are named by one query."""
    kind, show = field.type.key, actor.show
    if isinstance(field.type, Masked):
        return _masked(field.type, values, actor, css)
    if kind == "reference" and field.target:
        return _references(field.target, values, actor, css)
    if kind == "references" and field.target:
        known = titles(field.target, {number for value in values for number in value or ()}, actor)
        return [
            (css, ", ".join(known[number] for number in value or () if number in known), "", "")
            for value in values
        ]
    if kind == "anyreference":
        known_any = any_titles([value for value in values if value], actor)
        return [
            (
                css,
                known_any.get(tuple(value), "") if value else "",
                address(*value) if value and tuple(value) in known_any else "",
                "",
            )
            for value in values
        ]
    if kind in FILES:
        return _files(values, actor, css)
    if kind in ("choice", "boolean"):
        return _choices(field, values, css) if kind == "choice" else _switches(values, css)
    text = field.type.text
    if kind in LINKS:
        link = LINKS[kind]
        return [
            (f"{css} {kind}", text(value, field, show), link(value) if value else "", "") for value in values
        ]
    return [(css, text(value, field, show), "", "") for value in values]


def _switches(values: list[Any], css: str) -> list[Cell]:
    yes = _("Yes")
    return [(css, yes if value else "", "", "") for value in values]


def _files(values: list[Any], actor: Actor, css: str) -> list[Cell]:
    """Names of stored files, each leading to its content."""
    door = plugs.file_door()
    known = titles(door.entity, {value for value in values if value}, actor) if door else {}
    return [
        (css, known[value], door.href(value), "") if door and value in known else (css, "", "", "")
        for value in values
    ]


def _masked(kind: Masked, values: list[Any], actor: Actor, css: str) -> list[Cell]:
    """One's own values as they are, of others the part that is shown."""
    own = column(kind.clear, [one.value if isinstance(one, Own) else None for one in values], actor, css)
    return [
        cell if isinstance(value, Own) else (css, kind.text(value, kind.clear, actor.show), "", "")
        for value, cell in zip(values, own, strict=True)
    ]


def _references(target: str, values: list[Any], actor: Actor, css: str) -> list[Cell]:
    known = titles(target, {value for value in values if value is not None}, actor)
    if not has_page(target):
        return [(css, known.get(value, ""), "", "") for value in values]
    base = f"/{registry.spec(target).plural}/"
    return [
        (f"{css} ref", known[value], f"{base}{value}/", "") if value in known else (css, "", "", "")
        for value in values
    ]


def _choices(field: FieldSpec, values: list[Any], css: str) -> list[Cell]:
    toned = any(choice.tone for choice in field.choices)
    shown = {
        choice.value: (str(choice.label), f"badge {tone_class(choice.tone)}" if toned else "")
        for choice in field.choices
    }
    cells = {value: (css, label, "", badge) for value, (label, badge) in shown.items()}
    return [cells.get(value) or (css, str(value or ""), "", "") for value in values]


LINKS: Mapping[str, Callable[[Any], str]] = {
    "email": lambda value: f"mailto:{value}",
    "phone": lambda value: f"tel:{value.partition(';')[0]}",
    "url": str,
}


def any_titles(links: Iterable[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], str]:
    """Names of links to records of any entity, one query per entity."""
    wanted: dict[str, set[int]] = {}
    for entity, number in links:
        wanted.setdefault(entity, set()).add(number)
    return {
        (entity, number): name
        for entity, ids in wanted.items()
        for number, name in titles(entity, ids, actor).items()
    }


def fact(field: FieldSpec, value: Any, actor: Actor) -> Fact:
    """One value of a record with everything that its display needs."""
    kind = field.type.key
    found = Fact(field.key, str(field.label))
    if field.type.empty(value):
        return found
    if kind == "reference" and field.target:
        found.text = titles(field.target, [value], actor).get(value, "")
        found.person = field.target == "user"
        found.href = address(field.target, value) if found.text and has_page(field.target) else ""
    elif kind == "references" and field.target:
        found.tags = list(titles(field.target, value, actor).values())
    elif kind == "anyreference":
        found.text = any_titles([tuple(value)], actor).get(tuple(value), "")
        found.href = address(*value) if found.text else ""
    elif kind == "choice":
        (_css, found.text, _href, found.badge) = _choices(field, [value], "")[0]
        found.badge = found.badge.removeprefix("badge ") if found.badge.strip() != "badge" else found.badge
    elif kind in FILES:
        _file(found, kind, value, actor)
    elif kind in ("tags", "multichoice"):
        labels = {choice.value: str(choice.label) for choice in field.choices}
        found.tags = [labels.get(item, item) for item in value]
    else:
        _text(found, field, value, actor)
    found.figure = field.type.align == "end" or kind in ("date", "datetime")
    return found


def _file(found: Fact, kind: str, value: Any, actor: Actor) -> None:
    ((_css, found.text, found.href, _badge),) = _files([value], actor, "")
    door = plugs.file_door()
    found.picture = door.picture(value) if door and found.text and kind != "file" else ""


def _text(found: Fact, field: FieldSpec, value: Any, actor: Actor) -> None:
    kind = field.type.key
    if kind == "condition":
        found.text = subjects.told(value, field, actor)
    else:
        found.text = field.type.text(value, field, actor.show)
    found.long = kind in ("longtext", "address", "structure", "condition")
    if kind in LINKS:
        found.href, found.foreign = LINKS[kind](value), kind == "url"


def plain(field: FieldSpec, value: Any, actor: Actor) -> str:
    """A value as text only."""
    if field.type.empty(value):
        return ""
    shown = fact(field, value, actor)
    return shown.text or ", ".join(shown.tags)


def stored(spec: EntitySpec, key: str, value: Any, actor: Actor) -> str:
    """A value of the journal as text: in stored form, of a field that may be gone by now."""
    field = spec.fields.get(key)
    if field is None or value is None:
        return "" if value is None else str(value)
    return plain(field, field.type.load(value, field), actor)


def short_day(day: dt.date, today: dt.date, actor: Actor) -> str:
    """A day in few signs, with its year when it is another one."""
    if day.year != today.year:
        return actor.show.date(day)
    return format_date(day, "M月d日" if actor.language == "zh-hans" else "d MMM", locale=actor.show.locale)


def month(day: dt.date, actor: Actor) -> str:
    """A month with its year, for headings."""
    return format_skeleton("yMMMM", day, locale=actor.show.locale).capitalize()


def moment(value: Any, show: Formatter) -> tuple[str, str]:
    """A moment for reading and for machines."""
    return (show.datetime(value), value.isoformat()) if value else ("", "")
