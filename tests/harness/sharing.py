"""Which tests run on PostgreSQL too: all that stand next to SQL of our own, and every day another third of the rest.

SQL is written in the engine, in the API's packing of rows and in what `kith` does to a database; locks, processes and
sizes matter to workers and imports; figures and properties are about statements. The rest asks through the engine what
the engine's own tests ask on both databases, and runs on SQLite in full: on PostgreSQL it takes its turn, so that three
days try all of it. Whoever wants all at once asks for `./kith test --everything`, as `.ci/run` does: what lands must
not hang on the day. Whoever names tests gets those.
"""

from __future__ import annotations

import zlib

from kith.kernel import clock

SHARES = 3
ALWAYS = (
    "src/kith/api/",
    "src/kith/config/",
    "src/kith/engine/",
    "tests/imports/",
    "tests/performance/",
    "tests/property/",
    "tests/worker/",
)


def is_run(node: str, share: int) -> bool:
    """Tell whether a test runs with this share: cases of one test are spread over the shares."""
    return node.startswith(ALWAYS) or zlib.crc32(node.encode()) % SHARES == share


def today() -> int:
    """The share of this day."""
    return clock.now().toordinal() % SHARES
