"""Creating and editing: one form, derived; wrong input comes back with what was typed, a stale edit side by side."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry
from kith.engine.access import Reach
from kith.engine.errors import Forbidden, Invalid, Stale
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import Record
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.web import cells, choosing, forms
from kith.web.fields import Bound, submitted
from kith.web.forms import Form
from kith.web.frame import lower_first
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, headers_target, in_dialog, page, perform
from kith.web.views.opening import opened


@opened("GET", "POST")
def create(request: Any, spec: EntitySpec) -> HttpResponse:
    """A new record: the short form in the dialog, all fields on the page."""
    actor = request.actor
    if actor.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    if request.method == "GET":
        return show(request, create_form(request, spec))
    fields = forms.writable(spec, actor)
    try:
        values = given(request, fields)
        return perform(request, lambda: created(spec, actor, values))
    except Invalid as error:
        return show(request, create_form(request, spec, request.POST, error.errors), status=422)


def given(request: Any, fields: Any) -> dict[str, Any]:
    """What was sent, with typed names resolved. Raises Invalid."""
    values = submitted(fields, request.POST)
    errors = choosing.resolve(fields, values, request.actor)
    if errors:
        raise Invalid(errors)
    return values


def created(spec: EntitySpec, actor: Any, values: dict[str, Any]) -> Done:
    """Create it and say so."""
    with journal.batch(actor, "create", entity=spec.key) as batch:
        record = records.create(spec.model, by=actor, texts=actor.language, **values)
    name, here = title_of(spec, record), f"/{spec.plural}/{record.pk}/"
    text = _("%(thing)s “%(name)s” is created.") % {"thing": spec.label, "name": name}
    return Done(here, Toast(text, undo=f"/undo/{batch.pk}/", href=here, link=pgettext("button", "Open")))


def create_form(request: Any, spec: EntitySpec, sent: Any = None, errors: Any = None) -> Form:
    """The form of a new record; values in the address fill it in."""
    actor = request.actor
    dialog = in_dialog(request)
    groups = forms.layout(spec, actor, creating=True)
    if dialog and spec.entity.quick:
        quick = forms.writable(spec, actor)
        groups = [("", [quick[key] for key in spec.entity.quick if key in quick])]
    values = initial(spec, request, groups)
    title = _("New %(thing)s") % {"thing": lower_first(str(spec.label))}
    here = f"/{spec.plural}/new/"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    form = Form(
        title=title,
        action=here + query,
        submit=_("Create"),
        sections=forms.sections(groups, values, actor, sent=sent, errors=errors),
        cancel=f"/{spec.plural}/",
        draft=f"{actor.user_id}/{spec.key}/new",
        dialog=dialog,
        full_href=here + query if spec.entity.quick else "",
        hidden=[("dialog", "1")] if dialog else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
    )
    return finished(form, errors)


def initial(spec: EntitySpec, request: Any, groups: Any) -> dict[str, Any]:
    """Defaults, what the address asks for, and oneself as owner."""
    found: dict[str, Any] = {}
    for _title, fields in groups:
        for one in fields:
            asked = request.GET.get(one.key)
            found[one.key] = cleaned(one, asked) if asked else one.initial()
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
        values = given(request, forms.writable(spec, request.actor))
        return perform(request, lambda: changed(request, record, values))
    except Invalid as error:
        return show(request, edit_form(request, record, error.errors), here=spec.key, status=422)
    except Stale as error:
        return stale(request, error.current)


def sent_version(request: Any) -> int | None:
    """The version that the form was filled in on."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def changed(request: Any, record: Any, values: dict[str, Any]) -> Done:
    """Change it and say so."""
    actor, spec = request.actor, registry.spec_of(record)
    version = sent_version(request)
    with journal.batch(actor, "update", entity=spec.key) as batch:
        kept = records.update(record, by=actor, version=version, texts=actor.language, **values)
    text = _("“%(name)s” is saved.") % {"name": title_of(spec, kept)}
    return Done(f"/{spec.plural}/{kept.pk}/", Toast(text, undo=undo_of(batch)))


def undo_of(batch: journal.Batch) -> str:
    """The address that takes a batch back, if anything was changed."""
    return f"/undo/{batch.pk}/" if batch.pk else ""


def edit_form(request: Any, record: Any, errors: Any = None) -> Form:
    """The form of a record as it is now, or as it was typed; `field` in the address asks for that field only."""
    spec, sent = registry.spec_of(record), request.POST if request.method == "POST" else None
    actor = request.actor
    groups = forms.layout(spec, actor, creating=False)
    only = request.GET.get("field")
    if only:
        wanted = {only, *(errors or ())}
        every = forms.writable(spec, actor)
        groups = [("", [every[key] for key in every if key in wanted])]
    values = {one.key: spec.value(record, one) for _title, fields in groups for one in fields}
    name = title_of(spec, record)
    here = f"/{spec.plural}/{record.pk}/"
    form = Form(
        title=_("Edit %(name)s") % {"name": name},
        action=f"{here}edit/" + (f"?field={only}" if only else ""),
        submit=_("Save"),
        sections=forms.sections(groups, values, actor, sent=sent, errors=errors),
        cancel=here,
        draft=f"{actor.user_id}/{spec.key}/{record.pk}",
        version=record.version,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
    )
    return finished(form, errors)


def stale(request: Any, current: Any) -> HttpResponse:
    """Both versions side by side: what stands there now, and what was typed. Saving again takes what was typed."""
    spec, show_ = registry.spec_of(current), request.actor.show
    form = edit_form(request, current)
    form.draft, form.submit = "", _("Save mine anyway")
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
        field = spec.fields[one.name]
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
    if isinstance(one.value, bool):
        return _("Yes") if one.value else _("No")
    return one.text if one.widget == "reference" else str(labels.get(one.value, one.value or ""))


def address_of(result: Any) -> str:
    """The page of what an action returned, if that is a record with a page."""
    if not isinstance(result, Record):
        return ""
    return f"/{registry.spec_of(result).plural}/{result.pk}/"
