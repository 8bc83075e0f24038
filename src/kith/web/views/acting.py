"""Actions, deleting, restoring, taking back, also for many records at once. Each asks in a small form first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kith.engine import bulk, journal, records, registry, undo
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Malformed, NotFound, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told, told_of
from kith.engine.titles import title_of
from kith.web import choosing, forms
from kith.web.fields import Bound, Option, submitted
from kith.web.forms import Form
from kith.web.pieces import Link, Section, Toast
from kith.web.responses import Done, in_dialog, perform, safe_next
from kith.web.views import forming
from kith.web.views.opening import opened

MOST = 1_000


@opened("GET", "POST")
def act(request: Any, spec: EntitySpec, number: int, name: str) -> HttpResponse:
    """A named action on one record."""
    actor = request.actor
    action = spec.actions.get(name)
    if action is None:
        raise NotFound
    record = records.find(spec, number, actor, name)
    if request.method == "GET":
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
        title=_("%(action)s: %(name)s") % {"action": action.label, "name": title_of(spec, record)},
        action=f"{here}{action.name}/",
        submit=str(action.label),
        sections=forms.sections([("", list(fields.values()))], values, actor, sent=sent, errors=errors),
        cancel=here,
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
    """Perform it and say so; an action that made another record leads there."""
    actor, spec = request.actor, registry.spec_of(record)
    version = forming.sent_version(request)
    with journal.batch(actor, action.name, entity=spec.key) as batch:
        result = records.perform(action, record, by=actor, version=version, texts=actor.language, **values)
    here = f"/{spec.plural}/{record.pk}/"
    toast = Toast(told_of(action.told(), title_of(spec, record)), undo=forming.undo_of(batch))
    other = forming.address_of(result)
    if other and other != here:
        toast.href, toast.link = other, pgettext("button", "Open")
        return Done(other, toast)
    return Done(here, toast)


@opened("GET", "POST")
def delete(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Into the trash."""
    actor = request.actor
    record = records.find(spec, number, actor, "delete")
    name = title_of(spec, record)
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
    spec, name = registry.spec_of(record), title_of(registry.spec_of(record), record)
    with journal.batch(request.actor, "delete", entity=spec.key) as batch:
        records.delete(record, by=request.actor, version=forming.sent_version(request))
    text = _("“%(name)s” is in the trash.") % {"name": name}
    return Done(f"/{spec.plural}/", Toast(text, undo=forming.undo_of(batch)))


@opened("POST")
def restore(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Out of the trash."""
    record = records.perform("restore", (spec.model, number), by=request.actor)
    text = _("“%(name)s” is back.") % {"name": title_of(spec, record)}
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


@opened("GET", "POST")
def many(request: Any, spec: EntitySpec, verb: str) -> HttpResponse:
    """Change, assign, delete or act on all chosen records in one batch."""
    ids = chosen(request.POST if request.method == "POST" else request.GET)
    form = many_form(request, spec, verb, ids)
    if request.method == "GET":
        return forming.show(request, form, here=spec.key)
    try:
        return perform(request, lambda: done_to_many(request, spec, verb, ids))
    except Invalid as error:
        form.tell(error.errors)
        return forming.show(request, form, here=spec.key, status=422)


def chosen(given: Any) -> list[int]:
    """The chosen ids. Raises Malformed."""
    texts = given.getlist("id")
    if (
        not texts
        or len(texts) > MOST
        or not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts)
    ):
        raise Malformed(_("Choose at least one row, and not more than a thousand."))
    return [int(text) for text in dict.fromkeys(texts)]


def many_form(request: Any, spec: EntitySpec, verb: str, ids: list[int]) -> Form:
    """The form that asks what to do with the chosen records."""
    action = spec.actions.get(verb)
    known = {"assign": _("Assign"), "update": pgettext("button", "Change"), "delete": _("Delete")}
    what = str(action.label) if action else known.get(verb, verb)
    count = ngettext("%(count)s record", "%(count)s records", len(ids)) % {
        "count": request.actor.show.number(len(ids))
    }
    dialog = in_dialog(request)
    form = Form(
        title=told_of(what, count),
        action=f"/{spec.plural}/bulk/{verb}/",
        submit=what,
        sections=many_sections(request, spec, verb),
        cancel=f"/{spec.plural}/",
        dialog=dialog,
        danger=verb == "delete",
        intro=_("It can be taken back afterwards."),
        hidden=[*(("id", str(number)) for number in ids), *([("dialog", "1")] if dialog else [])],
    )
    form.focus()
    return form


def many_sections(request: Any, spec: EntitySpec, verb: str) -> list[Section]:
    """What a verb asks for. Raises NotFound for an unknown one."""
    actor = request.actor
    action = spec.actions.get(verb)
    sent = request.POST if request.method == "POST" else None
    if verb == "delete":
        return []
    if verb == "update":
        return update_sections(request, spec)
    if verb == "assign":
        fields = forms.writable(spec, actor)
        named = [fields[key] for key in ("owner", "team") if key in fields]
        return forms.sections([("", named)], {}, actor, sent=sent)
    if action is None:
        raise NotFound
    arguments = action.arguments(spec.key)
    values = {key: one.suggested(actor) for key, one in arguments.items()}
    return forms.sections([("", list(arguments.values()))], values, actor, sent=sent)


def update_sections(request: Any, spec: EntitySpec) -> list[Section]:
    """First which field, then its value."""
    actor = request.actor
    fields = {
        key: one for key, one in forms.writable(spec, actor).items() if key != spec.title and not one.unique
    }
    given = request.POST if request.method == "POST" else request.GET
    key = given.get("change", "")
    options = [Option(name, str(one.label)) for name, one in fields.items()]
    which = Bound("change", _("Field"), "select", key, options=options, required=True, wide=True)
    which.url = f"/{spec.plural}/bulk/update/"
    if key not in fields:
        return [Section("", [which])]
    return [
        Section("", [which]),
        *forms.sections([("", [fields[key]])], {}, actor, sent=request.POST or None),
    ]


def done_to_many(request: Any, spec: EntitySpec, verb: str, ids: list[int]) -> Done:
    """Do it through the gate's bulk path, in one batch."""
    actor = request.actor
    action = spec.actions.get(verb)
    with journal.batch(actor, verb if action else f"mass_{verb}", entity=spec.key) as batch:
        if verb == "delete":
            outcomes = bulk.delete(spec.model, ids, by=actor, partial=True)
        elif action is not None:
            arguments = forming.given(request, action.arguments(spec.key))
            outcomes = [each((spec.model, number), action, actor, arguments) for number in ids]
        else:
            values = new_values(request, spec, verb)
            rows = [(number, None, values) for number in ids]
            outcomes = bulk.update(spec.model, rows, by=actor, texts=actor.language, partial=True)
    return Done(f"/{spec.plural}/", summed_up(told(verb, spec), outcomes, batch))


def each(record: tuple[Any, int], action: Action, actor: Actor, arguments: dict[str, Any]) -> bulk.Outcome:
    """One record of many; a refusal is noted and the others go on."""
    try:
        records.perform(action, record, by=actor, texts=actor.language, **arguments)
    except Invalid as error:
        return bulk.Outcome(None, error.errors)
    except Refused as error:
        return bulk.Outcome(None, {"": [str(error)]})
    return bulk.Outcome(record[1])


def new_values(request: Any, spec: EntitySpec, verb: str) -> dict[str, Any]:
    """What is to be set. Raises Invalid when nothing is."""
    fields = forms.writable(spec, request.actor)
    keys = ("owner", "team") if verb == "assign" else (request.POST.get("change", ""),)
    values = forming.given(request, {key: fields[key] for key in keys if key in fields})
    if verb == "assign":
        values = {key: value for key, value in values.items() if value}
    if not values:
        raise Invalid({"change" if verb == "update" else "owner": [_("Choose what to change.")]})
    return values


def summed_up(what: str, outcomes: list[bulk.Outcome], batch: journal.Batch) -> Toast:
    """What was done to how many, and how many were refused. Raises Invalid when nothing at all could be done."""
    good = sum(1 for outcome in outcomes if outcome.id is not None)
    errors = [str(text) for outcome in outcomes for texts in outcome.errors.values() for text in texts]
    if not good and errors:
        raise Invalid({"": list(dict.fromkeys(errors))[:5]})
    count = ngettext("%(count)s record", "%(count)s records", good) % {"count": good}
    text = told_of(what, count)
    if errors:
        text += " · " + ngettext(
            "%(count)s was refused: %(why)s", "%(count)s were refused: %(why)s", len(errors)
        ) % {
            "count": len(outcomes) - good,
            "why": errors[0],
        }
    return Toast(text, undo=f"/undo/{batch.pk}/" if batch.pk and good else "")
