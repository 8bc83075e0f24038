"""A look at many records: what address, tab and saved view say together, and what is said around the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.actor import Actor
from kith.engine.condition import Node
from kith.engine.listing import Listing
from kith.engine.plugs import SavedLook, Scene
from kith.engine.spec import EntitySpec
from kith.kernel.text import lower_first
from kith.web import filtering, scenes, slots
from kith.web.addressing import State, mark
from kith.web.pieces import Chip, Link
from kith.web.tabs import ALL, Habit, Tab, Tabs

NONE = "-"
WIDTHS = "widths"
KINDS = {"list": "", "board": "board/", "calendar": "calendar/", "map": "map/", "report": "report/"}


@dataclass
class ListPage:
    """What list, board, calendar and report say around their records."""

    title: str
    href: str
    here: str
    q: str
    hidden: list[tuple[str, str]]
    chips: list[Chip]
    bare: str
    filter: str
    kinds: list[Link]
    menu: list[Link]
    create: Link | None
    tools: list[Link] = field(default_factory=list)
    bulk: list[Link] = field(default_factory=list)
    total: str = ""
    range: str = ""
    first: str = ""
    next: str = ""
    as_of: str = ""


@dataclass
class Look:
    """What one person looks at: a tab or saved view, with the filters of the address on top of it."""

    spec: EntitySpec
    actor: Actor
    kind: str
    state: State
    saved: Sequence[SavedLook] = ()
    scenes: Sequence[Scene] = ()
    habit: Habit = field(default_factory=Habit)
    widths: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Any, spec: EntitySpec, kind: str = "list") -> Self:
        """The look that a request asks for. Raises Malformed."""
        actor = request.actor
        look = cls(spec, actor, kind, State.of(f"/{spec.plural}/{KINDS[kind]}", request.GET))
        look.saved = plugs.views_for(spec, actor)
        look.scenes = scenes.of(spec, actor)
        look.widths = request.user.preferences.get(WIDTHS, {}).get(spec.key, {})
        look.habit = Habit.of(request.user, spec)
        return look

    @cached_property
    def chosen(self) -> SavedLook | None:
        """The saved view that is open, if one is."""
        return next((one for one in self.saved if str(one.id) == self.state.view), None)

    @cached_property
    def scene(self) -> Scene | None:
        """The tab that is open, or that the saved view stands on."""
        key = self.chosen.scene if self.chosen else self.state.view
        key = "" if key == ALL else key
        return next((one for one in self.scenes if one.key == key), None)

    @cached_property
    def ids(self) -> Sequence[int] | None:
        """The only records meant, in their order, when the tab names them."""
        return self.scene.ids() if self.scene and self.scene.ids else None

    @property
    def rows(self) -> Q | None:
        """What the tab alone knows of which records are meant."""
        if self.ids is not None:
            return Q(pk__in=self.ids)
        return self.scene.rows if self.scene else None

    @cached_property
    def parts(self) -> list[Any]:
        """The conditions of the saved view that are in force."""
        known = filtering.parts_of(self.chosen.where) if self.chosen else []
        return [part for part in known if mark(part) not in self.state.off]

    @property
    def changed(self) -> bool:
        """Whether the address says something else than the saved view that is open."""
        view, state = self.chosen, self.state
        if view is None:
            return False
        more = bool(state.where) or len(self.parts) < len(filtering.parts_of(view.where))
        return more or (self.sort, self.columns, self.group) != (view.sort, view.columns, view.group)

    @property
    def sort(self) -> tuple[str, ...]:
        """The order: of the address, else of the saved view."""
        return self.state.sort or (self.chosen.sort if self.chosen else ())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns: of the address, else of the saved view."""
        return self.state.columns or (self.chosen.columns if self.chosen else ())

    @property
    def group(self) -> str:
        """What the rows of a list are grouped by: of the address, else of the saved view; NONE takes that away."""
        asked = self.state.group or (self.chosen.group if self.chosen else "")
        return "" if asked == NONE else asked

    def where(self, *more: Any) -> Node | None:
        """Everything that chooses records, and `more`. Raises Malformed, UnknownField."""
        scene = self.scene.where if self.scene else None
        return self.state.condition(self.spec, self.actor, scene, *self.parts, *more)

    def listing(self, fields: Sequence[str] = (), *more: Any, **options: Any) -> Listing:
        """The listing of what is looked at, narrowed by `more`."""
        return Listing(
            self.spec,
            self.actor,
            fields=fields,
            where=self.where(*more),
            text=self.state.q,
            extra=self.scene.rows if self.scene else None,
            only=self.ids,
            **options,
        )

    @cached_property
    def row(self) -> Tabs:
        """The tabs over the records as this person has them."""
        return Tabs(self.spec, self.state, self.scenes, self.saved, self.habit)

    def tabs(self) -> list[Tab]:
        """The tabs as links; one alone is none."""
        own = slots.gather("tab_menu", self) if self.chosen else []
        return self.row.links(changed=self.changed, own=own)

    def page(self) -> ListPage:
        """Title, search, filters, ways to view and create."""
        spec, state = self.spec, self.state
        may_create = self.actor.access.reach(spec.key, "create")
        label = _("New %(thing)s") % {"thing": lower_first(str(spec.label))}
        return ListPage(
            title=str(spec.label_plural),
            href=state.path,
            here=state.url(),
            q=state.q,
            hidden=state.hidden("q"),
            chips=self.chips(),
            bare=state.url(q="", where=(), off=()) if state.q or state.where or state.off else "",
            filter=filtering.address(state, spec),
            kinds=self.kinds(),
            menu=[*slots.gather("list_menu", spec, self.actor, state), *self.exports()],
            create=Link(label, f"/{spec.plural}/new/") if may_create else None,
        )

    def chips(self) -> list[Chip]:
        """The conditions of the saved view and the filters on top of it; each can be taken away."""
        state = self.state
        chips = [
            self._chip(part, self._without(part), replace(self._without(part), where=(part, *state.where)), 0)
            for part in self.parts
        ]
        for place, part in enumerate(state.where):
            rest = (*state.where[:place], *state.where[place + 1 :])
            chips.append(self._chip(part, replace(state, where=rest), state, place))
        return chips

    def _without(self, part: Any) -> State:
        """This look without one condition of the saved view."""
        return replace(self.state, off=(*self.state.off, mark(part)))

    def _chip(self, part: Any, rest: State, edited: State, place: int) -> Chip:
        """The chip of a condition; `edited` is the state in whose filters it stands at `place`."""
        return Chip(
            filtering.told(part, self.spec, self.actor),
            replace(rest, cursor="", at=0).url(),
            filtering.address(edited, self.spec, edit=place),
        )

    def kinds(self) -> list[Link]:
        """The ways to look at these records; what is looked at stays when the way changes."""
        spec = self.spec
        ways = [("list", _("List"), "list", True), ("board", _("Board"), "layout-kanban", bool(spec.board))]
        ways.append(("calendar", _("Calendar"), "calendar", bool(spec.calendar)))
        placed = spec.map is not None and spec.map.place in spec.readable(self.actor)
        ways.append(("map", _("Map"), "map-2", placed))
        ways.append(("report", _("Report"), "chart-bar", True))
        same = replace(self.state, cursor="", at=0, group="", open=(), way="", day="")
        return [
            Link(label, same.url(f"/{spec.plural}/{KINDS[key]}"), icon, current=key == self.kind)
            for key, label, icon, there in ways
            if there
        ]

    def exports(self) -> list[Link]:
        """What is looked at as a file, in each format that somebody can write."""
        if not self.actor.access.reach(self.spec.key, "export"):
            return []
        same = self.state.url(f"/{self.spec.plural}/export/", cursor="", at=0)
        join = "&" if "?" in same else "?"
        return [
            Link(_said(word), f"{same}{join}format={word}", "download", download=True)
            for word in plugs.exporters_of(self.spec)
        ]


def _said(word: str) -> str:
    """What the export in a format is called."""
    if word in plugs.own_formats:
        return plugs.own_formats[word][1]()
    return _("Export as %(format)s") % {"format": word.upper()}
