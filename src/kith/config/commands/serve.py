"""`kith serve`: the web server."""

import argparse
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kith.config import running
from kith.config.supervisor import require_free, stop_with_parent


def run(options: argparse.Namespace) -> int:
    """Serve pages and the API until told to stop."""
    require_free(options.host, options.port)
    running.hold()
    stop_with_parent()
    Granian(
        "kith.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        respawn_failed_workers=True,
        log_level=LogLevels.info if os.environ.get("KITH_LOG") in {"INFO", "DEBUG"} else LogLevels.warning,
    ).serve()
    return 0
