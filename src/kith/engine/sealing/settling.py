"""Up to which ids the journal is finished: nothing with a lower id can still be committed.

On SQLite one writes at a time, so everything that can be read is finished. On PostgreSQL an id is given out before its
transaction commits. So the highest ids are looked at once, and count when every transaction of that moment has ended.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from kith.engine import settings
from kith.engine.connections import writing
from kith.engine.sealing.rows import last_ids

SEEN = "journal.seen"
# A transaction gets its number with its first row, a moment after that row got its id.
BETWEEN = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND state = 'active' AND backend_xid IS NULL AND query ILIKE 'INSERT INTO "engine_%%'
"""


def settled() -> dict[str, int]:
    """The highest finished ids by kind of row; empty while that is not known."""
    if connection.vendor == "sqlite":
        return last_ids()
    before = settings.recall(SEEN) or None
    if before is not None and not _over(before):
        return {}
    found = before["ids"] if before else {}
    now = _look()
    if now is not None and _over(now):
        found, now = now["ids"], None
    if now != before:
        with writing():
            settings.keep(SEEN, now or {})
    return dict(found)


def _look() -> dict[str, Any] | None:
    """The highest ids of this moment, and the number that the next transaction gets."""
    ids = last_ids()
    if _number(BETWEEN):
        return None
    return {"ids": ids, "next": _number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")}


def _over(seen: dict[str, Any]) -> bool:
    """Whether every transaction of a look has ended."""
    oldest = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    return _number(oldest) >= int(seen["next"])


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
