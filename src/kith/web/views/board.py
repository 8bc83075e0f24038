"""Boards: columns by a step, with sums; moving a card is a change of that field through the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records, registry
from kith.engine.access import Level
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Malformed, NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.web import cells, forms
from kith.web.addressing import State
from kith.web.fields import Bound, Option
from kith.web.forms import Errors, Form
from kith.web.look import Look
from kith.web.pieces import Link, Section, Toast
from kith.web.responses import Done, page, perform, safe_next
from kith.web.stacks import Column, columns
from kith.web.steps import groups, step_of, steps
from kith.web.views import acting, forming
from kith.web.views.opening import opened
from kith.web.views.recording import possible


@dataclass(slots=True)
class Board:
    """The board as the template wants it."""

    move: str
    movable: bool
    columns: list[Column]


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The board of an entity; entities with several boards, such as pipelines, have them as tabs."""
    one = board_field(spec, request.actor)
    look = Look.of(request, spec, "board")
    boards, tabs = groups(spec, look.actor), look.tabs()
    group = chosen(boards, look.state)
    if len(boards) > 1:
        tabs = [
            Link(name, look.state.url(group=str(number)), current=number == group) for number, name in boards
        ]
    way = steps(spec, one, look.actor, group)
    about = look.page()
    movable = may_move(spec, look.actor, one)
    return page(
        request,
        "web/board.html",
        fragment="fragments/board.html",
        title=about.title,
        here=spec.key,
        url=about.here,
        page=about,
        tabs=tabs,
        tabs_label=_("Boards"),
        board=Board(f"{look.state.path}move/", movable, columns(look, one, way, about)),
    )


def board_field(spec: EntitySpec, actor: Actor) -> FieldSpec:
    """The field whose values are the columns. Raises NotFound when the entity has no board for this person."""
    one = spec.readable(actor).get(spec.board.field) if spec.board else None
    if one is None:
        raise NotFound
    return one


def may_move(spec: EntitySpec, actor: Actor, one: FieldSpec) -> bool:
    """Whether cards can be moved at all."""
    return (
        bool(actor.access.reach(spec.key, "update"))
        and not one.readonly
        and actor.access.level(spec.key, one.key) >= Level.WRITE
    )


def chosen(boards: list[tuple[int, str]], state: State) -> int | None:
    """The board that one looks at: the one in the address, else the first."""
    wanted = int(state.group) if state.group.isascii() and state.group.isdigit() else None
    known = [number for number, _name in boards]
    return wanted if wanted in known else known[0] if known else None


@opened("GET", "POST")
def move(request: Any, spec: EntitySpec) -> HttpResponse:
    """Move one card: by dragging (POST), or by choosing the column in a dialog (GET)."""
    one = board_field(spec, request.actor)
    given = request.POST if request.method == "POST" else request.GET
    number = given.get("id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Malformed
    record = records.find(spec, int(number), request.actor, "update")
    if request.method == "GET":
        return forming.show(request, move_form(request, record, one))
    action = leading(record, one, given.get("to", ""), request.actor)
    if action:
        return acting.ask(request, record, action)
    others = {key: item for key, item in forms.writable(spec, request.actor).items() if key != one.key}
    try:
        values = {**forming.given(request, others), one.key: given.get("to", "")}
        return perform(request, lambda: moved(request, record, one, values))
    except Invalid as error:
        form = move_form(request, record, one, error.errors)
        return forming.show(request, form, status=422 if form.errors else 200)


def leading(record: Any, one: FieldSpec, to: str, actor: Actor) -> Action | None:
    """The action that alone leads the record to a step, if there is one and it is possible now."""
    found = possible(registry.spec_of(record), record, actor)
    return next((action for action in found if action.into == (one.key, to)), None)


def moved(request: Any, record: Any, one: FieldSpec, values: dict[str, Any]) -> Done:
    """Change the step and say so."""
    actor, spec = request.actor, registry.spec_of(record)
    version = forming.sent_version(request)
    with journal.batch(actor, "update", entity=spec.key) as batch:
        kept = records.update(record, by=actor, version=version, texts=actor.language, **values)
    name = cells.plain(one, spec.value(kept, one), actor)
    text = _("“%(name)s” is now in “%(step)s”.") % {"name": title_of(spec, kept), "step": name}
    back = safe_next(request, f"/{spec.plural}/board/")
    return Done(back, Toast(text, undo=forming.undo_of(batch)))


def move_form(request: Any, record: Any, one: FieldSpec, errors: Any = None) -> Form:
    """The dialog that asks where to, and for what the new step still requires.

    What nobody was asked for yet is no mistake: the error becomes the field's help.
    """
    actor, spec, wrong = request.actor, registry.spec_of(record), dict(errors or {})
    fields = forms.writable(spec, actor)
    needed = [fields[key] for key in wrong if key in fields and key != one.key]
    news = {item.key: wrong.pop(item.key) for item in needed if item.key not in request.POST}
    told = {"to" if key == one.key else key: texts for key, texts in wrong.items()}
    values = {item.key: spec.value(record, item) for item in needed}
    asked = forms.sections([("", needed)], values, actor, sent=request.POST or None, errors=told)
    form = Form(
        title=_("Move %(card)s") % {"card": title_of(spec, record)},
        action=f"/{spec.plural}/board/move/",
        submit=_("Move"),
        sections=[Section("", [where_to(request, record, one, told)]), *asked],
        version=record.version,
        dialog=True,
        cancel=f"/{spec.plural}/board/",
        hidden=[("dialog", "1"), ("id", str(record.pk)), ("next", safe_next(request, ""))],
    )
    forming.finished(form, told)
    if news:
        form.ask(news)
    return form


def where_to(request: Any, record: Any, one: FieldSpec, errors: Errors) -> Bound:
    """The choice among the steps of the record's own way."""
    spec, actor = registry.spec_of(record), request.actor
    way = steps(spec, one, actor)
    current = step_of(record, one, spec)
    group = next((step.group for step in way if step.value == current), None)
    options = [Option(step.value, step.label) for step in way if step.group == group]
    value = request.POST.get("to") or current
    to = Bound("to", str(one.label), "select", value, options=options, required=True, wide=True)
    to.errors = [str(text) for text in errors.get("to", ())]
    return to
