"""The structure of the customers, and the segment matrix: how many there are, by one or two of their fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Malformed, NotFound
from kith.engine.spec import EntitySpec
from kith.modules.customers import matrix
from kith.web.addressing import State
from kith.web.fields import Option
from kith.web.look import Look
from kith.web.responses import page
from kith.web.views.opening import opened

HERE = "/customers/matrix/"
ALONE = "-"
"""Stands in the address in place of the columns: by one field only."""
FIRST_ROWS = ("industry", "grade", "kind", "relationship")
FIRST_COLUMNS = ("worth", "potential", "grade")
"""What is crossed where the address says nothing: the first ones that the reader may know."""
TYPES = ("choice", "reference")
FURTHER = ("industry", "source", "city", "country", "credit_blocked")
"""Fields of other types of which many customers have the same value."""


@opened("GET")
def show(request: Any) -> HttpResponse:
    """By the fields that are asked for, within what the reader sees and may know, and the filter of the list."""
    actor, spec = request.actor, registry.spec("customer")
    if not may_open(actor):
        raise NotFound
    look = Look.of(request, spec)
    # The columns of the address are those of this table, not those of a list.
    look.state = bare(look.state)
    options = offered(spec, actor)
    rows_by, columns_by = chosen(request.GET, options)
    alone = columns_by == ALONE
    made = matrix.Structure(look, rows_by) if alone else matrix.Matrix(look, rows_by, columns_by)
    said: dict[str, Any] = {
        "down": options, "across": [Option(ALONE, _("One field only")), *options],
        "rows_by": rows_by, "columns_by": columns_by, "hidden": look.state.hidden(),
        "chips": chips(look, rows_by, columns_by),
    }  # fmt: skip
    title = pgettext("customers", "Structure") if alone else _("Segment matrix")
    return page(request, "customers/matrix.html", title=title, here="customer", **said, **table(made))


def bare(state: State) -> State:
    """What is looked at, without how a list shows it."""
    return replace(state, columns=(), group="", way="", open=(), day="", sort=(), cursor="", at=0)


def chips(look: Look, rows_by: str, columns_by: str) -> list[tuple[str, str]]:
    """What narrows the customers down, each with the address of this page without it."""
    state = look.state
    found = [(chip.text, chip.off) for chip in look.chips()]
    if state.q:
        found.append((state.q, state.url(q="")))
    if look.scene and look.scene.key and not look.chosen:
        found.append((str(look.scene.label), state.url(view="")))
    asked = urlencode({"rows": rows_by, "columns": columns_by})
    return [(text, f"{HERE}?{query}&{asked}") for text, off in found for query in [off.partition("?")[2]]]


def may_open(actor: Actor) -> bool:
    """Whether somebody sees customers at all, and a field to count them by."""
    spec = registry.spec("customer")
    return actor.access.reach(spec.key, "read") is not Reach.NONE and bool(offered(spec, actor))


def offered(spec: EntitySpec, actor: Actor) -> list[Option]:
    """The fields to choose from that somebody may know."""
    known = spec.readable(actor)
    return [
        Option(name, str(one.label))
        for name, one in known.items()
        if name in FURTHER or one.type.key in TYPES
    ]


def chosen(given: Any, options: list[Option]) -> tuple[str, str]:
    """The two fields, never the same one twice; what is unknown is as if it was not asked for."""
    known = [one.value for one in options]
    columns = given.get("columns", "")
    if columns not in (*known, ALONE):
        columns = next((name for name in FIRST_COLUMNS if name in known), ALONE)
    rows = given.get("rows", "")
    if rows in known and rows != columns:
        return rows, columns
    left = [name for name in (*FIRST_ROWS, *known) if name in known and name != columns]
    return (left[0], columns) if left else (columns, ALONE)


def table(made: matrix.Structure | matrix.Matrix) -> dict[str, Any]:
    """What the page shows; why it shows no numbers where there are too many values."""
    try:
        lines = made.lines
    except Malformed as error:
        return {"rows": [], "heads": [], "names": [], "problem": str(error), "counted": ""}
    show = made.look.actor.show
    counted = _("Counted at %(time)s.") % {"time": show.datetime(lines.at)} if lines.at else ""
    return {"rows": made.rows(), "heads": made.heads, "names": made.names, "problem": "", "counted": counted}
