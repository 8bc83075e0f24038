"""What features keep beside records, such as the ids of other systems, goes when its records go.

@purged
def forget(spec, ids): ...      # in the transaction that removes these records for good

@undone
def take_back(batch, left): ... # after a batch was undone; `left` are the (entity, id) that stayed as they were

@needed
def in_use(spec, ids): ...      # which of these records must not be removed for good, besides those that rows link to
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Purged = Callable[[Any, list[int]], None]
Undone = Callable[[Any, list[tuple[str, int]]], None]

Needed = Callable[[Any, list[int]], set[int]]

on_purged: list[Purged] = []
on_undone: list[Undone] = []
on_needed: list[Needed] = []


def purged(function: Purged) -> Purged:
    """Have a function called with spec and ids of records that are removed for good."""
    on_purged.append(function)
    return function


def undone(function: Undone) -> Undone:
    """Have a function called with a batch that was taken back."""
    on_undone.append(function)
    return function


def needed(function: Needed) -> Needed:
    """Have a function asked which records of a spec something still needs."""
    on_needed.append(function)
    return function
