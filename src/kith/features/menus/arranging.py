"""A menu while it is arranged: lines with names, from what is stored or from what a form says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.engine import plugs
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.menus.showing import Entries, said
from kith.web.pieces import Link

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
OWN_WORDS = ("view", "link", "heading")


@dataclass(slots=True)
class Line:
    """One line: `name` tells it from the others, such as object:lead or link:2; `entry` is what is kept of it."""

    name: str
    entry: dict[str, Any]
    label: str = ""
    icon: str = ""
    shown: bool = True

    @property
    def kind(self) -> str:
        """What it is."""
        return str(self.entry["kind"])

    @property
    def words(self) -> dict[str, str]:
        """Its text in every language."""
        given: Mapping[str, str] = self.entry.get("words", {})
        return {code: given.get(code, "") for code in LANGUAGES}

    @property
    def own(self) -> bool:
        """Whether it can be taken away altogether."""
        return self.kind in OWN_WORDS


def standard(specs: list[EntitySpec]) -> Entries:
    """The menu as it is while nobody arranged one, with the heading of the quieter lists."""
    lists = {}
    for code in LANGUAGES:
        with override(code):
            lists[code] = _("Lists")
    found: Entries = [{"kind": "object", "entity": spec.key} for spec in specs if spec.entity.group == "work"]
    quiet: Entries = [
        {"kind": "object", "entity": spec.key} for spec in specs if spec.entity.group == "lists"
    ]
    return [*found, {"kind": "heading", "words": lists}, *quiet] if quiet else found


def lines_of(entries: Entries, specs: list[EntitySpec]) -> list[Line]:
    """The lines of a menu, and after them the objects that it leaves out."""
    known = {spec.key: spec for spec in specs}
    made = [Line(f"{entry['kind']}:{number}", entry) for number, entry in enumerate(entries)]
    for line in made:
        if line.kind == "object":
            line.name = f"object:{line.entry['entity']}"
    there = {line.name for line in made}
    made += [
        Line(f"object:{spec.key}", {"kind": "object", "entity": spec.key}, shown=False)
        for spec in specs
        if f"object:{spec.key}" not in there
    ]
    return [dressed(line, known) for line in made if line.kind != "object" or line.entry["entity"] in known]


def dressed(line: Line, known: Mapping[str, EntitySpec]) -> Line:
    """A line with what people read of it."""
    spec = known.get(line.entry.get("entity", ""))
    icons = {"link": "external-link", "heading": "list"}
    line.label = said(line.entry) if line.own else str(spec.label_plural) if spec else line.name
    line.icon = spec.icon if spec else icons.get(line.kind, "list")
    return line


def typed(sent: Any, specs: list[EntitySpec]) -> list[Line]:
    """The lines as a form says them."""
    known, ticked = {spec.key: spec for spec in specs}, set(sent.getlist("shown"))
    found = []
    for name in dict.fromkeys(sent.getlist("line")[:200]):
        kind, _colon, rest = name[:120].partition(":")
        entry: dict[str, Any] = {"kind": kind}
        if kind == "object" and rest in known:
            entry["entity"] = rest
        elif kind in OWN_WORDS:
            entry |= dict(_said_of(sent, name, kind))
        else:
            continue
        found.append(dressed(Line(name, entry, shown=name in ticked or kind in OWN_WORDS), known))
    return found


def _said_of(sent: Any, name: str, kind: str) -> Iterator[tuple[str, Any]]:
    """What a form says of a heading, a link or a view."""
    words = {code: sent.get(f"{name}|{code}", "").strip() for code in LANGUAGES}
    yield "words", {code: text for code, text in words.items() if text}
    if kind == "link":
        yield "href", sent.get(f"{name}|href", "").strip()
    if kind == "view":
        yield "entity", sent.get(f"{name}|entity", "")
        number = sent.get(f"{name}|view", "")
        yield "view", int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


def views_of(specs: list[EntitySpec], actor: Actor) -> list[tuple[str, Link]]:
    """The saved views that everybody finds, with their objects."""
    return [
        (
            f"view:{spec.key}:{look.id}",
            Link(f"{spec.label_plural}: {look.name}", look.name, spec.icon, key=spec.key),
        )
        for spec in specs
        for look in plugs.views_for(spec, actor)
        if look.audience == "everyone"
    ]


def fresh(lines: list[Line], what: str, specs: list[EntitySpec], actor: Actor) -> Line | None:
    """A new heading, link or view at the end of what is shown."""
    known = {spec.key: spec for spec in specs}
    number = 1 + max((int(line.name.rpartition(":")[2]) for line in lines if line.own), default=len(lines))
    if what in ("heading", "link"):
        entry: dict[str, Any] = {
            "kind": what,
            "words": {},
            **({"href": "https://"} if what == "link" else {}),
        }
        return dressed(Line(f"{what}:{number}", entry), known)
    view = next((link for name, link in views_of(specs, actor) if name == what), None)
    if view is None:
        return None
    look = int(what.rpartition(":")[2])
    words = {actor.language: view.href}
    return dressed(
        Line(f"view:{number}", {"kind": "view", "entity": view.key, "view": look, "words": words}), known
    )
