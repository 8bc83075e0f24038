"""What a formula that is being written gives, or what is wrong with it and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.formula import TROUBLES, Formula, FormulaError, check
from kith.engine.formula.kinds import LABELS
from kith.engine.formula.knowing import places_of
from kith.engine.formula.links import MOST_STEPS
from kith.engine.formula.naming import Nameable, written
from kith.engine.spec import EntitySpec
from kith.web.responses import page
from kith.web.views import shaping
from kith.web.views.opening import opened

EXAMPLES = 3
LOOKED_AT = 200
"""Among so many of the newest records examples are chosen."""
PLACES = 4
PATH = re.compile(r"((?:[^\W\d]\w*\.)+)(\w*)")
"""Links one after the other, and what is written of a field behind them."""


@dataclass(slots=True)
class Example:
    """A record with what the formula gives for it, or why it gives nothing."""

    title: str
    value: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that can take the place of a part of the text."""

    word: str
    label: str
    start: int
    end: int


@opened("POST")
def check_formula(request: Any, spec: EntitySpec) -> HttpResponse:
    """The answer to a formula while it is written; nothing is saved. One of a `wanted` kind is asked now and then and
    not stored."""
    shaping.require(request.actor)
    text = request.POST.get(request.POST.get("name", "formula"), "")
    wanted = request.GET.get("wanted", "")
    wanted = wanted if wanted in LABELS else ""
    stored = not wanted and request.POST.get("name") != "default_formula"
    context: dict[str, Any] = {"text": text, "wrong": None, "formula": None, "offers": []}
    try:
        if text.strip():
            found = check(text, spec, request.actor, wanted=wanted, stored=stored)
            context |= {"formula": found, "examples": examples(found, spec, request.actor)}
    except FormulaError as error:
        end = error.at + error.length
        context |= {"wrong": error, "parts": (text[: error.at], text[error.at : end] or " ", text[end:])}
        context["offers"] = offers(text, error.at, spec, request.actor)
    return page(
        request, "web/formula.html", fragment="fragments/formula.html", title="", spec=spec, **context
    )


def offers(text: str, at: int, spec: EntitySpec, actor: Actor) -> list[Offer]:
    """What can stand behind the link at whose end a formula stopped making sense."""
    said = next((one for one in PATH.finditer(text) if one.start() <= at <= one.end()), None)
    steps = said[1].rstrip(".").split(".") if said else []
    if said is None or len(steps) > MOST_STEPS:
        return []
    here = Nameable(spec, actor, registry.known)
    try:
        for step in steps:
            here = here.through(here.named(step, at))
    except FormulaError:
        return []
    begun = said[2].casefold()
    fitting = [
        one for key, one in here.known().items() if begun in key or begun in str(one.label).casefold()
    ] or list(here.known().values())
    further = len(steps) < MOST_STEPS
    return [
        Offer(word, label, *said.span(2)) for one in fitting for word, label in written(one, further=further)
    ]


def examples(formula: Formula, spec: EntitySpec, actor: Actor) -> list[Example]:
    """What a formula gives for some records in reach, as far as one may read what it uses, behind links too."""
    kind = formula.result
    specs = {one.key: one for one in registry.specs()}
    if not actor.access.knows(places_of(formula.names.values(), specs)):
        return []
    field = FieldSpec(
        spec.key, "formula", "", TYPES[kind], places=PLACES if kind == "decimal" else 0, computed=formula
    )
    newest = records.visible(spec.model, to=actor).order_by("-pk")[:LOOKED_AT]
    return [_example(field, spec, record, actor) for record in telling(formula, spec, newest)]


def telling(formula: Formula, spec: EntitySpec, newest: Iterable[Any]) -> list[Any]:
    """Of the newest records those that tell most: all that the formula uses is filled in, at last in one it is not."""
    used = formula.names.values()

    def empty(record: Any) -> int:
        return sum(one.type.empty(spec.value(record, one)) for one in used)

    ranked = sorted(
        ((empty(record), at, record) for at, record in enumerate(newest)), key=lambda one: one[:2]
    )
    full = [record for missing, _at, record in ranked if not missing]
    lacking = [record for missing, _at, record in ranked if missing]
    chosen = full[: EXAMPLES - 1] + lacking[:1] if full else lacking[:EXAMPLES]
    return chosen + full[EXAMPLES - 1 :][: EXAMPLES - len(chosen)]


def _example(field: FieldSpec, spec: EntitySpec, record: Any, actor: Actor) -> Example:
    found = field.computed.fitted(field, lambda one: spec.value(record, one))
    value = (
        found.value.normalize() if field.type.key == "decimal" and found.value is not None else found.value
    )
    shown = actor.show.number(value) if field.type.key == "decimal" and value is not None else ""
    title = spec.fields[spec.title]
    return Example(
        title.type.text(spec.value(record, title), title, actor.show),
        shown or field.type.text(value, field, actor.show),
        ", ".join(str(TROUBLES[code]) for code in dict.fromkeys(found.troubles)),
    )
