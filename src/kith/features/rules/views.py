"""The page of an object's rules, the forms in which they are made, and trying them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound, Stale
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.features.rules import making, ordering, reviewing, trying
from kith.features.rules.lines import lines
from kith.features.rules.models import Effect, Kind, ValidationRule
from kith.kernel.numbers import identity
from kith.web import forms, slots
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming, shaping
from kith.web.views.opening import opened

PAGE = 100


def here(spec: EntitySpec, more: str = "") -> str:
    """The address of an object's rules."""
    return f"/shape/{spec.plural}/rules/{more}"


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """All rules of an object as sentences."""
    shaping.require(request.actor)
    return shaping.shaping(
        request,
        spec,
        "rules",
        "rules/rules.html",
        validation=lines(spec, "validation", request.actor),
        form=lines(spec, "form", request.actor),
        usual=making.usual(spec, request.actor),
        nonce=Form("", "", "", []).nonce,
    )


def found(spec: EntitySpec, what: str, number: int, actor: Actor) -> Any:
    """A rule of this object. Raises NotFound."""
    shaping.require(actor)
    rule = records.find(registry.spec_of(making.MODELS[what]), number, actor, "update")
    if rule.entity != spec.key:
        raise NotFound
    return rule


@opened("GET", "POST")
def new(request: Any, spec: EntitySpec, what: str) -> HttpResponse:
    """A new rule; `how` in the address is its kind or its effect, `usual` the one that it begins as."""
    shaping.require(request.actor)
    how = known(what, request.GET.get("how", ""))
    groups = making.groups(spec, what, how, request.actor)
    values = making.begun(spec, what, request.GET.get("usual", ""), request.actor)
    form = Form(
        title=_("New validation rule") if what == "validation" else _("New form rule"),
        action=here(spec, f"{what}/new/?how={how}"),
        submit=_("Save"),
        sections=[],
        kinds=[] if request.GET.get("usual") else kinds(spec, what, how, request.actor),
        carries=True,
    )
    if request.method == "GET" or "redraw" in request.POST:
        return asked(request, spec, form, groups, values=values)
    try:
        return perform(request, lambda: created(request, spec, what, how))
    except Invalid as error:
        return asked(request, spec, form, groups, values=values, errors=error.errors)


def known(what: str, how: str) -> str:
    """A kind or an effect, the usual one for one that is not known."""
    names = Kind.values if what == "validation" else Effect.values
    return how if how in names else Kind.CONDITION.value if what == "validation" else Effect.REQUIRE.value


def kinds(spec: EntitySpec, what: str, how: str, actor: Actor) -> list[Link]:
    """The other kinds of rules that could be made."""
    named = Kind.choices if what == "validation" else Effect.choices
    if not making.choosing(spec, actor):
        named = [one for one in named if one[0] != Effect.LIMIT]
    icons = {"condition": "filter", "formula": "math-function", "format": "hash", "show": "eye", "hide": "eye-off",
             "require": "alert-circle", "lock": "lock", "limit": "list", "set": "pencil"}  # fmt: skip
    return [
        Link(str(label), here(spec, f"{what}/new/?how={key}"), icons[key], current=key == how)
        for key, label in named
    ]


def created(request: Any, spec: EntitySpec, what: str, how: str) -> Done:
    """Make it: a rule of validation is tried before it is switched on."""
    actor = request.actor
    fields = {one.key: one for _title, named in making.groups(spec, what, how, actor) for one in named}
    values = forming.given(request, fields)
    values["kind" if what == "validation" else "effect"] = how
    model = making.MODELS[what]
    with journal.batch(actor, "config", entity=model.__name__) as batch:
        place = ordering.last(spec, what)
        rule = records.create(
            model, by=actor, texts=actor.language, entity=spec.key, position=place, **values
        )
        if what == "validation" and reviewing.needed(rule, spec, actor):
            reviewing.begin(rule, by=actor)
    said = _("The rule is saved. It is not switched on yet.") if not rule.active else _("The rule is saved.")
    toast = Toast(said, undo=forming.undo_of(batch))
    return Done(here(spec, f"validation/{rule.pk}/try/" if what == "validation" else ""), toast)


@opened("GET", "POST")
def edit(request: Any, spec: EntitySpec, what: str, number: int) -> HttpResponse:
    """The form of a rule that is there."""
    rule = found(spec, what, number, request.actor)
    how = rule.kind if what == "validation" else rule.effect
    groups = making.groups(spec, what, how, request.actor)
    own = registry.spec_of(rule)
    values = {one.key: own.value(rule, own.fields[one.key]) for _title, named in groups for one in named}
    form = Form(rule.name, here(spec, f"{what}/{number}/edit/"), _("Save"), [], version=rule.version)
    if request.method == "GET":
        return asked(request, spec, form, groups, values=values)
    try:
        return perform(request, lambda: changed(request, spec, rule, groups))
    except Invalid as error:
        return asked(request, spec, form, groups, values=values, errors=error.errors)
    except Stale as error:
        form.version = error.current.version
        return asked(request, spec, form, groups, values=values, errors={"": [str(error)]})


def changed(request: Any, spec: EntitySpec, rule: Any, groups: making.Groups) -> Done:
    """Change it and say so."""
    actor = request.actor
    values = forming.given(request, {one.key: one for _title, named in groups for one in named})
    with journal.batch(actor, "config", entity=registry.key_of(rule)) as batch:
        records.update(rule, by=actor, version=forming.sent_version(request), texts=actor.language, **values)
    return Done(here(spec), Toast(_("The rule is saved."), undo=forming.undo_of(batch)))


def asked(
    request: Any, spec: EntitySpec, form: Form, groups: making.Groups, *, values: Any, errors: Any = None
) -> HttpResponse:
    """The form of a rule, with what was typed and what is wrong with it."""
    sent = request.POST if request.method == "POST" else None
    form.sections = forms.sections(groups, values, request.actor, sent=sent, errors=errors)
    form.cancel = here(spec)
    form.dialog = in_dialog(request)
    form.crumbs = [
        Link(pgettext("settings", "Objects"), "/shape/"),
        Link(str(spec.label_plural), here(spec)),
    ]
    status = 200 if errors is None else 422
    return forming.show(request, forming.finished(form, errors), here="settings", status=status)


@opened("GET")
def trial(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """How many records a rule calls wrong, before or after it is switched on: all of them, or the latest."""
    rule = found(spec, "validation", number, request.actor)
    review = reviewing.of(rule)
    show = request.actor.show
    return shaping.shaping(
        request,
        spec,
        "rules",
        "rules/trial.html",
        rule=rule,
        line=next(one for one in lines(spec, "validation", request.actor) if one.number == rule.pk),
        trial=trying.trial(rule, spec, request.actor)
        if review is None
        else trying.told(review, at(spec, rule)),
        review=review,
        stopped=review is not None and reviewing.stopped(review),
        done=show.number(review.looked) if review else "",
        total=show.number(review.total) if review else "",
        most=show.number(trying.MOST),
        nonce=Form("", "", "", []).nonce,
    )


def at(spec: EntitySpec, rule: ValidationRule) -> str:
    """The address of a rule's trial."""
    return here(spec, f"validation/{rule.pk}/try/")


@opened("POST")
def review(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Ask all records, in the background."""
    rule = found(spec, "validation", number, request.actor)

    def work() -> Done:
        reviewing.begin(rule, by=request.actor)
        return Done(at(spec, rule), Toast(_("All records are asked in the background.")))

    return perform(request, work)


@opened("GET")
def wrong(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The records that a rule calls wrong, as far as they are kept and the reader may see them."""
    rule = found(spec, "validation", number, request.actor)
    review = reviewing.of(rule)
    if review is None:
        raise NotFound
    begin = identity(request.GET.get("from", "")) or 0
    ids = review.ids[begin : begin + PAGE]
    names = titles(spec.key, ids, request.actor)
    more = begin + PAGE if len(review.ids) > begin + PAGE else None
    return shaping.shaping(
        request, spec, "rules", "rules/wrong.html", rule=rule, back=at(spec, rule), more=more,
        some=[Link(names[one], f"/{spec.plural}/{one}/") for one in ids if one in names],
        count=review.wrong, short=len(review.ids) < review.wrong,
    )  # fmt: skip


@opened("POST")
def turn(request: Any, spec: EntitySpec, what: str, number: int, *, do: str) -> HttpResponse:
    """Switch a rule on or off, move it, or take it away."""
    rule = found(spec, what, number, request.actor)
    return perform(request, lambda: turned(request, spec, what, rule, do=do))


def turned(request: Any, spec: EntitySpec, what: str, rule: Any, *, do: str) -> Done:
    """Do it and say so."""
    actor = request.actor
    said = {
        "on": _("The rule is in force."),
        "off": _("The rule rests."),
        "delete": _("The rule is taken away."),
    }
    with journal.batch(actor, "config", entity=registry.key_of(rule)) as batch:
        if do in ("on", "off"):
            records.update(rule, by=actor, active=do == "on")
        elif do == "delete":
            records.delete(rule, by=actor)
        else:
            ordering.move(spec, what, rule, step=-1 if do == "up" else 1, actor=actor)
    toast = Toast(said.get(do, _("The order is changed.")), undo=forming.undo_of(batch))
    return Done(here(spec), toast)


def _tab(spec: EntitySpec, _actor: Actor) -> Iterator[Link]:
    yield Link(pgettext("settings", "Rules"), here(spec), key="rules")


slots.add("shape_tabs", _tab)
