"""The types that are configured, read once per configuration."""

from __future__ import annotations

from kith.engine import epoch
from kith.engine.fieldtypes.words import Words
from kith.engine.variants import Variant
from kith.features.types.models import RecordType


@epoch.per_configuration
def every() -> dict[str, dict[str, Variant]]:
    """All types by entity and key, in the order in which they were made."""
    found: dict[str, dict[str, Variant]] = {}
    for row in RecordType.live().order_by("pk"):
        found.setdefault(row.entity, {})[row.key] = variant_of(row)
    return found


def variant_of(row: RecordType) -> Variant:
    """What a stored type means."""
    return Variant(
        key=row.key,
        label=Words(row.label, row.key),
        about=Words(row.about, ""),
        icon=row.icon or "file-text",
        tone=row.tone,
        active=row.active,
        standard=row.standard,
        unused=frozenset(row.unused),
        limits=row.limits,
        roles=frozenset(row.roles),
    )
