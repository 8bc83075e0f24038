"""How the page and the form of a record are arranged: sections with their fields, the facts at a glance, the tabs. A
matter of looks: what is left out here can still be read elsewhere, and whoever may may still write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import clear
from kith.engine.fieldtypes.words import Words
from kith.engine.spec import RECORD_TYPE, SYSTEM_FIELDS, EntitySpec
from kith.web import slots

T = TypeVar("T")
KEEPING = "keeping"
MORE = "more"
PHONE = "phone"
SILENT = ("phone", "email")
"""Kinds of fields that stand beside the name as ways to reach somebody."""


@dataclass(frozen=True, slots=True)
class Block:
    """A section: its fields under a title, in one column or two (0: as there is room), shut at first if `collapsed`."""

    key: str
    title: Any
    fields: tuple[str, ...]
    columns: int = 0
    collapsed: bool = False
    texts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What an administrator chose. Without `blocks` the sections are those that are declared; fields that are neither
    in a block nor `left` out came later and stand at the end. `facts` and `quick` are None where nothing was chosen."""

    blocks: tuple[Block, ...] = ()
    left: frozenset[str] = frozenset()
    facts: tuple[str, ...] | None = None
    quick: tuple[str, ...] | None = None
    tabs: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    def tabbed(self, items: Iterable[T], key: Callable[[T], str]) -> list[T]:
        """The tabs that are not hidden: the ordered ones first, then the rest as they come."""
        rank = {name: place for place, name in enumerate(self.tabs)}
        shown = [item for item in items if key(item) not in self.hidden]
        return sorted(shown, key=lambda item: rank.get(key(item), len(rank)))


def arrangement_of(spec: EntitySpec, actor: Actor, device: str = "") -> Arrangement:
    """What was chosen for an actor's pages of an entity, or of one type of its records; as declared where nothing
    was."""
    return slots.first("arrangement", spec, actor, device) or Arrangement()


def device_of(request: Any) -> str:
    """The kind of device that asks: "phone", or "" for any other."""
    headers = request.headers
    mobile = headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in headers.get("User-Agent", "")
    return PHONE if mobile else ""


def declared(spec: EntitySpec, *, keyed: bool = True) -> list[Block]:
    """The sections as they are declared, with the keys by which arrangements name them (to find these takes a while);
    the keeping of a record comes last."""
    found, taken = [], set()
    for number, section in enumerate(spec.layout):
        last = number == len(spec.layout) - 1 and own(spec, section.fields)
        key = MORE if last else section.key if keyed else ""
        key = f"{key}_{number}" if key in taken else key
        taken.add(key)
        found.append(Block(key, section.title, tuple(key for key in section.fields if key in spec.fields)))
    placed = {key for block in found for key in block.fields}
    keeping = tuple(key for key in SYSTEM_FIELDS if key not in placed)
    return [*found, Block(KEEPING, pgettext_lazy("heading", "Record"), keeping)]


def own(spec: EntitySpec, fields: Iterable[str]) -> bool:
    """Whether these are fields that administrators added, all of them."""
    return all(key in spec.fields and spec.fields[key].custom for key in fields)


def blocks(spec: EntitySpec, chosen: Arrangement, *, keyed: bool = False) -> list[Block]:
    """The sections of an entity as they are arranged, with what came later in the last of them."""
    standard = [one for one in declared(spec, keyed=keyed or bool(chosen.blocks)) if one.fields]
    if not chosen.blocks:
        return standard
    titles = {block.key: block.title for block in standard}
    found = [
        Block(
            block.key,
            Words(block.texts, "") if block.texts else titles.get(block.key, block.title),
            tuple(key for key in block.fields if key in spec.fields),
            block.columns,
            block.collapsed,
            block.texts,
        )
        for block in chosen.blocks
    ]
    return later(found, standard, {*chosen.left, *(key for block in found for key in block.fields)})


def later(found: list[Block], standard: list[Block], known: set[str]) -> list[Block]:
    """The sections with the fields that nobody placed yet: in the section that they are declared in, which comes back
    for them, those of added fields under "More"."""
    for block in standard:
        fresh = tuple(key for key in block.fields if key not in known)
        if not fresh:
            continue
        place = next((number for number, one in enumerate(found) if one.key == block.key), None)
        if place is None:
            before = next((number for number, one in enumerate(found) if one.key == KEEPING), len(found))
            found.insert(before, Block(block.key, block.title, fresh))
        else:
            one = found[place]
            found[place] = Block(
                one.key, one.title, (*one.fields, *fresh), one.columns, one.collapsed, one.texts
            )
    return found


def factual(spec: EntitySpec, actor: Actor, chosen: Arrangement, record: Any = None) -> list[FieldSpec]:
    """The fields to know of a record at a glance: those that were chosen, else those that are declared."""
    readable = spec.shown(actor, record)
    keys = chosen.facts if chosen.facts is not None else spec.entity.facts
    return [readable[key] for key in keys if key in readable and may_be_fact(spec, readable[key])]


def may_be_fact(spec: EntitySpec, field: FieldSpec) -> bool:
    """Whether a field can stand among the facts: what is long, or stands elsewhere in the head, does not."""
    field = clear(field)
    long = field.type.key in ("longtext", "structure", "listed", "address")
    elsewhere = (spec.entity.path, spec.title, RECORD_TYPE)
    return field.key not in elsewhere and field.type.key not in SILENT and not long


COLUMNS = ((0, _("As there is room")), (1, _("One column")), (2, _("Two columns")))
"""How the fields of a section stand."""
