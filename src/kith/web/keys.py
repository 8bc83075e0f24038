"""The one list of keyboard shortcuts: the sheet behind "?" shows it, and the page presses nothing that is not on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.web.pieces import Link

GROUPS = {
    "anywhere": _("Anywhere"),
    "lists": _("In a list"),
    "board": _("On a board"),
    "today": _("Today"),
    "calendars": _("In a calendar"),
    "records": pgettext_lazy("shortcuts", "On a record"),
    "writing": _("While writing"),
    "go": _("Go to"),
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys and what they do. `press` is what the page listens for, "" where the browser or a form does it itself."""

    group: str
    keys: tuple[Any, ...]
    text: Any
    press: tuple[str, ...] = ()
    href: str = ""


def _one(group: str, key: str, text: Any) -> Shortcut:
    return Shortcut(group, (key,), text, (key,))


SHORTCUTS = (
    Shortcut("anywhere", ("Ctrl", "K"), _("Search and go anywhere"), ("mod+k",)),
    _one("anywhere", "c", _("Create")),
    _one("anywhere", "/", _("Find on this page")),
    _one("anywhere", "?", _("This help")),
    Shortcut("anywhere", ("Esc",), _("Close, choose nothing")),
    Shortcut("lists", ("j", "k"), _("Next, previous row"), ("j", "k")),
    Shortcut("lists", ("Enter", "o"), _("Open the row"), ("o",)),
    _one("lists", "f", _("Filter")),
    _one("lists", "x", _("Choose the row")),
    Shortcut("lists", (pgettext_lazy("key", "Space"),), _("Choose the row, or the rows of a block")),
    _one("lists", "e", _("Edit")),
    Shortcut("lists", ("←", "↑", "↓", "→"), _("Walk the cells; with Shift choose a block")),
    Shortcut("lists", ("Enter", "F2"), _("Change the cell; typing does it as well")),
    Shortcut("lists", ("Ctrl", "C", "V"), _("Copy and paste cells")),
    Shortcut("lists", (pgettext_lazy("key", "Delete"),), _("Clear cells")),
    Shortcut("board", (pgettext_lazy("key", "Space"),), _("Lift the card, and drop it")),
    Shortcut("board", ("←", "↑", "↓", "→"), _("Walk the cards; carry the lifted one")),
    Shortcut("board", ("Esc",), _("Put the lifted card back")),
    Shortcut("today", (pgettext_lazy("key", "Space"), "x"), pgettext_lazy("button", "Done"), ("x",)),
    _one("today", "m", _("Choose another day")),
    Shortcut("calendars", ("t",), _("Today"), ("t",)),
    Shortcut("calendars", ("p", "n"), _("Earlier, later"), ("p", "n")),
    Shortcut("calendars", ("d", "w", "m"), _("Day, week, month"), ("d", "w", "m")),
    Shortcut("calendars", ("Alt", "↑", "↓", "←", "→"), _("Move the entry; with Shift, its end")),
    _one("records", "e", _("Edit")),
    Shortcut("records", ("[", "]"), _("Previous, next record of the list"), ("[", "]")),
    _one("records", "n", _("Write a note")),
    _one("records", "l", _("Log a call")),
    _one("records", "v", _("Plan or log a visit")),
    _one("records", "t", _("Write a task")),
    _one("records", "m", _("Write a comment")),
    _one("records", "s", _("Star, or take the star away")),
    Shortcut("writing", ("Ctrl", "Enter"), _("Save the form")),
    Shortcut("writing", ("Ctrl", "Shift", "Enter"), _("Save and write the next one")),
)


def letters() -> dict[str, str]:
    """The letter of each place after "g": the first free one of its name in addresses, the same for everybody."""
    taken = {"today": "t", "notifications": "n", "settings": "s"}
    for spec in registry.specs():
        if spec.entity.group in ("work", "lists"):
            free = (letter for letter in spec.plural if letter.isalpha() and letter not in taken.values())
            taken[spec.key] = next(free, "")
    return {place: letter for place, letter in taken.items() if letter}


def shown(places: list[Link]) -> list[tuple[str, list[Shortcut]]]:
    """The sheet of a person with these places: headings with their shortcuts."""
    known = letters()
    going = [
        Shortcut("go", ("g", known[place.key]), place.label, (f"g {known[place.key]}",), place.href)
        for place in places
        if place.key in known
    ]
    every = (*SHORTCUTS, *going)
    return [
        (str(label), [one for one in every if one.group == group])
        for group, label in GROUPS.items()
        if group != "go" or going
    ]
