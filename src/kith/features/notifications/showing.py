"""Notifications in the shell: the count beside the bell, and the lines of the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext

from kith.engine.actor import Actor
from kith.features.notifications.models import Notification
from kith.features.notifications.reading import listed, unread
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


slots.add("unread", unread)
slots.add("notifications", todos)
