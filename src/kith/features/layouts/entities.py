"""Declaration of page layouts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import uses
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.registry import register
from kith.features.layouts.models import HomePage, PageLayout

NAMES = ("left", "facts", "quick", "tabs", "hidden")


def check(row: PageLayout, *, actor: Actor) -> None:
    """Refuse what no page could show. Names of fields that are gone do no harm. Raises Invalid."""
    wrong = dict(_wrong(row))
    if wrong:
        raise Invalid({name: [message] for name, message in wrong.items()})


def _wrong(row: PageLayout) -> Iterator[tuple[str, Any]]:
    for name in NAMES:
        if not _texts(getattr(row, name)):
            yield name, _("Give a list of names.")
    if not all(isinstance(one, dict) and _section(one) for one in row.sections):
        yield "sections", _("Each section has a key, fields, and may have a title per language.")
    elif len({one["key"] for one in row.sections}) < len(row.sections):
        yield "sections", _("Two sections have the same key.")


def _texts(said: Any) -> bool:
    return isinstance(said, list) and all(isinstance(text, str) and len(text) < 121 for text in said)


def _section(one: dict[str, Any]) -> bool:
    title, known = one.get("title") or {}, dict(settings.LANGUAGES)
    titled = isinstance(title, dict) and title.keys() <= known.keys() and _texts(list(title.values()))
    key = one.get("key")
    named = isinstance(key, str) and 0 < len(key) < 121
    return named and titled and _texts(one.get("fields", [])) and one.get("columns", 0) in (0, 1, 2)


@register
class PageLayoutEntity(Entity):
    """How record pages and forms are arranged; changed by administrators on a page of its own."""

    model, key, plural, icon, group = PageLayout, "page-layout", "page-layouts", "layout", "settings"
    elsewhere = True
    label, label_plural, title = _("Page layout"), _("Page layouts"), "entity"
    columns = ("entity", "record_type", "role", "device", "updated_at", "updated_by")
    layout = (
        Section.of(
            pgettext_lazy("page", "Layout"),
            "entity", "record_type", "role", "device", "sections", "left", "facts", "quick", "tabs", "hidden",
        ),
    )  # fmt: skip
    filters, known_by = ("entity", "role", "device"), ("entity", "record_type", "role", "device")
    open, bumps, checks, features = ("read",), "config", (check,), ()


SHOWN = ("rows", "figure", "chart")


def check_home(row: HomePage, *, actor: Actor) -> None:
    """Refuse what no home page could show. Raises Invalid."""
    for name in ("order", "hidden"):
        if not _texts(getattr(row, name)):
            raise Invalid({name: [_("Give a list of names.")]})
    if not all(isinstance(one, dict) and _part(one) for one in row.parts):
        raise Invalid(
            {"parts": [_("Each part has a key, an object, and what it shows: rows, figure or chart.")]}
        )


def _part(one: dict[str, Any]) -> bool:
    names = [one.get(name, "") for name in ("key", "entity", "show", "measure", "group")]
    titled = isinstance(one.get("title") or {}, dict) and _texts(list((one.get("title") or {}).values()))
    return (
        _texts(names)
        and bool(names[0])
        and names[2] in SHOWN
        and isinstance(one.get("view", 0), int)
        and titled
    )


@register
class HomePageEntity(Entity):
    """How the home page is arranged; changed by administrators on a page of its own."""

    model, key, plural, icon, group = HomePage, "home-page", "home-pages", "home", "settings"
    elsewhere = True
    label, label_plural, title = _("Home page"), _("Home pages"), "role"
    columns = ("role", "updated_at", "updated_by")
    layout = (Section.of(_("Home page"), "role", "order", "hidden", "parts"),)
    known_by: ClassVar[tuple[str, ...]] = ("role",)
    inside: ClassVar[dict[str, dict[str, str]]] = {"parts": {"view": "saved-view"}}
    open, bumps, checks, features = ("read",), "config", (check_home,), ()


uses.shaped_at("page-layout", lambda row: f"layout/?{urlencode(_aim(row))}")


def _aim(row: PageLayout) -> dict[str, object]:
    """For what a layout is, as its address says it."""
    return {"type": row.record_type, "role": row.role_id or "", "device": row.device}
