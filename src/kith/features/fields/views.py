"""The page of an object's fields, and the dialogs in which one is added, changed and removed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry, uses
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.custom import CustomField, converting, replacing
from kith.engine.custom.checking import carries_files
from kith.engine.custom.holding import said
from kith.engine.custom.kinds import CATALOGUE, GROUPS, Kind
from kith.engine.custom.models import CHOICE_KINDS
from kith.engine.errors import Invalid, NotFound, Stale
from kith.engine.fieldtypes.conversion import TARGETS
from kith.engine.fieldtypes.words import Words
from kith.engine.keyed import CustomValue
from kith.engine.spec import EntitySpec
from kith.features.fields import actions, forming, lines, offering
from kith.features.fields.listing import lines_of
from kith.features.fields.models import ChoiceList
from kith.web import slots
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views import forming as pages
from kith.web.views import shaping
from kith.web.views.opening import opened

KEY = "fields"


def home(spec: EntitySpec) -> str:
    """The address of an object's fields."""
    return f"/shape/{spec.plural}/{KEY}/"


@opened("GET")
def listed(request: Any, spec: EntitySpec) -> HttpResponse:
    """All fields of an object: the added ones, which can be sorted, and those that are built in."""
    shaping.require(request.actor)
    own, built_in = lines_of(spec, request.actor)
    return shaping.shaping(
        request,
        spec,
        KEY,
        "fields/tab.html",
        own=own,
        built_in=built_in,
        home=home(spec),
        nonce=secrets.token_hex(16),
    )


@opened("GET", "POST")
def new(request: Any, spec: EntitySpec) -> HttpResponse:
    """A new field: first its kind, then for a link the object, then what that kind needs."""
    shaping.require(request.actor)
    kind = CATALOGUE.get(request.GET.get("kind", ""))
    if kind is None:
        return chooser(request, spec, "fields/kinds.html", groups=kinds(spec))
    target = request.GET.get("target", "")
    offered = forming.offered(spec, kind)
    if offered is not None and target not in {one.key for one in offered}:
        return chooser(request, spec, "fields/targets.html", kind=kind, targets=offered)
    row = forming.blank(spec, kind, target)
    if request.method == "GET":
        return show(request, spec, row)
    try:
        values = given(request, spec, kind, row)
        return perform(request, lambda: added(request, spec, row, values))
    except Invalid as error:
        return show(request, spec, row, error.errors, status=422)


def chooser(request: Any, spec: EntitySpec, template: str, **context: Any) -> HttpResponse:
    """A step that is only a choice."""
    return page(
        request, "fields/step.html", fragment=template, title=_("New field"), here="settings", spec=spec,
        home=home(spec), step=template, dialog=in_dialog(request), **context,
    )  # fmt: skip


def kinds(spec: EntitySpec) -> list[tuple[str, list[Kind]]]:
    """The kinds that the object can have, in their groups."""
    return [
        (str(label), [kind for kind in CATALOGUE.values() if kind.group == group])
        for group, label in GROUPS.items()
        if group != "files" or carries_files(spec.key)
    ]


def given(request: Any, spec: EntitySpec, kind: Kind, row: CustomField) -> dict[str, Any]:
    """What the form says, as the row keeps it. Raises Invalid."""
    forming.measured(row, request.POST)
    fields = [one for _title, group, _folded in forming.groups(spec, kind, row) for one in group]
    values = actions.typed(fields, pages.given(request, {one.key: one for one in fields}), request.actor)
    if kind.key in CHOICE_KINDS:
        values |= actions.chosen(request.POST, row)
    return actions.rolled(values, row) if kind.key == forming.ROLLUP else values


def added(request: Any, spec: EntitySpec, row: CustomField, values: dict[str, Any]) -> Done:
    """Add it and say so."""
    with journal.batch(request.actor, "config", entity="custom-field") as batch:
        made = actions.add(spec, row, values, by=request.actor)
    text = _("The field “%(name)s” is there, in forms, lists, filters, files and the API.")
    toast = Toast(text % {"name": name_of(made)}, undo=pages.undo_of(batch))
    layout = next((tab for tab in shaping.tabs(spec, request.actor, "") if tab.key == "layout"), None)
    if layout:
        toast.href, toast.link = f"{layout.href}#field-{made.key}", _("Place it in the layout")
    fresh = registry.spec(spec.key)
    if made.key not in fresh.columns and fresh.fields[made.key].type.listed:
        toast.offer, toast.offered = f"{home(spec)}{made.key}/column/", _("Show it in the list")
    return Done(home(spec), toast)


@opened("POST")
def column(request: Any, spec: EntitySpec, key: str) -> HttpResponse:
    """Make a field a column of the object's list."""
    row = found(spec, key, request.actor)
    return perform(request, lambda: shown_in_list(request, spec, row))


def shown_in_list(request: Any, spec: EntitySpec, row: CustomField) -> Done:
    """Let the list show it, and say so."""
    with journal.batch(request.actor, "config", entity="custom-field") as batch:
        records.update(row, by=request.actor, in_list=True)
    text = _("The list shows “%(name)s” as a column.") % {"name": name_of(row)}
    toast = Toast(text, undo=pages.undo_of(batch), href=f"/{spec.plural}/", link=_("Look at the list"))
    return Done(home(spec), toast)


def name_of(row: CustomField) -> str:
    """What people call a field."""
    return str(Words(row.label or {}, row.key))


def found(spec: EntitySpec, key: str, actor: Actor) -> CustomField:
    """An added field of an object. Raises NotFound."""
    shaping.require(actor)
    row = CustomField.live().filter(entity=spec.key, key=key).first()
    if row is None or row.kind not in CATALOGUE:
        raise NotFound
    return row


@opened("GET", "POST")
def edit(request: Any, spec: EntitySpec, key: str) -> HttpResponse:
    """Change a field."""
    row = found(spec, key, request.actor)
    kind = CATALOGUE[row.kind]
    if request.method == "GET":
        return show(request, spec, row)
    try:
        values = given(request, spec, kind, row)
        return perform(request, lambda: changed(request, spec, row, values))
    except Invalid as error:
        return show(request, spec, row, error.errors, status=422)
    except Stale as error:
        return show(
            request,
            spec,
            error.current,
            {"": [_("Somebody else changed this field meanwhile. This is how it is now.")]},
            status=412,
        )


def changed(request: Any, spec: EntitySpec, row: CustomField, values: dict[str, Any]) -> Done:
    """Store it and say so."""
    others = actions.replaced(row, values, request.POST)
    with writing(), journal.batch(request.actor, "config", entity="custom-field") as batch:
        kept = records.update(row, by=request.actor, version=pages.sent_version(request), **values)
        if others:
            replacing.begin(kept, others, batch, by=request.actor)
    text = _("The field “%(name)s” is saved.") % {"name": name_of(kept)}
    return Done(home(spec), Toast(text, undo=pages.undo_of(batch)))


def show(
    request: Any, spec: EntitySpec, row: CustomField, errors: Any = None, *, status: int = 200
) -> HttpResponse:
    """The form of a field."""
    kind = CATALOGUE[row.kind]
    errors = forming.placed(errors or {})
    sent = request.POST if request.method == "POST" else None
    title = (
        _("Change “%(name)s”") % {"name": name_of(row)}
        if row.pk
        else _("New field: %(kind)s") % {"kind": kind.label}
    )
    form = Form(
        title=title,
        action=request.get_full_path(),
        submit=pgettext("button", "Save") if row.pk else _("Add the field"),
        sections=forming.sections(spec, kind, row, request.actor, sent=sent, errors=errors),
        cancel=home(spec),
        version=row.version if row.pk else None,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), home(spec))],
    )
    form.tell(errors or {})
    form.focus()
    return pages.show(request, form, here="settings", status=status)


@opened("GET", "POST")
def remove(request: Any, spec: EntitySpec, key: str) -> HttpResponse:
    """What uses a field, and its way into the trash."""
    row = found(spec, key, request.actor)
    if request.method == "POST":
        return perform(request, lambda: removed(request, spec, row))
    title = _("Remove “%(name)s”?") % {"name": name_of(row)}
    return page(
        request, "fields/step.html", fragment="fields/remove.html", title=title,
        here="settings", spec=spec, home=home(spec), step="fields/remove.html", dialog=in_dialog(request), row=row,
        uses=uses.uses(spec.key, key), filled=filled(spec, key), nonce=secrets.token_hex(16),
    )  # fmt: skip


def filled(spec: EntitySpec, key: str) -> int:
    """How many records have a value in an added field."""
    value = CustomValue(spec.fields[key])
    return int(spec.model.live().annotate(_value=value).exclude(_value=None).count())


def removed(request: Any, spec: EntitySpec, row: CustomField) -> Done:
    """Move it to the trash and say so; its values stay where they are and come back with it."""
    with journal.batch(request.actor, "config", entity="custom-field") as batch:
        records.delete(row, by=request.actor)
    text = _("The field “%(name)s” is gone. Its values are kept and come back with it.") % {
        "name": name_of(row)
    }
    return Done(home(spec), Toast(text, undo=pages.undo_of(batch)))


@opened("GET", "POST")
def change(request: Any, spec: EntitySpec, key: str) -> HttpResponse:
    """The kinds that a field can have instead, a look at what that would do, and the change itself."""
    row = found(spec, key, request.actor)
    kind = CATALOGUE.get(request.GET.get("to", ""))
    preview, wrong = None, ""
    try:
        if kind is not None and request.method == "POST":
            return perform(request, lambda: begun(request, spec, row, kind.key))
        preview = converting.preview(row, kind.key, request.actor) if kind is not None else None
    except Invalid as error:
        wrong = said(error)
    return page(
        request, "fields/step.html", fragment="fields/convert.html", here="settings", spec=spec, home=home(spec),
        title=_("Another kind for “%(name)s”") % {"name": name_of(row)}, step="fields/convert.html", row=row,
        dialog=in_dialog(request), kind=kind, preview=preview, wrong=wrong, nonce=secrets.token_hex(16),
        kinds=[CATALOGUE[one] for one in TARGETS.get(row.kind, ())],
    )  # fmt: skip


def begun(request: Any, spec: EntitySpec, row: Any, kind: str) -> Done:
    """Have it done and say so."""
    done = converting.begin(row, kind, by=request.actor)
    if done is None:
        text = _("The values of “%(name)s” are taken over in the background; you will be told.")
        return Done(home(spec), Toast(text % {"name": name_of(row)}))
    words = {"name": name_of(row), "kind": CATALOGUE[kind].label}
    text = " ".join((_("“%(name)s” has the kind “%(kind)s” now.") % words,
                     converting.outcome(done.kept, done.left, request.actor)))  # fmt: skip
    return Done(home(spec), Toast(text, undo=f"/undo/{done.batch}/"))


@opened("POST")
def order(request: Any, spec: EntitySpec) -> HttpResponse:
    """The added fields in another order."""
    shaping.require(request.actor)

    def work() -> Done:
        with journal.batch(request.actor, "config", entity="custom-field") as batch:
            actions.sort(spec, request.POST.getlist("field"), by=request.actor)
        return Done(home(spec), Toast(_("The order of the fields is saved."), undo=pages.undo_of(batch)))

    return perform(request, work)


@opened("GET", "POST")
def choices(request: Any, spec: EntitySpec, key: str) -> HttpResponse:
    """How the choices of a built-in field are offered."""
    shaping.require(request.actor)
    one = spec.fields.get(key)
    if one is None or not offering.fits(one):
        raise NotFound
    row = ChoiceList.live().filter(entity=spec.key, field=key).first()
    if request.method == "GET":
        return offered(request, spec, one, row)
    try:
        return perform(request, lambda: rearranged(request, spec, one, row))
    except Invalid as error:
        now = replace(one, choices=offering.arranged(one.choices, actions.arrangement(request.POST)))
        return offered(request, spec, now, row, errors=said(error))
    except Stale as error:
        text = _("Somebody else changed this field meanwhile. This is how it is now.")
        return offered(request, spec, registry.spec(spec.key).fields[key], error.current, errors=text)


def offered(request: Any, spec: EntitySpec, one: Any, row: Any, *, errors: str = "") -> HttpResponse:
    """The choices as lines."""
    own = {choice.tone for choice in one.choices} - dict(lines.TONES).keys()
    tones = [*lines.TONES, *((tone, pgettext("tone", "As before")) for tone in sorted(own))]
    return page(
        request, "fields/step.html", fragment="fields/offered.html", here="settings", spec=spec, home=home(spec),
        title=_("Choices of %(field)s") % {"field": one.label}, step="fields/offered.html", one=one, tones=tones,
        own=row is not None, errors=[errors] if errors else [], version=row.version if row else "",
        action=f"{home(spec)}{one.key}/choices/", words=f"/shape/{spec.plural}/words/", status=422 if errors else 200,
        dialog=in_dialog(request), nonce=secrets.token_hex(16),
    )  # fmt: skip


def rearranged(request: Any, spec: EntitySpec, one: Any, row: Any) -> Done:
    """Store it and say so. Raises Invalid, Stale."""
    with journal.batch(request.actor, "config", entity="choice-list") as batch:
        actions.arrange(spec, one.key, row, request.POST, by=request.actor)
    text = _("The choices of “%(name)s” are saved.") % {"name": one.label}
    return Done(home(spec), Toast(text, undo=pages.undo_of(batch)))


def _tab(spec: EntitySpec, actor: Actor) -> list[Link]:
    return [Link(pgettext("of an object", "Fields"), home(spec), key=KEY)]


slots.add("shape_tabs", _tab)
