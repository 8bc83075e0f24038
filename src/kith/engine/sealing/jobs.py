"""Sealing every few minutes."""

from __future__ import annotations

import logging

from kith.engine.jobs import every, task
from kith.engine.sealing.making import Torn, seal

log = logging.getLogger("kith.journal")


@every(minutes=5)
@task()
def seal_journal() -> int:
    """Seal what is finished. How many blocks that made; a torn chain is left as it is, for people to look at."""
    try:
        return seal()
    except Torn as error:
        log.error("the journal is not sealed: %s", error)  # noqa: TRY400  the line says it all
        return 0
