"""Lists: rows of an entity with tabs, filters, sort, columns; each change answers with the page's content only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kith.engine.errors import NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.kernel.text import lower_first
from kith.web import cells, forms, shares, slots
from kith.web.addressing import State, conditions, number
from kith.web.columns import columns_of, heads
from kith.web.groups import NEXT, Grouping, more
from kith.web.look import ListPage, Look
from kith.web.pieces import Empty, Link, Ready
from kith.web.responses import page
from kith.web.tabs import ALL
from kith.web.views import massing
from kith.web.views.opening import opened

PAGE = 50


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The list of an entity."""
    look = Look.of(request, spec)
    if not request.GET and look.row.first != ALL:
        return HttpResponseRedirect(look.state.url(view=look.row.first))
    actor, state = look.actor, look.state
    columns = columns_of(spec, actor, look.columns)
    if look.group:
        return grouped(request, look, columns)
    listing = look.listing([one.key for one in columns], sort=look.sort, limit=PAGE)
    found = listing.page(state.cursor or None)
    about = look.page()
    about.total, about.range = totals(listing, state, len(found.rows), more=bool(found.next))
    about.next = state.url(cursor=found.next, at=state.at + len(found.rows)) if found.next else ""
    about.first = state.url(cursor="", at=0) if state.cursor else ""
    about.tools, about.bulk = tools_of(look), bulk_of(look)
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
        row_menu=slots.first("row_menu", spec, actor),
        columns=heads(look, columns, listing.sorting),
        rows=cells.table(spec, columns, found.rows, actor),
        shelves=None,
        empty=emptiness(look, about),
    )


def grouped(request: Any, look: Look, columns: list[FieldSpec]) -> HttpResponse:
    """The list in groups."""
    spec, actor, about = look.spec, look.actor, look.page()
    grouping = Grouping(look, columns)
    shelves = grouping.shelves()
    about.total = shelves.total.count
    about.tools, about.bulk = tools_of(look), bulk_of(look)
    if grouping.sheet.lines.at:
        about.as_of = actor.show.datetime(grouping.sheet.lines.at)
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
        row_menu=slots.first("row_menu", spec, actor),
        columns=heads(look, columns, look.listing(sort=look.sort).sorting),
        rows=shelves.groups,
        shelves=shelves,
        empty=emptiness(look, about),
    )


@opened("GET")
def group_rows(request: Any, spec: EntitySpec) -> HttpResponse:
    """The next rows of a group, and the way to what is left of it then."""
    look = Look.of(request, spec)
    actor, state = look.actor, look.state
    inside = next(iter(conditions(request.GET.get("inside", ""))), None)
    if inside is None:
        raise NotFound
    columns = columns_of(spec, actor, look.columns)
    listing = look.listing([one.key for one in columns], inside, sort=look.sort, limit=NEXT)
    found = listing.page(state.cursor or None)
    left = max(1, number(request.GET.get("left", "")) - len(found.rows))
    return page(
        request,
        "web/group_rows.html",
        fragment="fragments/group_rows.html",
        title=str(spec.label_plural),
        here=spec.key,
        row_menu=slots.first("row_menu", spec, actor),
        columns=heads(look, columns, listing.sorting),
        rows=cells.table(spec, columns, found.rows, actor),
        more=more(look, inside, found.next, left=left),
    )


def totals(listing: Listing, state: State, shown: int, *, more: bool) -> tuple[str, str]:
    """How many there are, counted only as far as that is cheap, and which of them are on this page."""
    said = listing.actor.show.number
    if not state.cursor and not more:
        count, exact = shown, True
    else:
        count, exact = listing.count(known=state.at + shown)
    total = said(count) if exact else f"{said(count)}+"
    if not shown:
        return total, ""
    span = f"{said(state.at + 1)}–{said(state.at + shown)}"
    return total, _("%(span)s of %(total)s") % {
        "span": span,
        "total": total,
    } if more or state.at else ngettext("%(count)s row", "%(count)s rows", count) % {"count": total}


def tools_of(look: Look) -> list[Link]:
    """What changes how the rows are shown."""
    spec, state = look.spec, look.state
    tools = [
        Link(
            pgettext("list", "Group"),
            state.url(f"/{spec.plural}/group/"),
            "stack-2",
            current=bool(look.group),
        ),
        Link(pgettext("list", "Sort"), state.url(f"/{spec.plural}/sort/"), "arrows-sort"),
        Link(_("Columns"), state.url(f"/{spec.plural}/columns/"), "columns-3"),
    ]
    if slots.filled("save_view"):
        tools.append(Link(_("Save view"), state.url(f"/{spec.plural}/save-view/"), "device-floppy"))
    return tools


def bulk_of(look: Look) -> list[Link]:
    """What can be done with chosen rows; the addresses say what one looks at, for those who choose all of it."""
    spec, actor = look.spec, look.actor
    reach, may = actor.access.reach, forms.writable(spec, actor)

    def link(verb: str, label: Any, icon: str, **more: Any) -> Link:
        return Link(str(label), look.state.url(f"/{spec.plural}/bulk/{verb}/", cursor="", at=0), icon, **more)

    found = []
    if reach(spec.key, "mass_update"):
        found.append(link("update", pgettext("button", "Change"), "pencil"))
        if any(one.type.key == "tags" for one in may.values()):
            found.append(link("tag", pgettext("button", "Tag"), "tag"))
    if reach(spec.key, "assign") and reach(spec.key, "mass_update") and "owner" in may:
        found.append(link("assign", _("Assign"), "user-check"))
    if reach(spec.key, "share") and shares.sharable(spec):
        found.append(link("share", _("Share"), "share"))
    found += [
        link(action.name, action.label, action.icon)
        for action in spec.actions.values()
        if action.many and reach(spec.key, action.name)
    ]
    found += [plugged(one, link) for one in slots.gather("bulk", spec, actor)]
    if reach(spec.key, "delete"):
        found.append(link("delete", _("Delete"), "trash", danger=True))
    return found


def plugged(one: Link | Ready, link: Callable[..., Link]) -> Link:
    """A button that a feature has above chosen rows."""
    if isinstance(one, Link):
        return one
    found = link(one.verb, one.label, one.icon)
    found.href = massing.filled(found.href, one.values)
    return found


def emptiness(look: Look, about: ListPage) -> Empty:
    """What an empty list says: widen the search, or make the first one."""
    spec, state = look.spec, look.state
    every = Link(_("Show all"), state.path)
    if state.q or state.where or look.chosen or look.scene is None:
        return Empty("search", _("Nothing fits"), _("Try fewer words or filters."), [every])
    if look.scene.key:
        create = [about.create] if about.create and look.scene.key == "mine" else []
        return Empty(spec.icon, look.scene.empty or _("Nothing here yet"), "", [*create, every])
    actions = [about.create] if about.create else []
    actions += [link for link in about.menu if link.key == "import"]
    text = (
        _("Create the first one, or bring yours along from a file.")
        if about.create
        else _("Nothing is shared with you yet.")
    )
    return Empty(
        spec.icon, _("No %(things)s yet") % {"things": lower_first(str(spec.label_plural))}, text, actions
    )
