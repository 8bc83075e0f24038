"""Action: a named change. A plain function with typed keyword arguments becomes button, API verb, bulk operation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from kith.engine import beginning
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec

BEGIN = {"date": beginning.today, "datetime": beginning.this_minute}


@dataclass(frozen=True)
class Argument:
    """How an action's argument is asked for: field type, label and options of FieldSpec."""

    kind: str
    label: Any
    options: Mapping[str, Any] = field(default_factory=dict)


def arg(kind: str, label: Any, **options: Any) -> Argument:
    """Describe an argument inside Annotated.

    `reason: Annotated[LostReason, arg("reference", _("Reason"), target="lost-reason")]`

    Forms suggest today for a day and now for a time; `begin` suggests something else, or None nothing.
    """
    return Argument(kind, label, {"begin": BEGIN.get(kind), **options})


@dataclass(frozen=True)
class Action:
    """One named change of one record; `when` is the condition (JSON) under which it is possible, `fits(record)` asks
    what stands beside the record.

    `done` says that it happened, for toasts, timelines and lists of changes ("Won"); it stands before or after
    a separator and never says who. `event` is the fact that it leaves behind, `tone` is "primary", "danger" or "".
    `many` offers it for selections. `into` is the field and the value of the step that it alone leads to: who moves
    a record there, such as a card on a board, is asked what the action asks. `prepare(record, chosen, actor=)` gives
    its form suggested `values` and what its `template` shows, by the arguments that are `chosen` already.
    """

    name: str
    label: Any
    function: Callable[..., Any]
    done: Any = ""
    when: Mapping[str, Any] | None = None
    fits: Callable[[Any], bool] | None = None
    icon: str = "bolt"
    tone: str = ""
    event: str = ""
    many: bool = True
    into: tuple[str, str] | None = None
    help: Any = ""
    prepare: Callable[..., Mapping[str, Any]] | None = None
    template: str = ""

    def told(self) -> str:
        """What was done, in the language in force."""
        return str(self.done) or _("%(action)s: done") % {"action": self.label}

    def arguments(self, entity: str) -> dict[str, FieldSpec]:
        """The arguments as fields, in the order of the function's signature."""
        hints = get_type_hints(self.function, include_extras=True)
        found: dict[str, FieldSpec] = {}
        for parameter in inspect.signature(self.function).parameters.values():
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY and parameter.name != "actor":
                found[parameter.name] = _argument(entity, parameter, hints[parameter.name])
        return found


def _argument(entity: str, parameter: inspect.Parameter, hint: Any) -> FieldSpec:
    described = next((item for item in get_args(hint)[1:] if isinstance(item, Argument)), None)
    if get_origin(hint) is not Annotated or described is None:
        message = f"{entity}: argument {parameter.name} needs Annotated[..., arg(...)]"
        raise TypeError(message)
    options = dict(described.options)
    options["choices"] = tuple(Choice(str(value), label) for value, label in options.get("choices", ()))
    return FieldSpec(
        entity=entity,
        key=parameter.name,
        label=described.label,
        type=TYPES[described.kind],
        required=parameter.default is inspect.Parameter.empty,
        default=None if parameter.default is inspect.Parameter.empty else parameter.default,
        column=parameter.name,
        **options,
    )


def action(label: Any, **options: Any) -> Callable[[Callable[..., Any]], Action]:
    """Make an Action of a function `name(record, *, arguments, actor)`; it is called by the gate's perform only."""

    def wrap(function: Callable[..., Any]) -> Action:
        return Action(name=function.__name__, label=label, function=function, **options)

    return wrap
