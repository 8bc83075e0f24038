"""The forms of own objects: what the gate knows as texts and lists is chosen here from what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.objects.declaring import BOARDS, TIMES
from kith.engine.objects.models import CustomObject
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.web import forms
from kith.web.fields import Bound, Option, bind, pictured, submitted
from kith.web.icons import ICONS
from kith.web.pieces import Section

NEW = (
    ("words", ("label", "label_plural", "icon")),
    ("naming", ("naming", "numbering")),
    ("address", ("key", "plural")),
)
STORED = (
    ("words", ("label", "label_plural", "description", "icon")),
    ("naming", ("naming", "numbering", "title_label")),
    ("place", ("group", "plural", "features")),
    ("pages", ("columns", "subtitle", "facts", "search")),
    ("views", ("board", "calendar_start", "calendar_end")),
    ("parts", ("under", "parting")),
)
LATE = ("owner", "created_at", "updated_at")
WORDS = ("text", "longtext", "email", "phone", "url", "autonumber", "address", "choice", "tags", "country")
CHOSEN = ("columns", "subtitle", "facts", "search")


def headings() -> dict[str, str]:
    """What the sections are called."""
    return {
        "words": "",
        "naming": _("How records are named"),
        "address": _("For addresses and programs"),
        "place": _("Where it stands"),
        "pages": _("List and page"),
        "views": _("Board and calendar"),
        "parts": _("Part of another object"),
    }


def helps() -> dict[str, str]:
    """What people should know of some fields."""
    return {
        "label": _("What one of them is called, such as Ship."),
        "label_plural": _("As menus and lists say it, such as Ships. Empty: made from the name of one."),
        "key": _("Programs, imports and formulas know it by this. It stays for good. Empty: made from the name."),
        "plural": _("The last part of the address of its list. Former addresses keep working."),
        "numbering": _("Such as SHIP-{year}-{n:05}: {n} counts up, and begins anew each year if {year} is in it."),
        "title_label": _("Empty: Name, or Number where Kith numbers them."),
        "columns": _("Empty: the first fields."),
        "search": _("Besides the name."),
        "under": _("A link to one record: its page then leads here, and the other way round."),
    }  # fmt: skip


@dataclass
class Shown:
    """The form of an object, stored or new: `sent` is what a person typed, `errors` what was wrong with it."""

    row: CustomObject
    actor: Actor
    sent: Any = None
    errors: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @cached_property
    def spec(self) -> EntitySpec:
        """What objects are described by."""
        return registry.spec("custom-object")

    @cached_property
    def own(self) -> EntitySpec | None:
        """The object itself, if it is there already."""
        return registry.known(self.row.key) if self.row.pk else None

    def sections(self) -> list[Section]:
        """The sections of the form."""
        titles = headings()
        groups = STORED if self.row.pk else NEW
        made = [Section(titles[key], [self.one(name) for name in names]) for key, names in groups]
        forms.widen(made)
        return made

    def one(self, name: str) -> Bound:
        """One field of the form."""
        if name == "naming":
            return naming(self.row, self.sent)
        said = self.spec.fields[name]
        value = self.spec.value(self.row, said)
        bound = bind(said, value, self.actor, sent=self.sent, errors=self.errors.get(name, ()))
        bound.help = helps().get(name, "")
        if name == "icon":
            pictured(bound, ICONS)
        elif name in CHOSEN:
            choose(bound, candidates(self.own, name), getattr(self.row, name), self.sent)
        elif name in KINDS:
            bound.widget, bound.options = "select", options(self.own, KINDS[name])
        elif name in ("key", "plural"):
            bound.required = bool(self.row.pk)
        elif name == "label":
            bound.required = True
        return bound


KINDS = {"board": BOARDS, "calendar_start": TIMES, "calendar_end": TIMES, "under": ("reference",)}


def naming(row: CustomObject, sent: Any) -> Bound:
    """By hand or by number."""
    chosen = sent.get("naming", "") if sent is not None else "number" if row.numbering else "name"
    bound = Bound("naming", _("Name"), "radios", chosen or "name", wide=True)
    bound.options = [
        Option("name", pgettext("naming", "People give each record a name")),
        Option("number", pgettext("naming", "Kith gives each record a number")),
    ]
    return bound


def choose(bound: Bound, fields: Mapping[str, FieldSpec], chosen: Sequence[str] | None, sent: Any) -> None:
    """Boxes of the object's fields, those that are chosen first and in their order."""
    values = [item for item in sent.getlist(bound.name) if item] if sent is not None else list(chosen or ())
    names = [*(key for key in values if key in fields), *(key for key in fields if key not in values)]
    bound.widget, bound.value, bound.wide = "multiselect", values, True
    bound.options = [Option(key, str(fields[key].label)) for key in names]


def candidates(own: EntitySpec | None, name: str) -> dict[str, FieldSpec]:
    """The fields that can stand there: in lists what is short, and for finding what are words."""
    every = own.fields if own else {}
    found = {key: one for key, one in every.items() if one.type.listed and key not in SYSTEM_FIELDS}
    if name == "search":
        return {key: one for key, one in found.items() if one.type.key in WORDS and key != "name"}
    if name != "columns":
        found.pop("name", None)
    return {**found, **{key: every[key] for key in LATE if key in every}}


def options(own: EntitySpec | None, kinds: Iterable[str]) -> list[Option]:
    """The added fields of some kinds."""
    found = own.custom if own else ()
    return [Option(one.key, str(one.label)) for one in found if one.type.key in kinds]


def values(sent: Any, names: Iterable[str]) -> dict[str, Any]:
    """What was sent, as the gate wants it."""
    spec = registry.spec("custom-object")
    found: dict[str, Any] = {}
    for name in names:
        if name in CHOSEN:
            found[name] = [key for key in sent.getlist(name) if key]
        elif name != "naming":
            found |= submitted({name: spec.fields[name]}, sent)
    if "naming" in sent and sent["naming"] != "number":
        found["numbering"] = ""
    elif sent.get("naming") == "number" and not found.get("numbering"):
        found["numbering"] = "{n:05}"
    return found
