"""A look at many records: what address, tab and saved view say together, and what is said around the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.utils.translation import gettext as _

from kith.engine import plugs
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import Node
from kith.engine.listing import Listing
from kith.engine.plugs import SavedLook
from kith.engine.spec import EntitySpec
from kith.web import filtering, slots
from kith.web.addressing import State
from kith.web.frame import lower_first
from kith.web.pieces import Chip, Link

Preset = tuple[str, str, Any]
KINDS = {"list": "", "board": "board/", "calendar": "calendar/", "report": "report/"}


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
    filterable: list[Link]
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
    """What one person looks at. `conditions` come from the tab or saved view, beneath the filters of the address."""

    spec: EntitySpec
    actor: Actor
    kind: str
    state: State
    saved: Sequence[SavedLook] = ()
    conditions: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, request: Any, spec: EntitySpec, kind: str = "list") -> Self:
        """The look that a request asks for. Raises Malformed."""
        actor = request.actor
        look = cls(spec, actor, kind, State.of(f"/{spec.plural}/{KINDS[kind]}", request.GET))
        look.saved = plugs.views_for(spec, actor)
        look.conditions = [
            where for key, _label, where in presets(spec, actor) if key == look.state.view and where
        ]
        if look.chosen and look.chosen.where:
            look.conditions.append(look.chosen.where)
        return look

    @property
    def chosen(self) -> SavedLook | None:
        """The saved view that is open, if one is."""
        return next((one for one in self.saved if str(one.id) == self.state.view), None)

    @property
    def sort(self) -> tuple[str, ...]:
        """The order: of the address, else of the saved view."""
        return self.state.sort or (self.chosen.sort if self.chosen else ())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns: of the address, else of the saved view."""
        return self.state.columns or (self.chosen.columns if self.chosen else ())

    def where(self, *more: Any) -> Node | None:
        """Everything that chooses records, and `more`. Raises Malformed, UnknownField."""
        return self.state.condition(self.spec, self.actor, *self.conditions, *more)

    def listing(self, fields: Sequence[str] = (), *more: Any, **options: Any) -> Listing:
        """The listing of what is looked at, narrowed by `more`."""
        return Listing(
            self.spec, self.actor, fields=fields, where=self.where(*more), text=self.state.q, **options
        )

    def tabs(self) -> list[Link]:
        """The tabs over the records; one alone is none."""
        clean = replace(self.state, where=(), q="", sort=(), columns=(), cursor="", at=0)
        every = [(key, label) for key, label, _where in presets(self.spec, self.actor)]
        every += [(str(one.id), one.name) for one in self.saved]
        found = [Link(label, clean.url(view=key), current=key == self.state.view) for key, label in every]
        return found if len(found) > 1 else []

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
            bare=state.url(q="", where=()) if state.q or state.where else "",
            filterable=filtering.offered(spec, self.actor, state),
            kinds=self.kinds(),
            menu=[*slots.gather("list_menu", spec, self.actor, state), *self.exports()],
            create=Link(label, f"/{spec.plural}/new/") if may_create else None,
        )

    def chips(self) -> list[Chip]:
        """The conditions of the saved view and the filters on top of it; each can be taken away.

        Without one of its conditions it is not that view any more, but keeps its order and columns.
        """
        spec, actor, state = self.spec, self.actor, self.state
        own = filtering.chips(spec, actor, state.where, lambda rest: state.url(where=rest))
        if self.chosen is None:
            return own

        def without(rest: Sequence[Any]) -> str:
            where = (*rest, *state.where)
            return state.url(view="", where=where, sort=self.sort, columns=self.columns)

        return [*filtering.chips(spec, actor, filtering.parts_of(self.chosen.where), without), *own]

    def kinds(self) -> list[Link]:
        """The ways to look at these records; what is looked at stays when the way changes."""
        spec = self.spec
        ways = [("list", _("List"), "list", True), ("board", _("Board"), "layout-kanban", bool(spec.board))]
        ways.append(("calendar", _("Calendar"), "calendar", bool(spec.entity.calendar)))
        ways.append(("report", _("Report"), "chart-bar", True))
        same = replace(self.state, cursor="", at=0, group="", day="")
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
            Link(
                _("Export as %(format)s") % {"format": word.upper()},
                f"{same}{join}format={word}",
                "download",
                download=True,
            )
            for word in plugs.exporters
        ]


def presets(spec: EntitySpec, actor: Actor) -> list[Preset]:
    """The tabs that every entity has: key, label, condition."""
    found: list[Preset] = [("", _("All"), None)]
    if spec.entity.group != "settings" and actor.access.reach(spec.key, "read") > Reach.OWN:
        found.append(("mine", _("Mine"), {"field": "owner", "op": "is", "value": "me"}))
        if actor.access.teams:
            found.append(("team", _("My team"), {"field": "team", "op": "in", "value": ["my_team"]}))
        if actor.unit_id:
            found.append(("unit", _("My unit"), {"field": "unit", "op": "is", "value": "my_unit"}))
    return found
