"""From a query string to a list: fields, condition, sort, place. Every name passes the resolver, none is ignored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from kith.api import bodies
from kith.api.rendering import Plan, plan_of
from kith.engine.actor import Actor
from kith.engine.condition import Node, parse
from kith.engine.errors import Malformed
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import EQUALITY, ORDER, PRESENCE
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec, UnknownField

MOST, USUAL = 200, 50
LONGEST_TEXT = 500
MAX_SORTS = 6
PLACE = frozenset({"fields", "sort", "limit", "cursor", "count"})
CHOICE = frozenset({"q", "where"})
OPERATORS = frozenset((*EQUALITY, *ORDER, *PRESENCE, "contains", "starts", "within", "not_within"))
YES = {"true": True, "1": True, "false": False, "0": False}


def moment(said: str | None) -> dt.datetime | None:
    """A day or a time that an address says; without a zone it is UTC. Raises Malformed."""
    if said is None:
        return None
    try:
        found = dt.datetime.fromisoformat(said.replace(" ", "+"))
        return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise Malformed(_("This is not a date with time. Write it as 2026-01-31T14:30:00Z.")) from error


def listing(given: Any, spec: EntitySpec, actor: Actor, verb: str = "read") -> tuple[Listing, Plan]:
    """The list that a query string asks for, with the plan of its answer. Raises Malformed."""
    plan = plan_of(spec, actor, words(given.get("fields", "")))
    found = Listing(
        spec,
        actor,
        fields=tuple(plan.needed),
        where=condition(given, spec, actor, PLACE),
        sort=sorts(given),
        text=text(given),
        limit=limit(given),
        verb=verb,
    )
    return found, plan


def words(given: str) -> tuple[str, ...]:
    """Names parted by commas."""
    return tuple(part.strip() for part in given.split(",") if part.strip())


def sorts(given: Any) -> tuple[str, ...]:
    """The sort terms. Raises Malformed for too many."""
    found = words(given.get("sort", ""))
    if len(found) > MAX_SORTS:
        raise Malformed(_("Sort by at most %(max)s fields.") % {"max": MAX_SORTS})
    return found


def limit(given: Any, usual: int = USUAL, most: int = MOST) -> int:
    """How many at once. Raises Malformed."""
    said = given.get("limit")
    if said is None:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) < 9 and 1 <= int(said) <= most):
        raise Malformed(_("“limit” is a number from 1 to %(max)s.") % {"max": most})
    return int(said)


def text(given: Any) -> str:
    """The words searched for. Raises Malformed for an essay."""
    said = str(given.get("q", ""))
    if len(said) > LONGEST_TEXT:
        raise Malformed(_("Search for at most %(max)s characters.") % {"max": LONGEST_TEXT})
    return said


def condition(given: Any, spec: EntitySpec, actor: Actor, known: Collection[str] = ()) -> Node | None:
    """All simple filters and `where` as one condition; parameters in `known` are none. Raises Malformed."""
    parts = []
    for name, values in given.lists():
        if name == "where":
            parts += [bodies.parse(value.encode()) for value in values]
        elif name not in known and name not in CHOICE:
            parts += [_simple(name, value, spec, actor) for value in values]
    return parse({"all": parts}, spec, actor) if parts else None


def _simple(name: str, value: str, spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    """`grade.in=A,B` as a condition."""
    path, _dot, op = name.rpartition(".")
    if not path or op not in OPERATORS:
        path, op = name, ""
    if path == "id":
        raise UnknownField(name)
    op = op or _equality(spec.fields.get(path))
    said: Any = value
    if op in ("in", "not_in", "between"):
        said = [part.strip() for part in value.split(",")]
    elif op in ("empty", "not_empty"):
        op, said = _presence(op, value), None
    return {"field": path, "op": op, "value": said}


def _equality(field: FieldSpec | None) -> str:
    """What `=` means: to be, or of a list, to contain."""
    known = () if field is None else field.type.operators
    return "contains" if "contains" in known and "is" not in known else "is"


def _presence(op: str, value: str) -> str:
    wanted = YES.get(value.lower())
    if wanted is None:
        raise Malformed(_("Say true or false."))
    return op if wanted else {"empty": "not_empty", "not_empty": "empty"}[op]


def only(given: Any, *names: str) -> None:
    """Make sure that no other parameter is there. Raises UnknownField."""
    for name in given:
        if name not in names:
            raise UnknownField(name)
