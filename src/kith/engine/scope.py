"""Which rows an actor reaches: as a row-local predicate, and as branches that each walk one index.

The four query shapes and when each is taken are in listing.py; the measurements behind them in shared/field/scale.md E.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.functional import cached_property

from kith.engine.access import Access, Reach
from kith.engine.identity.models import RecordGrant
from kith.engine.registry import code_of, rule_of
from kith.engine.rule import Rule
from kith.kernel import clock

GRANT_LEVEL = {"read": 1, "update": 2}


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
        """How far the right goes."""
        return self.access.reach(self.entity, self.verb)

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
        found = [("owner_id", self.access.owners)]
        if reach >= Reach.TEAM:
            found.append(("team_id", self.access.teams))
        if reach >= Reach.UNIT:
            found.append(("unit_id", self.access.below if reach is Reach.BELOW else self.access.units))
        return tuple((column, tuple(sorted(ids))) for column, ids in found if ids)

    def granted(self) -> Any:
        """Ids of the records shared with this actor one by one, as a subquery; None when grants do not apply."""
        level = GRANT_LEVEL.get(self.verb)
        access, user_id = self.access, self.access.user_id
        if level is None or user_id is None or self.reach in (Reach.ALL, Reach.NONE):
            return None
        principals = [
            kind * RecordGrant.KIND + number
            for kind, numbers in (
                (RecordGrant.USER, [user_id]),
                (RecordGrant.TEAM, sorted(access.teams)),
                (RecordGrant.UNIT, sorted(access.units)),
            )
            for number in numbers
        ]
        return RecordGrant.objects.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=until(clock.now())),
            entity=code_of(self.entity),
            principal__in=principals,
            level__gte=level,
        ).values("record_id")

    def granted_sql(self) -> tuple[str, tuple[Any, ...]] | None:
        """The same as a statement, put together once a minute for each person's rights."""
        end = until(clock.now())
        key = ("granted", self.entity, self.verb)
        known = self.access.memo.get(key)
        if known is None or known[0] != end:
            found = self.granted()
            known = (end, None if found is None else found.query.sql_with_params())
            self.access.memo[key] = known
        sql: tuple[str, tuple[Any, ...]] | None = known[1]
        return sql

    @cached_property
    def shared(self) -> tuple[str, tuple[Any, ...]] | None:
        """The same if anything is shared with this actor at all: most people's lists then need no branch for it.

        Known until the rights change, which sharing does (see RecordGrant).
        """
        found = self.granted_sql()
        if found is None:
            return None
        key = ("shared", self.entity, self.verb)
        if key not in self.access.memo:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT EXISTS ({found[0]})", found[1])
                row = cursor.fetchone()
            self.access.memo[key] = bool(row and row[0])
        return found if self.access.memo[key] else None

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
        found = Q(pk__in=self.granted()) if self.granted() is not None else Q(pk__in=())
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
        if self.access.covers(reach, record.owner_id, record.unit_id, record.team_id):
            return True
        granted = self.granted()
        return granted is not None and bool(granted.filter(record_id=record.pk).exists())
