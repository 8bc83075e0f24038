"""What a shell does with an upload before it is looked at: its size, whether it came at all."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.errors import Invalid, TooLarge

LIMIT = 1 << 30
"""Bytes; a million rows of twenty columns are about a quarter of it."""


def file_of(files: Any) -> Any:
    """The one file of a form. Raises Invalid at `file`, and TooLarge."""
    found = files.getlist("file")
    if len(found) != 1:
        raise Invalid({"file": [_("Choose a file.") if not found else _("Send one file at a time.")]})
    if found[0].size > LIMIT:
        raise TooLarge(
            _("A file to import may have at most %(size)s MB.") % {"size": LIMIT >> 20}, limit=LIMIT
        )
    return found[0]
