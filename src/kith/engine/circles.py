"""Values that would be worked out from themselves, by whatever way: found before such a field is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kith.engine.spec import EntitySpec

Place = tuple[str, str]


def along(path: str, spec: EntitySpec | None, specs: Mapping[str, EntitySpec]) -> list[Place]:
    """The fields that a path such as `customer.country` goes over, as far as they are there."""
    found: list[Place] = []
    for name in path.split("."):
        field = spec.fields.get(name) if spec else None
        if spec is None or field is None:
            break
        found.append((spec.key, name))
        spec = specs.get(field.target or "")
    return found


def circle(start: Place, sources: Iterable[Place], specs: Mapping[str, EntitySpec]) -> list[Place]:
    """The way from a field (entity, key) with these sources back to itself, both ends named; empty without one."""
    todo: list[tuple[Place, list[Place]]] = [(one, [start, one]) for one in sources]
    seen: set[Place] = set()
    while todo:
        place, way = todo.pop()
        if place == start:
            return way
        if place in seen:
            continue
        seen.add(place)
        spec = specs.get(place[0])
        field = spec.fields.get(place[1]) if spec else None
        todo.extend((one, [*way, one]) for one in (field.sources if field else ()))
    return []


def sentence(way: Sequence[Place], specs: Mapping[str, EntitySpec], own: str) -> str:
    """A circle in words; `own` is what the field is called that is about to be saved."""
    first = way[0]

    def word(place: Place) -> str:
        spec = specs[place[0]]
        label = own if place == first else spec.fields[place[1]].label
        return f"{spec.label} · {label}"

    return " → ".join(word(place) for place in way)
