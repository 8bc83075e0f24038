"""Lists: rows of an entity with tabs, filters, sort, columns; each change answers with the page's content only."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.web import cells, slots
from kith.web.addressing import State
from kith.web.frame import lower_first
from kith.web.look import ListPage, Look
from kith.web.pieces import Empty, Head, Link
from kith.web.responses import page
from kith.web.views.opening import opened

PAGE = 50


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The list of an entity."""
    look = Look.of(request, spec)
    actor, state = look.actor, look.state
    columns = columns_of(spec, actor, look.columns)
    listing = look.listing([one.key for one in columns], sort=look.sort, limit=PAGE)
    found = listing.page(state.cursor or None)
    about = look.page()
    about.total, about.range = totals(listing, state, len(found.rows), more=bool(found.next))
    about.next = state.url(cursor=found.next, at=state.at + len(found.rows)) if found.next else ""
    about.first = state.url(cursor="", at=0) if state.cursor else ""
    about.tools, about.bulk = tools_of(spec, state), bulk_of(spec, actor)
    return page(
        request,
        "web/list.html",
        fragment="fragments/list.html",
        title=about.title,
        here=spec.key,
        url=about.here,
        page=about,
        tabs=look.tabs(),
        tabs_label=_("Views"),
        columns=heads(look, columns, listing.sorting),
        rows=cells.table(spec, columns, found.rows, actor),
        empty=emptiness(spec, state, about),
    )


def columns_of(spec: EntitySpec, actor: Actor, wanted: tuple[str, ...]) -> list[FieldSpec]:
    """The columns to show: the title first, then the wanted or standard ones that this person may read."""
    readable = spec.readable(actor)
    keys = [spec.title, *(key for key in wanted or spec.columns if key != spec.title)]
    return [
        readable[key]
        for key in dict.fromkeys(keys)
        if (key in readable and readable[key].type.listed) or (key == spec.title and key in readable)
    ]


def heads(look: Look, columns: list[FieldSpec], sorting: str) -> list[Head]:
    """Heads of the columns; pressing one sorts by it, pressing it again turns the order round."""
    by, state = sorting.partition(",")[0], look.state
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
        count, exact = listing.count(known=state.at + shown)
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
        found.append(Link(pgettext("button", "Change"), f"{base}/update/", "pencil"))
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


def emptiness(spec: EntitySpec, state: State, about: ListPage) -> Empty:
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
