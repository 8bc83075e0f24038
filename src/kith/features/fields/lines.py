"""The choices of a field as lines of a form: a label per language, the stored value, a tone, an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, pgettext_lazy

from kith.kernel.names import key_of
from kith.web.fields import language_options

NAME = "choices"
TONES = (
    ("", pgettext_lazy("tone", "No colour")),
    ("accent", pgettext_lazy("tone", "Blue")),
    ("teal", pgettext_lazy("tone", "Teal")),
    ("good", pgettext_lazy("tone", "Green")),
    ("warn", pgettext_lazy("tone", "Amber")),
    ("bad", pgettext_lazy("tone", "Red")),
    ("violet", pgettext_lazy("tone", "Violet")),
)


@dataclass(slots=True)
class Line:
    """One choice. `number` names its inputs, `kept` tells that its value is stored in records already."""

    number: int
    value: str = ""
    label: dict[str, str] = field(default_factory=dict)
    tone: str = ""
    under: tuple[str, ...] = ()
    first: bool = False
    kept: bool = False

    @property
    def said(self) -> str:
        """The label in the language in force."""
        return self.label.get(get_language() or "en", "") or next(iter(self.label.values()), self.value)


@dataclass(frozen=True, slots=True)
class Gone:
    """A choice that is taken out while records have it; `other` is what was chosen to take its place."""

    value: str
    label: str
    count: int
    other: str = ""


@dataclass(slots=True)
class Lines:
    """Everything that the input of choices shows; `above` are the choices of the field that these depend on."""

    lines: list[Line]
    above: list[tuple[str, str]]
    single: bool
    gone: Sequence[Gone] = ()
    tones: Any = TONES
    languages: Any = ()
    here: str = ""

    def __post_init__(self) -> None:
        self.languages = language_options()
        self.here = get_language() or "en"

    @property
    def blank(self) -> Line:
        """What a new line looks like."""
        return Line(-1)


def stored(choices: Iterable[Any], default: str) -> list[Line]:
    """The lines of choices as they are stored."""
    found = []
    for number, item in enumerate(choices):
        label = item.get("label") or item["value"]
        said = dict(label) if isinstance(label, Mapping) else {"en": str(label)}
        under = tuple(item.get("under") or ())
        value = item["value"]
        found.append(Line(number, value, said, str(item.get("tone", "")), under, value == default, kept=True))
    return found


def sent(given: Any, known: Iterable[str]) -> list[Line]:
    """The lines as a form sent them, in its order, and those that were pasted below; empty ones are left out."""
    kept, found = set(known), []
    for text in given.getlist(NAME):
        if not text.isdecimal():
            continue
        name = f"{NAME}-{text}-"
        label = {one.value: given.get(f"{name}{one.value}", "").strip() for one in language_options()}
        value = given.get(f"{name}value", "").strip()
        line = Line(
            number=int(text),
            value=value,
            label={code: said for code, said in label.items() if said},
            tone=given.get(f"{name}tone", ""),
            under=tuple(one for one in given.getlist(f"{name}under") if one),
            first=given.get(f"{NAME}__first") == text,
            kept=value in kept,
        )
        if line.label or line.value:
            found.append(line)
    return named([*found, *pasted(given.get(f"{NAME}__paste", ""), found)])


def pasted(text: str, beside: list[Line]) -> list[Line]:
    """One line for each line of a pasted list that is not there yet."""
    here, known = get_language() or "en", {line.said for line in beside}
    words = dict.fromkeys(part.strip() for part in text.replace("\t", "\n").splitlines() if part.strip())
    number = max((line.number for line in beside), default=-1) + 1
    fresh = [word for word in words if word not in known]
    return [Line(number + place, label={here: word}) for place, word in enumerate(fresh)]


def named(lines: list[Line]) -> list[Line]:
    """Lines without a value get one from their label."""
    taken = {line.value for line in lines if line.value}
    for line in lines:
        if not line.value:
            label = line.label.get("en") or next(iter(line.label.values()))
            line.value = key_of(label, otherwise="choice", taken=taken)
            taken.add(line.value)
    return lines


def choices(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines as the field stores them."""
    found = []
    for line in lines:
        item: dict[str, Any] = {"value": line.value, "label": line.label or {"en": line.value}}
        if line.tone:
            item["tone"] = line.tone
        if line.under:
            item["under"] = list(line.under)
        found.append(item)
    return found
