"""What every column of a business row has beyond Django: its kind, and options for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

PRESENTATION = ("choices", "verbose_name", "help_text", "validators", "error_messages")


class Described:
    """What every column tells about itself beyond Django: `kind`, and options for people that make no migration."""

    kind = "text"
    hidden = False
    null: bool
    readonly = False
    personal = ""
    panel = True
    begin: Callable[[Any], Any] | None = None
    ahead = False
    tones: Mapping[str, str] = MappingProxyType({})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # stands before a models.Field
        kept = {key: value for key, value in kwargs.items() if key not in PRESENTATION}
        # Said always: our columns may be null unless they are told otherwise, Django's only when they are told so.
        return name, path, args, {**kept, "null": self.null}


def described(field: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Take our own options out of a column's keyword arguments."""
    for option in (
        "personal",
        "readonly",
        "hidden",
        "panel",
        "currency",
        "minimum",
        "maximum",
        "format",
        "begin",
        "ahead",
        "tones",
    ):
        if option in options:
            setattr(field, option, options.pop(option))
    return options


class Optional(Described):
    """A column that may be missing (null) unless it is `required`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        if not options.pop("required", False):
            options.setdefault("null", True)
            options.setdefault("blank", True)
        super().__init__(*args, **described(self, options))


class Gathered(Described):
    """A column of JSON that is never missing: empty is the empty list or object."""

    empty: type = list

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", self.empty)
        options.setdefault("blank", True)
        super().__init__(*args, **described(self, options))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        # What a new record begins with is a rule of today; a migration only needs that nothing is missing.
        return name, path, args, {**kwargs, "default": self.empty}


class Beside(Described):
    """A hidden column that follows from the column `source` of its row; the gate fills it. Rows are sorted by it where
    it `sorts`."""

    hidden = True
    sorts = True
    name: str

    def __init__(self, source: str = "", **options: Any) -> None:
        self.source = source
        super().__init__(editable=False, **options)  # type: ignore[call-arg]  # stands before a models.Field

    def deconstruct(self) -> Any:
        name, path, _args, _kwargs = super().deconstruct()
        return name, path, [], {"source": self.source}

    def follow(self, said: Any) -> Any:
        """The value for what the source holds."""
        raise NotImplementedError
