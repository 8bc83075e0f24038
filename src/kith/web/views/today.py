"""Today: what is mine to do now, from everything that plugs in; without anything, what to begin with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from babel.dates import format_date
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import plugs, registry
from kith.engine.actor import Actor
from kith.engine.plugs import HomeRow, HomeSection
from kith.kernel import clock
from kith.web import cells
from kith.web.frame import Frame
from kith.web.pieces import Empty, Panel, Todo
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The first page of the day."""
    actor = request.actor
    panels = [panel(section, actor) for section in plugs.home_sections(actor)]
    today = clock.today(actor.time_zone)
    day = format_date(
        today, "EEEE, d MMMM" if actor.language != "zh-hans" else "M月d日 EEEE", locale=actor.show.locale
    )
    frame = Frame(request)
    empty = Empty(
        "sunrise",
        _("A quiet day"),
        _("Your tasks, visits and deals appear here."),
        [*frame.places[1:2], *frame.create[:1]],
    )
    return page(
        request,
        "web/today.html",
        title=_("Today"),
        here="today",
        day=day,
        greeting=greeting(actor),
        columns=spread(panels),
        empty=empty,
    )


def greeting(actor: Actor) -> str:
    """A greeting that fits the hour where the person is."""
    hour = timezone.localtime(clock.now()).hour
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s") % {"name": given_name(actor.name)}
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": given_name(actor.name)}
    return _("Good afternoon, %(name)s") % {"name": given_name(actor.name)}


def given_name(name: str) -> str:
    """What one is called by: the first word; a Chinese name stays whole."""
    return name.split(maxsplit=1)[0] if name.split() else name


def panel(section: HomeSection, actor: Actor) -> Panel:
    """A section as a panel."""
    items = [todo(row, actor) for row in section.rows]
    return Panel(
        section.key,
        section.title,
        section.icon,
        items,
        count=str(len(items)) if items else "",
        href=section.more,
        link=_("Show all") if section.more else "",
        empty=section.empty or _("Nothing here."),
    )


def todo(row: HomeRow, actor: Actor) -> Todo:
    """A row with its date as people say it, and the one change that does it."""
    href = cells.address(row.entity, row.record_id)
    when, iso = said(row.at, actor)
    done = f"{href}{row.action}/" if row.action else ""
    return Todo(
        row.title,
        href,
        row.note,
        when=when,
        iso=iso,
        late=row.late,
        done=done,
        done_label=row.action_label or pgettext("button", "Done"),
        icon=registry.spec(row.entity).icon,
    )


def said(at: Any, actor: Actor) -> tuple[str, str]:
    """A day or moment: the hour when it is today, else the day."""
    if at is None:
        return "", ""
    today = clock.today(actor.time_zone)
    if isinstance(at, dt.datetime):
        local = timezone.localtime(at)
        return (
            f"{local:%H:%M}" if local.date() == today else short(local.date(), today, actor)
        ), at.isoformat()
    return short(at, today, actor), at.isoformat()


def short(day: dt.date, today: dt.date, actor: Actor) -> str:
    """A day as people say it."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get((day - today).days)
    return near or cells.short_day(day, today, actor)


def spread(panels: list[Panel]) -> list[list[Panel]]:
    """Two columns: full panels first, one after the other to where there is more room."""
    full = [one for one in panels if one.items] + [one for one in panels if not one.items]
    columns: list[list[Panel]] = [[], []]
    heights = [0.0, 0.0]
    for one in full:
        place = 0 if heights[0] <= heights[1] * 1.4 else 1
        columns[place].append(one)
        heights[place] += 2 + len(one.items)
    return columns if columns[1] else columns[:1]
