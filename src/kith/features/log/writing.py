"""The log as a file; taking it out stands in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import audit
from kith.engine.actor import Actor
from kith.features.log.asking import Asked
from kith.features.log.telling import lines
from kith.features.tabular.writing import write_csv

MOST = 100_000
"""Most rows of one file; older ones are reached by asking for an earlier time."""


def write(asked: Asked, actor: Actor) -> Path:
    """A file of all that is asked for, to be sent and removed."""
    number, name = tempfile.mkstemp(suffix=".csv")
    os.close(number)
    path = Path(name)
    try:
        header = [
            _("Time"),
            pgettext("log", "What"),
            pgettext("log", "Who"),
            pgettext("log", "Through"),
            pgettext("network", "Address"),
            pgettext("log", "About"),
            _("Details"),
        ]
        rows = write_csv(path, header, _cells(asked, actor)).rows
        audit.note(audit.EXPORT, actor, entity=audit.LOG, rows=rows, format="csv")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _cells(asked: Asked, actor: Actor) -> Iterator[list[Any]]:
    for part in asked.pages(MOST):
        for line in lines(part, actor):
            yield [line.iso, line.what, line.who, line.channel, line.address, line.about, line.detail]
