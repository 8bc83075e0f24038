"""Boards: columns by a step, with sums; moving a card is a change of that field through the gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Sum
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import journal, records
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, Malformed, NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.expressions import column
from kith.engine.listing import Listing, Row
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.kernel import clock
from kith.kernel.money import Money
from kith.web import cells, forms
from kith.web.addressing import State
from kith.web.fields import Bound, Option
from kith.web.forms import Form
from kith.web.pieces import Link, Section, Toast
from kith.web.responses import Done, page, perform
from kith.web.steps import Step, groups, step_of, steps
from kith.web.views import forming
from kith.web.views.listing import around, tabs_of
from kith.web.views.opening import opened

CARDS = 25


@dataclass(slots=True)
class Card:
    """One record on the board."""

    id: int
    version: int
    href: str
    title: str
    lines: list[str]
    figure: str = ""
    date: str = ""
    iso: str = ""
    late: bool = False
    person: str = ""


@dataclass(slots=True)
class Column:
    """One step with its records."""

    value: str
    label: str
    tone: str
    count: str
    sum: str
    weighted: str
    cards: list[Card]
    more: str = ""
    more_href: str = ""


@dataclass(slots=True)
class Board:
    """The board as the template wants it."""

    move: str
    movable: bool
    columns: list[Column]


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The board of an entity."""
    actor = request.actor
    one = board_field(spec, actor)
    state = State.of(f"/{spec.plural}/board/", request.GET)
    tabs, preset, state = tabs_of(spec, actor, state)
    about = around(spec, actor, state, "board")
    boards = groups(spec, actor)
    group = chosen(boards, state)
    if len(boards) > 1:
        tabs = [Link(name, state.url(group=str(number)), current=number == group) for number, name in boards]
    way = steps(spec, one, actor, group)
    board = Board(
        f"{state.path}move/", may_move(spec, actor, one), columns(spec, actor, one, way, state, preset)
    )
    return page(
        request, "web/board.html", fragment="fragments/board.html", title=about.title, here=spec.key, url=about.here,
        page=about, tabs=tabs, tabs_label=_("Boards"), board=board,
    )  # fmt: skip


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


def columns(
    spec: EntitySpec, actor: Actor, one: FieldSpec, way: list[Step], state: State, preset: list[Any]
) -> list[Column]:
    """Every step with its first cards and its sums, all steps summed by one query."""
    shown = card_fields(spec, actor, one)
    sums = totals(spec, actor, one, way, state, preset)
    found = []
    for step in way:
        here = {"field": one.key, "op": "is", "value": operand(one, step.value)}
        listing = Listing(
            spec,
            actor,
            fields=[item.key for item in shown],
            where=state.condition(spec, actor, here, *preset),
            text=state.q,
            limit=CARDS,
        )
        rows = listing.page().rows
        count, total, weighted = sums.get(step.value, (0, "", ""))
        ended = step.tone in ("tone-good", "tone-bad")
        made = cards(spec, actor, shown, rows, ended=ended)
        stack = Column(
            step.value,
            step.label,
            step.tone,
            actor.show.number(count),
            total,
            "" if ended else weighted,
            made,
        )
        if count > len(rows):
            left = count - len(rows)
            stack.more = ngettext("%(count)s more", "%(count)s more", left) % {
                "count": actor.show.number(left)
            }
            stack.more_href = state.url(f"/{spec.plural}/", group="", where=(*state.where, here))
        found.append(stack)
    return found


def operand(one: FieldSpec, value: str) -> Any:
    """A step's value as a condition takes it."""
    return int(value) if one.type.key == "reference" else value


def totals(
    spec: EntitySpec, actor: Actor, one: FieldSpec, way: list[Step], state: State, preset: list[Any]
) -> dict[str, tuple[int, str, str]]:
    """Count, sum and weighted sum by step, of everything that the filters leave."""
    if not way:
        return {}
    total, weight = summed(spec, actor)
    inside = {"field": one.key, "op": "in", "value": [operand(one, step.value) for step in way]}
    rows = Listing(spec, actor, where=state.condition(spec, actor, inside, *preset), text=state.q).rows()
    wanted: dict[str, Any] = {"_n": Count("pk")}
    if total:
        wanted["_sum"] = Sum(column(total))
    if total and weight:
        product = Cast(column(total), FloatField()) * Cast(column(weight), FloatField())
        wanted["_weighed"] = Sum(ExpressionWrapper(product, FloatField()))
    by = F(f"{one.column}_id") if one.type.key == "reference" and one.column else column(one)
    share = 100 * 10 ** (weight.places if weight else 0)
    return {
        str(line["_step"]): (
            line["_n"],
            rounded(line.get("_sum"), actor),
            rounded((line.get("_weighed") or 0) / share, actor) if weight else "",
        )
        for line in rows.annotate(_step=by).values("_step").annotate(**wanted).order_by()
    }


def summed(spec: EntitySpec, actor: Actor) -> tuple[FieldSpec | None, FieldSpec | None]:
    """The money field that columns add up, and the percentage that weighs it, as far as this person may read them."""
    readable = spec.readable(actor)
    total = readable.get(spec.board.total) if spec.board else None
    return total, readable.get(spec.board.weight) if spec.board and total else None


def rounded(minor: Any, actor: Actor) -> str:
    """Minor units of the company's currency without the cents: heads of columns are for scanning."""
    if not minor:
        return ""
    currency = company().currency
    amount = Money.from_minor(round(minor), currency).amount.quantize(Decimal(1))
    return actor.show.money(amount, currency)


def card_fields(spec: EntitySpec, actor: Actor, one: FieldSpec) -> list[FieldSpec]:
    """What a card shows: title, subtitle, the summed amount, one date, the owner."""
    readable = spec.readable(actor)
    dates = [
        key for key in spec.columns if key in readable and readable[key].type.key in ("date", "datetime")
    ]
    links = [
        key
        for key in spec.columns
        if key in readable and readable[key].type.key == "reference" and key not in ("owner", one.key)
    ]
    total = [spec.board.total] if spec.board and spec.board.total else []
    keys = [spec.title, *(spec.entity.subtitle or links[:1]), *total, *dates[:1], "owner"]
    return [readable[key] for key in dict.fromkeys(keys) if key in readable and key != one.key]


def cards(
    spec: EntitySpec, actor: Actor, shown: list[FieldSpec], rows: list[Row], *, ended: bool
) -> list[Card]:
    """Rows as cards, formatted field by field."""
    made = [
        Card(
            row.id,
            row.version,
            f"/{spec.plural}/{row.id}/",
            str(row.values.get(spec.title) or f"{spec.label} {row.id}"),
            [],
        )
        for row in rows
    ]
    total = spec.board.total if spec.board else ""
    today = clock.today(actor.time_zone)
    for one in shown:
        if one.key == spec.title:
            continue
        values = [row.values.get(one.key) for row in rows]
        for card, value, cell in zip(made, values, cells.column(one, values, actor, ""), strict=True):
            if one.key == total:
                card.figure = cell[1]
            elif one.key == "owner":
                card.person = cell[1]
            elif one.type.key in ("date", "datetime"):
                day = value.date() if isinstance(value, dt.datetime) else value
                card.date, card.iso, card.late = (
                    cell[1],
                    value.isoformat() if value else "",
                    bool(day and day < today and not ended),
                )
            elif cell[1]:
                card.lines.append(cell[1])
    return made


@opened("GET", "POST")
def move(request: Any, spec: EntitySpec) -> HttpResponse:
    """Move one card: by dragging (POST), or by choosing the column in a dialog (GET)."""
    actor = request.actor
    one = board_field(spec, actor)
    given = request.POST if request.method == "POST" else request.GET
    number = given.get("id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Malformed
    record = records.find(spec, int(number), actor, "update")
    if request.method == "GET":
        return forming.show(request, move_form(request, spec, record, one))
    values = forming.given(
        request, {key: item for key, item in forms.writable(spec, actor).items() if key != one.key}
    )
    target = given.get("to", "")
    try:
        return perform(
            request, lambda: moved(spec, record, actor, one, target, values, forming.sent_version(request))
        )
    except Invalid as error:
        return forming.show(request, move_form(request, spec, record, one, target, error.errors), status=422)


def moved(
    spec: EntitySpec,
    record: Any,
    actor: Actor,
    one: FieldSpec,
    to: str,
    values: dict[str, Any],
    version: int | None,
) -> Done:
    """Change the step and say so."""
    with journal.batch(actor, "update", entity=spec.key) as batch:
        kept = records.update(
            record, by=actor, version=version, texts=actor.language, **{**values, one.key: to}
        )
    name = cells.plain(one, spec.value(kept, one), actor)
    text = _("“%(name)s” is now in “%(step)s”.") % {"name": title_of(spec, kept), "step": name}
    return Done(f"/{spec.plural}/board/", Toast(text, undo=f"/undo/{batch.pk}/" if batch.pk else ""))


def move_form(
    request: Any, spec: EntitySpec, record: Any, one: FieldSpec, to: str = "", errors: Any = None
) -> Form:
    """The dialog that asks where to, and for what the new step still requires."""
    actor = request.actor
    way = steps(spec, one, actor)
    current = step_of(record, one, spec)
    group = next((step.group for step in way if step.value == current), None)
    options = [Option(step.value, step.label) for step in way if step.group == group]
    where = Bound("to", str(one.label), "select", to or current, options=options, required=True, wide=True)
    fields = forms.writable(spec, actor)
    missing = [fields[key] for key in errors or () if key in fields and key != one.key]
    values = {item.key: spec.value(record, item) for item in missing}
    made = [
        Section("", [where]),
        *forms.sections([("", missing)], values, actor, request.POST or None, errors),
    ]
    form = Form(
        title=_("Move %(card)s") % {"card": title_of(spec, record)}, action=f"/{spec.plural}/board/move/", submit=_("Move"),
        sections=made, version=record.version, dialog=True, cancel=f"/{spec.plural}/board/", hidden=[("dialog", "1"), ("id", str(record.pk))],
    )  # fmt: skip
    return forming.finished(form, errors)
