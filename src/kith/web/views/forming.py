"""Creating and editing: one form, derived; wrong input comes back with what was typed, a stale edit side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition.subjects import naming, on_record
from kith.engine.errors import Forbidden, Invalid, Stale
from kith.engine.fieldtypes import FieldSpec
from kith.engine.insisting import mild
from kith.engine.record import Record
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.engine.titles import title_of
from kith.kernel.numbers import identity
from kith.web import cells, choosing, conditioned, forms, quick, reacting, slots
from kith.web.arrangement import arrangement_of, device_of
from kith.web.fields import Bound, submitted
from kith.web.forms import Form, Group
from kith.web.frame import Frame, new_label
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, headers_target, in_dialog, is_fragment, led, page, perform, triggers
from kith.web.views import typing
from kith.web.views.opening import opened

LAST_COOKIE = "kith_new"
YEAR = 365 * 24 * 3600


@opened("GET")
def anything(request: Any) -> HttpResponse:
    """A new record of the kind that was made last; the form offers the others."""
    kinds = Frame(request).create
    if not kinds:
        raise Forbidden
    last = request.COOKIES.get(LAST_COOKIE)
    chosen = next((kind for kind in kinds if kind.key == last), kinds[0])
    return begun(request, registry.spec(chosen.key))


@opened("GET", "POST")
def create(request: Any, spec: EntitySpec) -> HttpResponse:
    """A new record: the short form in the dialog, all fields on the page."""
    actor = request.actor
    if actor.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    if request.method == "GET":
        return begun(request, spec)
    spec = typing.typed(request, spec) or spec
    chosen = arrangement_of(spec, actor, device_of(request))
    fields = {
        **forms.writable(spec, actor, forms.NEW),
        **quick.fields(spec, actor, quick.names(spec, chosen)),
    }
    try:
        values = given(request, fields)
        response = perform(request, lambda: created(request, spec, values))
    except Invalid as error:
        return show(request, create_form(request, spec, request.POST, error.errors), status=422)
    if "again" in request.POST and is_fragment(request) and in_dialog(request):
        response = next_one(request, spec, response)
    response.set_cookie(LAST_COOKIE, spec.key, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def begun(request: Any, spec: EntitySpec) -> HttpResponse:
    """The empty form, or first the question for the type where a record can have several; an entity may have a page of
    its own for it, unless the address fills fields in."""
    if spec.entity.writes and not request.GET.keys() - {"kinds"}:
        return led(request, spec.entity.writes)
    of_type = typing.typed(request, spec)
    if of_type is None:
        return typing.choose(request, spec, kinds(request, spec) if asks_kind(request) else [])
    return show(request, create_form(request, of_type))


def asks_kind(request: Any) -> bool:
    """Whether other kinds of records are offered beside the one that is asked for."""
    return "kinds" in request.GET or request.path == "/new/"


def next_one(request: Any, spec: EntitySpec, response: HttpResponse) -> HttpResponse:
    """Instead of closing the dialog, the same form for the next record."""
    events = json.loads(response.headers["HX-Trigger"])
    fresh = show(request, create_form(request, spec))
    fresh.headers["HX-Trigger"] = triggers({name: events[name] for name in events if name != "close-dialog"})
    return fresh


def given(request: Any, fields: Any, *, standing: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What was sent, with typed names resolved. Raises Invalid."""
    actor, values = request.actor, submitted(fields, request.POST)
    errors = choosing.resolve(fields, values, actor, standing=standing) | conditioned.read(
        fields, values, actor
    )
    if errors:
        raise Invalid(errors)
    return values


def values_of(request: Any, fields: Any) -> dict[str, Any]:
    """What was sent, as python values: for forms whose fields are of no record and pass no gate. Raises Invalid."""
    values, errors = given(request, fields), {}
    for key, field in fields.items():
        value = values.get(key)
        try:
            read = field.type.parse if isinstance(value, str) else field.type.clean
            values[key] = (
                read(value, field, request.actor.language) if isinstance(value, str) else read(value, field)
            )
        except ValidationError as error:
            errors[key] = [
                item.message % item.params if item.params else item.message for item in error.error_list
            ]
    if errors:
        raise Invalid(errors)
    return values


def created(request: Any, spec: EntitySpec, values: dict[str, Any]) -> Done:
    """Create it and say so."""
    actor = request.actor
    with journal.batch(actor, "create", entity=spec.key) as batch:
        record = quick.create(spec, actor, values)
    name, here = title_of(spec, record, actor), f"/{spec.plural}/{record.pk}/"
    text = _("%(thing)s “%(name)s” is created.") % {"thing": spec.label, "name": name}
    toast = Toast(text, undo=f"/undo/{batch.pk}/", href=here, link=pgettext("button", "Open"))
    return Done(request.get_full_path() if "again" in request.POST else here, toast)


def create_form(request: Any, spec: EntitySpec, sent: Any = None, errors: Any = None) -> Form:
    """The form of a new record; values in the address fill it in."""
    actor = request.actor
    dialog = in_dialog(request)
    chosen = arrangement_of(spec, actor, device_of(request))
    groups = forms.layout(spec, actor, forms.NEW, chosen)
    if dialog and quick.names(spec, chosen):
        asked = [name for name in request.GET if name in spec.fields and name != RECORD_TYPE]
        groups = quick.groups(spec, actor, [*quick.names(spec, chosen), *asked])
    values = initial(spec, request, groups)
    if more := beyond(spec, actor, values, sent=sent, errors=errors):
        groups = [*groups, Group("", more)]
        values |= initial(spec, request, groups[-1:])
    here = f"/{spec.plural}/new/"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    form = Form(
        title=new_label(spec),
        action=here + query,
        submit=_("Create"),
        sections=forms.sections(groups, values, actor, sent=sent, errors=errors),
        cancel=f"/{spec.plural}/",
        draft=f"{actor.user_id}/{spec.key}/new",
        dialog=dialog,
        full_href=here + query if quick.names(spec, chosen) else "",
        hidden=[("dialog", "1")] if dialog else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
        again=_("Create and next"),
    )
    if spec.type_key:
        typed_form(request, spec, form)
    elif asks_kind(request):
        form.action, form.kinds = f"{here}?kinds=1", kinds(request, spec)
    suggested(spec, request, form)
    form.multipart = any(one.widget == "file" for section in form.sections for one in section.fields)
    reacting.attach(form, spec, None, actor=actor, values=values, sent=sent)
    form.alike = slots.first("alike", spec, None, actor) or ""
    finished(form, errors).focus(*(name for name in values if name not in request.GET))
    return form


def typed_form(request: Any, spec: EntitySpec, form: Form) -> None:
    """The form says its type, and offers the others."""
    form.hidden.append((RECORD_TYPE, spec.type_key))
    others = typing.types(request, registry.spec(spec.key))
    form.kinds = others if len(others) > 1 else []


def kinds(request: Any, spec: EntitySpec) -> list[Link]:
    """The kinds of records that can be created instead."""
    found = Frame(request).create
    for kind in found:
        kind.href, kind.current = f"{kind.href}?kinds=1", kind.key == spec.key
    return found


def beyond(
    spec: EntitySpec, actor: Any, values: Mapping[str, Any], *, sent: Any, errors: Any
) -> list[FieldSpec]:
    """The fields that a new record needs beyond those of its form: what was found wrong, what the form asked for when
    it was sent, and what has to be filled in as the record begins."""
    fields = {key: one for key, one in forms.writable(spec, actor, forms.NEW).items() if key not in values}
    asked = {
        *(errors or ()),
        *submitted(fields, sent or {}),
        *reacting.needed(spec, values, fields, actor=actor),
    }
    return [one for key, one in fields.items() if key in asked and key != RECORD_TYPE]


def suggested(spec: EntitySpec, request: Any, form: Form) -> None:
    """What a form only suggests counts as empty when it comes back as it was, unless there must be a value."""
    for bound in (bound for section in form.sections for bound in section.fields):
        name = f"{bound.name}__untouched"
        one = spec.fields.get(bound.name)
        if one is not None and one.begin and not one.required and not request.GET.get(bound.name):
            bound.untouched = str(request.POST.get(name, "") if request.method == "POST" else bound.value)


def initial(spec: EntitySpec, request: Any, groups: Any) -> dict[str, Any]:
    """Defaults and suggestions, what the address asks for, and oneself as owner."""
    found: dict[str, Any] = {}
    for group in groups:
        for one in group.fields:
            asked = request.GET.get(one.key)
            found[one.key] = cleaned(one, asked) if asked else one.suggested(request.actor)
    if "owner" in found and not found["owner"]:
        found["owner"] = request.actor.user_id
    return found


def cleaned(field: FieldSpec, value: Any, locale: str = "") -> Any:
    """A value of the address or, with a locale, as it was typed; nothing when it does not fit."""
    try:
        if locale and isinstance(value, str):
            return field.type.parse(value, field, locale)
        return field.type.clean(value, field)
    except ValidationError:
        return None


def finished(form: Form, errors: Any) -> Form:
    """Errors told, single fields widened, the cursor placed."""
    forms.widen(form.sections)
    if errors:
        form.tell(errors)
    if mild(errors):
        form.insist = Bound(
            "insist", _("Why it is right all the same"), required=True, wide=True, max_length=500
        )
        form.submit, form.again = _("Save anyway"), ""
    form.focus()
    return form


def show(request: Any, form: Form, *, here: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """A form as a page, in the dialog, where a value stands, or alone again after an error."""
    inline = headers_target(request).startswith("field-") or request.POST.get("inline") == "1"
    fragment = "fragments/inline.html" if inline else "fragments/form.html"
    return page(
        request,
        "web/form.html",
        fragment=fragment,
        title=form.title,
        here=here,
        status=status,
        form=form,
        **context,
    )


@opened("GET", "POST")
def edit(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The form of a stored record."""
    record = records.find(spec, number, request.actor, "update")
    if request.method == "GET":
        return show(request, edit_form(request, record), here=spec.key)
    try:
        fields = forms.writable(typing.of(request, record), request.actor, record)
        values = given(request, fields, standing=standing(record, fields.values(), request.actor))
        return perform(request, lambda: changed(request, record, values))
    except Invalid as error:
        return show(request, edit_form(request, record, error.errors), here=spec.key, status=422)
    except Stale as error:
        return stale(request, error.current)


def standing(record: Any, fields: Iterable[FieldSpec], actor: Actor) -> dict[str, Any]:
    """What a record says in the links within which some of its fields choose, as far as the actor may read them."""
    spec = registry.spec_of(record)
    known = spec.readable(actor)
    return {one.within: spec.value(record, known[one.within]) for one in fields if one.within in known}


def sent_version(request: Any) -> int | None:
    """The version that the form was filled in on."""
    return identity(request.POST.get("version", ""))


def changed(request: Any, record: Any, values: dict[str, Any]) -> Done:
    """Change it and say so."""
    actor, spec = request.actor, registry.spec_of(record)
    version = sent_version(request)
    with journal.batch(actor, "update", entity=spec.key) as batch:
        kept = records.update(record, by=actor, version=version, texts=actor.language, **values)
    text = _("“%(name)s” is saved.") % {"name": title_of(spec, kept, request.actor)}
    return Done(f"/{spec.plural}/{kept.pk}/", Toast(text, undo=undo_of(batch)))


def undo_of(batch: journal.Batch) -> str:
    """The address that takes a batch back, if anything was changed."""
    return f"/undo/{batch.pk}/" if batch.pk else ""


def edit_form(request: Any, record: Any, errors: Any = None) -> Form:
    """The form of a record as it is now, or as it was typed; `field` in the address asks for that field only."""
    spec, sent = typing.of(request, record), request.POST if request.method == "POST" else None
    actor = request.actor
    groups = forms.layout(spec, actor, record, arrangement_of(spec, actor, device_of(request)))
    only = request.GET.get("field")
    if only:
        wanted = {only, *(errors or ())}
        every = forms.writable(spec, actor, record)
        groups = [Group("", [every[key] for key in every if key in wanted])]
    values = {one.key: spec.value(record, one) for group in groups for one in group.fields}
    shown = [one for group in groups for one in group.fields]
    for name in filter(None, map(naming, shown)):
        values[name] = spec.value(record, spec.fields[name])
    values |= standing(record, shown, actor)
    name = title_of(spec, record, actor)
    here = f"/{spec.plural}/{record.pk}/"
    form = Form(
        title=_("Edit %(name)s") % {"name": name},
        action=f"{here}edit/" + (f"?field={only}" if only else ""),
        submit=_("Save"),
        sections=forms.sections(groups, values, actor, sent=sent, errors=errors),
        cancel=here,
        draft=f"{actor.user_id}/{spec.key}/{record.pk}" + (f"/{only}" if only else ""),
        version=record.version,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
    )
    reacting.attach(form, spec, record, actor=actor, values={}, sent=sent)
    form.alike = slots.first("alike", spec, record, actor) or ""
    return finished(form, errors)


def stale(request: Any, current: Any) -> HttpResponse:
    """Both versions side by side: what stands there now, and what was typed. Saving again takes what was typed."""
    spec, show_ = registry.spec_of(current), request.actor.show
    form = edit_form(request, current)
    form.submit = _("Save mine anyway")
    return page(
        request,
        "web/stale.html",
        fragment="fragments/stale.html",
        title=form.title,
        here=spec.key,
        status=412,
        form=form,
        differences=differences(request, form, current),
        who=str(current.updated_by) if current.updated_by_id else "Kith",
        when=cells.moment(current.updated_at, show_)[0],
    )


def differences(request: Any, form: Form, current: Any) -> list[tuple[str, str, str]]:
    """Label, present text and typed text of each field that was typed differently."""
    spec, actor = registry.spec_of(current), request.actor
    found = []
    for one in (bound for section in form.sections for bound in section.fields):
        field = on_record(spec.fields[one.name], spec, current)
        now, typed = cells.plain(field, spec.value(current, field), actor), mine(one)
        if one.name in request.POST and now != typed and not same(request, field, current):
            found.append((one.label, now, typed))
    return found


def same(request: Any, field: FieldSpec, current: Any) -> bool:
    """Whether what was typed is what stands there already."""
    spec, actor = registry.spec_of(current), request.actor
    text = submitted({field.key: field}, request.POST).get(field.key)
    try:
        typed = (
            field.type.parse(text, field, actor.language)
            if isinstance(text, str)
            else field.type.clean(text, field)
        )
    except ValidationError:
        return False
    now = spec.value(current, field)
    return bool(typed == now or (field.type.empty(typed) and field.type.empty(now)))


def mine(one: Bound) -> str:
    """What was typed into a field, for reading."""
    labels = {option.value: option.label for option in one.options}
    if isinstance(one.value, list):
        return ", ".join(str(labels.get(item, item)) for item in one.value)
    if isinstance(one.value, dict):
        return ", ".join(text for text in one.value.values() if text)
    if one.widget == "condition":
        return str(one.value.said)
    if isinstance(one.value, bool):
        return _("Yes") if one.value else _("No")
    return one.text if one.widget == "reference" else str(labels.get(one.value, one.value or ""))


def address_of(result: Any) -> str:
    """The page of what an action returned, if that is a record with a page."""
    if not isinstance(result, Record):
        return ""
    return f"/{registry.spec_of(result).plural}/{result.pk}/"
