"""Fields of forms: from a FieldSpec and a value to a labelled input, and from what was sent to texts for the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.dependence import chosen_from
from kith.engine.entry.policy import policy
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.words import Words
from kith.engine.formula.helps import GROUPS
from kith.engine.formula.naming import written
from kith.engine.settings import company
from kith.engine.titles import choices, titles
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
WIDE = (
    "longtext",
    "address",
    "multichoice",
    "tags",
    "references",
    "structure",
    "words",
    "condition",
    "formula",
)
USUAL = ("EUR", "USD", "GBP", "CNY", "RUB", "CHF", "JPY", "KZT", "BYN", "HKD")


@dataclass(slots=True)
class Option:
    """One choice of a select or a group of boxes."""

    value: str
    label: str


@dataclass(slots=True)
class Bound:
    """A field with its value, ready for the template. An `untouched` value is a suggestion that counts as empty; a day
    that lies `ahead` can be chosen by how far away it is; `off` is the address of the same form without the field.
    The widget "part" is drawn by a `template` of whoever asks; "names" are `options` to be put into the inputs that its
    `value` selects."""

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
    within: str = ""
    off: str = ""
    template: str = ""
    help: str = ""
    placeholder: str = ""
    max_length: int = 0
    required: bool = False
    readonly: bool = False
    wide: bool = False
    focus: bool = False
    ahead: bool = False
    options: Sequence[Option] = ()
    errors: list[str] = field(default_factory=list)
    functions: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.id = self.id or f"f-{self.name}"

    @property
    def described(self) -> str:
        """The ids of what explains this field, for screen readers."""
        found = [f"{self.id}-help"] if self.help else []
        return " ".join(
            [*found, *(f"{self.id}-error{number}" for number, _error in enumerate(self.errors, start=1))]
        )


def pictured(bound: Bound, icons: Sequence[str]) -> None:
    """Let an icon be chosen by its picture."""
    bound.widget, bound.wide, bound.value = "icons", True, bound.value or icons[0]
    bound.options = [Option(icon, icon.replace("-", " ")) for icon in icons]


def bind(spec: FieldSpec, value: Any, actor: Actor, *, sent: Any = None, errors: Sequence[Any] = ()) -> Bound:
    """The input of a field. `value` is its python value; `sent` (a QueryDict) wins, so that nothing typed is lost."""
    kind = spec.type.key
    made = Bound(
        name=spec.key,
        label=str(spec.label),
        widget=spec.type.widget,
        help=str(spec.help or ""),
        placeholder=str(spec.placeholder or ""),
        required=spec.required,
        wide=kind in WIDE,
        max_length=spec.max_length or 0,
        errors=[str(error) for error in errors],
    )
    made.input_type = INPUT_TYPES.get(made.widget, "text")
    SHAPES.get("language" if kind == "language" else made.widget, _plain)(made, spec, value, actor)
    if sent is not None and spec.key in sent:
        RESENT.get(made.widget, _resent)(made, sent)
    return made


def _plain(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.value = "" if value is None else str(value)


def _select(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    held = value if isinstance(value, list) else [value]
    offered = (choice for choice in spec.choices if not choice.hidden or choice.value in held)
    made.options = [Option(choice.value, str(choice.label)) for choice in offered]
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
    made.url = offering(spec)
    if value:
        made.value = value
        made.text = titles(target, [value], actor).get(value, "")
    if target and registry.spec(target).entity.small:
        made.widget, made.url = "select", ""
        made.value = str(value or "")
        known = choices(registry.spec(target), actor)
        fitting = chosen_from(spec, set(known), actor) | {value}
        made.options = [Option(str(number), name) for number, name in known.items() if number in fitting]


def offering(spec: FieldSpec) -> str:
    """Where the records that a link may lead to are asked for while one types."""
    asking = f"?for={spec.entity}.{spec.key}" if spec.allowed or spec.within else ""
    return f"/references/{spec.target}/{asking}"


def _references(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.url = offering(spec)
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
    made.ahead = spec.ahead


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


def _formula(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    """A formula over the fields of the object that the field is about, as far as one may read them; its `format` is
    the kind that it has to give."""
    made.value = value or ""
    about = registry.spec(spec.target) if spec.target else None
    if about is None:
        made.widget = "textarea"
        return
    made.url = f"/shape/{about.plural}/formula/check/" + (f"?wanted={spec.format}" if spec.format else "")
    known = about.readable(actor).values()
    made.options = [Option(word, label) for one in known for word, label in written(one)]
    made.functions = GROUPS


def _structure(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    made.widget = "textarea"
    made.value = spec.type.text(value, spec, actor.show)
    made.max_length = 0


def _words(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    """A text per language: the reader's own first, where it is empty with what he reads instead."""
    made.value = value or {}
    made.options = sorted(language_options(), key=lambda one: one.value != actor.language)
    made.text = str(Words(made.value, ""))


def _held(made: Bound, spec: FieldSpec, value: Any, actor: Actor) -> None:
    """A file that comes with the form: nothing is there yet."""
    made.suffix, made.wide = spec.type.key, True


def _held_again(made: Bound, sent: Any) -> None:
    """A file that came with the form is kept for its next try, known by its name."""
    made.value, made.text = sent[made.name], sent.get(f"{made.name}__name", "")


SHAPES = {
    "file": _held,
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
    "formula": _formula,
    "words": _words,
}


RESENT: dict[str, Callable[[Bound, Any], None]] = {"file": _held_again}
"""How widgets with inputs of their own put back what a person sent."""


def _resent(made: Bound, sent: Any) -> None:
    """Put back what a person sent."""
    if made.widget in ("multiselect", "references"):
        made.value = [item for item in sent.getlist(made.name) if item]
        if made.widget == "references":
            known = {option.value: option for option in made.options}
            made.options = [
                known.get(item) or Option(item, sent.get(f"{made.name}__{item}", item)) for item in made.value
            ]
    elif made.widget == "words":
        made.value = _per_language(made.name, sent)
    elif made.widget == "checkbox":
        made.value = sent.getlist(made.name)[-1] == "true"
    elif made.widget == "rating":
        made.value = int(sent[made.name]) if sent[made.name] in ("1", "2", "3", "4", "5") else 0
    else:
        made.value = sent[made.name]
        made.text = sent.get(f"{made.name}__text", sent.get(f"{made.name}__currency", made.text))


def submitted(fields: Mapping[str, FieldSpec], sent: Any) -> dict[str, Any]:
    """What a form sent of these fields, as the gate wants it: texts as typed, lists as lists; absent ones stay so."""
    return {
        key: SENT.get(spec.type.key, _typed)(key, sent)
        for key, spec in fields.items()
        if key in sent and sent[key] != sent.get(f"{key}__untouched")
    }


def _typed(name: str, sent: Any) -> Any:
    return sent[name]


def _several(name: str, sent: Any) -> list[str]:
    return [item for item in sent.getlist(name) if item]


def _amount(name: str, sent: Any) -> str:
    amount = sent[name].strip()
    return f"{amount} {sent.get(f'{name}__currency', '')}".strip() if amount else ""


def _chosen(name: str, sent: Any) -> Any:
    """The record that was chosen, or the name that was typed instead."""
    typed = sent.get(f"{name}__text", "").strip()
    return sent[name] if sent[name].strip() else typed and Unchosen(typed)


def _per_language(name: str, sent: Any) -> dict[str, str]:
    """The texts of the inputs of one field, one per language."""
    return {option.value: sent.get(f"{name}__{option.value}", "") for option in language_options()}


@dataclass(frozen=True)
class Drawn:
    """A condition as the inputs of a form describe it, read by kith.web.conditioned."""

    sent: Any


class Unchosen(str):
    """A name typed where a record had to be chosen: found by its name, or refused at the field."""

    __slots__ = ()


SENT: dict[str, Callable[[str, Any], Any]] = {
    "multichoice": _several,
    "references": _several,
    "money": _amount,
    "words": _per_language,
    "boolean": lambda name, sent: sent.getlist(name)[-1] == "true",
    "condition": lambda _name, sent: Drawn(sent),
    "reference": _chosen,
    "anyreference": _chosen,
}
"""How what was sent is read, by the kind of value."""


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


def password_help() -> str:
    """What a new password must be."""
    least = policy().password_length
    return ngettext(
        "At least %(count)s character; a sentence is good.",
        "At least %(count)s characters; a sentence is good.",
        least,
    ) % {"count": least}


def language_options() -> list[Option]:
    """The languages that Kith speaks, by their own names."""
    return [Option(code, str(name)) for code, name in settings.LANGUAGES]
