"""Rows that belong to another record: who sees that record sees them too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.record import LIVE
from kith.engine.scope import Scope


@dataclass(frozen=True, slots=True)
class Following:
    """The rule of files, comments and their like: `field` is the AnyReference to the record they belong to.

    Whoever has any right to read such rows reads those of every record that he sees. Other verbs reach as far as
    the role says, by the row's own owner, unit and team, and never beyond the records that he sees. What belongs to
    a record in the trash is out of reach like that record.
    """

    field: str

    def predicate(self, scope: Scope) -> Q:
        """Rows of visible records, one look per row at the record that it belongs to."""
        if scope.access.everything:
            return Q()
        own = Q() if scope.verb == "read" else scope.own_predicate()
        found = Q(pk__in=())
        for spec in registry.specs():
            parent = Scope(spec.key, scope.access)
            if spec.entity.rule is None and parent.reach:
                rows = spec.model.objects.filter(LIVE, parent.predicate(), pk=OuterRef(self.field))
                found |= Q(**{f"{self.field}_entity": spec.key}) & Q(Exists(rows))
        return own & found

    def covers(self, scope: Scope, record: Any) -> bool:
        """Whether one row is in reach: one query for its record."""
        if scope.access.everything:
            return True
        if scope.verb != "read" and not scope.own_covers(record):
            return False
        return bool(scope.reach) and self.parent_seen(scope, record)

    def parent_seen(self, scope: Scope, record: Any) -> bool:
        """Whether the record that a row belongs to is there and in reach."""
        try:
            spec = registry.spec(getattr(record, f"{self.field}_entity"))
        except registry.UnknownEntity:
            return False
        if spec.entity.rule is not None:
            return False
        parent = spec.model.objects.filter(LIVE, pk=getattr(record, self.field)).first()
        return parent is not None and Scope(spec.key, scope.access).covers(parent)


@dataclass(frozen=True, slots=True)
class Between:
    """The rule of what lies between two records, each by an AnyReference: seen by who sees both.

    Who may change one of them, or add such rows, is said by the role; it never reaches beyond what one sees.
    """

    one: str
    other: str

    def predicate(self, scope: Scope) -> Q:
        """Rows both of whose ends are visible."""
        return Following(self.one).predicate(scope) & Following(self.other).predicate(scope)

    def covers(self, scope: Scope, record: Any) -> bool:
        """Whether both ends of one row are in reach."""
        return Following(self.one).covers(scope, record) and Following(self.other).covers(scope, record)


@dataclass(frozen=True, slots=True)
class PartOf:
    """The rule of lines, addresses and other parts: `field` links to the record, of entity `whole`, that has them.

    Who reads the whole reads its parts; who may change the whole may add, change and remove them. The role's right on
    the part itself only says whether there is any.
    """

    field: str
    whole: str

    def _parent(self, scope: Scope) -> Scope:
        return Scope(self.whole, scope.access, scope.verb if scope.verb in ("read", "export") else "update")

    def predicate(self, scope: Scope) -> Q:
        """Rows of reachable wholes."""
        parent = self._parent(scope)
        if parent.reach is Reach.ALL:
            return Q()
        rows = registry.spec(self.whole).model.objects.filter(
            LIVE, parent.predicate(), pk=OuterRef(f"{self.field}_id")
        )
        return Q(Exists(rows))

    def covers(self, scope: Scope, record: Any) -> bool:
        """Whether the whole of one part is in reach."""
        parent = self._parent(scope)
        if parent.reach is Reach.ALL:
            return True
        whole = (
            registry.spec(self.whole)
            .model.objects.filter(LIVE, pk=getattr(record, f"{self.field}_id"))
            .first()
        )
        return whole is not None and parent.covers(whole)
