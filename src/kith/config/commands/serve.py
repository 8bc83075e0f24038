"""`kith serve`: the web server."""

import argparse
import gc
import os
import signal
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kith.config import running
from kith.config.supervisor import require_free, stop_with, stop_with_parent

LONGEST_STOP = 25


def run(options: argparse.Namespace) -> int:
    """Serve pages and the API until told to stop."""
    require_free(options.host, options.port)
    running.hold()
    _load_application()
    stop_with_parent()
    verbose = os.environ.get("KITH_LOG") in {"INFO", "DEBUG"}
    server = Granian(
        "kith.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST_STOP,
        log_level=LogLevels.info if verbose else LogLevels.warning,
    )
    server.serve(target_loader=_in_worker, wrap_loader=False)
    return 0


def _load_application() -> Callable[..., Any]:
    """Load everything once, before the workers are forked: they share its memory and start at once."""
    from django.db import connections

    from kith.config.wsgi import application

    connections.close_all()
    gc.freeze()
    return application


def _in_worker() -> Callable[..., Any]:
    """Give a worker the application."""
    # A fork inherits the server's handler, which only notes the wish: a worker that is starting has to obey it.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    stop_with(os.getppid())
    return _load_application()
