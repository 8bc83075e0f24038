"""Types for many records: asked, looked at, done in one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import journal, mass
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound
from kith.engine.spec import EntitySpec
from kith.features.types.assigning import chosen, fields, give, order_of, seen
from kith.web import forms
from kith.web.forms import Form, Group
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened


@opened("GET", "POST")
def assign(request: Any, spec: EntitySpec) -> HttpResponse:
    """Ask, say how many records it is, and do it in one batch."""
    shaping.require(request.actor)
    if not spec.variants:
        raise NotFound
    if request.method == "GET":
        return shown(request, spec)
    try:
        values = forming.values_of(request, fields(spec, request.actor))
        ids = chosen(spec, values, request.actor)
        if request.POST.get("seen") != seen(values, ids):
            return shown(request, spec, values=values, ids=ids)
        return perform(request, lambda: done(spec, str(values["type"]), ids, request.actor))
    except Invalid as error:
        return shown(request, spec, errors=error.errors)


def shown(
    request: Any, spec: EntitySpec, *, values: Any = None, ids: Any = None, errors: Any = None
) -> HttpResponse:
    """The form, and once it was filled in, how many records it is about."""
    actor, asked = request.actor, fields(spec, request.actor)
    sent, here = request.POST if request.method == "POST" else None, f"/shape/{spec.plural}/types/"
    begun = {key: one.initial() for key, one in asked.items()}
    form = Form(
        title=_("Give records a type"),
        action=f"{here}assign/",
        submit=_("Look how many"),
        sections=forms.sections([Group("", list(asked.values()))], begun, actor, sent=sent, errors=errors),
        cancel=here,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), here)],
        intro=_("It can be taken back afterwards."),
    )
    if ids is not None:
        counted(form, spec, values, ids, actor=actor)
    forms.widen(form.sections)
    form.tell(errors or {})
    return forming.show(request, form, here="settings", status=422 if errors else 200)


def counted(
    form: Form, spec: EntitySpec, values: Mapping[str, Any], ids: Sequence[int], *, actor: Actor
) -> None:
    """How many records it is about, to be confirmed."""
    if not ids:
        form.intro = _("There is no such record.")
        return
    words = {"num": actor.show.number(len(ids)), "name": spec.variants[values["type"]].label}
    text = ngettext(
        "%(num)s record gets the type “%(name)s”.", "%(num)s records get the type “%(name)s”.", len(ids)
    )
    form.intro, form.submit = f"{text % words} {form.intro}", _("Give them the type")
    form.hidden = [*form.hidden, ("seen", seen(values, ids))]


def done(spec: EntitySpec, key: str, ids: Sequence[int], actor: Actor) -> Done:
    """Do it, or have it done when they are very many. Raises Invalid when none can get it, Beyond."""
    order = order_of(spec, key)
    if len(ids) > mass.AT_ONCE:
        return Done(f"/mass/{mass.begin(order, ids, actor).pk}/")
    with journal.batch(actor, order.kind, order.label, entity=spec.key) as batch:
        left, reasons = give(spec, key, ids, actor)
    good = len(ids) - left
    text = ngettext("%(num)s record has a type now.", "%(num)s records have a type now.", good)
    said = [text % {"num": actor.show.number(good)}]
    said += [mass.outcome_of(left, actor), *reasons] if left else []
    return Done(f"/shape/{spec.plural}/types/", Toast(" · ".join(said), undo=forming.undo_of(batch)))
