"""What one does on a board: moving a card is a change of its step through the gate, a new card begins in its column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records, registry
from kith.engine.access import Reach
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid, Malformed
from kith.engine.fieldtypes import FieldSpec
from kith.engine.insisting import mild
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.kernel.numbers import identity
from kith.web import cells, forms
from kith.web.fields import Bound, Option
from kith.web.forms import Form
from kith.web.frame import new_label
from kith.web.heading import possible
from kith.web.pieces import Section, Toast
from kith.web.responses import Done, page, perform, safe_next
from kith.web.stacks import row_fields
from kith.web.steps import step_of, steps
from kith.web.views import acting, forming
from kith.web.views.board import board_field
from kith.web.views.opening import opened


@opened("GET", "POST")
def move(request: Any, spec: EntitySpec) -> HttpResponse:
    """Move one card: by dragging (POST), or by choosing the column in a dialog (GET)."""
    one = board_field(spec, request.actor)
    given = request.POST if request.method == "POST" else request.GET
    number = identity(given.get("id", ""))
    if number is None:
        raise Malformed
    record = records.find(spec, number, request.actor, "update")
    if request.method == "GET":
        return forming.show(request, move_form(request, record, one))
    action = leading(record, one, given.get("to", ""), request.actor)
    if action:
        return acting.ask(request, record, action)
    others = {key: item for key, item in forms.writable(spec, request.actor).items() if key != one.key}
    try:
        values = {**forming.given(request, others), **placed(request, spec, one)}
        return perform(request, lambda: moved(request, record, one, values))
    except Invalid as error:
        form = move_form(request, record, one, error.errors)
        return forming.show(request, form, status=422 if form.errors else 200)


def placed(request: Any, spec: EntitySpec, one: FieldSpec) -> dict[str, str]:
    """The values that a place on the board stands for: its step, and what its row stands for if that was sent."""
    found = {one.key: request.POST.get("to", "")}
    by = request.POST.get("rows", "")
    if by in {item.key for item in row_fields(spec, request.actor, one)}:
        found[by] = request.POST.get("row", "")
    return found


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
    text = _("“%(name)s” is now in “%(step)s”.") % {"name": title_of(spec, kept, actor), "step": name}
    back = safe_next(request, f"/{spec.plural}/board/")
    return Done(back, Toast(text, undo=forming.undo_of(batch)))


def move_form(request: Any, record: Any, one: FieldSpec, errors: Any = None) -> Form:
    """The dialog that asks where to, or, where that is known, for what the new step still requires.

    What nobody was asked for yet is no mistake: the error becomes the field's help. What was asked for stays asked for.
    """
    actor, spec, wrong = request.actor, registry.spec_of(record), dict(errors or {})
    fields = {key: item for key, item in forms.writable(spec, actor).items() if key != one.key}
    needed = [item for key, item in fields.items() if key in wrong or key in request.POST]
    news = {item.key: wrong.pop(item.key) for item in needed if item.key not in request.POST}
    if mild(errors):
        needed, news, wrong = [], {}, {"": [text for texts in (errors or {}).values() for text in texts]}
    told = {"to" if key == one.key else key: texts for key, texts in wrong.items()}
    values = {item.key: spec.value(record, item) for item in needed}
    asked = forms.sections([("", needed)], values, actor, sent=request.POST or None, errors=told)
    for bound in asked[0].fields:
        bound.required = True
    name = {"card": title_of(spec, record, actor)}
    form = Form(
        title=_("Move %(card)s") % name,
        action=f"/{spec.plural}/board/move/",
        submit=_("Move"),
        sections=asked,
        version=record.version,
        dialog=True,
        cancel=f"/{spec.plural}/board/",
        hidden=[("dialog", "1"), ("id", str(record.pk)), ("next", safe_next(request, ""))],
    )
    form.hidden += [(key, request.POST[key]) for key in ("rows", "row") if key in request.POST]
    sent = request.POST.get("to", "")
    to = next((step for step in steps(spec, one, actor) if step.value == sent), None)
    if to is None or "to" in told:
        choice = where_to(record, one, actor, sent=sent, errors=told.get("to", ()))
        form.sections.insert(0, Section("", [choice]))
    else:
        form.title = _("Move %(card)s to “%(step)s”") % {**name, "step": to.label}
        form.hidden.append(("to", to.value))
    forming.finished(form, told)
    if news:
        form.ask(news)
    return form


def where_to(
    record: Any, one: FieldSpec, actor: Actor, *, sent: str = "", errors: Sequence[Any] = ()
) -> Bound:
    """The choice among the steps of the record's own way."""
    spec = registry.spec_of(record)
    way, current = steps(spec, one, actor), step_of(record, one, spec)
    group = next((step.group for step in way if step.value == current), None)
    options = [Option(step.value, step.label) for step in way if step.group == group]
    to = Bound("to", str(one.label), "select", sent or current, options=options, required=True, wide=True)
    to.errors = [str(text) for text in errors]
    return to


@opened("GET", "POST")
def add(request: Any, spec: EntitySpec) -> HttpResponse:
    """A line in a column that makes a record there, and then waits for the next one."""
    one = board_field(spec, request.actor)
    if request.actor.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    if request.method == "GET":
        return line(request, spec, one)
    fields = forms.writable(spec, request.actor)
    try:
        values = {**forming.given(request, fields), **placed(request, spec, one)}
        answer = perform(request, lambda: forming.created(request, spec, values))
    except Invalid as error:
        return line(request, spec, one, error.errors)
    if "HX-Trigger" not in answer.headers:
        return answer
    fresh = line(request, spec, one, made=True)
    fresh.headers["HX-Trigger"] = answer.headers["HX-Trigger"]
    return fresh


def line(
    request: Any, spec: EntitySpec, one: FieldSpec, errors: Any = None, *, made: bool = False
) -> HttpResponse:
    """The form in the column: the name, what is always required, and what this step turned out to require."""
    sent = request.POST if request.method == "POST" else request.GET
    actor, wrong = request.actor, errors or {}
    keys = {
        item.key
        for item in spec.writable
        if item.key == spec.title or item.key in wrong or (item.required and item.initial() is None)
    }
    fields = [
        item
        for key, item in forms.writable(spec, actor).items()
        if key in keys and key not in (one.key, "owner")
    ]
    values = {item.key: item.initial() for item in fields}
    typed = None if made or request.method == "GET" else sent
    form = Form(
        title=new_label(spec),
        action=f"/{spec.plural}/board/add/",
        submit=_("Create"),
        sections=forms.sections([("", fields)], values, actor, sent=typed, errors=wrong),
        hidden=[("stay", "1"), ("to", sent.get("to", "")[:80])],
    )
    for bound in form.sections[0].fields:
        bound.id, bound.required = f"add-{bound.name}-{sent.get('to', '')[:80]}", True
    forming.finished(form, {key: texts for key, texts in wrong.items() if key not in keys})
    status = 422 if errors else 200
    return page(
        request,
        "web/form.html",
        fragment="fragments/quick_add.html",
        title=form.title,
        here=spec.key,
        status=status,
        form=form,
    )
