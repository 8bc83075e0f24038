"""Lists: rows of an entity with tabs, filters, sort, columns; each change answers with the rows only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import plugs
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.web import cells, filtering, slots
from kith.web.addressing import State
from kith.web.frame import lower_first
from kith.web.pieces import Chip, Empty, Head, Link
from kith.web.responses import page
from kith.web.views.opening import opened

PAGE = 50


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
    sentence: str = ""


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The list of an entity."""
    actor = request.actor
    state = State.of(f"/{spec.plural}/", request.GET)
    tabs, preset, shown = tabs_of(spec, actor, state)
    columns = columns_of(spec, actor, shown.columns)
    listing = Listing(
        spec, actor, fields=[one.key for one in columns], where=state.condition(spec, actor, *preset),
        sort=shown.sort, text=state.q, limit=PAGE,
    )  # fmt: skip
    found = listing.page(state.cursor or None)
    about = around(spec, actor, state, "list")
    about.total, about.range = totals(listing, state, len(found.rows), more=bool(found.next))
    about.next = state.url(cursor=found.next, at=state.at + len(found.rows)) if found.next else ""
    about.first = state.url(cursor="", at=0) if state.cursor else ""
    about.tools, about.bulk = tools_of(spec, state), bulk_of(spec, actor)
    return page(
        request, "web/list.html", fragment="fragments/list.html", title=about.title, here=spec.key, url=about.here,
        page=about, tabs=tabs, tabs_label=_("Views"), columns=heads(spec, columns, state, shown.sort),
        rows=cells.table(spec, columns, found.rows, actor), empty=emptiness(spec, actor, state, about),
    )  # fmt: skip


def around(spec: EntitySpec, actor: Actor, state: State, kind: str) -> ListPage:
    """Title, search, filters, ways to view and create: the same on every page of many records."""
    reach = actor.access.reach
    label = lower_first(str(spec.label))
    create = (
        Link(_("New %(thing)s") % {"thing": label}, f"/{spec.plural}/new/")
        if reach(spec.key, "create")
        else None
    )
    return ListPage(
        title=str(spec.label_plural),
        href=state.path,
        here=state.url(),
        q=state.q,
        hidden=state.hidden("q"),
        chips=filtering.chips(spec, actor, state),
        bare=state.url(q="", where=()),
        filterable=filtering.offered(spec, actor, state),
        kinds=kinds_of(spec, state, kind),
        menu=[*slots.gather("list_menu", spec, actor, state), *exports(spec, actor, state)],
        create=create,
    )


def exports(spec: EntitySpec, actor: Actor, state: State) -> list[Link]:
    """What one looks at as a file, in each format that somebody can write."""
    if not actor.access.reach(spec.key, "export"):
        return []
    same = state.url(f"/{spec.plural}/export/", cursor="", at=0)
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


def kinds_of(spec: EntitySpec, state: State, current: str) -> list[Link]:
    """The ways to look at an entity's records; what one looks at stays when the way changes."""
    ways = [("list", _("List"), "list", "")]
    if spec.board:
        ways.append(("board", _("Board"), "layout-kanban", "board/"))
    if spec.entity.calendar:
        ways.append(("calendar", _("Calendar"), "calendar", "calendar/"))
    ways.append(("report", _("Report"), "chart-bar", "report/"))
    same = {"cursor": "", "at": 0, "group": "", "day": ""}
    return [
        Link(label, state.url(f"/{spec.plural}/{tail}", **same), icon, current=key == current)
        for key, label, icon, tail in ways
    ]


def presets(spec: EntitySpec, actor: Actor) -> list[tuple[str, str, Any]]:
    """The tabs that every entity has: key, label, condition."""
    found = [("", _("All"), None)]
    if spec.entity.group != "settings" and actor.access.reach(spec.key, "read") > Reach.OWN:
        found.append(("mine", _("Mine"), {"field": "owner", "op": "is", "value": "me"}))
        if actor.access.teams:
            found.append(("team", _("My team"), {"field": "team", "op": "in", "value": ["my_team"]}))
        if actor.unit_id:
            found.append(("unit", _("My unit"), {"field": "unit", "op": "is", "value": "my_unit"}))
    return found


def tabs_of(spec: EntitySpec, actor: Actor, state: State) -> tuple[list[Link], list[Any], State]:
    """The tabs over the list, the conditions of the open one, and the state with what a saved view lays beneath it."""
    known = presets(spec, actor)
    looks = plugs.views_for(spec, actor)
    clean = {"where": (), "q": "", "sort": (), "columns": ()}
    tabs = [
        Link(label, state.url(view=key, **clean), current=key == state.view) for key, label, _where in known
    ]
    tabs += [
        Link(look.name, state.url(view=str(look.id), **clean), current=str(look.id) == state.view)
        for look in looks
    ]
    preset = [where for key, _label, where in known if key == state.view and where]
    look = next((look for look in looks if str(look.id) == state.view), None)
    if look is not None:
        preset += [look.where] if look.where else []
        state = replace(state, sort=state.sort or look.sort, columns=state.columns or look.columns)
    return (tabs if len(tabs) > 1 else []), preset, state


def columns_of(spec: EntitySpec, actor: Actor, wanted: tuple[str, ...]) -> list[FieldSpec]:
    """The columns to show: the title first, then the wanted or standard ones that this person may read."""
    readable = spec.readable(actor)
    keys = [spec.title, *(key for key in wanted or spec.columns if key != spec.title)]
    return [
        readable[key]
        for key in dict.fromkeys(keys)
        if key in readable and readable[key].type.listed or key == spec.title and key in readable
    ]


def heads(spec: EntitySpec, columns: list[FieldSpec], state: State, sort: tuple[str, ...]) -> list[Head]:
    """Heads of the columns; pressing one sorts by it, pressing it again turns the order round."""
    by = (sort or (spec.sort,))[0]
    found = []
    for column in columns:
        head = Head(str(column.label), "number" if column.type.align == "end" else "")
        if column.type.sortable:
            up = by == column.key
            head.href = state.url(sort=(f"-{column.key}" if up else column.key,))
            head.sorted = "" if by.lstrip("-") != column.key else "ascending" if up else "descending"
        found.append(head)
    return found


def totals(listing: Listing, state: State, shown: int, *, more: bool) -> tuple[str, str]:
    """How many there are, counted only as far as that is cheap, and which of them are on this page."""
    number = listing.actor.show.number
    if not state.cursor and not more:
        count, exact = shown, True
    else:
        count, exact = listing.count()
    total = number(count) if exact else f"{number(count)}+"
    if not shown:
        return total, ""
    span = f"{number(state.at + 1)}–{number(state.at + shown)}"
    return total, _("%(span)s of %(total)s") % {
        "span": span,
        "total": total,
    } if more or state.at else ngettext("%(count)s row", "%(count)s rows", count) % {"count": total}


def tools_of(spec: EntitySpec, state: State) -> list[Link]:
    """What changes how the rows are shown."""
    query = state.url(f"/{spec.plural}/columns/")
    tools = [Link(_("Columns"), query, "columns-3")]
    if slots.filled("save_view"):
        tools.append(Link(_("Save view"), state.url(f"/{spec.plural}/save-view/"), "device-floppy"))
    return tools


def bulk_of(spec: EntitySpec, actor: Actor) -> list[Link]:
    """What can be done with chosen rows."""
    reach, base = actor.access.reach, f"/{spec.plural}/bulk"
    found = []
    if reach(spec.key, "mass_update"):
        found.append(Link(_("Change"), f"{base}/update/", "pencil"))
    if reach(spec.key, "assign") and reach(spec.key, "mass_update"):
        found.append(Link(_("Assign"), f"{base}/assign/", "user-check"))
    found += [
        Link(str(action.label), f"{base}/{action.name}/", action.icon)
        for action in spec.actions.values()
        if action.many and reach(spec.key, action.name)
    ]
    if reach(spec.key, "delete"):
        found.append(Link(_("Delete"), f"{base}/delete/", "trash", danger=True))
    return found


def emptiness(spec: EntitySpec, actor: Actor, state: State, about: ListPage) -> Empty:
    """What an empty list says: widen the search, or make the first one."""
    if state.q or state.where or state.view:
        return Empty(
            "search", _("Nothing fits"), _("Try fewer words or filters."), [Link(_("Show all"), state.path)]
        )
    actions = [about.create] if about.create else []
    actions += [link for link in about.menu if link.icon == "file-import"]
    text = (
        _("Create the first one, or bring yours along from a file.")
        if about.create
        else _("Nothing is shared with you yet.")
    )
    return Empty(
        spec.icon, _("No %(things)s yet") % {"things": lower_first(str(spec.label_plural))}, text, actions
    )
