"""An object of the company's own, so that what every entity promises is tried with one that stands in no code."""

from __future__ import annotations

from typing import Any

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.objects.models import CustomObject
from kith.engine.spec import EntitySpec

SHIP = "ship"
STATES = [
    {"value": "building", "label": {"en": "Building", "ru": "Строится"}, "tone": "info"},
    {"value": "sailing", "label": {"en": "Sailing", "ru": "В плавании"}, "tone": "good"},
]
FIELDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("imo", "text", {"indexed": True}),
    ("state", "choice", {"choices": STATES}),
    ("operator", "reference", {"target": "customer", "indexed": True}),
    ("sister", "reference", {"target": SHIP}),
    ("phone", "phone", {}),
    ("email", "email", {}),
    ("tonnage", "decimal", {"places": 1}),
    ("worth", "money", {}),
    ("built_on", "date", {}),
    ("docks_at", "datetime", {}),
    ("flags", "multichoice", {"choices": STATES}),
    ("insured", "boolean", {}),
    ("about", "longtext", {}),
)
SAID: dict[str, Any] = {
    "key": SHIP, "label": {"en": "Ship", "zh-hans": "船舶", "ru": "Судно"},
    "label_plural": {"en": "Ships", "zh-hans": "船舶", "ru": "Суда"}, "board": "state", "calendar_start": "built_on",
    "columns": ["name", "imo", "state", "operator", "tonnage", "owner"], "search": ["imo", "phone"],
    "facts": ["state", "tonnage"], "subtitle": ["operator"],
}  # fmt: skip


def keys() -> list[str]:
    """Every entity that stands in code, and the company's own."""
    return [*(entity.key for entity in registry.declared()), SHIP]


def ensure(key: str) -> EntitySpec:
    """The spec of an entity; the company's own is made when it is asked for."""
    if key == SHIP and registry.known(SHIP) is None:
        system = Actor.system()
        records.create(CustomObject, by=system, **SAID)
        for name, kind, values in FIELDS:
            label = {"en": name.capitalize()}
            records.create(CustomField, by=system, entity=SHIP, key=name, kind=kind, label=label, **values)
    return registry.spec(key)
