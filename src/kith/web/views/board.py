"""Boards: columns by a step, with sums, rows, cards that come as one scrolls, and what one folds away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.errors import Malformed, NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.identity import accounts
from kith.engine.settings import company
from kith.engine.spec import RECORD_TYPE, EntitySpec
from kith.web.addressing import State, number
from kith.web.look import NONE, Look
from kith.web.pieces import Link, Options
from kith.web.responses import Done, done, page, safe_next
from kith.web.stacks import Stacking, Stacks, row_fields
from kith.web.steps import groups, steps
from kith.web.tabs import Tab
from kith.web.views.opening import opened

FOLDED = "folded"


@dataclass(slots=True)
class Board:
    """The board as the template wants it. `across` says that cards can be moved between rows as well."""

    here: str
    movable: bool
    across: bool
    by: str
    currency: str
    stacks: Stacks
    options: list[Options] = field(default_factory=list)


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The board of an entity; entities with several boards, such as pipelines, have them as tabs."""
    one = board_field(spec, request.actor)
    look = Look.of(request, spec, "board")
    boards, tabs = groups(spec, look.actor), look.tabs()
    group = chosen(boards, look.state)
    if len(boards) > 1:
        tabs = [
            Tab(str(number), name, look.state.url(way=str(number)), number == group)
            for number, name in boards
        ]
    by, way = rows_by(spec, look, one), spec.typed(type_in(look))
    known = steps(way, way.fields[one.key], look.actor, group)
    stacking = Stacking(look, one, known, by, folded(request, spec), deep(request))
    stacks, about = stacking.stacks(), look.page()
    about.as_of = stacks.as_of
    movable = may_move(spec, look.actor, one)
    across = by is not None and may_move(spec, look.actor, by)
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
        options=options(look, one, by),
        board=Board(
            f"/{spec.plural}/board/", movable, across, by.key if by else "", company().currency, stacks
        ),
    )


@opened("GET")
def more(request: Any, spec: EntitySpec) -> HttpResponse:
    """The cards that follow those of one place: a column, or a column's part of a row."""
    one = board_field(spec, request.actor)
    look = Look.of(request, spec, "board")
    wanted = request.GET.get("step", "")
    step = next((step for step in steps(spec, one, look.actor) if step.value == wanted), None)
    if step is None:
        raise NotFound
    stacking = Stacking(look, one, [step], rows_by(spec, look, one))
    row = request.GET.get("row", "")
    if stacking.by is not None and stacking.by.type.key == "reference" and row and not number(row):
        raise Malformed
    cell = stacking.following(step, row, number(request.GET.get("left", "")))
    board = {"here": f"/{spec.plural}/board/", "movable": may_move(spec, look.actor, one), "by": ""}
    return page(
        request,
        "fragments/cards.html",
        fragment="fragments/cards.html",
        here=spec.key,
        board=board,
        cell=cell,
    )


@opened("POST")
def fold(request: Any, spec: EntitySpec) -> HttpResponse:
    """Fold a column away, or open it again; it stays so for this person."""
    board_field(spec, request.actor)
    step = request.POST.get("step", "")[:80]
    mine = [value for value in folded(request, spec) if value != step]
    if request.POST.get("fold") == "1":
        mine = [*mine, step][-200:]
    every = {**request.user.preferences.get(FOLDED, {}), spec.key: mine}
    accounts.save_preferences(request.user, **{FOLDED: every})
    return done(request, Done(safe_next(request, f"/{spec.plural}/board/")))


def folded(request: Any, spec: EntitySpec) -> list[str]:
    """The steps that this person has folded away."""
    found: list[str] = request.user.preferences.get(FOLDED, {}).get(spec.key, [])
    return found


def board_field(spec: EntitySpec, actor: Actor) -> FieldSpec:
    """The field whose values are the columns. Raises NotFound when the entity has no board for this person."""
    one = spec.readable(actor).get(spec.board.field) if spec.board else None
    if one is None:
        raise NotFound
    return one


def type_in(look: Look) -> str:
    """The type of the records that one looks at, "" where they may have several: its steps are the columns."""
    for part in (*look.parts, *look.state.where):
        if isinstance(part, dict) and part.get("field") == RECORD_TYPE and part.get("op") in ("is", "in"):
            value = part.get("value")
            values = value if isinstance(value, list) else [value]
            return str(values[0]) if len(values) == 1 else ""
    return ""


def may_move(spec: EntitySpec, actor: Actor, one: FieldSpec) -> bool:
    """Whether cards can be moved along a field at all."""
    return (
        bool(actor.access.reach(spec.key, "update"))
        and not one.readonly
        and actor.access.level(spec.key, one.key) >= Level.WRITE
    )


def chosen(boards: list[tuple[int, str]], state: State) -> int | None:
    """The board that one looks at: the one in the address, else the first."""
    wanted = number(state.way) or None
    known = [number for number, _name in boards]
    return wanted if wanted in known else known[0] if known else None


def rows_by(spec: EntitySpec, look: Look, one: FieldSpec) -> FieldSpec | None:
    """What the rows stand for, if the address or the saved view asks for rows."""
    return next((item for item in row_fields(spec, look.actor, one) if item.key == look.group), None)


def deep(request: Any) -> dict[str, int]:
    """How many cards of a column one has already seen: step:count, parted by commas."""
    pairs = (part.partition(":") for part in request.GET.get("seen", "")[:2_000].split(","))
    return {step: number(count) for step, _colon, count in pairs if number(count)}


def options(look: Look, one: FieldSpec, by: FieldSpec | None) -> list[Options]:
    """How the cards can be ordered, and what the rows can stand for."""
    rows = [
        Link(
            pgettext("rows", "None"),
            look.state.url(group=NONE if look.chosen and look.chosen.group else ""),
            current=by is None,
        )
    ]
    rows += [
        Link(str(item.label), look.state.url(group=item.key), current=item is by)
        for item in row_fields(look.spec, look.actor, one)
    ]
    found = [Options(_("Order of cards"), list(orders(look)))]
    if len(rows) > 1:
        found.append(Options(pgettext("board", "Rows"), rows))
    return found


def orders(look: Look) -> Iterator[Link]:
    """The orders that suit cards: as usual, the dearest first, what is due or has waited longest first."""
    spec, readable = look.spec, look.spec.readable(look.actor)
    board = spec.board
    keys = (f"-{board.total}" if board.total else "", board.due, board.since) if board else ()
    for sort in dict.fromkeys(("", *keys, spec.title)):
        key = (sort or spec.sort).lstrip("-")
        if key in readable and (not sort or key != spec.sort.lstrip("-")):
            to = look.state.url(sort=(sort,) if sort else ())
            yield Link(str(readable[key].label), to, current=",".join(look.sort) == sort)
