"""What the page of arranging shows: sections and fields as blocks, what could stand there, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Level, directory, merged_levels
from kith.engine.actor import Actor
from kith.engine.fieldtypes.words import Words
from kith.engine.spec import EntitySpec
from kith.features.layouts.arranging import Aim, every
from kith.features.layouts.drafting import Draft
from kith.web.arrangement import COLUMNS, declared, may_be_fact
from kith.web.pieces import Link
from kith.web.quick import child_of
from kith.web.related import tabs_of


@dataclass(frozen=True, slots=True)
class Item:
    """One field or tab as a block; `note` is what one should know about it here."""

    key: str
    label: str
    note: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as a block; `otherwise` is what it is called without a title."""

    key: str
    label: str
    otherwise: str
    texts: list[tuple[str, str, str]]
    columns: int
    collapsed: bool
    items: list[Item]


def everything(spec: EntitySpec, actor: Actor, aim: Aim, draft: Draft) -> dict[str, Any]:
    """The context of the template."""
    facts = [one.key for one in spec.fields.values() if may_be_fact(spec, one)]
    quick = [one.key for one in spec.writable]
    unseen = hidden_from(spec, aim.role)
    tabs = {tab.key: tab.label for tab in tabs_of(spec, None, actor, "")}
    return {
        "zones": list(sections(spec, draft, unseen)),
        "left": items(spec, draft.left, unseen, left=True),
        "facts": items(spec, draft.facts, unseen),
        "more_facts": items(spec, [key for key in facts if key not in draft.facts], set()),
        "quick": items(spec, draft.quick, unseen),
        "more_quick": items(spec, [key for key in quick if key not in draft.quick], set()),
        "tab_items": [
            Item(key, tabs[key], shown=key not in draft.hidden) for key in draft.tabs if key in tabs
        ],
        "column_choices": COLUMNS,
        "aims": {"type": types(spec, aim), "role": roles(spec, aim), "device": devices(spec, aim)},
        "others": others(spec, aim),
    }


def sections(spec: EntitySpec, draft: Draft, unseen: set[str]) -> Iterable[Shown]:
    """The sections with their fields."""
    titles = {block.key: str(block.title) for block in declared(spec)}
    for zone in draft.zones:
        otherwise = titles.get(zone.key, "") or _("New section")
        label = str(Words(zone.texts, otherwise))
        texts = [(code, str(name), zone.texts.get(code, "")) for code, name in settings.LANGUAGES]
        found = items(spec, zone.fields, unseen)
        yield Shown(zone.key, label, otherwise, texts, zone.columns, zone.collapsed, found)


def items(spec: EntitySpec, keys: Iterable[str], unseen: set[str], *, left: bool = False) -> list[Item]:
    """Fields as blocks."""
    needed = {one.key for one in spec.needed} if left else set()
    found = []
    for key in keys:
        label = named(spec, key)
        if label:
            note = _("This role does not see it") if key in unseen else ""
            found.append(Item(key, label, _("Must be filled in: still asked") if key in needed else note))
    return found


def named(spec: EntitySpec, key: str) -> str:
    """The label of a field, or of a child's field in the short form."""
    plural, dot, child_key = key.partition(".")
    if dot:
        try:
            child, _link = child_of(spec, plural)
        except StopIteration:
            return ""
        return f"{child.label}: {child.fields[child_key].label}" if child_key in child.fields else ""
    return str(spec.fields[key].label) if key in spec.fields else ""


def hidden_from(spec: EntitySpec, role: int | None) -> set[str]:
    """The fields that people of a role alone do not see."""
    if role is None:
        return set()
    levels = merged_levels([directory().roles[role]])
    said = {**levels.get("*", {}), **levels.get(spec.key, {})}
    return {key for key, level in said.items() if level is Level.HIDDEN}


def address(spec: EntitySpec, aim: Aim, **other: Any) -> str:
    """The page of arranging for an aim."""
    said = {"type": aim.type, "role": aim.role or "", "device": aim.device, **other}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"/shape/{spec.plural}/layout/" + (f"?{query}" if query else "")


def mark(spec: EntitySpec, aim: Aim) -> str:
    """A sign for what has a layout of its own."""
    return "•" if aim in every().get(spec.key, {}) else ""


def types(spec: EntitySpec, aim: Aim) -> list[Link]:
    """The types of records to arrange for, where there are any."""
    known = registry.spec(spec.key).variants
    pairs = [("", _("All types")), *((one.key, str(one.label)) for one in known.values())] if known else []
    return [Link(label, "", key=key, current=key == aim.type) for key, label in pairs]


def roles(spec: EntitySpec, aim: Aim) -> list[Link]:
    """Whom to arrange for."""
    everybody = Link(_("Everybody"), "", key="", current=aim.role is None)
    named_ = [
        Link(one.name, "", key=str(number), current=number == aim.role)
        for number, one in directory().roles.items()
    ]
    return [everybody, *named_]


def devices(spec: EntitySpec, aim: Aim) -> list[Link]:
    """Which devices to arrange for."""
    pairs = (("", _("All devices")), ("phone", _("Phone")))
    return [Link(label, "", key=key, current=key == aim.device) for key, label in pairs]


def others(spec: EntitySpec, aim: Aim) -> list[Link]:
    """Other layouts to copy from."""
    people, known = directory().roles, registry.spec(spec.key).variants
    found = []
    for other in every().get(spec.key, {}):
        if other != aim:
            kind = str(known[other.type].label) if other.type in known else _("All types") if known else ""
            role = people[other.role].name if other.role and other.role in people else _("Everybody")
            words = [kind, role, _("Phone") if other.device else ""]
            value = f"{other.type}|{other.role or ''}|{other.device}"
            found.append(Link(" · ".join(word for word in words if word), "", key=value))
    return found
