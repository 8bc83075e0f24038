"""What a check would have made so far: names in a temporary database on disk, so that a million rows cost no memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

PART = 500


class Seen:
    """A set of texts that does not grow in memory."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.execute("PRAGMA journal_mode=OFF")
        self._store.execute("CREATE TABLE seen (name TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID")

    def known(self, names: Iterable[str]) -> set[str]:
        """Those of these names that were added."""
        return set(self.said(names))

    def said(self, names: Iterable[str]) -> dict[str, str]:
        """Those of these names that were added, each with the text that was kept with it."""
        wanted, found = list(names), dict[str, str]()
        for start in range(0, len(wanted), PART):
            part = wanted[start : start + PART]
            marks = ",".join("?" * len(part))
            statement = f"SELECT name, said FROM seen WHERE name IN ({marks})"  # noqa: S608 - question marks only
            found.update(self._store.execute(statement, part))
        return found

    def add(self, names: Iterable[str]) -> int:
        """Add names; returns how many were new."""
        return self.keep(dict.fromkeys(names, ""))

    def keep(self, texts: Mapping[str, str]) -> int:
        """Add names with a text each; those that are there keep theirs. Returns how many were new."""
        before = self._store.total_changes
        self._store.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", texts.items())
        return self._store.total_changes - before

    def close(self) -> None:
        """Give the space back."""
        self._store.close()
