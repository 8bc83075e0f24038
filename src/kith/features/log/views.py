"""The page of the log, its file, and what a browser tells when a page is printed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import audit, records, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.features.log import asking, telling, writing
from kith.features.log.places import HERE
from kith.kernel import clock
from kith.kernel.numbers import identity
from kith.web.fields import Bound, Option
from kith.web.responses import page
from kith.web.views.opening import known, opened
from kith.web.views.subjects import subjects

SHOWN = 50
FILTERS = ("kind", "who", "entity", "record", "since", "until")


@opened("GET")
def show(request: Any) -> HttpResponse:
    """A page of the log, narrowed by what, who, about what and when."""
    actor = request.actor
    asking.require(actor)
    asked = asked_by(request.GET, actor)
    rows = list(asked.rows(identity(request.GET.get("before", "")))[: SHOWN + 1])
    said = {name: value for name, value in request.GET.items() if value and name in FILTERS}
    older = f"{HERE}?{urlencode({**said, 'before': rows[SHOWN - 1].pk})}" if len(rows) > SHOWN else ""
    return page(
        request, "web/settings.html", title=_("Log"), here="settings", heading=_("Log"),
        subjects=subjects(actor, "log"), inside="log/page.html", fields=filters(request.GET, asked, actor),
        lines=telling.lines(rows[:SHOWN], actor), older=older, narrowed=narrowed(asked, request.GET),
        newest=f"{HERE}?{urlencode(said)}" if request.GET.get("before") else "",
        file=f"{HERE}file/?{urlencode(said)}" if asking.may(actor, "export") else "",
    )  # fmt: skip


def narrowed(asked: asking.Asked, given: Any) -> str:
    """What the log is narrowed to, in a few words."""
    person = directory().people.get(asked.actor or 0)
    about = telling.entity_label(asked.entity) if asked.entity else ""
    number = f"#{asked.record}" if asked.record else ""
    days = "–".join((given.get("since", "")[:10], given.get("until", "")[:10])).strip("–")
    parts = (telling.what(asked.kind), person.name if person else "", f"{about} {number}".strip(), days)
    return " · ".join(part for part in parts if part)


def asked_by(given: Any, actor: Actor) -> asking.Asked:
    """What an address asks for; what it says wrongly is not asked for."""
    return asking.Asked(
        kind=given.get("kind", "")[:30],
        actor=identity(given.get("who", "")),
        entity=given.get("entity", "")[:60],
        record=identity(given.get("record", "")),
        since=day(given.get("since", ""), actor),
        until=day(given.get("until", ""), actor, after=1),
    )


def day(said: str, actor: Actor, after: int = 0) -> dt.datetime | None:
    """The moment at which a day begins where the reader is, or some days after it."""
    try:
        found = dt.date.fromisoformat(said) + dt.timedelta(days=after)
        return dt.datetime.combine(found, dt.time(), ZoneInfo(actor.time_zone))
    except (ValueError, OverflowError):
        return None


def filters(given: Any, asked: asking.Asked, actor: Actor) -> list[Bound]:
    """What narrows the log, as fields of a form."""
    kinds = [Option(key, telling.what(key)) for key in audit.KINDS]
    things = [Option(spec.key, str(spec.label_plural)) for spec in registry.specs()]
    person = directory().people.get(asked.actor or 0)
    who = Bound(
        "who", pgettext("log", "Who"), "reference", str(asked.actor or ""), url="/references/user/",
        text=person.name if person else "",
    )  # fmt: skip
    days = [
        Bound(name, label, "date", given.get(name, "")[:10], input_type="date")
        for name, label in (("since", pgettext("day", "From")), ("until", pgettext("day", "To")))
    ]
    about = Bound(
        "entity",
        pgettext("log", "About"),
        "select",
        asked.entity,
        options=sorted(things, key=lambda one: one.label),
    )
    number = Bound("record", _("Number of the record"), value=str(asked.record or ""), inputmode="numeric")
    return [
        Bound("kind", pgettext("log", "What"), "select", asked.kind, options=kinds),
        who,
        about,
        number,
        *days,
    ]


@opened("GET")
def file(request: Any) -> HttpResponse:
    """What the page shows, as a file; that it was taken out stands in the log."""
    asking.require(request.actor, "export")
    path = writing.write(asked_by(request.GET, request.actor), request.actor)
    opened_file = path.open("rb")
    path.unlink()
    name = f"log {clock.today(request.actor.time_zone):%Y-%m-%d}.csv"
    response: Any = FileResponse(
        opened_file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
    response.headers["Cache-Control"] = "private, no-store"
    found: HttpResponse = response
    return found


@opened("POST")
def printed(request: Any) -> HttpResponse:
    """A browser printed one of our pages: which list or record that was stands in the log."""
    actor, path = request.actor, request.POST.get("path", "")[:200]
    try:
        place = resolve(path).kwargs
    except Resolver404 as error:
        raise NotFound from error
    if "plural" in place:
        spec = known(place["plural"], actor)
        number = place.get("number")
        if number is not None:
            records.find(spec, number, actor, "read")
        audit.note(audit.PRINT, actor, entity=spec.key, record=number)
    return HttpResponse(status=204)
