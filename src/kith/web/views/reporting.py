"""Reports: count and sums by up to two fields, as a table with bars; every figure leads to its records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formatting import month_name
from kith.engine.spec import EntitySpec
from kith.engine.summary import Group, Line, group_of, measure_of, summarize
from kith.engine.titles import titles
from kith.kernel.money import Money
from kith.web.addressing import State, words
from kith.web.fields import Bound, Option
from kith.web.responses import page
from kith.web.views.listing import around, tabs_of
from kith.web.views.opening import opened


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


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The report of an entity: `group` names up to two fields, `measure` what is added up."""
    actor = request.actor
    state = State.of(f"/{spec.plural}/report/", request.GET)
    tabs, preset, _shown = tabs_of(spec, actor, state)
    about = around(spec, actor, state, "report")
    by = words(state.group)[:2] or default_group(spec, actor)
    measures = measures_of(spec, actor)
    where = state.condition(spec, actor, *preset)
    lines = summarize(spec, actor, groups=by, measures=measures, where=where, text=state.q)
    total = summarize(spec, actor, groups=(), measures=measures, where=where, text=state.q)[0]
    groups = [group_of(spec, actor, name) for name in by]
    report = table(spec, actor, state, groups, lines, total, measures)
    return page(
        request, "web/report.html", fragment="fragments/report.html", title=about.title, here=spec.key, url=about.here,
        page=about, tabs=tabs, tabs_label=_("Views"), report=report, asks=asks(spec, actor, by), hidden=state.hidden("group"),
    )  # fmt: skip


def default_group(spec: EntitySpec, actor: Actor) -> tuple[str, ...]:
    """What one asks first: by the step of the board, the path, else the first choice."""
    readable = spec.readable(actor)
    wanted = [spec.board.field if spec.board else "", spec.entity.path, *spec.filters, "owner"]
    return tuple(key for key in wanted if key in readable and readable[key].type.groupable)[:1]


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
            found += [Option(f"{key}.{period}", f"{one.label} ({name})") for period, name in periods.items()]
        elif one.type.groupable:
            found.append(Option(key, str(one.label)))
    return found


def asks(spec: EntitySpec, actor: Actor, by: tuple[str, ...]) -> list[Bound]:
    """The two selects over the report."""
    options = group_options(spec, actor)
    first, second = (*by, "", "")[:2]
    return [
        Bound("by", _("Group by"), "select", first, options=options, required=True),
        Bound("then", _("Then by"), "select", second, options=options),
    ]


def table(
    spec: EntitySpec, actor: Actor, state: State, groups: list[Group], lines: list[Line], total: Line, measures: list[str]
) -> Report:  # fmt: skip
    """Lines with names, figures and bars; the largest first, unless they are periods or steps in order."""
    heads = [str(measure_of(spec, actor, name)[1].label) for name in measures]
    report = Report(heads, label=" / ".join(str(group.field.label) for group in groups))
    named = names(spec, actor, groups, lines)
    top = max((weight(line) for line in lines), default=Decimal(0)) or Decimal(1)
    if len(groups) == 2:
        report.rows = nested(spec, actor, state, groups, lines, named, top)
    else:
        report.rows = [row(spec, actor, state, groups, line, named, top) for line in ordered(groups, lines)]
    report.total = ReportRow(_("Total"), "", actor.show.number(total.count), figures(actor, total), 0)
    return report


def nested(
    spec: EntitySpec, actor: Actor, state: State, groups: list[Group], lines: list[Line], named: list[dict[Any, str]], top: Decimal
) -> list[ReportRow]:  # fmt: skip
    """Lines of the second field beneath a sum of the first."""
    found = []
    first: dict[Any, list[Line]] = {}
    for line in lines:
        first.setdefault(line.keys[0], []).append(line)
    heads = [joined(key, inner) for key, inner in first.items()]
    for head in ordered(groups[:1], heads):
        whole = row(spec, actor, state, groups[:1], head, named, top)
        whole.css, whole.bar = "group", 0
        found.append(whole)
        for line in ordered(groups[1:], first[head.keys[0]], place=1):
            part = row(spec, actor, state, groups, line, named, top)
            part.label, part.css = named[1].get(line.keys[1], _("empty")), "sub"
            found.append(part)
    return found


def joined(key: Any, lines: list[Line]) -> Line:
    """Several lines as one."""
    values = []
    for column in zip(*(line.values for line in lines), strict=True):
        known = [value for value in column if value is not None]
        amounts = (
            sum((value.amount for value in known), Decimal(0))
            if known and isinstance(known[0], Money)
            else sum(known)
        )
        values.append(
            Money(amounts, known[0].currency)
            if known and isinstance(known[0], Money)
            else amounts
            if known
            else None
        )
    return Line((key,), sum(line.count for line in lines), tuple(values))


def weight(line: Line) -> Decimal:
    """What a bar is as long as: the first measure, or the count."""
    value = line.values[0] if line.values else line.count
    return Decimal(value.amount if isinstance(value, Money) else value or 0)


def ordered(groups: list[Group], lines: list[Line], place: int = 0) -> list[Line]:
    """Periods in time, choices in their own order, everything else by size."""
    one = groups[0]
    if one.period:
        return sorted(lines, key=lambda line: str(line.keys[place] or ""))
    if one.field.choices:
        order = {choice.value: number for number, choice in enumerate(one.field.choices)}
        return sorted(lines, key=lambda line: order.get(line.keys[place], len(order)))
    return sorted(lines, key=weight, reverse=True)


def row(
    spec: EntitySpec, actor: Actor, state: State, groups: list[Group], line: Line, named: list[dict[Any, str]], top: Decimal
) -> ReportRow:  # fmt: skip
    """One line."""
    label = named[0].get(line.keys[0], _("empty"))
    size = max(0, min(100, round(weight(line) / top * 100)))
    where = [condition(group, key) for group, key in zip(groups, line.keys, strict=False)]
    href = state.url(f"/{spec.plural}/", group="", where=(*state.where, *where))
    return ReportRow(label, href, actor.show.number(line.count), figures(actor, line), size)


def figures(actor: Actor, line: Line) -> list[str]:
    """The measured values as text."""
    return [
        ""
        if value is None
        else actor.show.money(value.amount, value.currency)
        if isinstance(value, Money)
        else actor.show.number(value)
        for value in line.values
    ]


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


def names(spec: EntitySpec, actor: Actor, groups: list[Group], lines: list[Line]) -> list[dict[Any, str]]:
    """What each key of each group is called."""
    return [
        named(group, {line.keys[place] for line in lines} - {None}, actor)
        for place, group in enumerate(groups)
    ]


def named(group: Group, keys: set[Any], actor: Actor) -> dict[Any, str]:
    """What the keys of one group are called, within rights."""
    one: FieldSpec = group.field
    if group.period:
        return {key: period_name(key, group.period, actor) for key in keys}
    if one.type.key == "reference" and one.target:
        known = titles(one.target, keys, actor)
        return {key: known.get(key, f"#{key}") for key in keys}
    return {key: one.type.text(key, one, actor.show) for key in keys}


def period_name(first: dt.date, period: str, actor: Actor) -> str:
    """A period as people call it."""
    if period == "month":
        return month_name(first, actor.language)
    if period == "quarter":
        return _("Q%(number)s %(year)s") % {"number": (first.month + 2) // 3, "year": first.year}
    return str(first.year)


@opened("GET")
def ask(request: Any, spec: EntitySpec) -> HttpResponse:
    """Turn the two selects into one address and go there."""
    state = State.of(f"/{spec.plural}/report/", request.GET)
    by = [name for name in (request.GET.get("by", ""), request.GET.get("then", "")) if name]
    response = HttpResponse(status=303)
    response.headers["Location"] = state.url(group=",".join(dict.fromkeys(by)))
    return response
