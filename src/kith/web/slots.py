"""Where features plug parts of pages in that only this shell has. They call `add` when their app is ready.

What every shell shows (timelines, the home page, panels of records) is plugged in at kith.engine.plugs.
Every slot is a list of functions; what each is called with, and returns, stands beside its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Function = Callable[..., Any]

SLOTS = (
    "save_view",  # (look.Look, label, version or None) -> responses.Done: a new view, or the open one of this version
    "tab_menu",  # (look.Look) -> list of pieces.Deed: what can be done with the saved view that is open
    "alike",  # (spec, record or None, actor) -> the address that tells whom what stands in a form looks like, or None
    "list_menu",  # (spec, actor, state) -> list of pieces.Link: import, export
    "bulk",  # (spec, actor) -> list of pieces.Ready: further buttons above chosen rows; a Link is sent the rows itself
    "star",  # (spec, id) -> address that gives a record a star or takes it away, or None
    "menu",  # (actor, specs) -> list of pieces.Link in place of the standard menu of these entities, or None
    "places",  # (actor) -> list of pieces.Link: further places of the standard menu; it is asked for every page
    "side",  # (actor) -> address that answers what is starred as JSON {items: [{label, href, icon}]}; it takes ?v=
    "presence",  # (spec, record) -> address that is told who looks at a record and answers who else does, or None
    "follow",  # (spec, record, actor) -> pieces.Follow, or None
    "arrangement",  # (spec, actor, device) -> arrangement.Arrangement of an actor's pages of an entity, or None
    "record_menu",  # (spec, record, actor) -> list of pieces.Link
    "signs",  # (spec, record, actor) -> list of pieces.Sign: what the head of a record says beside its name
    "row_menu",  # (spec, actor) -> where the menu of a row comes from when the row's id is added, or None
    "writers",  # (spec, actor) -> composing.Writer or None: a further kind of entry of the composer
    "upload",  # (spec, record, actor) -> the address that takes files for a record, or None
    "pinned",  # (spec, record) -> list of (entity, id): entries that stand at the top of its story
    "pins",  # (spec, record, actor) -> the address that pins entries of its story, or None
    "composed",  # (entry, (entity, id), QueryDict, actor): keeps what else was sent with an entry
    "unread",  # (actor) -> number of unread notifications
    "notifications",  # (actor, limit) -> list of pieces.Todo
    "ways_in",  # (request) -> list of pieces.Way: ways to sign in beside the password
    "proofs",  # (request) -> list of pieces.Proof: how somebody proves anew who he is, beside the password
    "own_settings",  # (actor) -> list of pieces.Link: pages of one's own settings
    "settings",  # (actor) -> list of pieces.Link: pages of the settings
    "shape_tabs",  # (spec, actor) -> list of pieces.Link: pages that shape an entity: /shape/<plural>/<key>/
    "shape_places",  # (actor) -> list of pieces.Link: pages on which something else than one entity is shaped
    "commands",  # (actor) -> list of pieces.Link: further pages that the palette goes to
    "palette",  # (actor) -> address that answers shelves of the palette anew each time it opens: recent, starred
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
