"""Sections of the home page as panels: dates as people say them, one-click changes as forms, counts as a tally."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.home import COUNTED, FEW, HomeCount, HomeRow, HomeSection, More, Move
from kith.kernel import clock
from kith.web import cells
from kith.web.cells import LINKS
from kith.web.pieces import Link, Panel, Tally, Tile, Todo

MORNING = "09:00"


def panel(section: HomeSection, actor: Actor) -> Panel:
    """A section as a panel; what is more than a few rows is one click away."""
    items = (
        [todo(row, actor) for row in section.rows[:FEW]]
        if not section.timed
        else line_of_hours(section, actor)
    )
    total = sum(more.total for more in section.more) or len(section.rows)
    return Panel(
        section.key,
        section.title,
        section.icon,
        items,
        tiles=[tile(one) for one in section.tiles],
        tally=tally(section.counts),
        count=capped(total) if section.rows else "",
        href=section.more[0].href if len(section.more) == 1 else "",
        more=ways(section),
        timed=section.timed,
    )


def capped(number: int) -> str:
    """A number as far as it was counted."""
    return f"{COUNTED}+" if number > COUNTED else str(number)


def ways(section: HomeSection) -> list[Link]:
    """The lists behind the rows, when they hold more than is shown."""
    if len(section.rows) <= FEW and not any(more.total > FEW for more in section.more):
        return []
    if len(section.more) == 1:
        return [
            Link(_("Show all %(count)s") % {"count": capped(section.more[0].total)}, section.more[0].href)
        ]

    def named(more: More) -> str:
        return f"{more.label} · {capped(more.total)}"

    return [Link(named(more), more.href) for more in section.more]


def line_of_hours(section: HomeSection, actor: Actor) -> list[Todo]:
    """The rows of a day with a mark where it is now."""
    now = clock.now()
    before = [row for row in section.rows if isinstance(row.at, dt.datetime) and row.at <= now]
    mark = Todo(_("Now"), "", when=f"{timezone.localtime(now):%H:%M}", iso=now.isoformat(), marker=True)
    items = [todo(row, actor) for row in section.rows]
    for item, row in zip(items, section.rows, strict=True):
        item.when += f"–{timezone.localtime(row.ends_at):%H:%M}" if row.ends_at else ""
    return [*items[: len(before)], mark, *items[len(before) :]]


def todo(row: HomeRow, actor: Actor) -> Todo:
    """A row with its date as people say it, and what one click does with it."""
    when, iso = left(row.at) if row.countdown and isinstance(row.at, dt.datetime) else said(row.at, actor)
    made = Todo(
        row.title,
        row.href or cells.address(row.entity, row.record_id),
        row.note,
        figure=row.figure,
        when=when,
        iso=iso,
        late=row.late,
        over=row.over,
        key=f"{row.entity}-{row.record_id}",
        icon="circle-check" if row.over else registry.spec(row.entity).icon if row.entity else "",
        call=LINKS["phone"](row.phone) if row.phone else "",
        done=row.done,
        nonce=secrets.token_hex(12),
    )
    if row.move is not None:
        made.form, made.move_label, made.move_icon = row.move.form, row.move.label, row.move.icon
        made.move = moving(row, row.move)
    return made


def moving(row: HomeRow, move: Move) -> dict[str, Any]:
    """What the menu of days needs: where to send which values, and the hour that stays."""
    hour = ""
    if move.timed:
        hour = f"{timezone.localtime(row.at):%H:%M}" if isinstance(row.at, dt.datetime) else MORNING
    return {"address": move.address, "name": move.name, "values": dict(move.values), "hour": hour}


def tile(one: Any) -> Tile:
    """A figure; a share is drawn in percent."""
    percent = None if one.share is None else max(0, min(100, round(one.share * 100)))
    return Tile(one.label, one.text, one.href, percent)


def tally(counts: Any) -> Tally | None:
    """Who has how much of what: the whole team first, then whoever has most."""
    if not counts:
        return None
    heads = list(dict.fromkeys(count.label for count in counts))
    people: dict[int | None, dict[str, HomeCount]] = {}
    for count in counts:
        people.setdefault(count.person, {})[count.label] = count
    names = directory().people
    order = sorted(
        people, key=lambda one: (one is not None, -sum(item.number for item in people[one].values()))
    )

    def line(person: int | None) -> tuple[str, list[Link | None]]:
        found = people[person]
        name = names[person].name if person is not None else _("Everybody")
        return name, [
            Link(str(found[head].number), found[head].href) if head in found else None for head in heads
        ]

    shown = order[: FEW + 1]
    return Tally(heads, [line(person) for person in shown], len(order) - len(shown))


def left(at: dt.datetime) -> tuple[str, str]:
    """How much time is left until a moment, or how long ago it was."""
    minutes = round((at - clock.now()).total_seconds() / 60)
    text = _("%(time)s left") if minutes >= 0 else _("%(time)s late")
    return text % {"time": length(abs(minutes))}, at.isoformat()


def length(minutes: int) -> str:
    """A length of time in its largest unit."""
    if minutes < 60:
        return ngettext("%(count)s min", "%(count)s min", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(count)s h", "%(count)s h", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def said(at: Any, actor: Actor) -> tuple[str, str]:
    """A day or moment: the hour when it is today, else the day."""
    if at is None:
        return "", ""
    today = clock.today(actor.time_zone)
    if isinstance(at, dt.datetime):
        local = timezone.localtime(at)
        text = f"{local:%H:%M}" if local.date() == today else short(local.date(), today, actor)
        return text, at.isoformat()
    return short(at, today, actor), at.isoformat()


def short(day: dt.date, today: dt.date, actor: Actor) -> str:
    """A day as people say it."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get((day - today).days)
    return near or cells.short_day(day, today, actor)
