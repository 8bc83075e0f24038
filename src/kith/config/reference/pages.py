"""All pages of the reference, written to a folder or compared with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.urls import get_resolver
from django.utils.translation import override

from kith.config import catalogues
from kith.config.reference.actions import actions
from kith.config.reference.api import api
from kith.config.reference.commands import commands
from kith.config.reference.entities import entities
from kith.config.reference.events import events
from kith.config.reference.fieldtypes import fieldtypes
from kith.config.reference.formulas import formulas
from kith.config.reference.rights import rights
from kith.config.reference.settings import settings

NOTE = "<!-- Written by `kith reference`; change the sources, not this file. -->\n\n"
PAGES: dict[str, tuple[Callable[[], str], str]] = {
    "entities": (entities, "business objects and their fields"),
    "fieldtypes": (fieldtypes, "kinds of values: what they hold and what can be asked of them"),
    "formulas": (formulas, "signs and functions of formulas"),
    "actions": (actions, "named changes, with arguments and conditions"),
    "events": (events, "facts that changes leave behind, who handles them, what runs by the clock"),
    "rights": (rights, "verbs, reaches, shipped roles"),
    "settings": (settings, "KITH_* variables and the company's settings"),
    "commands": (commands, "the command `kith`"),
    "api": (api, "addresses of the API"),
}


def prepare() -> None:
    """Make what the registry asks for: an empty database, compiled translations, every address loaded.

    Tables are made from the models, which takes a tenth of a second where the migrations take ten.
    """
    catalogues.compile_all()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    get_resolver().url_patterns  # noqa: B018  features describe their addresses when they are loaded


def rendered() -> dict[str, str]:
    """Every page by the name of its file."""
    with override("en"):
        found = {f"{name}.md": NOTE + render() for name, (render, _about) in PAGES.items()}
    listed = "\n".join(f"- [{name}.md]({name}.md): {about}" for name, (_render, about) in PAGES.items())
    return {**found, "README.md": f"{NOTE}# Reference\n\n{listed}\n"}


def outdated(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """The names of pages that are missing in a folder, say something else, or belong to no page any more."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def write(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """Bring a folder up to date; returns the names of the files that changed."""
    changed = outdated(folder, wanted)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed
