"""The tab of types, the page of one, and another type for a record."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry, variants
from kith.engine.errors import Invalid, NotFound, Stale
from kith.engine.fieldtypes.words import Words
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.engine.titles import title_of
from kith.features.types import editing, ready
from kith.features.types.assigning import without
from kith.features.types.entities import used
from kith.features.types.models import RecordType
from kith.web import forms
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened

ASKED = ("label", "about", "tone", "roles", "active", "standard")


@opened("GET")
def every(request: Any, spec: EntitySpec) -> HttpResponse:
    """The types of an object."""
    shaping.require(request.actor)
    rows = RecordType.live().filter(entity=spec.key).order_by("pk")
    lines = [(row, Words(row.label, row.key), Words(row.about, ""), used(spec, row.key)) for row in rows]
    return shaping.shaping(
        request,
        spec,
        "types",
        "types/every.html",
        lines=lines,
        bare=without(spec, request.actor),
        ready=bool(ready.offered(spec)),
    )


@opened("GET", "POST")
def new(request: Any, spec: EntitySpec) -> HttpResponse:
    """A further type."""
    shaping.require(request.actor)
    return answered(request, spec, None)


@opened("GET", "POST")
def one(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """A type as it is, or as it was typed."""
    shaping.require(request.actor)
    row = records.find(registry.spec("record-type"), number, request.actor, "read")
    if row.entity != spec.key:
        raise NotFound
    return answered(request, spec, row)


def answered(request: Any, spec: EntitySpec, row: Any) -> HttpResponse:
    """The form, the type stored, or what is wrong with it."""
    if request.method == "GET":
        return show(request, spec, row)
    try:
        if row is not None and request.POST.get("do") == "delete":
            return perform(request, lambda: gone(request, spec, row))
        return perform(request, lambda: kept(request, spec, row))
    except Invalid as error:
        return show(request, spec, row, error.errors, status=422)
    except Stale as error:
        stale = {"": [_("Somebody else changed this record meanwhile.")]}
        return show(request, spec, error.current, stale, status=412)


def asked(request: Any) -> dict[str, Any]:
    """The fields of a type that its form asks for as every form does."""
    known = forms.writable(registry.spec("record-type"), request.actor, forms.NEW)
    return {key: known[key] for key in ASKED if key in known}


def kept(request: Any, spec: EntitySpec, row: Any) -> Done:
    """Store it and say so. Raises Invalid, Stale."""
    actor = request.actor
    values = forming.given(request, asked(request)) | editing.said(request.POST, spec, row, actor)
    icon = request.POST.get("icon", "")
    values["icon"] = icon if icon in editing.ICONS else ""
    with journal.batch(actor, "config", entity="record-type") as batch:
        if row is None:
            taken = RecordType.objects.filter(entity=spec.key).values_list("key", flat=True)
            label = forms.writable(registry.spec("record-type"), actor)["label"].type.clean(
                values.get("label"), registry.spec("record-type").fields["label"]
            )
            values |= {"entity": spec.key, "key": editing.key_for(label, list(taken))}
            row = records.create(RecordType, by=actor, texts=actor.language, **values)
        else:
            version = forming.sent_version(request)
            row = records.update(row, by=actor, version=version, texts=actor.language, **values)
    text = _("“%(name)s” is saved.") % {"name": Words(row.label, row.key)}
    return Done(f"/shape/{spec.plural}/types/", Toast(text, undo=forming.undo_of(batch)))


def gone(request: Any, spec: EntitySpec, row: Any) -> Done:
    """Take a type away that no record has. Raises Invalid."""
    with journal.batch(request.actor, "config", entity="record-type") as batch:
        records.delete(row, by=request.actor)
    text = _("“%(name)s” is deleted.") % {"name": Words(row.label, row.key)}
    return Done(f"/shape/{spec.plural}/types/", Toast(text, undo=forming.undo_of(batch)))


def show(request: Any, spec: EntitySpec, row: Any, errors: Any = None, *, status: int = 200) -> HttpResponse:
    """The page of a type."""
    sent = request.POST if request.method == "POST" else None
    shown = row or RecordType(entity=spec.key)
    ticked = editing.said(sent, spec, row, request.actor) if sent else {}
    kinds = registry.spec("record-type")
    known = asked(request)
    bound = forms.sections(
        [("", list(known.values()))],
        {key: kinds.value(shown, field) for key, field in known.items()},
        request.actor,
        sent=sent,
        errors=errors,
    )
    form = forms.Form("", "", "", bound)
    if errors:
        form.tell(errors)
    form.focus()
    base = f"/shape/{spec.plural}/types/"
    return shaping.shaping(
        request,
        spec,
        "types",
        "types/one.html",
        status=status,
        form=form,
        row=row,
        name=Words(row.label, row.key) if row else pgettext("shaping", "New type"),
        action=f"{base}{row.pk}/" if row else f"{base}new/",
        back=base,
        icons=editing.ICONS,
        icon_now=(sent.get("icon", "") if sent else shown.icon) or editing.ICONS[0],
        parts=editing.used(spec, ticked.get("unused", shown.unused)),
        values=editing.values(spec, ticked.get("limits", shown.limits), request.actor),
        nonce=secrets.token_hex(16),
    )


@opened("GET")
def change(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Which other type a record could have, and what of it would not belong there; the form of the record does it."""
    actor = request.actor
    record = records.find(spec, number, actor, "update")
    if RECORD_TYPE not in forms.writable(spec, actor, record):
        raise NotFound
    now = record.custom.get(RECORD_TYPE)
    offered = [
        (one, one.key == now, [] if one.key == now else editing.misfits(spec, record, one, actor))
        for one in variants.possible(spec, actor)
    ]
    here = f"/{spec.plural}/{record.pk}/"
    return page(
        request,
        "types/page.html",
        fragment="types/change.html",
        title=_("Type of %(name)s") % {"name": title_of(spec, record, actor)},
        here=spec.key,
        action=f"{here}edit/?field={RECORD_TYPE}",
        back=Link("", here),
        version=record.version,
        offered=offered,
        dialog=in_dialog(request),
        nonce=secrets.token_hex(16),
    )
