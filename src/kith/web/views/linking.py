"""Records that are there already, linked to this one from its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.kernel.text import lower_first
from kith.web import forms, related
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming
from kith.web.views.opening import opened

CHOSEN = "records"


@opened("GET", "POST")
def link(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Choose records of one related list, then link them here."""
    record = records.find(spec, number, request.actor, "read")
    child, field = related.list_of(spec, request.GET.get("tab", ""), request.actor)
    if not related.may_link(child, field, request.actor):
        raise NotFound
    asked = FieldSpec(
        child.key, CHOSEN, child.label_plural, TYPES["references"], required=True, target=child.key
    )
    if request.method == "GET":
        return ask(request, record, asked)
    try:
        chosen = forming.values_of(request, {CHOSEN: asked})[CHOSEN]
        return perform(request, lambda: linked(request, record, field, chosen))
    except Invalid as error:
        told = (
            error.errors
            if error.errors.keys() <= {CHOSEN}
            else {CHOSEN: [text for texts in error.errors.values() for text in texts]}
        )
        return ask(request, record, asked, told)


def ask(request: Any, record: Any, asked: FieldSpec, errors: Any = None) -> HttpResponse:
    """The form with one field."""
    spec = registry.spec_of(record)
    name, here = title_of(spec, record, request.actor), f"/{spec.plural}/{record.pk}/"
    sent = request.POST if request.method == "POST" else None
    form = Form(
        title=_("Link %(things)s to %(name)s") % {"things": lower_first(str(asked.label)), "name": name},
        action=request.get_full_path(),
        submit=pgettext("button", "Link"),
        sections=forms.sections([("", [asked])], {}, request.actor, sent=sent, errors=errors),
        cancel=here,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
    )
    form.tell(errors or {})
    return forming.show(request, form, here=spec.key, status=422 if errors else 200)


def linked(request: Any, record: Any, field: FieldSpec, chosen: list[int]) -> Done:
    """Link them, in one batch that can be taken back."""
    spec, child = registry.spec_of(record), registry.spec(field.entity)
    with records.transaction(), journal.batch(request.actor, "update", entity=child.key) as batch:
        for number in chosen:
            row = records.find(child, number, request.actor, "update", lock=True)
            several = field.type.key == "references"
            values: dict[str, Any] = {
                field.key: [*(child.value(row, field) or ()), record.pk] if several else record.pk
            }
            records.update(row, by=request.actor, **values)
    here = f"/{spec.plural}/{record.pk}/?tab={child.plural}.{field.key}"
    return Done(here, Toast(_("Linked."), undo=forming.undo_of(batch)))
