"""Today: what is mine to do now, from everything that plugs in; without anything, what to begin with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from babel.dates import format_date
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import home
from kith.engine.actor import Actor
from kith.kernel import clock
from kith.kernel.text import lower_first
from kith.web.frame import Frame
from kith.web.pieces import Choice, Empty, Link
from kith.web.planning import panel
from kith.web.responses import page
from kith.web.views.opening import opened

WEEK = 7


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The first page of the day."""
    actor = request.actor
    sections = home.sections(actor)
    today = clock.today(actor.time_zone)
    frame = Frame(request, "today")
    return page(
        request,
        "web/today.html",
        frame=frame,
        title=_("Today"),
        day=said_day(today, actor),
        greeting=greeting(actor),
        outlook=outlook(sections),
        columns=[[panel(one, actor) for one in sections if one.aside is aside] for aside in (False, True)],
        days=days(today, actor),
        empty=nothing(frame),
    )


def said_day(day: dt.date, actor: Actor) -> str:
    """A day with its weekday, as one says it."""
    pattern = "EEEE, d MMMM" if actor.language != "zh-hans" else "M月d日 EEEE"
    return format_date(day, pattern, locale=actor.show.locale)


def outlook(sections: list[home.HomeSection]) -> str:
    """The day in one line: how much there is to do, and how much of it is late."""
    to_do = [one for one in sections if not one.aside and not one.look]
    rows = [row for one in to_do for row in one.rows if not row.over]
    rest = sum(max(more.total - home.FEW, 0) for one in to_do for more in one.more)
    count, late = len(rows) + rest, sum(1 for row in rows if row.late)
    if not count:
        return ""
    text = ngettext("%(count)s thing to do", "%(count)s things to do", count) % {"count": count}
    if not late:
        return text
    return f"{text} · " + ngettext("%(count)s is late", "%(count)s are late", late) % {"count": late}


def days(today: dt.date, actor: Actor) -> list[Choice]:
    """The days that one click puts something off to."""
    tomorrow = today + dt.timedelta(days=1)
    monday = today + dt.timedelta(days=WEEK - today.weekday())
    month = today + dt.timedelta(days=4 * WEEK)
    known = ((tomorrow, _("Tomorrow")), (monday, _("Next week")), (month, _("In four weeks")))
    return [Choice(day.isoformat(), label, said_day(day, actor)) for day, label in known]


def nothing(frame: Frame) -> Empty:
    """What a day without anything says, and what to do with it."""
    create = [
        Link(_("New %(thing)s") % {"thing": lower_first(one.label)}, one.href, one.icon)
        for one in frame.create[:1]
    ]
    return Empty(
        "sunrise",
        _("Nothing waits for you"),
        _("Good work. A quiet hour is a good one to call somebody whom you have not heard of for long."),
        [*frame.places[1:2], *create],
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
