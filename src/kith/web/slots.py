"""Where features plug parts of pages in that only this shell has. They call `add` when their app is ready.

What every shell shows (timelines, the home page, panels of records) is plugged in at kith.engine.plugs.
Every slot is a list of functions; what each is called with, and returns, stands beside its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Function = Callable[..., Any]

SLOTS = (
    "save_view",  # (spec, actor, label, addressing.State) -> the number of the new view; the first one given is used
    "list_menu",  # (spec, actor, state) -> list of pieces.Link: import, export
    "record_menu",  # (spec, record, actor) -> list of pieces.Link
    "unread",  # (actor) -> number of unread notifications
    "notifications",  # (actor, limit) -> list of pieces.Todo
    "settings",  # (actor) -> list of pieces.Link: pages of the settings
    "commands",  # (actor, words) -> list of pieces.Link for the palette
)

_filled: dict[str, list[Function]] = {name: [] for name in SLOTS}


def add(slot: str, function: Function) -> None:
    """Plug a function into a slot, once. Raises KeyError for an unknown slot."""
    if function not in _filled[slot]:
        _filled[slot].append(function)


def ask(slot: str, *arguments: Any) -> Iterator[Any]:
    """The answer of every function in a slot, in the order in which they were added."""
    for function in _filled[slot]:
        yield function(*arguments)


def gather(slot: str, *arguments: Any) -> list[Any]:
    """All lists that a slot's functions answer, joined."""
    return [item for answer in ask(slot, *arguments) for item in answer]


def filled(slot: str) -> bool:
    """Whether anything is plugged into a slot."""
    return bool(_filled[slot])


def first(slot: str, *arguments: Any) -> Any:
    """The first answer that is something, or None."""
    return next((answer for answer in ask(slot, *arguments) if answer is not None), None)
