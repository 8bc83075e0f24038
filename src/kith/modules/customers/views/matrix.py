"""The segment matrix: how many customers there are of which kind and which value."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Malformed, NotFound
from kith.engine.spec import EntitySpec
from kith.modules.customers import matrix
from kith.web.fields import Option
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("GET")
def show(request: Any) -> HttpResponse:
    """By the two fields that are asked for, within what the reader sees and may know."""
    actor, spec = request.actor, registry.spec("customer")
    down, across = offered(spec, actor, matrix.ROWS), offered(spec, actor, matrix.COLUMNS)
    if not may_open(actor):
        raise NotFound
    rows_by, columns_by = chosen(request, down, across)
    made = matrix.Matrix(spec, actor, rows_by, columns_by)
    said: dict[str, Any] = {"down": down, "across": across, "rows_by": rows_by, "columns_by": columns_by}
    return page(
        request, "customers/matrix.html", title=_("Segment matrix"), here="customer", **said, **table(made)
    )


def may_open(actor: Actor) -> bool:
    """Whether somebody sees customers at all, and two fields to cross."""
    spec = registry.spec("customer")
    if actor.access.reach(spec.key, "read") is Reach.NONE:
        return False
    down, across = offered(spec, actor, matrix.ROWS), offered(spec, actor, matrix.COLUMNS)
    return bool(down and across) and len({one.value for one in (*down, *across)}) > 1


def offered(spec: EntitySpec, actor: Actor, names: tuple[str, ...]) -> list[Option]:
    """The fields to choose from that somebody may know."""
    known = spec.readable(actor)
    return [Option(name, str(known[name].label)) for name in names if name in known]


def chosen(request: Any, down: list[Option], across: list[Option]) -> tuple[str, str]:
    """The two fields, never the same one twice; what is unknown is as if it was not asked for."""
    columns_by = _one(request.GET.get("columns"), across)
    rows = [one for one in down if one.value != columns_by]
    if rows:
        return _one(request.GET.get("rows"), rows), columns_by
    rows_by = down[0].value
    return rows_by, next(one.value for one in across if one.value != rows_by)


def _one(said: str | None, among: list[Option]) -> str:
    return next((one.value for one in among if one.value == said), among[0].value)


def table(made: matrix.Matrix) -> dict[str, Any]:
    """What the page shows; why it shows no numbers where there are too many values."""
    try:
        lines = made.lines
    except Malformed as error:
        return {"rows": [], "heads": [], "names": ("", ""), "problem": str(error), "counted": ""}
    names = (str(made.down.group.field.label), str(made.across.group.field.label))
    counted = _("Counted at %(time)s.") % {"time": made.actor.show.datetime(lines.at)} if lines.at else ""
    return {"rows": made.rows(), "heads": made.heads, "names": names, "problem": "", "counted": counted}
