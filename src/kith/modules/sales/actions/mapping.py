"""What of a lead goes where when it is converted, and what has no place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kith.engine import registry
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.titles import titles
from kith.kernel.text import fold
from kith.modules.sales.models import Lead

# Where each field of a lead goes, as "entity.field" in order of choice: of a lead with a company, of one without,
# and of both. An added field goes to the fields of the same key.
COMPANY: Mapping[str, tuple[str, ...]] = {
    "company": ("customer.name",),
    "name": ("contact.name",),
    "position": ("contact.position",),
    "phone": ("customer.phone", "contact.phone"),
    "mobile": ("contact.mobile",),
    "email": ("contact.email", "customer.email"),
}
PERSON: Mapping[str, tuple[str, ...]] = {
    "name": ("customer.name",),
    "phone": ("customer.phone",),
    "mobile": ("customer.phone",),
    "email": ("customer.email",),
}
BOTH: Mapping[str, tuple[str, ...]] = {
    "tags": ("customer.tags",),
    "website": ("customer.website",),
    "country": ("customer.country",),
    "city": ("customer.city",),
    "address": ("customer.address",),
    "industry": ("customer.industry",),
    "employees": ("customer.employees",),
    "next_contact_on": ("customer.next_contact_on",),
    "source": ("opportunity.source", "customer.source"),
    "product": ("opportunity.product",),
    "amount": ("opportunity.amount",),
    "about": ("opportunity.about", "customer.about"),
}
TARGETS = ("customer", "contact", "opportunity")
# What a lead says about itself and its way, not about the customer.
ASIDE = frozenset(
    {
        *(
            "status",
            "disqualified_because",
            "customer",
            "contact",
            "opportunity",
            "converted_at",
            "respond_by",
        ),
        *("followed_at", "owner_since", "data_quality", "quality", "gaps"),
        *("owner", "unit", "team", "created_at", "created_by", "updated_at", "updated_by"),
    }
)


@dataclass(frozen=True)
class Move:
    """A filled field of the lead: what it holds, and the field that it goes to (None: it has no place)."""

    source: FieldSpec
    value: Any
    target: FieldSpec | None = None

    def shown(self, actor: Actor) -> dict[str, str]:
        """As people read it."""
        text = self.source.type.text(self.value, self.source, actor.show)
        if self.source.type.key == "reference" and self.source.target:
            text = titles(self.source.target, [self.value], actor).get(self.value, "")
        found = {"field": str(self.source.label), "value": text, "to": "", "to_field": ""}
        if self.target is not None:
            found["to"] = str(registry.spec(self.target.entity).label)
            found["to_field"] = str(self.target.label)
        return found


@dataclass
class Plan:
    """What a conversion by this actor does, within the fields that he may read and write.

    `known` are existing records by entity, None where a new one is made; they get only what they lack.
    """

    lead: Lead
    actor: Actor
    known: Mapping[str, Any]
    opportunity: bool = True
    moves: list[Move] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find a place for every filled field, in the order of the lead's fields."""
        spec = registry.spec("lead")
        for source in spec.readable(self.actor).values():
            value = spec.value(self.lead, source)
            if source.key not in ASIDE and not source.type.empty(value) and value is not False:
                self.moves.append(Move(source, value, self._place(source, value)))

    @property
    def lost(self) -> list[Move]:
        """What goes nowhere; it stays readable on the lead."""
        return [move for move in self.moves if move.target is None]

    def values(self, entity: str) -> dict[str, Any]:
        """What a record of this entity gets."""
        return {
            move.target.key: move.value for move in self.moves if move.target and move.target.entity == entity
        }

    def makes(self, entity: str) -> bool:
        """Whether the conversion ends with a record of this entity."""
        if entity == "contact":
            return bool(self.lead.company or self.known.get("contact"))
        return entity == "customer" or self.opportunity

    def _place(self, source: FieldSpec, value: Any) -> FieldSpec | None:
        """The first field that may take the value and has none or the same."""
        own = PERSON if not self.lead.company else COMPANY
        added = tuple(f"{entity}.{source.key}" for entity in TARGETS if source.custom)
        for choice in own.get(source.key) or BOTH.get(source.key) or added:
            entity, _dot, key = choice.partition(".")
            target = registry.spec(entity).fields.get(key)
            if target is not None and self.makes(entity) and self._takes(target, source, value):
                return target
        return None

    def _takes(self, target: FieldSpec, source: FieldSpec, value: Any) -> bool:
        if (
            target.type.key != source.type.key
            or self.actor.access.level(target.entity, target.key) < Level.WRITE
        ):
            return False
        if any(move.target == target for move in self.moves):
            return False
        record = self.known.get(target.entity)
        there = registry.spec(target.entity).value(record, target) if record is not None else None
        return target.type.empty(there) or _same(there, value)


def _same(there: Any, value: Any) -> bool:
    return (
        fold(there) == fold(value)
        if isinstance(there, str) and isinstance(value, str)
        else bool(there == value)
    )
