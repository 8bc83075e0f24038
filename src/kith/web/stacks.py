"""The columns and rows of a board: the cards of every place by one statement, the sums of all by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count, ExpressionWrapper, F, FloatField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.expressions import column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Page
from kith.engine.remembering import remembered
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.kernel.money import Money
from kith.web import cards
from kith.web.avatars import initials, tone_of
from kith.web.cards import Card
from kith.web.look import Look
from kith.web.steps import Step

CARDS = 20
CARDS_OF_ROW = 5
MOST_CARDS = 200
MOST_ROWS = 30
PEOPLE = ("user", "unit", "team")


@dataclass(frozen=True, slots=True)
class Sums:
    """How many, worth how much, and weighted how much, in minor units of the company's currency."""

    count: int = 0
    total: int = 0
    weighed: float = 0

    def __add__(self, other: Self) -> Sums:
        return Sums(self.count + other.count, self.total + other.total, self.weighed + other.weighed)


@dataclass(slots=True)
class Cell:
    """The cards of one step in one row; `more` says how many are left, behind an address to load and one to go to."""

    step: str
    row: str
    cards: list[Card] = field(default_factory=list)
    more: str = ""
    more_get: str = ""
    more_href: str = ""


@dataclass(slots=True)
class Column:
    """One step with its sums, as text and as figures to reckon with."""

    value: str
    label: str
    tone: str
    ended: bool
    folded: bool
    number: int
    count: str
    sum: str
    weighted: str
    total: str
    weighed: str
    share: str
    add: str = ""


@dataclass(slots=True)
class Lane:
    """A row through all columns; the only one has no name."""

    value: str
    label: str
    cells: list[Cell]
    count: str = ""
    sum: str = ""
    disc: str = ""
    disc_tone: str = ""


@dataclass(frozen=True, slots=True)
class Stacks:
    """What is on a board, and since when its sums are known if they were added up earlier."""

    columns: list[Column]
    lanes: list[Lane]
    as_of: str
    left_out: str


@dataclass
class Stacking:
    """How one person looks at a board: its steps, what its rows stand for, what is folded away, how deep one looked."""

    look: Look
    one: FieldSpec
    way: list[Step]
    by: FieldSpec | None = None
    folded: Collection[str] = ()
    deep: Mapping[str, int] = field(default_factory=dict)

    def stacks(self) -> Stacks:
        """Every step with its first cards and its sums."""
        sums, at = self.totals()
        rows, left_out = self.rows(sums)
        lanes = self.lanes(rows, sums)
        show = self.look.actor.show
        return Stacks(
            [self.column(step, total(sums, step=step.value)) for step in self.way],
            lanes,
            show.datetime(at) if at else "",
            _("The %(count)s with the most cards are shown.") % {"count": MOST_ROWS} if left_out else "",
        )

    def column(self, step: Step, sums: Sums) -> Column:
        """The head of a column."""
        actor, spec = self.look.actor, self.look.spec
        made = Column(
            value=step.value,
            label=step.label,
            tone=step.tone,
            ended=step.ended,
            folded=step.value in self.folded,
            number=sums.count,
            count=actor.show.number(sums.count),
            sum=rounded(sums.total, actor),
            weighted="" if step.ended else rounded(sums.weighed, actor),
            total=exact(sums.total),
            weighed=exact(sums.weighed),
            share="" if step.weight is None else str(step.weight),
        )
        if not step.ended and actor.access.reach(spec.key, "create"):
            made.add = f"/{spec.plural}/new/?{urlencode({self.one.key: step.value})}"
        return made

    # ------------------------------------------------------------------ sums

    def totals(self) -> tuple[dict[tuple[str, Any], Sums], dt.datetime | None]:
        """Sums by step and row, of everything that the filters leave, and when they were added up."""
        if not self.way:
            return {}, None
        money, weight = summed(self.look.spec, self.look.actor)
        steps = [operand(self.one, step.value) for step in self.way]
        wanted: dict[str, Any] = {"_n": Count("pk")}
        if money:
            wanted["_sum"] = Sum(column(money))
        if money and weight:
            product = Cast(column(money), FloatField()) * Cast(column(weight), FloatField())
            wanted["_weighed"] = Sum(ExpressionWrapper(product, FloatField()))
        keys = {"_step": stored(self.one), **({"_row": stored(self.by)} if self.by else {})}
        rows = self.look.listing((), {"field": self.one.key, "op": "in", "value": steps}).rows()
        answer = remembered(
            rows.annotate(**keys).values(*keys).annotate(**wanted).order_by(), self.look.actor
        )
        share = 100 * 10 ** (weight.places if weight else 0)
        found = {
            (str(line["_step"]), line.get("_row")): Sums(
                line["_n"], line.get("_sum") or 0, (line.get("_weighed") or 0) / share
            )
            for line in answer.rows
        }
        return found, answer.at

    # ------------------------------------------------------------------ rows

    def rows(self, sums: Mapping[tuple[str, Any], Sums]) -> tuple[list[tuple[Any, str]], bool]:
        """What the rows stand for, by stored value and name, and whether there are more than can be shown."""
        if self.by is None:
            return [(None, "")], False
        counts: dict[Any, int] = {}
        for (_step, value), item in sums.items():
            counts[value] = counts.get(value, 0) + item.count
        most = sorted(counts, key=lambda value: -counts[value])[:MOST_ROWS]
        names = row_names(self.by, most, self.look.actor)
        return [(value, names[value]) for value in names], len(counts) > len(most)

    def lanes(self, rows: list[tuple[Any, str]], sums: Mapping[tuple[str, Any], Sums]) -> list[Lane]:
        """The rows with their cards."""
        cells = self.cells([value for value, _name in rows], sums)
        found = []
        for value, name in rows:
            made = Lane("" if value is None else str(value), name, cells[: len(self.way)])
            cells = cells[len(self.way) :]
            if self.by is not None:
                own, actor = total(sums, row=value), self.look.actor
                made.count, made.sum = actor.show.number(own.count), rounded(own.total, actor)
                if self.by.target == "user" and value is not None:
                    made.disc, made.disc_tone = initials(name, small=True), tone_of(name)
            found.append(made)
        return found

    def cells(self, rows: Sequence[Any], sums: Mapping[tuple[str, Any], Sums]) -> list[Cell]:
        """All places of the board, row by row; the folded and the empty ones are not asked for."""
        places = [(step, row) for row in rows for step in self.way]
        asked = [place for place in places if self.asked(*place, sums)]
        pages = self.pages(asked)
        flat = [(row, step) for (step, _row), page in zip(asked, pages, strict=True) for row in page.rows]
        made = cards.made(self.look.spec, self.look.actor, self.one, flat)
        found = dict(zip(asked, pages, strict=True))
        cells = []
        for step, row in places:
            page = found.get((step, row), Page([], None))
            own, made = made[: len(page.rows)], made[len(page.rows) :]
            count = sums.get((step.value, row), Sums()).count
            cells.append(self.cell((step, row), own, page.next, count - len(own)))
        return cells

    def asked(self, step: Step, row: Any, sums: Mapping[tuple[str, Any], Sums]) -> bool:
        """Whether the cards of a place are wanted. Remembered sums may be a minute old: only rows trust them."""
        return step.value not in self.folded and (self.by is None or (step.value, row) in sums)

    def pages(self, places: Sequence[tuple[Step, Any]]) -> list[Page]:
        """The first records of each place."""
        look = self.look
        by = [self.one, self.by] if self.by else [self.one]
        values = [
            (operand(self.one, step.value), row) if self.by else (operand(self.one, step.value),)
            for step, row in places
        ]
        usual = CARDS_OF_ROW if self.by else CARDS
        limits = [max(usual, min(self.deep.get(step.value, 0), MOST_CARDS)) for step, _row in places]
        listing = look.listing(cards.read(look.spec, look.actor, self.one), sort=look.sort)
        return listing.lanes(by, values, limits)

    def cell(self, place: tuple[Step, Any], own: list[Card], cursor: str | None, left: int) -> Cell:
        """One place with what of it is shown."""
        step, row = place
        made = Cell(step.value, "" if row is None else str(row), own)
        if cursor is None:
            return made
        state, spec = self.look.state, self.look.spec
        left = max(left, 1)
        made.more = ngettext("%(count)s more", "%(count)s more", left) % {
            "count": self.look.actor.show.number(left)
        }
        asked = {"step": step.value, "left": left, **({"row": made.row} if self.by else {})}
        here = state.url(f"/{spec.plural}/board/cards/", cursor=cursor)
        made.more_get = f"{here}{'&' if '?' in here else '?'}{urlencode(asked)}"
        made.more_href = state.url(
            f"/{spec.plural}/", group="", way="", where=(*state.where, *self.where(step.value, row))
        )
        return made

    def where(self, step: str, row: Any) -> list[dict[str, Any]]:
        """The conditions of one place."""
        found = [{"field": self.one.key, "op": "is", "value": operand(self.one, step)}]
        if self.by is not None:
            empty = row is None or row == ""
            found.append(
                {"field": self.by.key, "op": "empty"}
                if empty
                else {"field": self.by.key, "op": "is", "value": row}
            )
        return found

    def following(self, step: Step, row: str, left: int) -> Cell:
        """What comes after the cards of a place that one has seen."""
        look = self.look
        value = operand(self.by, row) if self.by and row else None
        fields = cards.read(look.spec, look.actor, self.one)
        page = look.listing(fields, *self.where(step.value, value), sort=look.sort, limit=CARDS).page(
            look.state.cursor or None
        )
        made = cards.made(look.spec, look.actor, self.one, [(item, step) for item in page.rows])
        return self.cell((step, value), made, page.next, left - len(made))


def total(sums: Mapping[tuple[str, Any], Sums], **at: Any) -> Sums:
    """The sums of one step through all rows, or of one row through all steps."""
    found = Sums()
    for (step, row), item in sums.items():
        if step == at.get("step", step) and row == at.get("row", row):
            found += item
    return found


def stored(field: FieldSpec) -> Any:
    """The stored value of a field in a query."""
    return F(f"{field.column}_id") if field.type.key == "reference" and field.column else column(field)


def operand(one: FieldSpec, value: str) -> Any:
    """A step's value as a condition takes it."""
    return int(value) if one.type.key == "reference" else value


def row_fields(spec: EntitySpec, actor: Actor, one: FieldSpec) -> list[FieldSpec]:
    """What the rows of a board can stand for: the owner, and what one filters by that has few values."""
    readable = spec.readable(actor)
    custom = [item.key for item in spec.custom]
    taken = {one.key, spec.board.group if spec.board else ""}
    keys = [key for key in dict.fromkeys(("owner", *spec.filters, *custom)) if key in readable]
    return [readable[key] for key in keys if key not in taken and few(readable[key])]


def few(field: FieldSpec) -> bool:
    """Whether a field has few values, so that each can be a row."""
    if field.readonly or field.type.key not in ("choice", "reference"):
        return False
    target = field.target or ""
    return field.type.key == "choice" or target in PEOPLE or registry.spec(target).entity.small


def row_names(by: FieldSpec, values: Collection[Any], actor: Actor) -> dict[Any, str]:
    """The rows in their order with their names; what has no value comes last."""
    if by.type.key == "choice":
        names: dict[Any, str] = {choice.value: str(choice.label) for choice in by.choices}
    else:
        known = titles(by.target or "", [value for value in values if value is not None], actor)
        names = {
            number: known[number] for number in sorted(known, key=lambda number: known[number].casefold())
        }
    none = _("%(field)s: none") % {"field": by.label}
    return {value: names[value] for value in names if value in values} | {
        value: none for value in values if value not in names
    }


def summed(spec: EntitySpec, actor: Actor) -> tuple[FieldSpec | None, FieldSpec | None]:
    """The money field that columns add up, and the percentage that weighs it, as far as this person may read them."""
    readable = spec.readable(actor)
    money = readable.get(spec.board.total) if spec.board else None
    return money, readable.get(spec.board.weight) if spec.board and money else None


def exact(minor: float) -> str:
    """Minor units of the company's currency as a plain number."""
    return str(Money.from_minor(round(minor), company().currency).amount)


def rounded(minor: float, actor: Actor) -> str:
    """Minor units of the company's currency without the cents: heads of columns are for scanning."""
    if not minor:
        return ""
    currency = company().currency
    amount = Money.from_minor(round(minor), currency).amount.quantize(Decimal(1))
    return actor.show.money(amount, currency)
