"""Pages' addresses of files: upload to a record, content, removal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect

from kith.engine import journal, records
from kith.engine.spec import EntitySpec
from kith.features.files.attaching import attach
from kith.features.files.views import sending
from kith.features.files.views.receiving import receiving, taken
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.views.opening import opened


@opened("POST")
def upload(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Attach what was sent to a record."""
    contents = taken(request)

    def work() -> Done:
        with journal.batch(request.actor, "attach", entity="attachment") as batch:
            made = attach(spec, number, contents, by=request.actor)
        told = Toast(_told([row.name for row in made]), undo=f"/undo/{batch.pk}/")
        return Done(f"/{spec.plural}/{number}/?tab=files", told)

    return perform(request, work)


def _told(names: list[str]) -> str:
    # One file is told by name in a text of its own: languages count differently, and 21 may take the form of one.
    if len(names) == 1:
        return _("“%(name)s” is attached.") % {"name": names[0]}
    return ngettext("%(count)s file is attached.", "%(count)s files are attached.", len(names)) % {
        "count": len(names)
    }


@opened("GET")
def content(request: Any, number: int) -> HttpResponse:
    """Give a file out."""
    return sending.content(request, number)


@opened("POST")
def remove(request: Any, number: int) -> HttpResponse:
    """Move a file to the trash."""
    row = sending.find(number, request.actor)

    def work() -> Done:
        with journal.batch(request.actor, "delete", entity="attachment") as batch:
            records.delete(row, by=request.actor)
        return Done(
            "/", Toast(_("“%(name)s” is in the trash.") % {"name": row.name}, undo=f"/undo/{batch.pk}/")
        )

    return perform(request, work)


receive = receiving(csrf_protect(upload))
