"""Reports: lines of the summary as a table with bars, every line leading to its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.spec import EntitySpec
from kith.engine.summary import Group, Line, Lines, group_of, measure_of, summarize
from kith.engine.titles import titles
from kith.kernel.money import Money
from kith.web.addressing import compact
from kith.web.cells import month
from kith.web.fields import Option
from kith.web.look import Look
from kith.web.steps import steps


@dataclass(slots=True)
class ReportRow:
    """One line: label, figures with the address of their records, width of the bar in percent."""

    label: str
    href: str
    count: str
    values: list[str]
    bar: int
    css: str = ""


@dataclass(slots=True)
class Report:
    """A report as the template wants it."""

    heads: list[str]
    rows: list[ReportRow] = field(default_factory=list)
    total: ReportRow | None = None
    label: str = ""


@dataclass
class Sheet:
    """One report being made: of a look, by one or two groups, with measures; of the `most` largest lines alone."""

    look: Look
    by: Sequence[str]
    measures: Sequence[str]
    most: int | None = None
    filters: dict[tuple[int, Any], str] = field(default_factory=dict)

    @cached_property
    def groups(self) -> list[Group]:
        """The fields to group by. Raises UnknownField or Malformed."""
        return [group_of(self.look.spec, self.look.actor, name) for name in self.by]

    @cached_property
    def lines(self) -> Lines:
        """The lines of the finest grouping."""
        look = self.look
        return summarize(
            look.spec,
            look.actor,
            groups=self.by,
            measures=self.measures,
            where=look.where(),
            text=look.state.q,
            extra=look.rows,
            most=self.most,
        )

    @cached_property
    def names(self) -> list[dict[Any, str]]:
        """What each key of each group is called."""
        actor = self.look.actor
        return [
            named(group, {line.keys[place] for line in self.lines} - {None}, actor)
            for place, group in enumerate(self.groups)
        ]

    @cached_property
    def top(self) -> Decimal:
        """The longest bar."""
        return max((weight(line) for line in self.lines), default=Decimal(0)) or Decimal(1)

    def report(self) -> Report:
        """The table: the largest first, unless lines are periods, choices or steps, which have an order."""
        spec, actor = self.look.spec, self.look.actor
        heads = [str(measure_of(spec, actor, name)[1].label) for name in self.measures]
        made = Report(heads, label=" / ".join(str(group.field.label) for group in self.groups))
        flat = len(self.groups) < 2
        made.rows = [self.row(line) for line in self.ordered(0, self.lines)] if flat else self.nested()
        nothing = Line((), 0, (None,) * len(self.measures))
        total = joined(None, self.lines) if self.lines else nothing
        made.total = ReportRow(_("Total"), "", actor.show.number(total.count), figures(actor, total), 0)
        return made

    @cached_property
    def orders(self) -> list[dict[Any, int]]:
        """The places of the keys of each group that has an order of its own; empty for the others."""
        return [order_of(self.look.spec, group, self.look.actor) for group in self.groups]

    def ordered(self, place: int, lines: list[Line]) -> list[Line]:
        """Periods in time, choices and steps in their own order, everything else by size."""
        if self.groups[place].period:
            return sorted(lines, key=lambda line: str(line.keys[place] or ""))
        if order := self.orders[place]:
            return sorted(lines, key=lambda line: order.get(line.keys[place], len(order)))
        return sorted(lines, key=weight, reverse=True)

    def nested(self) -> list[ReportRow]:
        """Lines of the second group beneath the sum of the first."""
        inner: dict[Any, list[Line]] = {}
        for line in self.lines:
            inner.setdefault(line.keys[0], []).append(line)
        found = []
        for head in self.ordered(0, [joined(key, lines) for key, lines in inner.items()]):
            whole = self.row(head)
            whole.css, whole.bar = "group", 0
            found.append(whole)
            for line in self.ordered(1, inner[head.keys[0]]):
                part = self.row(line)
                part.label, part.css = self.names[1].get(line.keys[1], self.missing), "sub"
                found.append(part)
        return found

    def row(self, line: Line) -> ReportRow:
        """One line with the way to its records."""
        head, tail = self.address
        href = head + "%2C".join(map(self.filter, range(len(line.keys)), line.keys)) + tail
        size = max(0, min(100, round(weight(line) / self.top * 100)))
        label = self.names[0].get(line.keys[0], self.missing)
        count = self.look.actor.show.number(line.count)
        return ReportRow(label, href, count, figures(self.look.actor, line), size)

    @cached_property
    def missing(self) -> str:
        """What records without a value are called."""
        return _("empty")

    @cached_property
    def address(self) -> tuple[str, str]:
        """The list's address in two parts; between them belong the filters of a line."""
        state = self.look.state
        whole = state.url(f"/{self.look.spec.plural}/", group="", where=(*state.where, "~here~"))
        head, _mark, tail = whole.partition("%22~here~%22")
        return head, tail

    def filter(self, place: int, key: Any) -> str:
        """The filter of one key of a group as the address has it; made once, for it stands in many lines."""
        known = self.filters.get((place, key))
        if known is None:
            known = self.filters[place, key] = quote_plus(compact(condition(self.groups[place], key)))
        return known


def joined(key: Any, lines: list[Line]) -> Line:
    """Several lines as one: counts and sums add up."""
    columns = zip(*(line.values for line in lines), strict=True)
    return Line((key,), sum(line.count for line in lines), tuple(added(column) for column in columns))


def added(values: Sequence[Any]) -> Any:
    """The sum of measured values; None when there is none."""
    known = [value for value in values if value is not None]
    if known and isinstance(known[0], Money):
        return Money(sum((value.amount for value in known), Decimal(0)), known[0].currency)
    return sum(known) if known else None


def weight(line: Line) -> Decimal:
    """What a bar is as long as: the first measure, or the count."""
    value = line.values[0] if line.values else line.count
    return Decimal(value.amount if isinstance(value, Money) else value or 0)


def order_of(spec: EntitySpec, group: Group, actor: Actor) -> dict[Any, int]:
    """The places of choices, and of the steps of the board, those of one group of steps together."""
    one = group.field
    if one.choices:
        return {choice.value: number for number, choice in enumerate(one.choices)}
    if spec.board is None or spec.board.field != one.key or one.type.key != "reference":
        return {}
    found = sorted(steps(spec, one, actor), key=lambda step: step.group or 0)
    return {int(step.value): number for number, step in enumerate(found)}


def figures(actor: Actor, line: Line) -> list[str]:
    """The measured values as text."""
    return [figure(actor, value) for value in line.values]


def figure(actor: Actor, value: Any) -> str:
    """One measured value as text."""
    if value is None:
        return ""
    return (
        actor.show.money(value.amount, value.currency)
        if isinstance(value, Money)
        else actor.show.number(value)
    )


def condition(group: Group, key: Any) -> dict[str, Any]:
    """The filter that leads from a line to its records."""
    one = group.field
    if key is None:
        return {"field": one.key, "op": "empty"}
    if group.period:
        last = after(key, group.period) - dt.timedelta(days=1)
        end = last.isoformat() if one.type.key == "date" else f"{last.isoformat()}T23:59:59.999999"
        return {"field": one.key, "op": "between", "value": [key.isoformat(), end]}
    return {"field": one.key, "op": "is", "value": key}


def after(first: dt.date, period: str) -> dt.date:
    """The first day after a period that begins at `first`."""
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def named(group: Group, keys: set[Any], actor: Actor) -> dict[Any, str]:
    """What the keys of one group are called, within rights."""
    one = group.field
    if group.period:
        return {key: period_name(key, group.period, actor) for key in keys}
    if one.type.key == "reference" and one.target:
        known = titles(one.target, keys, actor)
        return {key: known.get(key, f"#{key}") for key in keys}
    return {key: one.type.text(key, one, actor.show) for key in keys}


def period_name(first: dt.date, period: str, actor: Actor) -> str:
    """A period as people call it."""
    if period == "month":
        return month(first, actor)
    if period == "quarter":
        return _("Q%(number)s %(year)s") % {"number": (first.month + 2) // 3, "year": first.year}
    return str(first.year)


def measures_of(spec: EntitySpec, actor: Actor) -> list[str]:
    """The sums of the entity's measures that this person may read."""
    readable = spec.readable(actor)
    return [f"sum:{key}" for key in spec.measures if key in readable][:3]


def group_options(spec: EntitySpec, actor: Actor) -> list[Option]:
    """What records can be grouped by; dates by month, quarter or year."""
    periods = {"month": _("month"), "quarter": _("quarter"), "year": _("year")}
    found = []
    for key, one in spec.readable(actor).items():
        if one.type.key in ("date", "datetime"):
            found += [
                Option(f"{key}.{period}", bracketed(one.label, name)) for period, name in periods.items()
            ]
        elif one.type.groupable:
            found.append(Option(key, str(one.label)))
    return found
