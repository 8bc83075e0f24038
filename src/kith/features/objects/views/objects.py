"""Making an object, and saying what it is called, how it is shown, and that it shall go."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry, uses
from kith.engine.access import Reach
from kith.engine.errors import Invalid, NotFound
from kith.engine.objects.declaring import OwnEntity
from kith.engine.objects.models import CustomObject
from kith.engine.spec import EntitySpec
from kith.features.objects import forms as own
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views import shaping
from kith.web.views.forming import sent_version, undo_of
from kith.web.views.opening import opened


@opened("GET", "POST")
def new(request: Any) -> HttpResponse:
    """A new object; its fields come next."""
    shaping.require(request.actor)
    if request.actor.access.reach("custom-object", "create") is not Reach.ALL:
        raise NotFound
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            return perform(request, lambda: made(request))
        except Invalid as error:
            errors = dict(error.errors)
    return page(
        request,
        "objects/new.html",
        fragment="objects/form.html",
        title=_("New object"),
        here="settings",
        form=form_of(request, CustomObject(), errors),
        crumbs=[Link(pgettext("settings", "Objects"), "/shape/")],
        status=422 if errors else 200,
    )


def made(request: Any) -> Done:
    """Make it and go on to its fields."""
    actor = request.actor
    names = [name for _title, group in own.NEW for name in group]
    with journal.batch(actor, "create", entity="custom-object") as batch:
        row = records.create(CustomObject, by=actor, texts=actor.language, **own.values(request.POST, names))
    spec = registry.spec(row.key)
    text = _("“%(name)s” is there now, for everybody whose role allows it.") % {"name": spec.label_plural}
    tabs = shaping.tabs(spec, actor, "")
    to = next((tab.href for tab in tabs if tab.key == "fields"), f"/shape/{spec.plural}/")
    return Done(to, Toast(text, undo=undo_of(batch)))


@opened("GET", "POST")
def settings(request: Any, spec: EntitySpec) -> HttpResponse:
    """What an object is: its names, how its records are named and shown, and where it is used."""
    shaping.require(request.actor)
    if not issubclass(spec.entity, OwnEntity):
        raise NotFound
    row = records.find(registry.spec("custom-object"), spec.entity.number, request.actor, "update")
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            return perform(request, lambda: kept(request, row))
        except Invalid as error:
            errors = dict(error.errors)
    return shaping.shaping(
        request,
        spec,
        "object",
        "objects/settings.html",
        fragment="objects/form.html",
        form=form_of(request, row, errors),
        row=row,
        uses=[use for use in uses.uses(row.key) if not use.harmless],
        status=422 if errors else 200,
    )


def kept(request: Any, row: CustomObject) -> Done:
    """Change it and say so."""
    actor = request.actor
    names = [name for _title, group in own.STORED for name in group]
    values = own.values(request.POST, names)
    with journal.batch(actor, "update", entity="custom-object") as batch:
        stored = records.update(row, by=actor, version=sent_version(request), texts=actor.language, **values)
    text = _("“%(name)s” is saved.") % {"name": registry.spec(stored.key).label_plural}
    return Done(f"/shape/{stored.plural}/object/", Toast(text, undo=undo_of(batch)))


def form_of(request: Any, row: CustomObject, errors: dict[str, Any]) -> Form:
    """The form of a new object, or of one as it is."""
    sent = request.POST if request.method == "POST" else None
    stored = row.pk is not None
    form = Form(
        title=_("New object"),
        action=request.path,
        submit=_("Save") if stored else _("Create"),
        sections=own.Shown(row, request.actor, sent, errors).sections(),
        cancel="/shape/",
        version=row.version if stored else None,
    )
    form.tell(errors)
    if not stored:
        form.focus()
    return form
