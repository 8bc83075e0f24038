"""Finding a record to link to: what is offered while one types, and what a typed name means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.engine import registry, worktime
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.condition import AllOf, Node, parse
from kith.engine.dependence import choosable, fitting
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.titles import choices
from kith.kernel import clock
from kith.kernel.text import fold
from kith.web import cells
from kith.web.fields import Unchosen

OFFERED = 8
SEARCHED = 40
MANY = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """One record that could be meant."""

    id: str
    text: str
    hint: str = ""


def offers(
    entity: str, text: str, actor: Actor, limit: int = OFFERED, *, allowed: Node | None = None
) -> list[Offer]:
    """Records of an entity that the words find, or the first ones when nothing is typed yet; of those only that are
    `allowed`."""
    known = in_memory(entity, actor) if allowed is None else None
    if known is not None:
        words = fold(text).split()
        fitting = [
            (number, name) for number, name in known.items() if all(word in fold(name) for word in words)
        ]
        fitting.sort(key=lambda item: (not fold(item[1]).startswith(fold(text)), fold(item[1])))
        person = entity == "user"
        return [Offer(str(one), name, away(one, actor) if person else "") for one, name in fitting[:limit]]
    return from_table(entity, text, actor, limit, allowed=allowed)


def away(person: int, actor: Actor) -> str:
    """Until when somebody is away, "" for who is there."""
    until = worktime.away_until(person, clock.now())
    return _("away until %(when)s") % {"when": actor.show.datetime(until)} if until else ""


def in_memory(entity: str, actor: Actor) -> Mapping[int, str] | None:
    """All names of an entity that is small enough to be kept in memory; None for others."""
    people = directory()
    if entity == "user":
        return {person.id: person.name for person in people.people.values() if person.active}
    if entity in ("unit", "team"):
        return {
            number: str(item[0])
            for number, item in (people.units if entity == "unit" else people.teams).items()
        }
    spec = registry.spec(entity)
    return (
        choices(spec, actor)
        if spec.entity.small and actor.access.reach(entity, "read") is not Reach.NONE
        else None
    )


def from_table(entity: str, text: str, actor: Actor, limit: int, *, allowed: Node | None) -> list[Offer]:
    """Offers out of a large entity: by its search, or by the beginning of its title when it has none."""
    spec = registry.spec(entity)
    readable = spec.readable(actor)
    if spec.title not in readable or actor.access.reach(entity, "read") is Reach.NONE:
        return []
    hints = [key for key in (*spec.entity.subtitle, *spec.columns) if key in readable and key != spec.title][
        :1
    ]
    where, words = allowed, text
    if text and not spec.entity.search:
        named = parse({"field": spec.title, "op": "contains", "value": text}, spec, actor)
        where, words = AllOf((named, allowed)) if allowed else named, ""
    listing = Listing(spec, actor, fields=(spec.title, *hints), where=where, text=words, limit=limit)
    rows = listing.page().rows
    shown = [cells.column(readable[key], [row.values.get(key) for row in rows], actor, "") for key in hints]
    return [
        Offer(
            str(row.id),
            str(row.values.get(spec.title) or f"{spec.label} {row.id}"),
            shown[0][place][1] if shown else "",
        )
        for place, row in enumerate(rows)
    ]


def anywhere(text: str, actor: Actor, limit: int = OFFERED) -> list[Offer]:
    """Records of any daily entity, for links that may lead anywhere. Ids are written as customer:7."""
    found: list[Offer] = []
    for spec in registry.specs():
        if spec.entity.group == "work" and spec.entity.search and len(found) < limit:
            found += [
                Offer(f"{spec.key}:{offer.id}", offer.text, str(spec.label))
                for offer in offers(spec.key, text, actor, max(2, limit // 3))
            ]
    return found[:limit]


@dataclass(frozen=True)
class Named:
    """What names in a column mean: the records of each, found in few statements however many rows there are."""

    field: FieldSpec
    found: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, field: FieldSpec, texts: Sequence[str], actor: Actor) -> Self:
        """The records that the texts of a column name. Only the first of those without an exact match are searched."""
        if field.type.key not in ("reference", "references", "anyreference"):
            return cls(field, {})
        names = {fold(part): part for text in texts for part in cls.parts(field, text)}
        found = exactly(field.target, names, actor) if field.target else {}
        for folded in [name for name in names if name not in found][:SEARCHED]:
            offered = (
                offers(field.target, names[folded], actor, 20, allowed=choosable(field, actor))
                if field.target
                else anywhere(names[folded], actor)
            )
            exact = [offer for offer in offered if fold(offer.text) == folded] or offered
            found[folded] = tuple(offer.id for offer in exact)
        return cls(field, found)

    @staticmethod
    def parts(field: FieldSpec, text: str) -> list[str]:
        """The names in one cell."""
        several = field.type.key == "references"
        named = text.replace(";", ",").split(",") if several else [text]
        return [part.strip() for part in named if part.strip()]

    def value(self, text: str) -> Any:
        """The value that a cell means. Raises ValidationError."""
        ids = [self._one(part) for part in self.parts(self.field, text)]
        several = self.field.type.key == "references"
        return self.field.type.clean(ids if several else "".join(ids), self.field)

    def _one(self, name: str) -> str:
        found = self.found.get(fold(name), ())
        if len(found) == 1:
            return found[0]
        said = _("“%(text)s” is the name of several records.") if found else _("There is no “%(text)s”.")
        raise ValidationError(said % {"text": name[:80]})


def exactly(entity: str, names: Mapping[str, str], actor: Actor) -> dict[str, tuple[str, ...]]:
    """The records whose names are these, by folded name."""
    known = in_memory(entity, actor)
    if known is None:
        spec = registry.spec(entity)
        if not names or spec.title not in spec.readable(actor):
            return {}
        longest = spec.fields[spec.title].max_length or 200
        asked = [name for name in names.values() if len(name) <= longest][:MANY]
        where = parse({"field": spec.title, "op": "in", "value": asked}, spec, actor)
        listing = Listing(spec, actor, fields=(spec.title,), where=where, sort=("id",), limit=2 * len(names))
        known = {row.id: str(row.values[spec.title]) for row in listing.page().rows}
    found: dict[str, tuple[str, ...]] = {}
    for number, name in known.items():
        if fold(name) in names:
            found[fold(name)] = (*found.get(fold(name), ()), str(number))
    return found


def resolve(
    fields: Mapping[str, FieldSpec],
    values: dict[str, Any],
    actor: Actor,
    *,
    standing: Mapping[str, Any] | None = None,
) -> dict[str, list[Any]]:
    """Replace typed names by the one record that they name; returns the errors by field. `standing` says what the form
    leaves as it is."""
    errors: dict[str, list[Any]] = {}
    around = {**(standing or {}), **values}
    for key, value in values.items():
        if not isinstance(value, Unchosen):
            continue
        target = fields[key].target
        allowed = fitting(fields[key], around.get(fields[key].within), actor)
        found = offers(target, value, actor, 20, allowed=allowed) if target else anywhere(value, actor)
        exact = [offer for offer in found if fold(offer.text) == fold(value)] or found
        if len(exact) == 1:
            values[key] = exact[0].id
        else:
            errors[key] = [_("Choose one of the records that are offered while you type.")]
    return errors
