"""The tabs over a list as one person has them: which opens first, in which order, and what can be done with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext as _

from kith.engine.plugs import SavedLook, Scene
from kith.engine.spec import EntitySpec
from kith.web.addressing import State
from kith.web.pieces import Deed

ALL = "all"
"""What the tab of all records is called where another one opens first."""
MOST = 200


@dataclass(frozen=True)
class Habit:
    """What a person settled for one entity's tabs: the one that opens first, and their order."""

    first: str = ""
    order: tuple[str, ...] = ()

    @classmethod
    def of(cls, user: Any, spec: EntitySpec) -> Self:
        """The habit kept with a user."""
        kept: Mapping[str, Any] = user.preferences.get("tabs", {}).get(spec.key, {})
        return cls(kept.get("first", ""), tuple(kept.get("order", ())))

    def kept(self, user: Any, spec: EntitySpec) -> dict[str, Any]:
        """The habits of a user with this one."""
        known = user.preferences.get("tabs", {})
        return {**known, spec.key: {"first": self.first, "order": self.order[:MOST]}}


@dataclass(slots=True)
class Tab:
    """One tab; `menu` is what can be done with it, only the open one has it."""

    key: str
    label: str
    href: str = ""
    current: bool = False
    changed: bool = False
    count: str = ""
    menu: Sequence[Deed] = ()


@dataclass
class Tabs:
    """The tabs of one entity for one person, who looks at `state`."""

    spec: EntitySpec
    state: State
    scenes: Sequence[Scene]
    saved: Sequence[SavedLook]
    habit: Habit = field(default_factory=Habit)

    @cached_property
    def known(self) -> list[Tab]:
        """All tabs in this person's order, by their keys; those that came later stand at the end."""
        found = [Tab(scene.key or ALL, scene.label) for scene in self.scenes]
        found += [Tab(str(one.id), one.name) for one in self.saved]
        order = {key: place for place, key in enumerate(self.habit.order)}
        return sorted(found, key=lambda tab: order.get(tab.key, len(order)))

    @cached_property
    def first(self) -> str:
        """The tab that opens when no other is asked for: this person's choice, else what a shared view says."""
        if self.habit.first in {tab.key for tab in self.known}:
            return self.habit.first
        return next((str(one.id) for one in self.saved if one.default), ALL)

    @property
    def open(self) -> str:
        """The key of the open tab."""
        return self.state.view or ALL

    def links(self, *, changed: bool, own: Sequence[Deed]) -> list[Tab]:
        """The tabs as links, the open one with its menu, which begins with `own`; one alone is none."""
        state, listed = self.state, self.state.path == f"/{self.spec.plural}/"
        clean = replace(state, where=(), off=(), q="", sort=(), columns=(), open=())
        clean = replace(clean, group="" if listed else state.group)
        found = self.known if len(self.known) > 1 else []
        for place, tab in enumerate(found):
            tab.href = clean.url(view="" if tab.key == ALL == self.first else tab.key)
            tab.current = tab.key == self.open
            if tab.current:
                tab.changed, tab.menu = changed, merged(own, self.deeds(place))
        return found

    def deeds(self, place: int) -> list[Deed]:
        """What everybody can do with a tab: let it open first, move it."""
        key, address = self.open, f"/{self.spec.plural}/tabs/"
        opens, found = self.first == key, []
        if not opens or key != ALL:
            found.append(
                Deed(_("Open first"), address, "home", [("do", "first"), ("tab", key)], chosen=opens)
            )
        if place:
            found.append(Deed(_("Move left"), address, "arrow-left", [("do", "left"), ("tab", key)]))
        if place < len(self.known) - 1:
            found.append(Deed(_("Move right"), address, "arrow-right", [("do", "right"), ("tab", key)]))
        return found

    def moved(self, key: str, step: int) -> Habit:
        """The habit with one tab a place further to the left or right."""
        keys = [tab.key for tab in self.known]
        at = keys.index(key)
        keys.insert(max(0, at + step), keys.pop(at))
        return replace(self.habit, order=tuple(keys))

    def opening(self, key: str) -> Habit:
        """The habit in which a tab opens first, or no longer."""
        return replace(self.habit, first=ALL if self.first == key else key)


def merged(own: Sequence[Deed], common: Sequence[Deed]) -> list[Deed]:
    """The menu of a tab: what is done, then what is chosen, last what takes it away."""
    plain = [deed for deed in own if deed.chosen is None and not deed.danger]
    chosen = [deed for deed in own if deed.chosen is not None]
    return [*plain, *common, *chosen, *(deed for deed in own if deed.danger)]
