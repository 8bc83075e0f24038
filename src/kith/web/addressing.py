"""The state of a list, as it stands in the address: what, which, in which order, where in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.condition.nodes import Node
from kith.engine.errors import Malformed
from kith.engine.spec import EntitySpec

LONGEST = 8_000


@dataclass(frozen=True)
class State:
    """What a person looks at. `where` holds the filters that were added one by one, `off` the marks of the saved
    view's own conditions that were taken away, `open` the marks of the groups whose rows are
    shown; `at` counts the rows passed."""

    path: str
    view: str = ""
    q: str = ""
    where: tuple[Any, ...] = ()
    off: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    group: str = ""
    way: str = ""
    open: tuple[str, ...] = ()
    day: str = ""
    cursor: str = ""
    at: int = 0

    @classmethod
    def of(cls, path: str, given: Any) -> Self:
        """The state that a query string describes. Raises Malformed."""
        return cls(
            path=path,
            view=given.get("view", "")[:80],
            q=given.get("q", "").strip()[:200],
            where=conditions(given.get("where", "")),
            off=words(given.get("off", "")),
            sort=words(given.get("sort", "")),
            columns=words(given.get("columns", "")),
            group=given.get("group", "")[:200],
            way=given.get("way", "")[:80],
            open=words(given.get("open", "")),
            day=given.get("day", "")[:10],
            cursor=given.get("cursor", "")[:2_000],
            at=number(given.get("at", "")),
        )

    @property
    def bare(self) -> bool:
        """Whether nothing is said about which records are looked at."""
        return not (self.view or self.q or self.where or self.off)

    def items(self) -> list[tuple[str, str]]:
        """What stands in the address, without what says nothing."""
        where = compact(self.where) if self.where else ""
        found = (
            ("view", self.view),
            ("q", self.q),
            ("where", where),
            ("off", ",".join(self.off)),
            ("sort", ",".join(self.sort)),
            ("columns", ",".join(self.columns)),
            ("group", self.group),
            ("way", self.way),
            ("open", ",".join(self.open)),
            ("day", self.day),
            ("cursor", self.cursor),
            ("at", str(self.at or "")),
        )
        return [(name, value) for name, value in found if value]

    def url(self, path: str | None = None, **changes: Any) -> str:
        """The address of this state with changes; changing anything but the place starts at the beginning."""
        if changes and "cursor" not in changes:
            changes |= {"cursor": "", "at": 0}
        query = urlencode(replace(self, **changes).items() if changes else self.items())
        return f"{path or self.path}?{query}" if query else path or self.path

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """The state as hidden fields of a form."""
        return [(name, value) for name, value in self.items() if name not in {*without, "cursor", "at"}]

    def condition(self, spec: EntitySpec, actor: Actor, *more: Any) -> Node | None:
        """All filters and `more` as one parsed condition. Raises Malformed, UnknownField."""
        parts = [*self.where, *(part for part in more if part)]
        return parse({"all": parts}, spec, actor) if parts else None


def mark(condition: Any) -> str:
    """A short name for a condition of a saved view, by which an address can say that it does not count."""
    said = json.dumps(condition, ensure_ascii=False, sort_keys=True)
    return blake2s(said.encode(), digest_size=5).hexdigest()


def compact(value: Any) -> str:
    """JSON as addresses have it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def conditions(text: str) -> tuple[Any, ...]:
    """The filters in an address: a JSON list of conditions, or one condition."""
    if not text:
        return ()
    wrong = Malformed(_("The filter in the address cannot be read."))
    if len(text) > LONGEST:
        raise wrong
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise wrong from error
    return tuple(found) if isinstance(found, list) else (found,)


def words(text: str) -> tuple[str, ...]:
    """Names parted by commas."""
    return tuple(part.strip() for part in text[:2_000].split(",") if part.strip())


def number(text: str) -> int:
    """A small whole number of an address, 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
