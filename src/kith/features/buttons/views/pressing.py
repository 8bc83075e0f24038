"""Pressing a button that runs an action: asked once, then done with the presser's own rights."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.engine import records, registry
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes.words import Words
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.buttons import showing
from kith.features.buttons.models import Button, Does, Stands
from kith.web import forms
from kith.web.forms import Form
from kith.web.pieces import Link
from kith.web.responses import in_dialog, page, perform
from kith.web.views import acting, forming
from kith.web.views.opening import opened


@opened("GET")
def of_row(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The buttons of one row of a list."""
    record = records.find(spec, number, request.actor, "read")
    return page(
        request,
        "buttons/row_page.html",
        fragment="buttons/row.html",
        title=title_of(spec, record, request.actor),
        here=spec.key,
        links=list(showing.on_record(spec.of(record), record, request.actor, showing.IN_ROWS)),
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
    )


@opened("GET", "POST")
def press(request: Any, button: int, number: int) -> HttpResponse:
    """What the button still asks, or its action done."""
    row, action, record = found(button, number, request.actor)
    if request.method == "GET":
        return ask(request, row, record)
    fields = open_fields(row, action)
    try:
        values = {**forming.given(request, fields), **preset(row, action)}
        return perform(request, lambda: acting.acted(request, record, action, values))
    except Invalid as error:
        return ask(request, row, record, errors=error.errors)


def found(button: int, number: int, actor: Actor) -> tuple[Button, Action, Any]:
    """The button with its action, and the record on which this actor sees it. Raises NotFound, Forbidden, Conflict."""
    row = next((one for rows in showing.every().values() for one in rows if one.pk == button), None)
    if row is None or row.does != Does.ACTION or row.stands == Stands.LIST:
        raise NotFound
    spec = registry.spec(row.entity)
    record = records.find(spec, number, actor, "read")
    action = spec.actions.get(row.action)
    if action is None or row not in showing.of(spec, actor) or not showing.fits(row, spec, record, actor):
        raise NotFound
    record = records.find(spec, number, actor, action.name)
    records.require_possible(action, spec, record, actor)
    return row, action, record


def preset(row: Button, action: Action) -> dict[str, Any]:
    """The values that the button brings, as the action takes them."""
    fields = action.arguments(row.entity)
    return {
        key: fields[key].type.clean(value, fields[key]) for key, value in row.presets.items() if key in fields
    }


def open_fields(row: Button, action: Action) -> dict[str, Any]:
    """The arguments that are asked when the button is pressed."""
    return {key: one for key, one in action.arguments(row.entity).items() if key not in row.presets}


def ask(request: Any, row: Button, record: Any, *, errors: Any = None) -> HttpResponse:
    """The question before it, with what the button leaves open."""
    actor, spec = request.actor, registry.spec_of(record)
    action = spec.actions[row.action]
    fields = open_fields(row, action)
    prepared = dict(action.prepare(record, None, actor=actor)).get("values", {}) if action.prepare else {}
    values = {key: prepared.get(key, one.suggested(actor)) for key, one in fields.items()}
    here = f"/{spec.plural}/{record.pk}/"
    sent = request.POST if request.method == "POST" else None
    form = Form(
        title=showing.name_of(row),
        action=f"/press/{row.pk}/{record.pk}/",
        submit=showing.name_of(row),
        sections=forms.sections([("", list(fields.values()))], values, actor, sent=sent, errors=errors),
        cancel=here,
        version=record.version,
        intro=str(Words(row.confirm, str(action.help))),
        danger=action.tone == "danger",
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
    )
    return forming.show(request, forming.finished(form, errors), here=spec.key, status=422 if errors else 200)
