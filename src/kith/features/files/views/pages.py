"""Pages' addresses of files: upload to a record, content, removal."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect

from kith.engine import journal, records
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.spec import EntitySpec
from kith.features.files.attaching import attach, put
from kith.features.files.panel import enclosed, size_text
from kith.features.files.views import sending
from kith.features.files.views.receiving import receiving, taken
from kith.kernel.numbers import identity
from kith.web import cells, forms
from kith.web.pieces import Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views.opening import opened


@opened("POST")
def upload(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Attach what was sent to a record. Who asks for JSON is told what became of it."""
    contents = taken(request)
    if request.headers.get("Accept") == "application/json":
        made = attach(spec, number, contents, by=request.actor)
        return JsonResponse({"items": [{"id": row.pk, **enclosed(row)} for row in made]})

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


@opened("GET", "POST")
def held(request: Any, spec: EntitySpec, number: int, key: str) -> HttpResponse:
    """The file that a field of a record holds: another one, or none."""
    record = records.find(spec, number, request.actor, "update")
    one = forms.writable(spec, request.actor, record).get(key)
    if one is None or one.type.key not in FILES:
        raise NotFound
    if request.method == "GET":
        return show(request, spec, record, one)
    try:
        return perform(request, lambda: kept(request, spec, record, one))
    except Invalid as error:
        return show(request, spec, record, one, errors=error.errors)


def kept(request: Any, spec: EntitySpec, record: Any, one: FieldSpec) -> Done:
    """Take the file that was sent, or the one that is there away. Raises Invalid."""
    contents, by, version = taken(request), request.actor, identity(request.POST.get("version", ""))
    if not contents and "remove" not in request.POST:
        raise Invalid({one.key: [_("Choose a file.")]})
    for content in contents[1:]:
        content.discard()
    with journal.batch(by, "update", entity=spec.key) as batch:
        if contents:
            put(spec, record, one, contents[0], by=by, version=version)
        else:
            values: dict[str, Any] = {one.key: None}
            records.update(record, by=by, version=version, **values)
    text = _("“%(name)s” is saved.") % {"name": one.label}
    return Done(f"/{spec.plural}/{record.pk}/", Toast(text, undo=f"/undo/{batch.pk}/" if batch.pk else ""))


def show(request: Any, spec: EntitySpec, record: Any, one: FieldSpec, *, errors: Any = None) -> HttpResponse:
    """The form of one field with a file."""
    wrong = [str(text) for texts in (errors or {}).values() for text in texts]
    return page(
        request, "files/held_page.html", fragment="files/held.html", title=str(one.label), here=spec.key,
        status=422 if wrong else 200, kind=one.type.key, fact=cells.fact(one, spec.value(record, one), request.actor),
        action=f"/{spec.plural}/{record.pk}/files/{one.key}/", back=f"/{spec.plural}/{record.pk}/", errors=wrong,
        version=record.version, nonce=secrets.token_hex(16), help=str(one.help or ""), dialog=in_dialog(request),
        limit=size_text(settings.UPLOAD_LIMIT, request.actor.language),
    )  # fmt: skip


receive = receiving(csrf_protect(upload))
field = receiving(csrf_protect(held))
