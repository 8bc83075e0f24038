"""Notifications in the shell: the count beside the bell, and the lines of the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import home
from kith.engine.actor import Actor
from kith.engine.home import FEW, Change, HomeRow, HomeSection, More
from kith.features.notifications.models import Notification
from kith.features.notifications.reading import COUNTED, MENTIONED, listed, unread
from kith.web import slots
from kith.web.pieces import Todo


@dataclass(frozen=True, slots=True)
class Line:
    """A notification as the page shows it."""

    id: int
    name: str
    href: str
    about: str
    when: str
    iso: str
    new: bool


def line(row: Notification, actor: Actor) -> Line:
    """One notification with its texts."""
    more = row.count - 1
    rest = (
        ngettext("and %(count)s more", "and %(count)s more", more) % {"count": actor.show.number(more)}
        if more > 0
        else ""
    )
    return Line(
        row.pk, row.title, f"/notifications/{row.pk}/", " · ".join(part for part in (row.body[:200], rest) if part),
        actor.show.datetime(row.at), row.at.isoformat(), row.read_at is None,
    )  # fmt: skip


def todos(actor: Actor, limit: int) -> list[Todo]:
    """The newest ones as the shell takes them."""
    lines = (line(row, actor) for row in listed(actor, limit))
    return [Todo(one.name, one.href, one.about, "", one.when, one.iso) for one in lines]


home.block("mentions", 5, lambda: _("Mentions"))


@home.source
def mentions(actor: Actor) -> list[HomeSection]:
    """Where colleagues named me and I have not looked yet."""
    if not unread(actor):
        return []
    found = listed(actor, COUNTED, unread=True, event=MENTIONED)
    rows = [_mention(row) for row in found[:FEW]]
    more = More(_("Mentions"), "/notifications/?only=mentions", len(found))
    return [HomeSection("mentions", _("Mentions"), "at", rows, rank=5, more=[more])]


def _mention(row: Notification) -> HomeRow:
    here = f"/notifications/{row.pk}/"
    text = " ".join(row.body.split())[:200]
    done = Change(here, _("Mark as read"))
    return HomeRow(row.title, row.entity, row.record_id or 0, note=text, at=row.at, href=here, done=done)


slots.add("unread", unread)
slots.add("notifications", todos)
