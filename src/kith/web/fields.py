"""Fields of forms: from a FieldSpec and a value to a labelled input, and from what was sent to texts for the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.utils import timezone

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.settings import company
from kith.engine.titles import titles
from kith.kernel.money import CURRENCIES
from kith.web.cells import any_titles

INPUT_TYPES = {
    "email": "email",
    "tel": "tel",
    "url": "text",
    "date": "date",
    "datetime": "datetime-local",
    "time": "time",
    "color": "color",
}
WIDE = ("longtext", "address", "multichoice", "tags", "references", "structure")
USUAL = ("EUR", "USD", "GBP", "CNY", "RUB", "CHF", "JPY", "KZT", "BYN", "HKD")


@dataclass(slots=True)
class Option:
    """One choice of a select or a group of boxes."""

    value: str
    label: str


@dataclass(slots=True)
class Bound:
    """A field with its value, ready for the template. An `untouched` value is a suggestion that counts as empty."""

    name: str
    label: str
    widget: str = "text"
    value: Any = ""
    text: str = ""
    id: str = ""
    input_type: str = "text"
    inputmode: str = ""
    autocomplete: str = "off"
    step: str = ""
    suffix: str = ""
    untouched: str = ""
    url: str = ""
    help: str = ""
    max_length: int = 0
    required: bool = False
    readonly: bool = False
    wide: bool = False
    focus: bool = False
    options: Sequence[Option] = ()
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = self.id or f"f-{self.name}"

    @property
    def described(self) -> str:
        """The ids of what explains this field, for screen readers."""
        found = [f"{self.id}-help"] if self.help else []
        return " ".join(
            [*found, *(f"{self.id}-error{number}" for number, _error in enumerate(self.errors, start=1))]
        )


def bind(spec: FieldSpec, value: Any, actor: Actor, *, sent: Any = None, errors: Sequence[Any] = ()) -> Bound:
    """The input of a field. `value` is its python value; `sent` (a QueryDict) wins, so that nothing typed is lost."""
    kind = spec.type.key
    made = Bound(
        name=spec.key,
        label=str(spec.label),
        widget=spec.type.widget,
        help=str(spec.help or ""),
        required=spec.required,
        wide=kind in WIDE,
        max_length=spec.max_length or 0,
        errors=[str(error) for error in errors],
    )
    made.input_type = INPUT_TYPES.get(made.widget, "text")
    SHAPES.get("language" if kind == "language" else made.widget, _plain)(made, spec, value, actor)
    if sent is not None and spec.key in sent:
        _resent(made, sent)
    return made


def _plain(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.value = "" if value is None else str(value)


def _select(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.options = [Option(choice.value, str(choice.label)) for choice in spec.choices]
    made.value = value or ("" if made.widget == "select" else [])


def _number(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.inputmode = "decimal" if spec.places or spec.type.key == "percent" else "numeric"
    made.suffix = "%" if spec.type.key == "percent" else ""
    made.value = "" if value is None else typed_number(Decimal(value), actor)


def typed_number(value: Decimal, actor: Actor) -> str:
    """A number as one would type it in this language: no groups, the language's decimal sign."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if actor.language == "ru" else text


def _money(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    own = spec.currency or company().currency
    made.widget, made.inputmode = "money", "decimal"
    made.value = "" if value is None else typed_number(value.amount, actor)
    made.text = own if value is None else value.currency
    codes = (
        (spec.currency,)
        if spec.currency
        else tuple(dict.fromkeys((own, made.text, *USUAL, *sorted(CURRENCIES))))
    )
    made.options = [Option(code, code) for code in codes]


def _checkbox(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.value = bool(value)
    made.required = False


def _reference(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    target = spec.target or ""
    made.url = f"/references/{target}/"
    if value:
        made.value = value
        made.text = titles(target, [value], actor).get(value, "")
    if target and registry.spec(target).entity.small:
        made.widget, made.url = "select", ""
        made.value = str(value or "")
        made.options = [Option(str(number), name) for number, name in titles(target, (), actor).items()]


def _references(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.url = f"/references/{spec.target}/"
    known = titles(spec.target or "", value or (), actor)
    made.options = [Option(str(number), known[number]) for number in value or () if number in known]
    made.value = [option.value for option in made.options]


def _anyreference(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.widget, made.url = "reference", "/references/any/"
    if value:
        made.value = f"{value[0]}:{value[1]}"
        made.text = any_titles([tuple(value)], actor).get(tuple(value), "")


def _tags(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.widget = "text"
    made.value = ", ".join(value or ())
    made.max_length = 0


def _date(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    if made.widget == "datetime":
        made.value = "" if value is None else f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
    else:
        made.value = "" if value is None else f"{value:%H:%M}" if made.widget == "time" else value.isoformat()


def _country(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.widget, made.value = "select", value or ""
    made.options = countries(actor.show.locale)


def _language(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    names = actor.show.locale.languages
    known = [Option(code, str(name).capitalize()) for code, name in names.items() if len(code) == 2]
    made.widget, made.value = "select", value or ""
    made.options = language_options() if spec.entity == "user" else sorted(known, key=lambda one: one.label)
    if made.value and made.value not in {option.value for option in made.options}:
        made.options = [*made.options, Option(made.value, spec.type.text(value, spec, actor.show))]


def _duration(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.value = "" if value is None else f"{value // 60}:{value % 60:02}"


def _rating(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.value = value or 0


def _structure(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.widget = "textarea"
    made.value = spec.type.text(value, spec, actor.show)
    made.max_length = 0


SHAPES = {
    "select": _select,
    "multiselect": _select,
    "number": _number,
    "money": _money,
    "checkbox": _checkbox,
    "reference": _reference,
    "references": _references,
    "anyreference": _anyreference,
    "tags": _tags,
    "date": _date,
    "datetime": _date,
    "time": _date,
    "country": _country,
    "language": _language,
    "duration": _duration,
    "rating": _rating,
    "structure": _structure,
}


def _resent(made: Bound, sent: Any) -> None:
    """Put back what a person sent."""
    if made.widget in ("multiselect", "references"):
        made.value = [item for item in sent.getlist(made.name) if item]
        if made.widget == "references":
            known = {option.value: option for option in made.options}
            made.options = [
                known.get(item) or Option(item, sent.get(f"{made.name}__{item}", item)) for item in made.value
            ]
    elif made.widget == "checkbox":
        made.value = sent.getlist(made.name)[-1] == "true"
    elif made.widget == "rating":
        made.value = int(sent[made.name]) if sent[made.name] in ("1", "2", "3", "4", "5") else 0
    else:
        made.value = sent[made.name]
        made.text = sent.get(f"{made.name}__text", sent.get(f"{made.name}__currency", made.text))


def submitted(fields: Mapping[str, FieldSpec], sent: Any) -> dict[str, Any]:
    """What a form sent of these fields, as the gate wants it: texts as typed, lists as lists; absent ones stay so."""
    found: dict[str, Any] = {}
    for key, spec in fields.items():
        if key not in sent or sent[key] == sent.get(f"{key}__untouched"):
            continue
        kind = spec.type.key
        if kind in ("multichoice", "references"):
            found[key] = [item for item in sent.getlist(key) if item]
        elif kind == "money":
            amount = sent[key].strip()
            found[key] = f"{amount} {sent.get(f'{key}__currency', '')}".strip() if amount else ""
        elif kind == "boolean":
            found[key] = sent.getlist(key)[-1] == "true"
        elif kind in ("reference", "anyreference") and not sent[key].strip():
            found[key] = sent.get(f"{key}__text", "").strip() and Unchosen(sent[f"{key}__text"].strip())
        else:
            found[key] = sent[key]
    return found


class Unchosen(str):
    """A name typed where a record had to be chosen: found by its name, or refused at the field."""

    __slots__ = ()


def countries(locale: Locale) -> list[Option]:
    """Every country by its name in a language."""
    known = (
        (code, str(name)) for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()
    )
    return sorted((Option(code, name) for code, name in known), key=lambda one: one.label)


def currencies(locale: Locale) -> list[Option]:
    """Every currency by its code and name."""
    return [Option(code, f"{code} – {locale.currencies.get(code, code)}") for code in sorted(CURRENCIES)]


@lru_cache(maxsize=1)
def time_zones() -> tuple[Option, ...]:
    """Every time zone that is a place, and UTC."""
    named = [name for name in sorted(available_timezones()) if "/" in name and not name.startswith("Etc/")]
    return (Option("UTC", "UTC"), *(Option(name, name.replace("_", " ")) for name in named))


def language_options() -> list[Option]:
    """The languages that Kith speaks, by their own names."""
    return [Option(code, str(name)) for code, name in settings.LANGUAGES]
