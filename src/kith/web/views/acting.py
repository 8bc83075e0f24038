"""Actions, deleting, restoring, taking back, also for many records at once. Each asks in a small form first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry, undo
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told_of
from kith.engine.titles import title_of
from kith.web import choosing, forms
from kith.web.fields import submitted
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, perform, safe_next
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("GET", "POST")
def act(request: Any, spec: EntitySpec, number: int, name: str) -> HttpResponse:
    """A named action on one record."""
    actor = request.actor
    action = spec.actions.get(name)
    if action is None:
        raise NotFound
    record = records.find(spec, number, actor, name)
    if request.method == "GET":
        records.require_possible(action, spec, record, actor)
        return ask(request, record, action)
    try:
        values = forming.given(request, action.arguments(spec.key))
        return perform(request, lambda: acted(request, record, action, values))
    except Invalid as error:
        return ask(request, record, action, error.errors)


def ask(request: Any, record: Any, action: Action, errors: Any = None) -> HttpResponse:
    """The form of an action; an action may bring its own template and what that shows."""
    actor, spec = request.actor, registry.spec_of(record)
    fields = action.arguments(spec.key)
    sent = request.POST if request.method == "POST" else request.GET
    sent = sent if any(key in sent for key in fields) else None
    chosen = chosen_of(fields, sent, actor) if sent else None
    prepared = dict(action.prepare(record, chosen, actor=actor)) if action.prepare else {}
    values = {key: prepared.get("values", {}).get(key, one.suggested(actor)) for key, one in fields.items()}
    here = f"/{spec.plural}/{record.pk}/"
    form = Form(
        title=_("%(action)s: %(name)s")
        % {"action": action.label, "name": title_of(spec, record, request.actor)},
        action=f"{here}{action.name}/",
        submit=str(action.label),
        sections=forms.sections([("", list(fields.values()))], values, actor, sent=sent, errors=errors),
        cancel=here,
        draft=f"{actor.user_id}/{spec.key}/{record.pk}/{action.name}" if fields else "",
        version=record.version,
        intro=str(action.help),
        danger=action.tone == "danger",
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
        template=action.template,
    )
    status = 422 if errors else 200
    form = forming.finished(form, errors)
    return forming.show(request, form, here=spec.key, status=status, record=record, prepared=prepared)


def chosen_of(fields: Mapping[str, FieldSpec], sent: Any, actor: Actor) -> dict[str, Any]:
    """What the form of an action says so far; what cannot be understood counts as empty."""
    given = submitted(fields, sent)
    choosing.resolve(fields, given, actor)
    return {key: forming.cleaned(fields[key], value, actor.language) for key, value in given.items()}


def acted(request: Any, record: Any, action: Action, values: dict[str, Any]) -> Done:
    """Perform it and say so; an action that made another record leads there, one after which the record is out of
    sight to the list."""
    actor, spec = request.actor, registry.spec_of(record)
    version = forming.sent_version(request)
    with journal.batch(actor, action.name, entity=spec.key) as batch:
        result = records.perform(action, record, by=actor, version=version, texts=actor.language, **values)
    here = f"/{spec.plural}/{record.pk}/"
    toast = Toast(told_of(action.told(), title_of(spec, record, request.actor)), undo=forming.undo_of(batch))
    other = forming.address_of(result)
    if other and other != here:
        toast.href, toast.link = other, pgettext("button", "Open")
        return Done(other, toast)
    if not records.visible(spec.model, to=actor).filter(pk=record.pk).exists():
        return Done(f"/{spec.plural}/", toast, left=here)
    return Done(here, toast)


@opened("GET", "POST")
def delete(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Into the trash."""
    actor = request.actor
    record = records.find(spec, number, actor, "delete")
    name = title_of(spec, record, request.actor)
    if request.method == "POST":
        return perform(request, lambda: deleted(request, record))
    here = f"/{spec.plural}/{number}/"
    form = Form(
        title=_("Delete “%(name)s”?") % {"name": name},
        action=f"{here}delete/",
        submit=_("Delete"),
        sections=[],
        cancel=here,
        intro=_("It goes to the trash and can be taken out again."),
        danger=True,
        dialog=in_dialog(request),
        version=record.version,
    )
    return forming.show(request, form, here=spec.key)


def deleted(request: Any, record: Any) -> Done:
    """Delete it and go to the list, since its page is gone."""
    spec, name = registry.spec_of(record), title_of(registry.spec_of(record), record, request.actor)
    with journal.batch(request.actor, "delete", entity=spec.key) as batch:
        records.delete(record, by=request.actor, version=forming.sent_version(request))
    text = _("“%(name)s” is in the trash.") % {"name": name}
    return Done(f"/{spec.plural}/", Toast(text, undo=forming.undo_of(batch)))


@opened("POST")
def restore(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Out of the trash."""
    record = records.perform("restore", (spec.model, number), by=request.actor)
    text = _("“%(name)s” is back.") % {"name": title_of(spec, record, request.actor)}
    return perform(request, lambda: Done(f"/{spec.plural}/{number}/", Toast(text)))


@opened("POST")
def take_back(request: Any, number: int) -> HttpResponse:
    """Undo a batch; what was changed since is left and counted."""
    result = undo.begin(number, by=request.actor)
    text = _("This is many changes. They are taken back in the background; you will be told when it is done.")
    if result is not None:
        text = undo.outcome(result, request.actor)
    return perform(request, lambda: Done(safe_next(request, back(request)), Toast(text)))


def back(request: Any) -> str:
    """The page that one came from, by its path only."""
    _scheme, _sep, rest = request.headers.get("Referer", "").partition("://")
    _host, slash, path = rest.partition("/")
    return f"/{path}" if slash and not path.startswith(("undo", "/", "\\")) else "/"
