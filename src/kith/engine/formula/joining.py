"""The formulas of a configuration, understood together: one may follow from fields of other entities behind links.

Those of a circle are not understood, and what they gave once is shown to administrators alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from kith.engine import access
from kith.engine.access import Place
from kith.engine.circles import along
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula import followers
from kith.engine.formula.compiling import Formula, check
from kith.engine.formula.errors import FormulaError
from kith.engine.formula.knowing import places_of
from kith.engine.formula.storing import Beginning, Storing, in_order, names, refresh
from kith.engine.spec import EntitySpec

Specs = dict[str, EntitySpec]
UNKNOWN: frozenset[Place] = frozenset({("", "")})
"""What nobody knows who does not see everything."""


def join(specs: Specs) -> Specs:
    """Specs whose formula fields and defaults by formula are understood, stored with every write, and kept current."""
    mine = [one for one in specs.values() if any(each.formula or each.default_formula for each in one.custom)]
    if not mine:
        access.BEHIND.clear()
        return specs
    found = dict(specs)
    for entity, key in in_order(_uses(specs)):
        found[entity] = _with_formula(found[entity], key, found)
    for spec in mine:
        found[spec.key] = _storing(found[spec.key], found)
    _close([found[spec.key] for spec in mine])
    return followers.told(found, [found[spec.key] for spec in mine])


def _uses(specs: Mapping[str, EntitySpec]) -> dict[Place, set[Place]]:
    """Every formula field with the formula fields that it uses itself, behind links too."""
    texts = {
        (spec.key, one.key): one.formula for spec in specs.values() for one in spec.custom if one.formula
    }
    return {place: set(sources(place[0], text, specs)) & texts.keys() for place, text in texts.items()}


def sources(entity: str, text: str, specs: Mapping[str, EntitySpec]) -> tuple[Place, ...]:
    """The (entity, field) that a formula looks at, through links too."""
    spec = specs.get(entity)
    return tuple(dict.fromkeys(place for name in sorted(names(text)) for place in along(name, spec, specs)))


def _understood(text: str, spec: EntitySpec, specs: Specs, *, stored: bool = True) -> Formula | None:
    try:
        found = check(text, spec, stored=stored, specs=specs.get)
    except FormulaError:
        return None
    found.behind = places_of(found.names.values(), specs)
    return found


def _with_formula(spec: EntitySpec, key: str, specs: Specs) -> EntitySpec:
    """A spec that understands one formula field more."""
    field = spec.fields[key]
    understood = _understood(field.formula, spec, specs)
    looked = sources(spec.key, field.formula, specs) if understood else ()
    return _with(spec, {key: replace(field, computed=understood, sources=looked)})


def _with(spec: EntitySpec, changed: Mapping[str, FieldSpec]) -> EntitySpec:
    custom = tuple(changed.get(one.key, one) for one in spec.custom)
    return replace(spec, fields={**spec.fields, **changed}, custom=custom)


def _storing(spec: EntitySpec, specs: Specs) -> EntitySpec:
    """A spec that stores its formulas with every write, and whose new records begin with what formulas say."""
    changed = {}
    for one in spec.custom:
        begins = _understood(one.default_formula, spec, specs, stored=False) if one.default_formula else None
        if begins is not None:
            changed[one.key] = replace(one, begins=begins, begin=Beginning(one, spec, begins))
    made = _with(spec, changed)
    following: tuple[Callable[..., None], ...] = (*made.following, partial(refresh, spec.key))
    return replace(made, computing=(Storing(made), *made.computing), following=following)


def _close(specs: Iterable[EntitySpec]) -> None:
    """Say what must be known by who is to know the values of formulas; at no moment less than that."""
    fresh = {(one.entity, one.key): _behind(one) for spec in specs for one in spec.custom if one.formula}
    access.BEHIND.update({place: behind for place, behind in fresh.items() if behind})
    for place in [place for place in access.BEHIND if not fresh.get(place)]:
        del access.BEHIND[place]


def _behind(field: FieldSpec) -> frozenset[Place]:
    if field.computed is not None:
        return frozenset(field.computed.behind)
    return UNKNOWN if any("." in name for name in names(field.formula)) else frozenset()
