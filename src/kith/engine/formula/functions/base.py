"""How a function is declared: what it takes and gives, its work in Python, its words in SQL (PostgreSQL's).

A signature reads `number, number=0 -> number`. Kinds are those of kith.engine.formula.kinds; `T` is any kind that
stands for itself, the same everywhere in the signature, `any` is whatever it is, `said` is what TEXT makes of a value.
`=0` is what stands there when nothing is given; `...` behind the last means that more may follow, each joined to what
went before. Functions give nothing where one of their parts is empty, unless they are `patient`; a `lazy` one is given
its parts unopened, to open only what it needs. In `sql`, {0} is the first part and {0c} its currency.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from kith.engine.formula import kinds
from kith.engine.formula.kinds import Type

Grow = Type | Callable[..., Type]
Work = TypeVar("Work", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Param:
    """One thing that a form takes."""

    kind: str
    default: Any = None
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One way to use a function."""

    name: str
    takes: tuple[Param, ...]
    gives: str
    work: Callable[..., Any]
    grows: Grow
    sql: str = ""
    currency: str = ""
    many: bool = False
    patient: bool = False
    lazy: bool = False
    timed: bool = False
    alive: bool = False

    @property
    def least(self) -> int:
        """How many parts must be given."""
        return sum(not one.optional for one in self.takes)


FORMS: dict[str, list[Form]] = {}
DEFAULTS: dict[str, Any] = {"": None, "BLANK": None}


def form(
    name: str, signature: str, *, sql: str = "", grows: Grow | None = None, **options: Any
) -> Callable[[Work], Work]:
    """Declare one form of a function. `timed` ones are given the moment of computing first, what they give changes by
    itself when they are `alive`."""
    said, _arrow, gives = (part.strip() for part in signature.partition("->"))
    words = [word.strip() for word in said.split(",") if word.strip()]
    many = bool(words) and words[-1].endswith("...")
    takes = tuple(_param(word.removesuffix("...")) for word in words)

    def declare(work: Work) -> Work:
        made = Form(name, takes, gives, work, grows or _grows(gives), sql, many=many, **options)
        FORMS.setdefault(name, []).append(made)
        return work

    return declare


def clamped(part: str, low: int, high: int) -> str:
    """The SQL of a whole number within bounds; what is missing stays so, which GREATEST and LEAST would forget."""
    return (
        f"(SELECT CASE WHEN k < {low} THEN {low} WHEN k > {high} THEN {high} ELSE trunc(k)::int END"
        f" FROM (SELECT {part} AS k OFFSET 0) AS clamped)"
    )


def _param(word: str) -> Param:
    kind, equals, default = word.partition("=")
    if not equals:
        return Param(kind)
    return Param(kind, None if default == "BLANK" else Decimal(default), optional=True)


def _grows(gives: str) -> Grow:
    """What is known of a result where nothing better is said."""
    if gives == kinds.TEXT:
        return lambda *types: Type(
            kinds.TEXT, length=sum(one.length for one in types if one.kind == kinds.TEXT)
        )
    return Type(gives, digits=30)


def number(digits: int, *, whole: bool = True) -> Type:
    """A number that has at most so many digits."""
    return Type(kinds.NUMBER, digits=digits, whole=whole)
