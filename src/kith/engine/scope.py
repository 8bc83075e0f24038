"""Which rows an actor reaches: as a row-local predicate, and as branches that each walk one index.

The four query shapes and when each is taken are in shapes.py; the measurements behind them in shared/field/scale.md E.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

from kith.engine.access import Access, Reach
from kith.engine.identity.models import RecordGrant
from kith.engine.registry import along_of, code_of, model_of, rule_of
from kith.engine.rule import Rule
from kith.kernel import clock

CLAIM = "claim"
UNREAD = ("read", "create", "import", CLAIM)
GRANT_LEVEL = {"read": 1, "update": 2, "mass_update": 2}


def granted_to(access: Access, entity: str, level: int = 1) -> Any:
    """Ids of the records of an entity that were opened one by one to this person, a team, unit or role of his, as
    a subquery."""
    return granted_rows(entity, level).filter(principal__in=principals_of(access)).values("record_id")


def granted_rows(entity: str, level: int = 1) -> Any:
    """The grants of an entity's records that are in force and go as far."""
    return RecordGrant.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=until(clock.now())),
        entity=code_of(entity),
        level__gte=level,
    )


def principals_of(access: Access) -> list[int]:
    """Everything by which somebody is given records: himself, his teams, units and roles."""
    return [
        kind * RecordGrant.KIND + number
        for kind, numbers in (
            (RecordGrant.USER, [access.user_id] if access.user_id else []),
            (RecordGrant.TEAM, sorted(access.teams)),
            (RecordGrant.UNIT, sorted(access.units)),
            (RecordGrant.ROLE, sorted(role.pk for role in access.roles)),
        )
        for number in numbers
    ]


def shared_of(access: Access, entities: frozenset[str]) -> frozenset[str]:
    """Those of some entities of which anything is shared with somebody; asked once for his rights."""
    key = ("shared of", entities)
    if key not in access.memo:
        codes = {code_of(entity): entity for entity in entities}
        rows = RecordGrant.objects.filter(entity__in=codes, principal__in=principals_of(access))
        access.memo[key] = frozenset(codes[code] for code in rows.values_list("entity", flat=True).distinct())
    found: frozenset[str] = access.memo[key]
    return found


def until(now: dt.datetime) -> dt.datetime:
    """The next full minute: what is shared longer than that is in reach. The same question asked again within a minute
    is so the same statement, and nothing outlives its end."""
    return now.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Scope:
    """The rows of one entity that `access` may `verb`."""

    entity: str
    access: Access
    verb: str = "read"

    @property
    def reach(self) -> Reach:
        """How far the right goes: never further than reading, but for making what one may not read afterwards, and for
        taking what has no owner."""
        reach = self.access.reach(self.entity, self.verb)
        if self.verb in UNREAD or reach is Reach.NONE:
            return reach
        read = self.access.reach(self.entity, "read")
        return min(reach, read) if self.rule is None or read is Reach.NONE else reach

    @property
    def rule(self) -> Rule | None:
        """The entity's own rule, which takes the place of owner, unit and team."""
        return rule_of(self.entity)

    @cached_property
    def branches(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Scope columns with the ids that make a row visible. Empty when everything or nothing is."""
        reach = self.reach
        if reach in (Reach.ALL, Reach.NONE):
            return ()
        found = [("owner_id", self.access.owners_for(self.verb))]
        if reach >= Reach.TEAM:
            found.append(("team_id", self.access.teams))
        if reach >= Reach.UNIT:
            found.append(("unit_id", self.access.below if reach is Reach.BELOW else self.access.units))
        return tuple((column, tuple(sorted(ids))) for column, ids in found if ids)

    def granted(self) -> Any:
        """Ids of the records shared with this actor one by one, as a subquery; None when grants do not apply."""
        level = GRANT_LEVEL.get(self.verb)
        if level is None or self.access.user_id is None or self.reach in (Reach.ALL, Reach.NONE):
            return None
        return granted_to(self.access, self.entity, level)

    def granted_sql(self) -> tuple[str, tuple[Any, ...]] | None:
        """The same as a statement, with what is shared along the records that it belongs to; put together once a
        minute for each person's rights."""
        end = until(clock.now())
        key = ("granted", self.entity, self.verb)
        known = self.access.memo.get(key)
        if known is None or known[0] != end:
            known = self.access.memo[key] = (end, self._granted_sql())
        sql: tuple[str, tuple[Any, ...]] | None = known[1]
        return sql

    def _granted_sql(self) -> tuple[str, tuple[Any, ...]] | None:
        found = self.granted()
        if found is None:
            return None
        rows = model_of(self.entity).objects
        wheres = [*self._along(), *([self._unowned] if self._takes else [])]
        parts = [found, *(rows.filter(where).values("pk") for where in wheres)]
        made = [part.query.sql_with_params() for part in parts]
        return " UNION ".join(sql for sql, _params in made), tuple(
            one for _sql, params in made for one in params
        )

    def _along(self) -> Iterator[Q]:
        """What the links say along which records are shared, for each entity of which something is."""
        if self.verb != "read" or self.reach in (Reach.ALL, Reach.NONE):
            return
        for name, entity in self._parents:
            ids = granted_to(self.access, entity)
            if hasattr(model_of(self.entity), f"{name}_entity"):
                yield Q(**{f"{name}_entity": entity, f"{name}__in": ids})
            else:
                yield Q(**{f"{name}__in": ids})

    @property
    def _parents(self) -> list[tuple[str, str]]:
        """The links with the entities of which anything is shared with this actor."""
        links = [
            (name, entity)
            for name, entities in along_of(self.entity)
            for entity in entities
            if self.access.reach(entity, "read") is not Reach.NONE
        ]
        shared = shared_of(self.access, frozenset(entity for _name, entity in links)) if links else ()
        return [(name, entity) for name, entity in links if entity in shared]

    @property
    def _takes(self) -> bool:
        """Whether this actor sees records without an owner because he may take them."""
        return self.verb == "read" and self.access.reach(self.entity, CLAIM) > Reach.OWN

    @property
    def _unowned(self) -> Q:
        """Records without an owner that this actor may take."""
        claims = Scope(self.entity, self.access, CLAIM)
        found = Q() if claims.reach is Reach.ALL else Q(pk__in=())
        for column, ids in claims.branches:
            found |= Q(**{f"{column}__in": ids})
        return Q(owner__isnull=True, deleted_at__isnull=True) & found

    @cached_property
    def shared(self) -> tuple[str, tuple[Any, ...]] | None:
        """The same if anything is shared with this actor at all: most people's lists then need no branch for it.

        Known until the rights change, which sharing does (see RecordGrant); what is shared along others comes and
        goes without that, so where others are shared it is always asked for.
        """
        found = self.granted_sql()
        if found is None:
            return None
        if self._takes or (self.verb == "read" and self._parents):
            return found
        key = ("shared", self.entity, self.verb)
        if key not in self.access.memo:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT EXISTS ({found[0]})", found[1])
                row = cursor.fetchone()
            self.access.memo[key] = bool(row and row[0])
        return found if self.access.memo[key] else None

    def shared_among(self, ids: Collection[int]) -> set[int]:
        """Those of some records that were shared with this actor."""
        if not ids or self.shared is None:
            return set()
        rows = model_of(self.entity).objects.filter(self._shared_rows(), pk__in=list(ids))
        return set(rows.values_list("pk", flat=True))

    def _shared_rows(self) -> Q:
        sql = self.shared
        return Q(pk__in=RawSQL(*sql)) if sql is not None else Q(pk__in=())

    def predicate(self) -> Q:
        """The row-local condition: true for exactly the rows in reach."""
        if self.reach is Reach.NONE:
            return Q(pk__in=())
        return self.own_predicate() if self.rule is None else self.rule.predicate(self)

    def own_predicate(self) -> Q:
        """The same by the row's owner, unit and team."""
        if self.reach is Reach.ALL:
            return Q()
        if self.reach is Reach.NONE:
            return Q(pk__in=())
        found = self._shared_rows()
        for column, ids in self.branches:
            found |= Q(**{f"{column}__in": ids})
        return found

    def covers(self, record: Any) -> bool:
        """The same for one record in memory; asks the database for a grant only when nothing else gives access."""
        if self.rule is None:
            return self.own_covers(record)
        return self.reach is not Reach.NONE and self.rule.covers(self, record)

    def own_covers(self, record: Any) -> bool:
        """The same by the record's owner, unit and team."""
        reach = self.reach
        if self.access.covers(
            self.verb, reach, owner=record.owner_id, unit=record.unit_id, team=record.team_id
        ):
            return True
        if (
            self._takes
            and record.owner_id is None
            and Scope(self.entity, self.access, CLAIM).own_covers(record)
        ):
            return self.reach is not Reach.NONE
        granted = self.granted()
        if granted is None:
            return False
        return bool(granted.filter(record_id=record.pk).exists()) or any(
            model_of(self.entity).objects.filter(where, pk=record.pk).exists() for where in self._along()
        )
