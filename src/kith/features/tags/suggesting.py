"""The tags that an actor's newest records use most."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from kith.engine import epoch
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.kernel.text import fold

LOOKED_AT, PAGE = 3_000, 1_000
"""Records that are looked at: a bound on the cost, however many there are."""
KEPT = 300
"""Seconds for which the answer to one person is kept in this process."""
MOST = 20
MOST_KEPT = 500

Key = tuple[tuple[int, int], int | None, dt.datetime | None, str, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag as it is mostly spelled, and on how many of the records looked at it stands."""

    tag: str
    count: int


_known: dict[Key, tuple[float, list[Suggestion]]] = {}


def suggestions(spec: EntitySpec, actor: Actor, name: str, words: str = "") -> list[Suggestion]:
    """The most used tags that contain `words`, within the actor's reach. Raises NotFound, UnknownField."""
    field = spec.resolve(name, actor)
    if field.type.key != "tags" or actor.access.reach(spec.key, "read") is Reach.NONE:
        raise NotFound
    wanted = fold(words)
    return [one for one in _most_used(spec, actor, name) if wanted in fold(one.tag)][:MOST]


def _most_used(spec: EntitySpec, actor: Actor, name: str) -> list[Suggestion]:
    key: Key = (epoch.current().rules, actor.user_id, actor.access.since, spec.key, name)
    now = clock.now().timestamp()
    kept = _known.get(key)
    if kept is None or now - kept[0] > KEPT or now < kept[0]:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        kept = _known[key] = (now, _counted(spec, actor, name))
    return kept[1]


def _counted(spec: EntitySpec, actor: Actor, name: str) -> list[Suggestion]:
    """Tags by how often they are used; of several spellings the most frequent."""
    sort = ("-created_at",) if "created_at" in spec.indexed_sorts else (spec.sort,)
    listing = Listing(spec, actor, fields=(name,), sort=sort, limit=PAGE)
    spelled: dict[str, Counter[str]] = {}
    cursor: str | None = None
    for _page in range(LOOKED_AT // PAGE):
        page = listing.page(cursor)
        for row in page.rows:
            for tag in row.values[name] or ():
                spelled.setdefault(fold(tag), Counter())[tag] += 1
        cursor = page.next
        if cursor is None:
            break
    found = [Suggestion(words.most_common(1)[0][0], words.total()) for words in spelled.values()]
    return sorted(found, key=lambda one: (-one.count, one.tag))
