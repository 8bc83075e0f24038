"""Cards of a board: what a record shows in few lines, and what on it wants attention."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine.actor import Actor
from kith.engine.entity import Board
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Row
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.kernel.money import Money
from kith.web import cells
from kith.web.avatars import initials, tone_of
from kith.web.steps import Step

DAYS = ("date", "datetime")


@dataclass(frozen=True, slots=True)
class Mark:
    """What on a card wants attention: an icon with a word, and why."""

    icon: str
    text: str
    tone: str = ""
    why: str = ""


@dataclass(slots=True)
class Card:
    """One record on the board. `amount` and `weighed` are what it adds to the sums of its column."""

    id: int
    version: int
    href: str
    title: str
    lines: list[str] = field(default_factory=list)
    figure: str = ""
    date: str = ""
    iso: str = ""
    late: bool = False
    person: str = ""
    disc: str = ""
    disc_tone: str = ""
    menu: str = ""
    marks: list[Mark] = field(default_factory=list)
    following: str = ""
    amount: Decimal = Decimal(0)
    weighed: Decimal = Decimal(0)


def shown(spec: EntitySpec, actor: Actor, one: FieldSpec) -> list[FieldSpec]:
    """What a card shows: title, subtitle, the summed amount, the day when it is due, the owner."""
    readable, board = spec.readable(actor), spec.board
    links = [
        key
        for key in spec.columns
        if key in readable and readable[key].type.key == "reference" and key not in ("owner", one.key)
    ]
    figures = (board.total, board.due) if board else ()
    keys = [spec.title, *(spec.entity.subtitle or links[:1]), *figures, "owner"]
    return [readable[key] for key in dict.fromkeys(keys) if key in readable and key != one.key]


def read(spec: EntitySpec, actor: Actor, one: FieldSpec) -> list[str]:
    """The fields that cards are made of: what they show, and what their marks and sums follow from."""
    readable = spec.readable(actor)
    more = spec.board.names if spec.board else ()
    keys = [field.key for field in shown(spec, actor, one)]
    return list(dict.fromkeys([*keys, *(key for key in more if key in readable)]))


def made(spec: EntitySpec, actor: Actor, one: FieldSpec, rows: Sequence[tuple[Row, Step]]) -> list[Card]:
    """Rows in their steps as cards, formatted field by field."""
    menu = _("Move %(card)s")
    found = [blank(spec, row, menu) for row, _step in rows]
    for item in shown(spec, actor, one):
        if item.key != spec.title:
            fill(item, found, [row.values.get(item.key) for row, _step in rows], actor)
    for card, (_row, step) in zip(found, rows, strict=True):
        card.late = card.late and not step.ended
    if spec.board:
        weigh(spec.board, found, rows)
        stalled(spec.board, actor, found, rows)
        aimless(spec, actor, found, rows)
    return found


def blank(spec: EntitySpec, row: Row, menu: str) -> Card:
    """A card that only says whose it is."""
    title = str(row.values.get(spec.title) or f"{spec.label} {row.id}")
    return Card(row.id, row.version, f"/{spec.plural}/{row.id}/", title, menu=menu % {"card": title})


def fill(item: FieldSpec, found: list[Card], values: list[Any], actor: Actor) -> None:
    """Put one field on all cards."""
    if item.type.key in DAYS:
        date(found, values, actor)
        return
    texts = [cell[1] for cell in cells.column(item, values, actor, "")]
    for card, text in zip(found, texts, strict=True):
        if item.type.key == "money":
            card.figure = text
        elif item.key == "owner":
            card.person = text
            card.disc, card.disc_tone = initials(text, small=True), tone_of(text)
        elif text and text != card.title:
            card.lines.append(text)


def date(found: list[Card], values: list[Any], actor: Actor) -> None:
    """Put days on cards; those before today are late."""
    today = clock.today(actor.time_zone)
    named = cache(lambda day: cells.short_day(day, today, actor))
    for card, value in zip(found, values, strict=True):
        if value:
            day = value.date() if isinstance(value, dt.datetime) else value
            card.date, card.iso, card.late = named(day), value.isoformat(), day < today


def weigh(board: Board, found: list[Card], rows: Sequence[tuple[Row, Step]]) -> None:
    """What each card adds to the sums, where it is in the company's currency; the others wait for the server."""
    currency = company().currency
    for card, (row, _step) in zip(found, rows, strict=True):
        money, share = row.values.get(board.total), row.values.get(board.weight)
        if isinstance(money, Money) and money.currency == currency:
            card.amount = money.amount
            card.weighed = money.amount * (share or Decimal(0)) / 100


def stalled(board: Board, actor: Actor, found: list[Card], rows: Sequence[tuple[Row, Step]]) -> None:
    """Mark what has been in its step for longer than the step allows."""
    today = clock.today(actor.time_zone)
    for card, (row, step) in zip(found, rows, strict=True):
        since = row.values.get(board.since)
        if not since or not step.days or step.ended:
            continue
        begun = since.astimezone(actor.show.zone).date() if isinstance(since, dt.datetime) else since
        days = (today - begun).days
        if days > step.days:
            text = _("Stalled %(days)s d") % {"days": actor.show.number(days)}
            why = ngettext(
                "In “%(step)s” longer than the %(days)s day that is usual",
                "In “%(step)s” longer than the %(days)s days that are usual",
                step.days,
            ) % {"step": step.label, "days": step.days}
            card.marks.append(Mark("hourglass", text, "ink-warn", why))


def aimless(spec: EntitySpec, actor: Actor, found: list[Card], rows: Sequence[tuple[Row, Step]]) -> None:
    """Say what comes next, and mark what nothing is planned for; one query for all that do not say it themselves."""
    board = spec.board
    following = spec.readable(actor).get(board.next) if board else None
    if board is None or (following is None and board.planned is None):
        return
    bare = [
        card
        for card, (row, step) in zip(found, rows, strict=True)
        if not step.ended and (following is None or following.type.empty(row.values.get(board.next)))
    ]
    if following is not None and following.type.key == "text":
        for card, (row, step) in zip(found, rows, strict=True):
            card.following = "" if step.ended else str(row.values.get(board.next) or "")
    busy = board.planned([card.id for card in bare], actor=actor) if board.planned and bare else ()
    mark = Mark("circle-dashed", _("No next step"))
    for card in bare:
        if card.id not in busy:
            card.marks.append(mark)
