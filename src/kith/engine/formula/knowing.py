"""Who may know what a formula reads behind links: only who may read it there, on every record that could stand there.

A stored value is the same for every reader, and cannot be blanked for those who do not reach the one record that it
comes from. So a formula over links is known to those alone from whom nothing behind the links is kept; to all others
the field is hidden, in every shell (`Access.level` asks here).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kith.engine.access import Place
from kith.engine.fieldtypes import FieldSpec
from kith.engine.following import PartOf
from kith.engine.formula.links import Path, paths_of
from kith.engine.spec import EntitySpec


def behind(path: Path, specs: Mapping[str, EntitySpec]) -> Iterator[Place]:
    """The fields that a path goes over, and the entities all records of which one has to reach: who sees a part of
    something sees that too, so it is not asked for."""
    for place, field in enumerate(path.fields):
        rule = specs[field.entity].entity.rule if field.entity in specs else None
        whole = place == 0 and isinstance(rule, PartOf) and rule.field == field.key
        yield field.entity, field.key
        if field in path.links and not whole:
            yield str(field.target), ""


def places_of(fields: Iterable[FieldSpec], specs: Mapping[str, EntitySpec]) -> frozenset[Place]:
    """What stands behind the links of the fields that a formula uses, and behind those of other formulas of its record
    that it uses."""
    own = list(fields)
    others = (one.computed.behind for one in own if one.computed is not None)
    return frozenset(place for path in paths_of(own) for place in behind(path, specs)).union(*others)
