"""What a roll-up is: a value of a record worked out over the records that link to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.fieldtypes import FieldSpec

FUNCTIONS: dict[str, Any] = {
    "count": _("How many"),
    "sum": pgettext_lazy("roll-up", "Sum"),
    "min": pgettext_lazy("roll-up", "Smallest"),
    "max": pgettext_lazy("roll-up", "Largest"),
    "average": pgettext_lazy("roll-up", "Average"),
    "first": pgettext_lazy("roll-up", "First"),
    "last": pgettext_lazy("roll-up", "Last"),
}
NUMBERS = ("integer", "decimal", "percent", "money", "rating", "duration")
DAYS = ("date", "datetime")
KINDS: dict[str, tuple[str, ...]] = {
    "sum": NUMBERS,
    "average": NUMBERS,
    "min": (*NUMBERS, *DAYS),
    "max": (*NUMBERS, *DAYS),
    "first": (*NUMBERS, *DAYS, "choice"),
    "last": (*NUMBERS, *DAYS, "choice"),
}
"""The kinds of fields that each function takes; to count needs none."""


@dataclass(frozen=True)
class Rollup:
    """Field `key` of `entity`: `function` of `field` over the records of `child` whose `link` leads here and that fit
    `where` (JSON). First and last go by the field `by`, or by when records were entered."""

    entity: str
    key: str
    child: str
    link: str
    function: str
    field: str = ""
    by: str = ""
    where: Mapping[str, Any] | None = part(default=None, hash=False)

    @property
    def ordered(self) -> bool:
        """Whether it takes one child's value."""
        return self.function in ("first", "last")

    @property
    def nothing(self) -> int | None:
        """What there is where there are no children."""
        return 0 if self.function in ("count", "sum") else None

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields of the children that it looks at; those of what they link to by their path."""
        named = (self.field, self.by if self.ordered else "", *names(self.where or {}))
        return tuple(dict.fromkeys(name for name in named if name))


def of(entity: str, key: str, said: Any) -> Rollup | None:
    """The roll-up of what a custom field says; None when it says no such thing."""
    if not isinstance(said, Mapping):
        return None
    texts = {name: said.get(name, "") for name in ("child", "link", "function", "field", "by")}
    where = said.get("where") or None
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(where, Mapping | None):
        return None
    if texts["function"] not in FUNCTIONS or not texts["child"] or not texts["link"]:
        return None
    return Rollup(entity, key, **texts, where=where)


def gives(function: str, field: FieldSpec | None) -> tuple[str, int]:
    """The kind of the value, and its decimal places."""
    if function == "count" or field is None:
        return "integer", 0
    kind = field.type.key
    if function == "average" and kind in ("integer", "rating"):
        return "decimal", 2
    if function == "sum" and kind == "rating":
        return "integer", 0
    return kind, field.places


def leaves(where: Any) -> Iterator[Mapping[str, Any]]:
    """Every comparison of a condition, also those on related records."""
    if isinstance(where, Mapping):
        if "field" in where:
            yield where
        for name in ("all", "any", "not", "some", "none"):
            yield from leaves(where.get(name))
    elif isinstance(where, list | tuple):
        for part in where:
            yield from leaves(part)


def names(where: Any) -> Iterator[str]:
    """The fields that a condition names, by their paths."""
    for leaf in leaves(where):
        yield str(leaf["field"])
        said = leaf.get("value")
        if isinstance(said, Mapping) and "field" in said:
            yield str(said["field"])


def dated(where: Any) -> bool:
    """Whether a condition means another day tomorrow."""
    for leaf in leaves(where):
        said = leaf.get("value")
        parts = said if isinstance(said, list | tuple) else (said,)
        if leaf.get("op") in ("within", "not_within") or any(
            isinstance(part, Mapping) and "days" in part for part in parts
        ):
            return True
    return False
