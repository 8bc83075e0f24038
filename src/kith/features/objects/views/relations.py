"""The tab of relations: what an object is linked with, and a form that makes a further one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.objects import relating
from kith.engine.objects.declaring import OwnEntity
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.kernel.text import lower_first
from kith.web.fields import Bound, Option, language_options
from kith.web.forms import Form
from kith.web.pieces import Section, Toast
from kith.web.responses import Done, perform
from kith.web.views import shaping
from kith.web.views.forming import undo_of
from kith.web.views.opening import opened

KINDS = ("one", "many", "both", "part")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation as people read it."""

    text: str
    field: str
    icon: str
    href: str


def may_relate(actor: Actor) -> bool:
    """Whether somebody may add the fields and objects that relations are made of."""
    reach = actor.access.reach
    return all(reach(key, "create") is Reach.ALL for key in ("custom-field", "custom-object"))


def relations(spec: EntitySpec, actor: Actor) -> Iterator[Relation]:
    """What an object leads to, and what leads to it."""
    known = {one.key: one for one in shaping.shapeable(actor)}
    for field in spec.references:
        other = known.get(field.target or "")
        if other is not None and field.key not in SYSTEM_FIELDS:
            words = {"one": spec.label, "other": lower_first(str(other.label))}
            text = (
                _("%(one)s: part of one %(other)s")
                if spec.entity.under == field.key
                else _("%(one)s: leads to one %(other)s")
            )
            yield Relation(text % words, str(field.label), other.icon, f"/shape/{other.plural}/")
    for other, field in registry.children(spec.key):
        if other.key in known and other.key != spec.key:
            end = relating.beyond(other, field.key)
            others = lower_first(str((end or other).label_plural))
            text = _("%(one)s: has many %(others)s") % {"one": spec.label, "others": others}
            named, here = (other.label_plural, "fields/") if end else (field.label, "")
            yield Relation(text, str(named), other.icon, f"/shape/{other.plural}/{here}")


@opened("GET", "POST")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The relations of an object, and the form of a new one."""
    shaping.require(request.actor)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            return perform(request, lambda: related(request, spec))
        except Invalid as error:
            errors = dict(error.errors)
    return shaping.shaping(
        request,
        spec,
        "relations",
        "objects/relations.html",
        fragment="objects/form.html",
        relations=list(relations(spec, request.actor)),
        form=form_of(request, spec, errors) if may_relate(request.actor) else None,
        status=422 if errors else 200,
    )


def related(request: Any, spec: EntitySpec) -> Done:
    """Make a relation. Raises Invalid for what was not chosen."""
    sent, actor = request.POST, request.actor
    other = next((one for one in shaping.shapeable(actor) if one.key == sent.get("other")), None)
    if other is None:
        raise Invalid({"other": [_("Choose an object.")]})
    kind = sent.get("kind")
    if kind not in KINDS or (kind == "part" and not issubclass(spec.entity, OwnEntity)):
        raise Invalid({"kind": [_("Choose how they are related.")]})
    label = {one.value: sent.get(f"label__{one.value}", "").strip()[:100] for one in language_options()}
    label = {code: text for code, text in label.items() if text}
    here, said = f"/shape/{spec.plural}/relations/", _("They are related now; both pages show it.")
    with journal.batch(actor, "create", entity="custom-field") as batch:
        if kind == "both":
            joint = relating.between(spec, other, label, by=actor)
            here = f"/shape/{joint.plural}/fields/"
            said = _("They are related now; both pages show it. What joins them can have fields here.")
        elif kind == "part":
            relating.part(spec, other, label, by=actor)
        else:
            many, one = (spec, other) if kind == "one" else (other, spec)
            relating.link(many, one, label, by=actor)
    return Done(here, Toast(said, undo=undo_of(batch)))


def form_of(request: Any, spec: EntitySpec, errors: dict[str, Any]) -> Form:
    """With which object, how, and what it is called."""
    sent = request.POST if request.method == "POST" else {}
    other = Bound("other", _("Related with"), "select", sent.get("other", ""), required=True, wide=True)
    other.options = [Option(one.key, str(one.label_plural)) for one in shaping.shapeable(request.actor)]
    kind = Bound("kind", _("How"), "radios", sent.get("kind", "one"), wide=True)
    kind.options = list(kinds(spec))
    label = Bound("label", _("What the link is called"), "words", {}, wide=True)
    label.options = language_options()
    label.value = {one.value: sent.get(f"label__{one.value}", "") for one in label.options}
    label.help = _("Empty: the name of the other object, or of both where something joins them.")
    form = Form(
        title=_("New relation"), action=request.path, submit=pgettext("button", "Relate"),
        sections=[Section("", [other, kind, label])], cancel=f"/shape/{spec.plural}/relations/",
    )  # fmt: skip
    for bound in (other, kind, label):
        bound.errors = [str(text) for text in errors.get(bound.name, ())]
    form.tell(errors)
    return form


def kinds(spec: EntitySpec) -> Iterator[Option]:
    """The ways in which two objects can be related, from where one stands."""
    words = {"one": lower_first(str(spec.label)), "many": lower_first(str(spec.label_plural))}
    yield Option("one", _("Each %(one)s leads to one of them; each of them lists its %(many)s") % words)
    yield Option("many", _("Each %(one)s has many of them; each of them leads to one %(one)s") % words)
    yield Option("both", _("Many of both belong together, and what joins them has fields of its own") % words)
    if issubclass(spec.entity, OwnEntity):
        yield Option("part", _("Each %(one)s is a part of one of them, and its page stands under it") % words)
