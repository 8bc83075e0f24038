"""Planning visits to many customers, and the numbers of visits by person, unit and grade."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import records
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.kernel.numbers import identity
from kith.modules.activities.actions import planning
from kith.modules.activities.actions.planning import Planned, Wish
from kith.modules.activities.models import Period, Purpose
from kith.modules.activities.queries import figures, norms
from kith.modules.activities.queries import visits as queries
from kith.modules.activities.queries.figures import Numbers
from kith.modules.activities.views.showing import here
from kith.modules.activities.views.visiting import day_in, purpose_in, require_activities
from kith.modules.customers.models import Customer
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, is_fragment, page, perform
from kith.web.views.opening import opened

NUMBERS = {"per_day": 6, "every": 60, "takes": 45}


def ids_in(request: Any) -> list[int]:
    """The customers that were chosen."""
    sent = request.POST if request.method == "POST" else request.GET
    texts = [*sent.getlist("id"), *(part for part in sent.get("ids", "").split(",") if part)]
    return [number for one in dict.fromkeys(texts) if (number := identity(one)) is not None][
        : planning.MOST + 1
    ]


def wish_in(request: Any) -> Wish:
    """How the visits are to lie. Raises Invalid."""
    sent, errors = request.POST, dict[str, list[Any]]()
    numbers: dict[str, int] = {}
    for name, usual in NUMBERS.items():
        text = sent.get(name, str(usual)).strip()
        numbers[name] = int(text) if text.isdecimal() and len(text) < 5 else -1
    try:
        begins = dt.time.fromisoformat(sent.get("begins", "09:00"))
    except ValueError:
        begins, errors["begins"] = dt.time(9), [_("Write a time as 09:00.")]
    first = day_in(request)
    if first < queries.today(request.actor):
        errors["day"] = [_("Plan from today on.")]
    if errors:
        raise Invalid(errors)
    return Wish(first, begins=begins, purpose=purpose_in(request), **numbers)


def require_planning(request: Any) -> None:
    """Raises NotFound, Forbidden."""
    require_activities(request)
    if request.actor.access.reach("activity", "create") is Reach.NONE:
        raise Forbidden


@opened("GET", "POST")
def plan(request: Any) -> HttpResponse:
    """Choose customers, look at the days that come of it, then write the visits down."""
    require_planning(request)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step not in ("look", "make"):
        return chosen(request) if is_fragment(request) else asked(request)
    try:
        wish = wish_in(request)
        customers = list(
            records.visible(Customer, to=request.actor).filter(pk__in=ids_in(request)).order_by("pk")
        )
        visits = planning.plan(customers, wish, by=request.actor)
        if step == "look":
            return asked(request, visits=visits)

        def work() -> Done:
            batch = planning.make(visits, wish, by=request.actor)
            count = ngettext("%(count)s visit is planned.", "%(count)s visits are planned.", len(visits))
            to = here(request.actor.user_id, visits[0].at.date(), request.actor)
            return Done(to, Toast(count % {"count": len(visits)}, undo=f"/undo/{batch.pk}/"))

        return perform(request, work)
    except Invalid as error:
        return asked(request, errors=error.errors)


def chosen(request: Any) -> HttpResponse:
    """From the rows chosen in a list to the page that asks how."""
    ids = ",".join(str(number) for number in ids_in(request)[: planning.MOST])
    return HttpResponse(status=204, headers={"HX-Redirect": f"/visiting/plan/?ids={ids}"})


def asked(
    request: Any, *, visits: Sequence[Planned] = (), errors: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The form of a plan, with the days that come of it."""
    actor, chosen = request.actor, ids_in(request)
    first = queries.today(actor) + dt.timedelta(days=1)
    typed = {
        **{name: str(usual) for name, usual in NUMBERS.items()},
        "begins": "09:00",
        "day": first.isoformat(),
    }
    if request.method == "POST":
        typed |= {name: request.POST[name] for name in typed if name in request.POST}
    days: dict[str, list[tuple[str, str]]] = {}
    for one in visits:
        local = one.at.astimezone(actor.show.zone)
        days.setdefault(actor.show.date(local.date()), []).append(
            (actor.show.time(one.at), one.customer.name)
        )
    found = norms.candidates(queries.today(actor), to=actor, ids=chosen, limit=planning.MOST)
    return page(
        request, "visits/plan.html", title=_("Plan visits"), here="activity", candidates=found, chosen=chosen,
        typed=typed, days=days, purposes=[(value, str(label)) for value, label in Purpose.choices],
        purpose=purpose_in(request), wrong={name: " ".join(map(str, said)) for name, said in (errors or {}).items()},
        status=422 if errors else 200, nonce=secrets.token_hex(16),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of numbers."""

    name: str
    href: str
    numbers: Sequence[str]


@opened("GET")
def numbers(request: Any) -> HttpResponse:
    """Planned, done, missed, unplanned and counting visits by person, unit and grade; norms beside what was done."""
    require_activities(request)
    actor, day = request.actor, day_in(request)
    period = request.GET.get("period", "")
    period = period if period in Period.values else str(Period.MONTH.value)
    first, after = norms.span(period, day)
    since, until = norms.bounds(first, after, actor.time_zone)
    people = figures.visits_by("owner_id", since, until, to=actor)
    units = figures.visits_by("unit_id", since, until, to=actor)
    grades = figures.visits_by("customer__grade", since, until, to=actor)
    known = directory()
    tables = [
        (_("By person"), rows(people, {one.id: one.name for one in known.people.values()}, actor)),
        (_("By unit"), rows(units, {one: str(name) for one, (name, _up) in known.units.items()}, actor)),
        (_("By grade"), rows(grades, {}, actor)),
    ]
    one_day = dt.timedelta(days=1)
    return page(
        request, "visits/numbers.html", title=_("Visit numbers"), here="activity", tables=tables,
        total=shown(sum(people.values(), Numbers()), actor), said=said(first, after - one_day, actor),
        coverage=[covered(one, actor) for one in norms.coverage(day, to=actor)],
        periods=[Link(str(label), at(key, day), current=key == period) for key, label in Period.choices],
        before=Link(_("Before"), at(period, first - one_day)), after=Link(_("After"), at(period, after)),
    )  # fmt: skip


def at(period: str, day: dt.date) -> str:
    """The address of the numbers of a period."""
    return f"/visiting/numbers/?{urlencode({'period': period, 'day': day.isoformat()})}"


def said(first: dt.date, last: dt.date, actor: Actor) -> str:
    """A period for reading."""
    return f"{actor.show.date(first)} – {actor.show.date(last)}"


def rows(found: Mapping[Any, Numbers], names: Mapping[Any, str], actor: Actor) -> list[Row]:
    """Numbers as lines, by name; what belongs to nothing stands last."""
    lines = [
        Row(names.get(key) or (str(key) if key and not names else _("None")), "", shown(one, actor))
        for key, one in found.items()
    ]
    return sorted(lines, key=lambda one: (one.name == _("None"), one.name.casefold()))[:500]


def shown(one: Numbers, actor: Actor) -> list[str]:
    """The five numbers for reading."""
    return [
        actor.show.number(getattr(one, name)) for name in ("planned", "done", "missed", "unplanned", "valid")
    ]


def covered(one: norms.Coverage, actor: Actor) -> tuple[str, list[str]]:
    """A norm and its numbers for reading."""
    number = actor.show.number
    text = _("%(grade)s: %(times)s × %(period)s")
    name = text % {"grade": one.norm.grade, "times": one.norm.times, "period": Period(one.norm.period).label}
    return name, [number(one.customers), number(one.required), number(one.done), number(one.met)]
