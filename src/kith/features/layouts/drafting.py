"""A layout while it is arranged: everything on it as it would be stored, and each step that one takes with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from kith.engine.actor import Actor
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.web.arrangement import Arrangement, Block, blocks, factual
from kith.web.related import tabs_of

MOST = 500
LONGEST = 120
ASIDE = ("facts", "quick")
"""Zones beside the sections: choices of fields that stand in a section as well."""


@dataclass
class Zone:
    """One section while it is arranged."""

    key: str
    texts: dict[str, str] = field(default_factory=dict)
    columns: int = 0
    collapsed: bool = False
    fields: list[str] = field(default_factory=list)


@dataclass
class Draft:
    """The whole layout. A field stands in one section, or is `left` out; facts and the short form choose of them."""

    zones: list[Zone]
    left: list[str]
    facts: list[str]
    quick: list[str]
    tabs: list[str]
    hidden: set[str]

    # ------------------------------------------------------------------ from and to

    @classmethod
    def of(cls, spec: EntitySpec, actor: Actor, chosen: Arrangement) -> Draft:
        """What an arrangement makes of the pages of an entity."""
        shown = blocks(spec, chosen, keyed=True)
        zones = [
            Zone(one.key, dict(one.texts or {}), one.columns, one.collapsed, list(one.fields))
            for one in shown
        ]
        placed = {key for zone in zones for key in zone.fields}
        left = [key for key in spec.fields if key not in placed and key != RECORD_TYPE]
        tabs = [
            tab.key for tab in chosen.tabbed(tabs_of(spec, None, actor, ""), lambda one: one.key) if tab.key
        ]
        every = [tab.key for tab in tabs_of(spec, None, actor, "") if tab.key]
        quick = chosen.quick if chosen.quick is not None else spec.entity.quick
        facts = [one.key for one in factual(spec, actor, chosen)]
        rest = [key for key in every if key not in tabs]
        return cls(zones, left, facts, list(quick), [*tabs, *rest], set(rest))

    @classmethod
    def sent(cls, post: Any) -> Draft:
        """What a form says: its entries in their order, each in the zone that was named last."""
        draft = cls([], [], [], [], [], set())
        place: list[str] = draft.left
        for entry in post.getlist("at")[:MOST]:
            kind, _colon, name = entry[: LONGEST + 10].partition(":")
            if kind == "zone":
                draft.zones.append(_zone(post, name))
                place = draft.zones[-1].fields
            elif kind == "place" and name in ("left", "tabs", *ASIDE):
                place = getattr(draft, name)
            elif name and name not in place:
                place.append(name)
        draft.hidden = set(draft.tabs) - set(post.getlist("shown"))
        return draft

    def stored(self) -> dict[str, Any]:
        """The values of the layout's record."""
        return {
            "sections": [
                {
                    "key": zone.key,
                    "title": zone.texts,
                    "fields": zone.fields,
                    "columns": zone.columns,
                    "collapsed": zone.collapsed,
                }
                for zone in self.zones
            ],
            "left": self.left,
            "facts": self.facts,
            "quick": self.quick,
            "tabs": self.tabs,
            "hidden": sorted(self.hidden),
        }

    def arrangement(self) -> Arrangement:
        """What it would be as an arrangement."""
        made = tuple(
            Block(one.key, one.key, tuple(one.fields), one.columns, one.collapsed, one.texts or None)
            for one in self.zones
        )
        return Arrangement(made, frozenset(self.left))

    # ------------------------------------------------------------------ steps

    def step(self, verb: str, entry: str) -> str:
        """One step: up, down, to:<section>, off; of a section also drop; add (entry names where). Unknown ones do
        nothing: what one looks at may be older than what is there. Returns the entry that one goes on with."""
        kind, _colon, name = entry.partition(":")
        if verb in ("up", "down"):
            self._shift(kind, name, -1 if verb == "up" else 1)
        elif verb == "add":
            added = Zone(self._fresh())
            self.zones.insert(self._last(), added)
            return f"zone:{added.key}"
        elif kind == "zone":
            self._dissolve(name)
        elif kind in ASIDE:
            _without(getattr(self, kind), name)
        else:
            self._put(name, verb.partition(":")[2] if verb.startswith("to:") else "")
        return entry

    def _shift(self, kind: str, name: str, step: int) -> None:
        if kind == "zone":
            place = next((number for number, one in enumerate(self.zones) if one.key == name), -1)
            _swap(self.zones, place, step)
            return
        for names in self._lists(kind):
            if name in names:
                _swap(names, names.index(name), step)

    def _lists(self, kind: str) -> Iterator[list[str]]:
        """The lists in which entries of a kind stand."""
        if kind in ("tabs", *ASIDE):
            yield getattr(self, kind)
        else:
            yield from (zone.fields for zone in self.zones)

    def _put(self, name: str, key: str) -> None:
        """A field to the end of a section, or off the page."""
        known = name in self.left or any(name in zone.fields for zone in self.zones)
        target = next((zone.fields for zone in self.zones if zone.key == key), self.left)
        if known:
            for names in (self.left, *(zone.fields for zone in self.zones)):
                _without(names, name)
            target.append(name)
        if target is self.left:
            _without(self.quick, name)

    def _dissolve(self, key: str) -> None:
        """A section goes; its fields can be placed again."""
        for zone in [one for one in self.zones if one.key == key]:
            self.left += zone.fields
            self.zones.remove(zone)

    def _last(self) -> int:
        """Where a new section stands: before what Kith keeps of a record."""
        keys = [zone.key for zone in self.zones]
        return keys.index("keeping") if "keeping" in keys else len(keys)

    def _fresh(self) -> str:
        taken = {zone.key for zone in self.zones}
        return next(key for number in range(1, MOST) if (key := f"own_{number}") not in taken)

    def choose(self, name: str, key: str) -> None:
        """One more field among the facts, or in the short form."""
        if name in ASIDE and key and key not in getattr(self, name):
            getattr(self, name).append(key)


def _zone(post: Any, key: str) -> Zone:
    """A section as the form says it."""
    texts = {code: post.get(f"title|{key}|{code}", "").strip()[:80] for code, _name in settings.LANGUAGES}
    columns = post.get(f"columns|{key}", "0")
    return Zone(
        key,
        {code: text for code, text in texts.items() if text},
        int(columns) if columns in ("1", "2") else 0,
        f"collapsed|{key}" in post,
    )


def _without(names: list[str], name: str) -> None:
    if name in names:
        names.remove(name)


def _swap(items: list[Any], place: int, step: int) -> None:
    if place >= 0 and 0 <= place + step < len(items):
        items[place], items[place + step] = items[place + step], items[place]


def cleaned(draft: Draft, spec: EntitySpec) -> Draft:
    """Without what nobody could have chosen: fields of the sections that the entity does not have."""
    kept = [replace(zone, fields=[key for key in zone.fields if key in spec.fields]) for zone in draft.zones]
    return replace(draft, zones=kept, left=[key for key in draft.left if key in spec.fields])
