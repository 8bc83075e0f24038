"""Why somebody may do something with a record: which role, share, or other record gives it; nothing, when nothing does.

It says yes exactly when Scope.covers does; a property test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kith.engine import registry
from kith.engine.access import OPEN, REACHES, Access, Reach, word_of
from kith.engine.following import Following, PartOf
from kith.engine.identity.models import RecordGrant, Role
from kith.engine.record import LIVE
from kith.engine.registry import along_of
from kith.engine.scope import CLAIM, Scope, granted_to
from kith.engine.spec import EntitySpec


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that gives a right on a record.

    `kind` is everything (Kith itself), role (`role` is None where everybody has the right), grant (`grant` says to
    whom and for which cause), part (the record belongs to another one, `of`, for the reasons in `because`), claim (it
    has no owner, and who may take it sees it) or rule (another rule of the entity). `way` tells how a role's reach
    meets the record: all, own, led (the owner is somebody's whom one leads), stands (one stands in for the owner),
    team, unit, below; `number` is whose or which.
    """

    kind: str
    role: Role | None = None
    way: str = ""
    number: int | None = None
    grant: RecordGrant | None = None
    of: tuple[EntitySpec, Any] | None = None
    because: tuple[Reason, ...] = ()


def explain(access: Access, spec: EntitySpec, record: Any, verb: str = "read") -> list[Reason]:
    """Everything that lets these rights `verb` a record; empty when they do not."""
    scope = Scope(spec.key, access, verb)
    if scope.reach is Reach.NONE:
        return []
    if access.everything:
        return [Reason("everything")]
    return list(_by_place(scope, record) if scope.rule is None else _by_rule(scope, record))


def _by_place(scope: Scope, record: Any) -> Iterator[Reason]:
    """By the record's owner, unit and team, then by what was opened one by one."""
    for role, reach in _givers(scope):
        for way, number in _ways(scope, min(reach, scope.reach), record):
            yield Reason("role", role=role, way=way, number=number)
    if (
        scope.verb == "read"
        and record.owner_id is None
        and scope.access.reach(scope.entity, CLAIM) > Reach.OWN
    ):
        claims = tuple(_by_place(Scope(scope.entity, scope.access, CLAIM), record))
        yield from [Reason("claim", because=claims)] if claims else []
    granted = scope.granted()
    if granted is not None:
        yield from _grants(granted, record.pk)
        yield from _along(scope, record) if scope.verb == "read" else ()


def _grants(granted: Any, number: int) -> Iterator[Reason]:
    """What was opened of one record."""
    keys = granted.filter(record_id=number).values("pk")
    for row in RecordGrant.objects.filter(pk__in=keys).order_by("pk"):
        yield Reason("grant", grant=row)


def _along(scope: Scope, record: Any) -> Iterator[Reason]:
    """What was opened of the records along which this one is shared."""
    for name, entities in along_of(scope.entity):
        anywhere = hasattr(record, f"{name}_entity")
        key = getattr(record, f"{name}_entity") if anywhere else entities[0]
        number = getattr(record, name if anywhere else f"{name}_id")
        if number is None or key not in entities or scope.access.reach(key, "read") is Reach.NONE:
            continue
        because = tuple(_grants(granted_to(scope.access, key), number))
        if because:
            spec = registry.spec(key)
            yield Reason("part", of=(spec, spec.model.objects.get(pk=number)), because=because)


def _givers(scope: Scope) -> list[tuple[Role | None, Reach]]:
    """The roles that give the verb, with their reach."""
    if scope.verb in OPEN.get(scope.entity, ()):
        return [(None, Reach.ALL)]
    return [(role, REACHES[word_of(role.grants, scope.entity, scope.verb)]) for role in scope.access.roles]


def _ways(scope: Scope, reach: Reach, record: Any) -> Iterator[tuple[str, int | None]]:
    """How a reach meets a record."""
    access, owner = scope.access, record.owner_id
    if reach in (Reach.NONE, Reach.ALL):
        yield from [("all", None)] if reach is Reach.ALL else []
        return
    if owner in access.owners:
        yield "own" if owner == access.user_id else "led", owner
    if owner in access.owners_for(scope.verb) - access.owners:
        yield "stands", owner
    if reach >= Reach.TEAM and record.team_id in access.teams:
        yield "team", record.team_id
    if reach >= Reach.UNIT and record.unit_id in access.units:
        yield "unit", record.unit_id
    elif reach is Reach.BELOW and record.unit_id in access.below:
        yield "below", record.unit_id


def _by_rule(scope: Scope, record: Any) -> Iterator[Reason]:
    """By the entity's own rule; of what belongs to another record, with the reasons for that one."""
    rule = scope.rule
    if rule is None or not rule.covers(scope, record):
        return
    whole, verb = None, "read"
    if isinstance(rule, PartOf):
        whole = (rule.whole, getattr(record, f"{rule.field}_id"))
        verb = scope.verb if scope.verb in ("read", "export") else "update"
    elif isinstance(rule, Following):
        whole = (getattr(record, f"{rule.field}_entity"), getattr(record, rule.field))
    parent = whole and registry.spec(whole[0]).model.objects.filter(LIVE, pk=whole[1]).first()
    if not whole or parent is None:
        yield Reason("rule")
        return
    spec = registry.spec(whole[0])
    yield Reason("part", of=(spec, parent), because=tuple(explain(scope.access, spec, parent, verb)))


def missing(access: Access, spec: EntitySpec, record: Any, verb: str = "read") -> tuple[str, Reach]:
    """What is missing to `verb` a record: "roles" for who has none, "right" where no role gives the verb, "reading"
    where one could if one could read, "reach" where the right goes only so far, "whole" where the record that this
    one belongs to is out of reach."""
    scope = Scope(spec.key, access, verb)
    if not access.roles:
        return "roles", Reach.NONE
    if scope.reach is Reach.NONE:
        return "right", Reach.NONE
    if verb != "read" and not Scope(spec.key, access).covers(record):
        return "reading", scope.reach
    return "whole" if isinstance(scope.rule, PartOf | Following) else "reach", scope.reach
