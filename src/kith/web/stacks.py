"""The columns of a board: cards formatted field by field, sums of every column by one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine.actor import Actor
from kith.engine.expressions import column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Row
from kith.engine.remembering import remembered
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.kernel.money import Money
from kith.web import cells
from kith.web.avatars import initials, tone_of
from kith.web.look import ListPage, Look
from kith.web.steps import Step

CARDS = 20
ENDED = ("tone-good", "tone-bad")


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
    disc: str = ""
    disc_tone: str = ""
    menu: str = ""


@dataclass(slots=True)
class Column:
    """One step with its records."""

    value: str
    label: str
    tone: str
    count: str
    sum: str
    weighted: str = ""
    cards: list[Card] = field(default_factory=list)
    more: str = ""
    more_href: str = ""


@dataclass(slots=True)
class Board:
    """The board as the template wants it."""

    move: str
    movable: bool
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Sums:
    """What stands at the head of a column."""

    count: int = 0
    total: str = ""
    weighed: str = ""


def columns(look: Look, one: FieldSpec, way: list[Step], about: ListPage) -> list[Column]:
    """Every step with its first cards and its sums; sums that were added up earlier say so on the page."""
    shown = card_fields(look.spec, look.actor, one)
    sums, at = totals(look, one, way)
    about.as_of = look.actor.show.datetime(at) if at else ""
    lanes = look.listing([item.key for item in shown], limit=CARDS).lanes(
        one, [operand(one, step.value) for step in way]
    )
    made = cards(look, shown, [row for rows in lanes for row in rows])
    found: list[Column] = []
    for step, rows in zip(way, lanes, strict=True):
        found.append(stack(look, one, step, sums=sums.get(step.value, Sums()), cards=made[: len(rows)]))
        made = made[len(rows) :]
    return found


def stack(look: Look, one: FieldSpec, step: Step, *, sums: Sums, cards: list[Card]) -> Column:
    """One step with its first cards; when there are more, the list shows them."""
    number, state = look.actor.show.number, look.state
    here = {"field": one.key, "op": "is", "value": operand(one, step.value)}
    ended = step.tone in ENDED
    for card in cards if ended else ():
        card.late = False
    made = Column(step.value, step.label, step.tone, number(sums.count), sums.total)
    made.weighted = "" if ended else sums.weighed
    made.cards = cards
    left = sums.count - len(cards)
    if left > 0:
        made.more = ngettext("%(count)s more", "%(count)s more", left) % {"count": number(left)}
        made.more_href = state.url(f"/{look.spec.plural}/", group="", where=(*state.where, here))
    return made


def operand(one: FieldSpec, value: str) -> Any:
    """A step's value as a condition takes it."""
    return int(value) if one.type.key == "reference" else value


def totals(look: Look, one: FieldSpec, way: list[Step]) -> tuple[dict[str, Sums], dt.datetime | None]:
    """Count, sum and weighted sum by step, of everything that the filters leave, and when they were added up."""
    if not way:
        return {}, None
    total, weight = summed(look.spec, look.actor)
    inside = {"field": one.key, "op": "in", "value": [operand(one, step.value) for step in way]}
    wanted: dict[str, Any] = {"_n": Count("pk")}
    if total:
        wanted["_sum"] = Sum(column(total))
    if total and weight:
        product = Cast(column(total), FloatField()) * Cast(column(weight), FloatField())
        wanted["_weighed"] = Sum(ExpressionWrapper(product, FloatField()))
    by = F(f"{one.column}_id") if one.type.key == "reference" and one.column else column(one)
    share = 100 * 10 ** (weight.places if weight else 0)
    rows = look.listing((), inside).rows()
    answer = remembered(rows.annotate(_step=by).values("_step").annotate(**wanted).order_by())
    show = look.actor
    found = {
        str(line["_step"]): Sums(
            line["_n"], rounded(line.get("_sum"), show), rounded((line.get("_weighed") or 0) / share, show)
        )
        for line in answer.rows
    }
    return found, answer.at


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


def blank(spec: EntitySpec, row: Row, menu: str) -> Card:
    """A card that only says whose it is."""
    title = str(row.values.get(spec.title) or f"{spec.label} {row.id}")
    return Card(row.id, row.version, f"/{spec.plural}/{row.id}/", title, [], menu=menu % {"card": title})


def cards(look: Look, shown: list[FieldSpec], rows: list[Row]) -> list[Card]:
    """Rows as cards, formatted field by field."""
    spec, actor = look.spec, look.actor
    menu = _("Move %(card)s")
    made = [blank(spec, row, menu) for row in rows]
    for one in shown:
        if one.key == spec.title:
            continue
        values = [row.values.get(one.key) for row in rows]
        texts = [cell[1] for cell in cells.column(one, values, actor, "")]
        if one.type.key in ("date", "datetime"):
            date(made, values, actor)
        for card, text in zip(made, texts, strict=True):
            if spec.board and one.key == spec.board.total:
                card.figure = text
            elif one.key == "owner":
                card.person = text
                card.disc, card.disc_tone = initials(text, small=True), tone_of(text)
            elif text and one.type.key not in ("date", "datetime"):
                card.lines.append(text)
    return made


def date(cards: list[Card], values: list[Any], actor: Actor) -> None:
    """Put days on cards; those before today are late."""
    today = clock.today(actor.time_zone)
    named = cache(lambda day: cells.short_day(day, today, actor))
    for card, value in zip(cards, values, strict=True):
        if value:
            day = value.date() if isinstance(value, dt.datetime) else value
            card.date, card.iso, card.late = named(day), value.isoformat(), day < today
