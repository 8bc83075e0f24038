"""Many records at once: change, assign, tag, delete or act on them in one batch; by the thousand in the background."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kith.engine import journal, mass
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.insisting import mild, plain
from kith.engine.mass import Order
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told, told_of
from kith.engine.titles import titles
from kith.web import cells, forms, shares
from kith.web.addressing import State
from kith.web.chosen import Chosen
from kith.web.fields import Bound, Option
from kith.web.forms import Form
from kith.web.pasting import reasons
from kith.web.pieces import Refusal, Result, Section, Toast
from kith.web.responses import LISTED, Done, in_dialog, is_fragment, page, performed, settled, triggers
from kith.web.views import forming
from kith.web.views.opening import opened

PRESET = "preset."


@opened("GET", "POST")
def many(request: Any, spec: EntitySpec, verb: str) -> HttpResponse:
    """Ask what to do with the chosen records, then do it and say what became of them."""
    chosen = Chosen.of(request, Order(spec.key, verb))
    if verb not in mass.VERBS and verb not in spec.actions:
        raise NotFound
    if request.method == "GET" or "ask" in request.POST or "ask" in request.GET:
        return forming.show(request, form_of(request, chosen), here=spec.key)
    try:
        agreed(request, chosen)
        chosen.order = replace(chosen.order, values=values_of(request, spec, verb))
        left: list[mass.Refusal] = []
        result = performed(request, lambda: done(request, chosen, left))
    except Invalid as error:
        form = form_of(request, chosen)
        form.tell(error.errors)
        return forming.show(request, form, here=spec.key, status=422)
    result.events["acted"] = {}
    if result.toast is None and in_dialog(request):
        return progress(request, int(result.to.strip("/").rpartition("/")[2]))
    return settled(request, result, named(spec, left, request.actor))


def agreed(request: Any, chosen: Chosen) -> None:
    """Whether as many records fit as were shown when it was asked. Raises Invalid."""
    seen = request.POST.get("seen", "")
    if chosen.look is not None and seen != str(chosen.count):
        raise Invalid({"": [_("Meanwhile other records fit. Look at the number again, then confirm.")]})


def form_of(request: Any, chosen: Chosen) -> Form:
    """The form that asks what to do with so many records."""
    actor, spec, verb = request.actor, chosen.order.spec, chosen.order.verb
    action = spec.actions.get(verb)
    known = {
        "assign": _("Assign"),
        "update": pgettext("button", "Change"),
        "tag": pgettext("button", "Tag"),
        "share": _("Share"),
        "delete": _("Delete"),
    }
    what = str(action.label) if action else known[verb]
    count = ngettext("%(count)s record", "%(count)s records", chosen.count) % {
        "count": actor.show.number(chosen.count)
    }
    dialog = in_dialog(request)
    form = Form(
        title=told_of(what, count),
        action=here(request, spec, verb),
        submit=what,
        sections=[Section("", fields_of(request, spec, verb))],
        cancel=f"/{spec.plural}/",
        dialog=dialog,
        danger=verb == "delete",
        intro=intro(chosen),
        hidden=[
            *chosen.hidden,
            *(("change", key) for key in changes(request, spec) if verb == "update"),
            *([("dialog", "1")] if dialog else []),
        ],
    )
    forms.widen(form.sections)
    form.focus(*changes(request, spec)[-1:])
    return form


def here(request: Any, spec: EntitySpec, verb: str, **more: str) -> str:
    """The address of the form, with what one looks at."""
    path = f"/{spec.plural}/bulk/{verb}/"
    found = State.of(path, request.GET).url()
    for key, value in more.items():
        found += f"{'&' if '?' in found else '?'}{key}={value}"
    return found


def intro(chosen: Chosen) -> str:
    """What the records have in common, how many are left out, and that it can be undone."""
    said = []
    if chosen.said:
        said.append(told_of(_("All that fit"), " · ".join(chosen.said)) + ".")
    if chosen.others:
        text = ngettext(
            "%(count)s more fits, but you may not do this with it.",
            "%(count)s more fit, but you may not do this with them.",
            chosen.others,
        )
        said.append(text % {"count": chosen.actor.show.number(chosen.others)})
    return " ".join([*said, _("It can be taken back afterwards.")])


def fields_of(request: Any, spec: EntitySpec, verb: str) -> list[Bound]:
    """What a verb asks for."""
    if verb == "delete":
        return []
    if verb == "update":
        return update_fields(request, spec)
    asked = asked_of(request.actor, spec, verb)
    own = verb == "share" or verb in spec.actions
    values = {key: one.suggested(request.actor) for key, one in asked.items() if own}
    values |= filled_in(request, asked)
    sent = request.POST if request.method == "POST" else None
    return list(forms.sections([("", list(asked.values()))], values, request.actor, sent=sent)[0].fields)


def filled(href: str, values: Mapping[str, Any]) -> str:
    """The address of the form with values of an action's arguments in it."""
    more = urlencode({f"{PRESET}{key}": value for key, value in values.items()})
    return href if not more else f"{href}{'&' if '?' in href else '?'}{more}"


def filled_in(request: Any, fields: Mapping[str, FieldSpec]) -> dict[str, Any]:
    """The values in the address, as far as they fit."""
    said = {key: request.GET[f"{PRESET}{key}"] for key in fields if f"{PRESET}{key}" in request.GET}
    return {key: forming.cleaned(fields[key], value) for key, value in said.items()}


def asked_of(actor: Actor, spec: EntitySpec, verb: str) -> dict[str, FieldSpec]:
    """The fields of the form of a verb that is not a change of chosen fields."""
    if verb in spec.actions:
        return spec.actions[verb].arguments(spec.key)
    if verb == "share":
        return shares.fields(spec)
    may = forms.writable(spec, actor)
    found: list[FieldSpec] = []
    if verb == "assign" and "owner" in may:
        spread = _("Several people share the records evenly.")
        found.append(
            replace(may["owner"], type=TYPES["references"], help=spread, required=False, default=None)
        )
        found += [may["team"]] if "team" in may else []
    for one in may.values() if verb == "tag" else ():
        if one.type.key == "tags":
            plain = replace(one, required=False, default=None, help=_("Part several by commas."))
            found.append(replace(plain, key=f"add_{one.key}", label=told_of(_("Add"), str(one.label))))
            found.append(replace(plain, key=f"remove_{one.key}", label=told_of(_("Remove"), str(one.label))))
    return {one.key: one for one in found}


def mass_fields(spec: EntitySpec, actor: Actor) -> dict[str, FieldSpec]:
    """The fields that many records can be given the same value of."""
    return {
        key: one for key, one in forms.changeable(spec, actor).items() if key != spec.title and not one.unique
    }


def changes(request: Any, spec: EntitySpec) -> list[str]:
    """The fields that were chosen to be changed, without one that is to be left out again."""
    sent = request.POST if request.method == "POST" else request.GET
    may, off = mass_fields(spec, request.actor), request.GET.get("without", "")
    return [key for key in dict.fromkeys(sent.getlist("change")) if key in may and key != off]


def update_fields(request: Any, spec: EntitySpec) -> list[Bound]:
    """The chosen fields with their values, then which one else."""
    actor, chosen = request.actor, changes(request, spec)
    may = mass_fields(spec, actor)
    sent = request.POST if request.method == "POST" else None
    found = list(forms.sections([("", [may[key] for key in chosen])], {}, actor, sent=sent)[0].fields)
    for one in found:
        one.off = here(request, spec, "update", ask="1", without=one.name)
    options = [Option(key, str(one.label)) for key, one in may.items() if key not in chosen]
    label = _("Another field") if chosen else _("Field")
    which = Bound("change", label, "select", options=options, required=not chosen, wide=True)
    which.url = here(request, spec, "update", ask="1")
    return [*found, which]


def values_of(request: Any, spec: EntitySpec, verb: str) -> dict[str, Any]:
    """What the form says, as the order wants it. Raises Invalid."""
    if verb == "delete":
        return {}
    if verb == "update":
        fields = mass_fields(spec, request.actor)
        values = forming.given(request, {key: fields[key] for key in changes(request, spec)})
        if not values:
            raise Invalid({"change": [_("Choose what to change.")]})
        return values
    if verb == "share":
        return shares.ordered(forming.values_of(request, shares.fields(spec)))
    values = forming.given(request, asked_of(request.actor, spec, verb))
    if verb == "assign":
        return assignment(values)
    return tagging(request.actor, spec, values) if verb == "tag" else values


def assignment(values: dict[str, Any]) -> dict[str, Any]:
    """To whom. Raises Invalid."""
    if not any(values.values()):
        raise Invalid({"owner": [_("Choose what to change.")]})
    return {"people": values.get("owner") or [], "team": values.get("team") or None}


def tagging(actor: Actor, spec: EntitySpec, values: dict[str, Any]) -> dict[str, Any]:
    """The words to add and to remove, by field. Raises Invalid."""
    found: dict[str, dict[str, list[str]]] = {"add": {}, "remove": {}}
    for name, text in values.items():
        what, _sep, key = name.partition("_")
        try:
            words = spec.fields[key].type.parse(text, spec.fields[key], actor.language)
        except ValidationError as error:
            raise Invalid({name: [reasons(error)]}) from error
        if words:
            found[what][key] = words
    if not found["add"] and not found["remove"]:
        raise Invalid({next(iter(values), ""): [_("Choose what to change.")]})
    return found


def done(request: Any, chosen: Chosen, left: list[mass.Refusal]) -> Done:
    """Do it in one batch, or have it done when they are very many. Raises Invalid when nothing can be done, Beyond."""
    actor, order, ids = request.actor, chosen.order, chosen.ids
    mass.allowed(order, len(ids), actor)
    if len(ids) > mass.AT_ONCE:
        return Done(f"/mass/{mass.begin(order, ids, actor).pk}/")
    with journal.batch(actor, order.kind, order.label, entity=order.entity) as batch:
        outcomes = mass.carry_out(order, ids, actor)
    left += mass.refusals(order, ids, outcomes)
    good = len(ids) - len(left)
    if any(mild(one.errors) for one in outcomes):
        return Done(f"/mass/{mass.settled(order, ids, outcomes, batch=batch, by=actor).pk}/")
    if not good:
        said = list(dict.fromkeys(text for _number, text in left))[:5]
        raise Invalid({"": said or [_("There is nothing that this can be done with.")]})
    return Done(
        f"/{order.spec.plural}/",
        Toast(outcome(order, good, len(left), actor), undo=forming.undo_of(batch)),
    )


def outcome(order: Order, good: int, left: int, actor: Actor) -> str:
    """What was done to how many, and how many stay as they are."""
    count = ngettext("%(count)s record", "%(count)s records", good) % {"count": actor.show.number(good)}
    text = told_of(told(order.kind, order.spec), count)
    return f"{text} · {mass.outcome_of(left, actor)}" if left else text


def named(spec: EntitySpec, left: list[mass.Refusal], actor: Actor) -> list[Refusal]:
    """The records that were left, with their names as far as the reader may know them."""
    shown = left[:LISTED]
    names = titles(spec.key, [number for number, _text in shown], actor) if shown else {}
    return [
        Refusal(
            names.get(number, f"{spec.label} {number}"),
            cells.address(spec.key, number) if number in names else "",
            text,
        )
        for number, text in shown
    ]


@opened("GET")
def show(request: Any, number: int) -> HttpResponse:
    """How far an order in the background is, or what became of it."""
    return progress(request, number)


@opened("POST")
def insist(request: Any, number: int) -> HttpResponse:
    """The same again where only warnings stood in the way, for the reasons that are given rule by rule."""
    row = mass.find(number, request.actor)
    given = {rule: plain(request.POST.get(f"reason.{rule}")) for rule, _text, _count in row.warnings()}
    reasons_ = {rule: text for rule, text in given.items() if text}
    if not any(set(rules) <= reasons_.keys() for _number, rules in row.warned):
        text = _("Say why for at least one of them.")
        return progress(request, number, wrong=text, status=422)
    result = performed(request, lambda: Done(f"/mass/{mass.go_on(row, reasons_, request.actor).pk}/"))
    if not is_fragment(request):
        return settled(request, result, [])
    return progress(request, int(result.to.strip("/").rpartition("/")[2]))


def progress(request: Any, number: int, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """The state of an order; it asks again by itself while it is on its way."""
    actor, row = request.actor, mass.find(number, request.actor)
    running = row.finished_at is None
    result = Result(
        outcome(row.order, row.done, row.refusals, actor),
        named(row.order.spec, [(number, text) for number, text in row.refused], actor),
        row.refusals,
        undo=f"/undo/{row.batch_id}/" if row.batch_id and not running else "",
        here=f"/mass/{row.pk}/",
        running=running,
        taken=row.last,
        total=len(row.ids),
        back=f"/{row.order.spec.plural}/",
        warnings=() if running else row.warnings(),
        insist=f"/mass/{row.pk}/insist/",
        wrong=wrong,
    )
    if running:
        show_ = actor.show.number
        result.title = told_of(told(row.order.kind, row.order.spec), str(row.order.spec.label_plural))
        result.about = _("%(done)s of %(total)s") % {"done": show_(row.last), "total": show_(len(row.ids))}
    answer = page(
        request, "web/mass.html", fragment="fragments/mass.html", title=result.title, result=result, status=status,
        nonce=secrets.token_hex(16),
    )  # fmt: skip
    if not running:
        answer.headers["HX-Trigger"] = triggers({"refresh": {}})
    return answer
