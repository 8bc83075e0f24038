"""Fields that an administrator adds: rows here, values in each record's `custom` column, no change of tables."""

from kith.engine.custom.checking import check
from kith.engine.custom.formulas import understand
from kith.engine.custom.indexes import build_indexes, index_names
from kith.engine.custom.models import KINDS, UNIQUE_KINDS, WORKED_OUT, CustomField, Personal
from kith.engine.custom.specs import choices_of, field_of, read

__all__ = (
    "KINDS",
    "UNIQUE_KINDS",
    "WORKED_OUT",
    "CustomField",
    "Personal",
    "build_indexes",
    "check",
    "choices_of",
    "field_of",
    "index_names",
    "read",
    "understand",
)  # fmt: skip
