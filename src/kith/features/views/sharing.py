"""Who sees and who changes a saved view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kith.engine.access import Access, directory
from kith.engine.scope import Scope
from kith.features.views.models import Audience


@dataclass(frozen=True, slots=True)
class Shared:
    """The rule: one's own views always; shared ones are read by their audience, and changed by those whose right to
    share reaches their owner. Who opens everything reads all that are shared: they are part of the configuration."""

    def predicate(self, scope: Scope) -> Q:
        """Views in reach."""
        access = scope.access
        if access.everything:
            return Q()
        if scope.verb not in ("read", "export"):
            return mine(access) | (~Q(shared=Audience.PRIVATE) & self._sharers(scope).own_predicate())
        return found_by(access) | (~Q(shared=Audience.PRIVATE) if access.opens_everything else Q(pk__in=()))

    def covers(self, scope: Scope, record: Any) -> bool:
        """The same for one view."""
        access = scope.access
        if access.everything or (access.user_id is not None and record.owner_id == access.user_id):
            return True
        if scope.verb not in ("read", "export"):
            return record.shared != Audience.PRIVATE and self._sharers(scope).own_covers(record)
        if record.shared != Audience.PRIVATE and access.opens_everything:
            return True
        places = {Audience.TEAM: access.teams, Audience.UNIT: units_above(access)}
        place = {Audience.TEAM: record.team_id, Audience.UNIT: record.unit_id}.get(record.shared)
        return record.shared == Audience.EVERYONE or place in places.get(record.shared, ())

    @staticmethod
    def _sharers(scope: Scope) -> Scope:
        return Scope(scope.entity, scope.access, "share")


def mine(access: Access) -> Q:
    """One's own views."""
    return Q(owner_id=access.user_id) if access.user_id else Q(pk__in=())


def found_by(access: Access) -> Q:
    """The views that somebody finds as tabs: his own, and those that are shared with him."""
    return (
        mine(access)
        | Q(shared=Audience.EVERYONE)
        | Q(shared=Audience.TEAM, team_id__in=sorted(access.teams))
        | Q(shared=Audience.UNIT, unit_id__in=sorted(units_above(access)))
    )


def units_above(access: Access) -> set[int]:
    """The units that a person belongs to and all above them."""
    units = directory().units
    found: set[int] = set()
    todo = list(access.units)
    while todo:
        unit = todo.pop()
        if unit not in found and unit in units:
            found.add(unit)
            parent = units[unit][1]
            todo += [parent] if parent else []
    return found
