"""The kinds of added fields as people choose among them: by a picture and plain words, in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.custom.models import (
    BOUNDED_KINDS,
    CHOICE_KINDS,
    FORMULA,
    LINK_KINDS,
    UNIQUE_KINDS,
    WORKED_OUT,
)
from kith.engine.fieldtypes import TYPES
from kith.engine.fieldtypes.base import FILES

GROUPS = {
    "words": pgettext_lazy("kinds of fields", "Words"),
    "numbers": pgettext_lazy("kinds of fields", "Numbers"),
    "times": pgettext_lazy("kinds of fields", "Days and times"),
    "choices": pgettext_lazy("kinds of fields", "Choices"),
    "links": pgettext_lazy("kinds of fields", "Other records"),
    "places": pgettext_lazy("kinds of fields", "Ways to reach somebody"),
    "files": pgettext_lazy("kinds of fields", "Files"),
}
LOOSE = ("boolean", "rating", "color")
PLACED = (
    "text", "longtext", "email", "phone", "url", "integer", "decimal", "percent", "money", "duration", "address",
    "location", "tags", "reference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field: what it is good for, and which columns of CustomField it needs beyond what all have.

    `given` kinds get their values from Kith, so nothing is asked about filling them in.
    """

    key: str
    group: str
    icon: str
    label: Any
    about: Any
    asks: tuple[str, ...] = ()
    given: bool = False

    @property
    def begins(self) -> bool:
        """Whether new records can begin with a value that is said here; that of choices stands beside them."""
        return not self.given and self.key not in (*CHOICE_KINDS, *LINK_KINDS, *FILES)

    @property
    def rules(self) -> tuple[str, ...]:
        """What can be said about its values."""
        found = [] if self.given or self.key == "boolean" else ["required", "required_when"]
        found += ["unique", "unique_with"] if self.key in UNIQUE_KINDS else []
        found += ["indexed"] if self.key in WORKED_OUT or TYPES[self.key].sortable else []
        found += ["in_list"] if self.key in WORKED_OUT or TYPES[self.key].listed else []
        return (*found, "personal")

    @property
    def limits(self) -> tuple[str, ...]:
        """Whether its values have limits."""
        return ("minimum", "maximum") if self.key in BOUNDED_KINDS and not self.given else ()

    @property
    def helps(self) -> tuple[str, ...]:
        """What those who fill it in are told."""
        return ("help", "placeholder") if self.key in PLACED and not self.given else ("help",)


def _kind(
    key: str, group: str, icon: str, about: Any, *asks: str, label: Any = None, given: bool = False
) -> Kind:
    return Kind(key, group, icon, label or TYPES[key].label, about, asks, given)


CATALOGUE: dict[str, Kind] = {
    one.key: one
    for one in (
        _kind("text", "words", "letter-case", _("A name, a code, one line of anything"), "format"),
        _kind("longtext", "words", "align-left", _("Several lines: a description, a note")),
        _kind("tags", "words", "tags", _("Free words that people add as they go")),
        _kind("autonumber", "words", "hash", _("Numbers that Kith gives one after another"), "format", given=True),
        _kind("integer", "numbers", "number", _("How many: pieces, people, floors")),
        _kind("decimal", "numbers", "decimal", _("A measure: weight, length, price per metre"), "places"),
        _kind("percent", "numbers", "percentage", _("A share of a hundred: a discount, a quota"), "places"),
        _kind("money", "numbers", "cash", _("An amount with its currency"), "currency"),
        _kind("duration", "numbers", "hourglass", _("How long: hours and minutes")),
        _kind("rating", "numbers", "star", _("One to five stars")),
        _kind(FORMULA, "numbers", "math-function", _("Computed from other fields, as in a spreadsheet"), "formula",
              "places", given=True),
        _kind("date", "times", "calendar", _("A day: signed on, born on, due on")),
        _kind("datetime", "times", "calendar-time", _("A day with its hour: arrives at")),
        _kind("time", "times", "clock", _("An hour of the day: opens at")),
        _kind("choice", "choices", "list", _("One of a list that you write: a status, a size"), "choices",
              "depends_on", label=_("One of a list")),
        _kind("multichoice", "choices", "list-check", _("Any number out of a list that you write"), "choices",
              "depends_on", label=_("Several of a list")),
        _kind("boolean", "choices", "checkbox", _("A switch: newsletter, insured, paid")),
        _kind("country", "choices", "world", _("A country, chosen by its name")),
        _kind("language", "choices", "language", _("A language, chosen by its name")),
        _kind("color", "choices", "palette", _("A colour, chosen by eye")),
        _kind("reference", "links", "link", _("One record of another object: its ship, its hotel"), "allowed",
              "when_gone", "tree"),
        _kind("references", "links", "affiliate", _("Several records of another object"), "allowed", "when_gone"),
        _kind("rollup", "links", "sum", _("Worked out over the records that link here: how many, how much, the last"),
              "rollup", label=WORKED_OUT["rollup"], given=True),
        _kind("email", "places", "mail", _("A mail address that can be written to")),
        _kind("phone", "places", "phone", _("A phone number that can be called")),
        _kind("url", "places", "world-www", _("A page on the web")),
        _kind("address", "places", "map-pin", _("A postal address in lines")),
        _kind("file", "files", "file", _("One file: a contract, a certificate")),
        _kind("picture", "files", "photo", _("One picture, shown on the record")),
        _kind("signature", "files", "signature", _("Signed by hand or finger, kept as a picture")),
        _kind("location", "places", "current-location", _("A point on the map")),
    )
}  # fmt: skip
"""What one chooses from; whoever adds a kind adds its line."""
