"""The pages of the organisation: the tree, the hand-over of who leaves, the merging of units, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import leaving, records, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Invalid
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.titles import titles
from kith.features.organisation import handing, lines, merging, moving, showing
from kith.features.organisation.handing import Wish
from kith.features.organisation.lines import Line
from kith.features.organisation.models import Move
from kith.kernel.numbers import identity
from kith.web import cells, forms
from kith.web.forms import Form
from kith.web.pieces import Link, Refusal
from kith.web.responses import Done, page, perform
from kith.web.views import forming
from kith.web.views.opening import opened
from kith.web.views.subjects import subjects

LISTED = 100


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The tree of units, and the unit or team that is open, or what was searched for."""
    actor, known, words = request.actor, directory(), request.GET.get("q", "").strip()[:100]
    unit, team = identity(request.GET.get("unit", "")), identity(request.GET.get("team", ""))
    if unit not in known.units and team not in known.teams and known.units:
        unit = next((one for one in known.units if known.units[one][1] not in known.units), None)
    group = None
    if team is not None and team in known.teams:
        unit, group = None, showing.team_group(known, team, actor)
    elif unit is not None and unit in known.units:
        group = showing.unit_group(known, unit, actor)
    return page(
        request, "organisation/show.html", title=_("Organisation"), here="settings",
        subjects=subjects(actor, "organisation"), nodes=showing.tree(known, unit), group=group, words=words,
        found=showing.found(known, words, actor) if words else None, teams=showing.teams(known),
        homeless=showing.homeless(known, actor),
    )  # fmt: skip


@opened("GET", "POST")
def hand_over(request: Any, number: int) -> HttpResponse:
    """What somebody leaves, who receives it, and then do it."""
    user = records.find(registry.spec("user"), number, request.actor, "update")
    handing.require(user, request.actor)
    found = lines.lines("user", user.pk, request.actor)
    errors: Mapping[str, Sequence[Any]] = {}
    if request.method == "POST":
        try:
            wish = wish_of(forming.given(request, fields_of(found, request.actor)), found)
            return perform(request, lambda: Done(f"/moves/{handing.begin(user, wish, request.actor).pk}/"))
        except Conflict as error:
            errors = {"": [str(error)]}
        except Invalid as error:
            errors = error.errors
    form = hand_over_form(request, user, found, errors)
    show_ = request.actor.show.number
    ended = [(_("Deputies"), show_(handing.open_deputies(user.pk).count()))]
    ended += [(str(one.label), show_(one.count(user.pk))) for one in leaving.traces]
    return page(
        request, "organisation/hand_over.html", fragment="fragments/form.html", title=form.title, here="user",
        form=form, ended=[one for one in ended if one[1] != "0"], status=422 if errors else 200,
    )  # fmt: skip


def fields_of(found: Sequence[Line], actor: Actor) -> dict[str, FieldSpec]:
    """Who receives everything, who receives single lines, what stays, and whether late tasks get a new day."""
    several, entity = TYPES["references"], "user"
    every = _("Several people share the records evenly.")
    made = [FieldSpec(entity, "to", _("Who receives everything"), several, target="user", help=every)]
    for line in found:
        count = ngettext("%(count)s record", "%(count)s records", line.count)
        about = count % {"count": actor.show.number(line.count)}
        made.append(FieldSpec(entity, line.key, line.label, several, target="user", help=about))
    choices = tuple(Choice(line.key, line.label) for line in found)
    if found:
        made.append(FieldSpec(entity, "stay", _("Not handed over"), TYPES["multichoice"], choices=choices))
    if any(line.spec.calendar and line.spec.calendar.done for line in found):
        label = _("Late tasks become due on the next working day")
        about = _("Otherwise open tasks keep their dates.")
        made.append(FieldSpec(entity, "fresh_dates", label, TYPES["boolean"], help=about))
    return {one.key: one for one in made}


def wish_of(values: Mapping[str, Any], found: Sequence[Line]) -> Wish:
    """What the form says. Raises Invalid."""
    people = {key: [int(one) for one in values.get(key) or ()] for key in ("to", *(one.key for one in found))}
    several = {key: chosen for key, chosen in people.items() if key != "to" and chosen}
    fresh = values.get("fresh_dates") in (True, "true", "on", "1")
    return Wish(people["to"], several, frozenset(values.get("stay") or ()), fresh)


def hand_over_form(request: Any, user: Any, found: Sequence[Line], errors: Any) -> Form:
    """The form of a hand-over."""
    fields = fields_of(found, request.actor)
    several = [fields[line.key] for line in found]
    rest = [one for key, one in fields.items() if key in ("stay", "fresh_dates")]
    groups = [("", [fields["to"]]), (_("Somebody else for"), several), (_("Exceptions"), rest)]
    sent = request.POST if request.method == "POST" else None
    made = forms.sections([one for one in groups if one[1]], {}, request.actor, sent=sent, errors=errors)
    for one in (one for section in made[1:] for one in section.fields if one.name.startswith("line-")):
        one.wide = False
    here = f"/users/{user.pk}/"
    form = Form(
        title=_("Hand over from %(name)s") % {"name": user.name}, action=f"{here}hand-over/", submit=_("Hand over"),
        sections=made, cancel=here, danger=True,
        crumbs=[Link(str(registry.spec("user").label_plural), "/users/"), Link(user.name, here)],
        intro=_("%(name)s cannot sign in any more from this moment. It can be taken back afterwards.")
        % {"name": user.name},
    )  # fmt: skip
    form.tell(errors)
    return form


@opened("GET", "POST")
def merge(request: Any, number: int) -> HttpResponse:
    """Ask into which unit, then do it."""
    unit = records.find(registry.spec("unit"), number, request.actor, "update")
    merging.require(request.actor)
    reference = TYPES["reference"]
    into = FieldSpec("unit", "into", _("Into which unit"), reference, target="unit", required=True)
    errors: Mapping[str, Sequence[Any]] = {}
    if request.method == "POST":
        try:
            target = identity(str(forming.given(request, {"into": into}).get("into") or ""))
            return perform(request, lambda: Done(f"/moves/{merging.begin(unit, target, request.actor).pk}/"))
        except Invalid as error:
            errors = error.errors
    here, sent = f"/units/{unit.pk}/", request.POST if request.method == "POST" else None
    count = sum(line.count for line in lines.lines("unit", unit.pk, request.actor))
    text = ngettext("%(count)s record goes over.", "%(count)s records go over.", count)
    intro = _("People, records, units below and what is shared with the unit go over; then the unit ends.")
    form = Form(
        title=_("Merge %(name)s into another unit") % {"name": unit.name}, action=f"{here}merge/", submit=_("Merge"),
        sections=forms.sections([("", [into])], {}, request.actor, sent=sent, errors=errors), cancel=here, danger=True,
        crumbs=[Link(_("Organisation"), showing.here(unit.pk))],
        intro=f"{intro} {text % {'count': request.actor.show.number(count)}}",
    )  # fmt: skip
    forms.widen(form.sections)
    form.tell(errors)
    return forming.show(request, form, here="unit", status=422 if errors else 200)


@opened("GET")
def progress(request: Any, number: int) -> HttpResponse:
    """How far a hand-over or a merge is, or what became of it."""
    row = moving.find(number, request.actor)
    running = row.finished_at is None
    return page(
        request, "organisation/progress.html", fragment="organisation/progress_part.html", title=title_of(row),
        here="user", row=row, running=running, told=list(told(row, request.actor)),
        refused=refused(row, request.actor), left=sum(pair[1] for pair in row.told),
        undo=f"/undo/{row.batch_id}/" if row.batch_id and not running else "",
        back=f"/users/{row.subject}/" if row.kind == "hand_over" else "/organisation/",
    )  # fmt: skip


def title_of(row: Move) -> str:
    """What an order is called."""
    text = _("Hand over from %(name)s") if row.kind == "hand_over" else _("Merge: %(name)s")
    return text % {"name": row.name}


def told(row: Move, actor: Actor) -> Any:
    """Each step: the records, who receives them, how many moved and how many stayed."""
    known = directory()
    for step, (moved, left) in zip(row.steps, row.told, strict=True):
        spec = registry.spec(step["entity"])
        label = lines.Line(spec, spec.fields[step["field"]], 0).label
        if row.kind == "hand_over":
            names = [known.people[one].name for one in step["to"] if one in known.people]
        else:
            names = [str(known.units[one][0]) for one in step["to"] if one in known.units]
        number = actor.show.number
        yield spec.icon, label, ", ".join(names), number(moved), number(left) if left else ""


def refused(row: Move, actor: Actor) -> list[Refusal]:
    """The first records that were left, with their names as far as the reader may know them."""
    shown = row.refused[:LISTED]
    names = {
        entity: titles(entity, [number for other, number, _text in shown if other == entity], actor)
        for entity in {one[0] for one in shown}
    }
    return [
        Refusal(
            names[entity].get(number, f"{registry.spec(entity).label} {number}"),
            cells.address(entity, number) if number in names[entity] else "",
            text,
        )
        for entity, number, text in shown
    ]
