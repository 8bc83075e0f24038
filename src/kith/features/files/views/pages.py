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
        text = ngettext("“%(name)s” is attached.", "%(count)s files are attached.", len(made))
        told = text % {"name": made[0].name, "count": len(made)}
        return Done(f"/{spec.plural}/{number}/?tab=files", Toast(told, undo=f"/undo/{batch.pk}/"))

    return perform(request, work)


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
