"""The page of an object's buttons, and the forms in which one is added and changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.condition.subjects import anchored, told
from kith.engine.errors import Invalid, NotFound, Stale
from kith.engine.listing import Listing
from kith.engine.registry import spec as spec_of
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.buttons import filling, showing
from kith.features.buttons import forms as asking
from kith.features.buttons.forms import home
from kith.features.buttons.models import Button, Does
from kith.web import forms, slots
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened

STEPS = {"up": -1, "down": 1}


@dataclass
class Line:
    """One button as its page tells it; `sample` is where its link leads from a record that is there."""

    row: Button
    label: str
    what: str
    place: str
    roles: str
    when: str
    sample: str = ""


@opened("GET")
def listed(request: Any, spec: EntitySpec) -> HttpResponse:
    """All buttons of an object as they will look."""
    shaping.require(request.actor)
    rows = showing.every().get(spec.key, [])
    record = next(iter(Listing(spec, request.actor).rows()[:1]), None) if rows else None
    example = title_of(spec, record, request.actor) if record is not None else ""
    lines = [line(row, spec, record, request.actor) for row in rows]
    return shaping.shaping(
        request,
        spec,
        "buttons",
        "buttons/tab.html",
        lines=lines,
        example=example,
        home=home(spec),
        nonce=secrets.token_hex(16),
    )


def line(row: Button, spec: EntitySpec, record: Any, actor: Actor) -> Line:
    """One button in words."""
    when = anchored(spec_of("button").fields["when"], spec.key)
    known = directory().roles
    made = Line(
        row,
        showing.name_of(row),
        asking.what(spec, row),
        asking.place(row),
        ", ".join(known[number].name for number in row.roles if number in known),
        told(row.when, when, actor),
    )
    if row.does == Does.LINK:
        made.what = row.link
        made.sample = filling.address(row.link, spec, record, actor) if record is not None else ""
    return made


@opened("GET", "POST")
def new(request: Any, spec: EntitySpec) -> HttpResponse:
    """A new button: first what it does, then its form."""
    shaping.require(request.actor)
    row = asking.blank(spec, request.GET)
    if row is None:
        return page(
            request, "buttons/step.html", fragment="buttons/kinds.html", title=_("New button"), here="settings",
            kinds=asking.kinds(spec), crumbs=crumbs(spec), dialog=in_dialog(request),
        )  # fmt: skip
    row.position = 1 + max((one.position for one in showing.every().get(spec.key, ())), default=0)
    return answered(request, spec, row)


def crumbs(spec: EntitySpec) -> list[Link]:
    """The way back from a form: to the objects, and to the buttons of this one."""
    return [
        Link(pgettext("settings", "Objects"), "/shape/"),
        Link(str(spec.label_plural), f"/shape/{spec.plural}/"),
        Link(pgettext("of an object", "Buttons"), home(spec)),
    ]


@opened("GET", "POST")
def edit(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Change a button."""
    return answered(request, spec, found(spec, number, request.actor))


def found(spec: EntitySpec, number: int, actor: Actor) -> Button:
    """A button of an object. Raises NotFound."""
    shaping.require(actor)
    row = Button.live().filter(entity=spec.key, pk=number).first()
    if row is None:
        raise NotFound
    return row


def answered(request: Any, spec: EntitySpec, row: Button) -> HttpResponse:
    """The form, or the button kept."""
    if request.method == "GET":
        return show(request, spec, row)
    groups = asking.groups(spec, row, request.actor)
    try:
        given = forming.given(request, {one.key: one for _title, group in groups for one in group})
        given["presets"] = asking.presets(row, groups, given, request.actor)
        return perform(request, lambda: kept(request, spec, row, given))
    except Invalid as error:
        return show(request, spec, row, error.errors, status=422)
    except Stale as error:
        meanwhile = _("Somebody else changed this button meanwhile. Look at it again, then save yours.")
        return show(request, spec, error.current, {"": [meanwhile]}, status=412)


def kept(request: Any, spec: EntitySpec, row: Button, values: dict[str, Any]) -> Done:
    """Store it and say so."""
    actor = request.actor
    with journal.batch(actor, "config", entity="button") as batch:
        if row.pk:
            records.update(
                row, by=actor, version=forming.sent_version(request), texts=actor.language, **values
            )
        else:
            fixed = {
                name: getattr(row, name) for name in ("entity", "does", "action", "target", "via", "position")
            }
            records.create(Button, by=actor, texts=actor.language, **{**fixed, **values})
    return Done(home(spec), Toast(_("The button is saved."), undo=forming.undo_of(batch)))


def show(
    request: Any, spec: EntitySpec, row: Button, errors: Any = None, *, status: int = 200
) -> HttpResponse:
    """The form of a button."""
    groups = asking.groups(spec, row, request.actor)
    sent = request.POST if request.method == "POST" else None
    sections = forms.sections(groups, asking.values(row, groups), request.actor, sent=sent, errors=errors)
    form = Form(
        title=_("Button: %(name)s") % {"name": showing.name_of(row)} if row.pk else _("New button"),
        action=request.get_full_path(),
        submit=_("Save"),
        sections=asking.dressed(sections, spec, row, request.actor),
        cancel=home(spec),
        intro=asking.intro(row),
        version=row.version if row.pk else None,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=crumbs(spec),
    )
    return forming.show(request, forming.finished(form, errors), here="settings", status=status)


@opened("POST")
def change(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Up, down, or away."""
    row, verb = found(spec, number, request.actor), request.POST.get("do", "")
    if verb != "delete" and verb not in STEPS:
        raise NotFound
    return perform(request, lambda: changed(request, spec, row, verb))


def changed(request: Any, spec: EntitySpec, row: Button, verb: str) -> Done:
    """Move it by a place or into the trash."""
    with journal.batch(request.actor, "config", entity="button") as batch:
        if verb == "delete":
            records.delete(row, by=request.actor)
        else:
            _move(spec, row, STEPS[verb], request.actor)
    text = _("The button is gone.") if verb == "delete" else _("The order of the buttons is saved.")
    return Done(home(spec), Toast(text, undo=forming.undo_of(batch)))


def _move(spec: EntitySpec, row: Button, step: int, actor: Actor) -> None:
    rows = list(Button.live().filter(entity=spec.key).order_by("position", "pk"))
    at = rows.index(row)
    if 0 <= at + step < len(rows):
        rows[at], rows[at + step] = rows[at + step], rows[at]
    for place, one in enumerate(rows):
        if one.position != place:
            records.update(one, by=actor, position=place)


def _tab(spec: EntitySpec, actor: Actor) -> list[Link]:
    return [Link(pgettext("of an object", "Buttons"), home(spec), key="buttons")]


slots.add("shape_tabs", _tab)
