"""Actions, deleting, restoring, taking back, and all of it for many records at once. Each asks in a small form first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import bulk, journal, records, undo
from kith.engine.errors import Invalid, Malformed, NotFound, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.web import forms
from kith.web.fields import Bound, Option
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
    fields = action.arguments(spec.key)
    if request.method == "GET":
        return ask(request, spec, record, action, fields)
    try:
        values = forming.given(request, fields)
        return perform(
            request, lambda: acted(spec, record, actor, action, values, forming.sent_version(request))
        )
    except Invalid as error:
        return ask(request, spec, record, action, fields, error.errors, status=422)


def ask(
    request: Any, spec: EntitySpec, record: Any, action: Any, fields: dict[str, FieldSpec], errors: Any = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The form of an action; an action may bring its own template and what that shows."""
    actor = request.actor
    prepared = dict(action.prepare(record, actor=actor)) if action.prepare else {}
    values = {key: prepared.get("values", {}).get(key, one.initial()) for key, one in fields.items()}
    sent = request.POST if request.method == "POST" else None
    here = f"/{spec.plural}/{record.pk}/"
    form = Form(
        title=_("%(action)s: %(name)s") % {"action": action.label, "name": title_of(spec, record)}, action=f"{here}{action.name}/",
        submit=str(action.label), sections=forms.sections([("", list(fields.values()))], values, actor, sent, errors), cancel=here,
        version=record.version, intro=str(action.help), danger=action.tone == "danger", dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [], crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
        template=action.template,
    )  # fmt: skip
    return forming.show(
        request,
        forming.finished(form, errors),
        here=spec.key,
        status=status,
        record=record,
        prepared=prepared,
    )


def acted(
    spec: EntitySpec, record: Any, actor: Any, action: Any, values: dict[str, Any], version: int | None
) -> Done:
    """Perform it and say so; an action that made another record leads there."""
    with journal.batch(actor, action.name, entity=spec.key) as batch:
        result = records.perform(action, record, by=actor, version=version, texts=actor.language, **values)
    here = f"/{spec.plural}/{record.pk}/"
    toast = Toast(f"{action.label}: {title_of(spec, record)}", undo=f"/undo/{batch.pk}/" if batch.pk else "")
    other = forming.address_of(result)
    if other and other != here:
        toast.href, toast.link = other, _("Open")
        return Done(other, toast)
    return Done(here, toast)


@opened("GET", "POST")
def delete(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Into the trash."""
    actor = request.actor
    record = records.find(spec, number, actor, "delete")
    name = title_of(spec, record)
    if request.method == "POST":
        return perform(request, lambda: deleted(spec, record, actor, name, forming.sent_version(request)))
    here = f"/{spec.plural}/{number}/"
    form = Form(
        title=_("Delete “%(name)s”?") % {"name": name}, action=f"{here}delete/", submit=_("Delete"), sections=[], cancel=here,
        intro=_("It goes to the trash and can be taken out again."), danger=True, dialog=in_dialog(request), version=record.version,
    )  # fmt: skip
    return forming.show(request, form, here=spec.key)


def deleted(spec: EntitySpec, record: Any, actor: Any, name: str, version: int | None) -> Done:
    """Delete it and go to the list, since its page is gone."""
    with journal.batch(actor, "delete", entity=spec.key) as batch:
        records.delete(record, by=actor, version=version)
    return Done(
        f"/{spec.plural}/",
        Toast(_("“%(name)s” is in the trash.") % {"name": name}, undo=f"/undo/{batch.pk}/"),
    )


@opened("POST")
def restore(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Out of the trash."""
    record = records.perform("restore", (spec.model, number), by=request.actor)
    text = _("“%(name)s” is back.") % {"name": title_of(spec, record)}
    return perform(request, lambda: Done(f"/{spec.plural}/{number}/", Toast(text)))


@opened("POST")
def take_back(request: Any, number: int) -> HttpResponse:
    """Undo a batch; what was changed since is left and counted."""
    result = undo.undo(number, by=request.actor)
    text = ngettext("Taken back: %(count)s change.", "Taken back: %(count)s changes.", result.undone) % {
        "count": result.undone
    }
    if result.left:
        text += " " + ngettext(
            "%(count)s record was changed since and stays as it is.", "%(count)s records were changed since and stay as they are.",
            len(result.left),
        ) % {"count": len(result.left)}  # fmt: skip
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
    """The form that asks what to do with the chosen records. Raises NotFound for an unknown verb."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else None
    action = spec.actions.get(verb)
    groups: list[Section] = []
    if verb == "assign":
        fields = forms.writable(spec, actor)
        groups = forms.sections(
            [("", [fields[key] for key in ("owner", "team") if key in fields])], {}, actor, sent
        )
    elif verb == "update":
        groups = update_sections(request, spec)
    elif action is not None:
        arguments = action.arguments(spec.key)
        groups = forms.sections(
            [("", list(arguments.values()))],
            {key: one.initial() for key, one in arguments.items()},
            actor,
            sent,
        )
    elif verb != "delete":
        raise NotFound
    what = {"assign": _("Assign"), "update": _("Change"), "delete": _("Delete")}.get(verb) or str(
        action.label if action else verb
    )
    count = ngettext("%(count)s record", "%(count)s records", len(ids)) % {
        "count": actor.show.number(len(ids))
    }
    form = Form(
        title=f"{what}: {count}", action=f"/{spec.plural}/bulk/{verb}/", submit=what, sections=groups, cancel=f"/{spec.plural}/",
        dialog=in_dialog(request), danger=verb == "delete", intro=_("It can be taken back afterwards."),
        hidden=[*(("id", str(number)) for number in ids), *([("dialog", "1")] if in_dialog(request) else [])],
    )  # fmt: skip
    form.focus()
    return form


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
    return [Section("", [which]), *forms.sections([("", [fields[key]])], {}, actor, request.POST or None)]


def done_to_many(request: Any, spec: EntitySpec, verb: str, ids: list[int]) -> Done:
    """Do it through the gate's bulk path, in one batch."""
    actor = request.actor
    action = spec.actions.get(verb)
    with journal.batch(actor, verb if action else f"mass_{verb}", entity=spec.key) as batch:
        if verb == "delete":
            outcomes = bulk.delete(spec.model, ids, by=actor, partial=True)
        elif action is not None:
            arguments = forming.given(request, action.arguments(spec.key))
            outcomes = [each(spec, action, number, actor, arguments) for number in ids]
        else:
            values = new_values(request, spec, verb)
            rows = [(number, None, values) for number in ids]
            outcomes = bulk.update(spec.model, rows, by=actor, texts=actor.language, partial=True)
    return Done(f"/{spec.plural}/", told(outcomes, batch))


def each(spec: EntitySpec, action: Any, number: int, actor: Any, arguments: dict[str, Any]) -> bulk.Outcome:
    """One record of many; a refusal is noted and the others go on."""
    try:
        records.perform(action, (spec.model, number), by=actor, texts=actor.language, **arguments)
    except Invalid as error:
        return bulk.Outcome(None, error.errors)
    except Refused as error:
        return bulk.Outcome(None, {"": [str(error)]})
    return bulk.Outcome(number)


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


def told(outcomes: list[bulk.Outcome], batch: journal.Batch) -> Toast:
    """How it went. Raises Invalid when nothing at all could be done."""
    good = sum(1 for outcome in outcomes if outcome.id is not None)
    errors = [str(text) for outcome in outcomes for texts in outcome.errors.values() for text in texts]
    if not good and errors:
        raise Invalid({"": list(dict.fromkeys(errors))[:5]})
    text = ngettext("Done: %(count)s record.", "Done: %(count)s records.", good) % {"count": good}
    if errors:
        text += " " + ngettext("%(count)s was refused: %(why)s", "%(count)s were refused: %(why)s", len(errors)) % {
            "count": len(outcomes) - good, "why": errors[0],
        }  # fmt: skip
    return Toast(text, undo=f"/undo/{batch.pk}/" if batch.pk and good else "")
