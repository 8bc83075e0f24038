"""What a menu may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.settings import company
from kith.features.menus.models import Menu

WEB = re.compile(r"https?://(?:[^\W_]|[.:\-\[\]])+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
MOST, LONGEST = 80, 60
SHAPES = {
    "object": {"kind", "entity"},
    "view": {"kind", "entity", "view", "words"},
    "link": {"kind", "href", "words"},
    "heading": {"kind", "words"},
}


def name(menu: Menu, *, actor: Actor) -> None:
    """What the configuration calls it: its role, for as long as nobody says otherwise."""
    role = directory().roles.get(menu.role_id or 0)
    with override(company().language):
        menu.name = menu.name or (role.name if role else str(_("Everybody")))


def check(menu: Menu, *, actor: Actor) -> None:
    """Rule: entries are what a menu can hold, and links lead to the web. Raises Invalid."""
    others = Menu.live().filter(role__isnull=True).exclude(pk=menu.pk)
    if menu.role_id is None and menu.moved("role") and others.exists():
        raise Invalid({"role": [_("There is a menu for everybody already.")]})
    if len(menu.entries) > MOST:
        raise Invalid(
            {"entries": [_("This is too much for a menu (at most %(max)s entries).") % {"max": MOST}]}
        )
    wrong = list(dict.fromkeys(message for entry in menu.entries for message in mistakes(entry)))
    if wrong:
        raise Invalid({"entries": wrong})


def mistakes(entry: Any) -> Iterator[Any]:
    """What is wrong with an entry."""
    kind = entry.get("kind") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or kind not in SHAPES or set(entry) != SHAPES[kind]:
        yield _("There is no such entry of a menu.")
        return
    known = {entity.key for entity in registry.entities()} | {spec.key for spec in registry.specs()}
    if "entity" in entry and entry["entity"] not in known:
        yield _("There is no such object.")
    if kind == "view" and (isinstance(entry["view"], bool) or not isinstance(entry["view"], int)):
        yield _("There is no such entry of a menu.")
    if kind == "link" and not (isinstance(entry["href"], str) and WEB.fullmatch(entry["href"])):
        yield _("A link begins with https:// or http:// and the name of a server.")
    if "words" in entry:
        yield from _words(entry["words"])


def _words(words: Any) -> Iterator[Any]:
    """What is wrong with a text per language."""
    languages = {code for code, _name in settings.LANGUAGES}
    if not isinstance(words, dict) or not words.keys() <= languages:
        yield _("There is no such entry of a menu.")
    elif not any(isinstance(text, str) and text.strip() for text in words.values()):
        yield _("Give headings and links words, in one language at least.")
    elif any(
        not isinstance(text, str) or len(text) > LONGEST or not text.isprintable() for text in words.values()
    ):
        yield _("These words are too long (at most %(max)s characters).") % {"max": LONGEST}
