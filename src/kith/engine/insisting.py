"""Going on in spite of a warning: whoever writes gives a reason, which stands in the journal beside the change.

A rule notes a warning with `Change.warn`. Shells ask for the reason when all that was refused are warnings (`mild`),
and write anew within `insisting(reason)`; of many records at once each rule can be given its own (`by`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

REASON = "~reason"
"""The place of a reason among the changes of a journal entry; no field is called so."""
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Said:
    """The reason for all warnings, and those for the warnings of single rules."""

    every: str = ""
    by: Mapping[str, str] = field(default_factory=dict)


_said: ContextVar[Said] = ContextVar("kith_insisting", default=Said())  # noqa: B039 (it is never changed)


class Mild(str):
    """A refusal that one may go on from by giving a reason; `rule` is the same for all warnings of one rule."""

    __slots__ = ("rule",)
    rule: str

    def __new__(cls, text: Any, rule: str = "") -> Mild:
        """A warning of a rule."""
        made = super().__new__(cls, text)
        made.rule = rule
        return made


@contextmanager
def insisting(reason: Any, by: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Within, warnings are passed for this reason, those of the rules in `by` for theirs; an empty one passes none."""
    token = _said.set(Said(plain(reason), {rule: plain(one) for rule, one in (by or {}).items()}))
    try:
        yield
    finally:
        _said.reset(token)


def plain(reason: Any) -> str:
    """A reason as it is kept."""
    return " ".join(str(reason or "").split())[:LONGEST]


def reason(rule: str = "") -> str:
    """The reason that was given for the warnings of a rule, "" when none was."""
    said = _said.get()
    return said.by.get(rule) or said.every


def mild(errors: Mapping[str, Iterable[Any]] | None) -> bool:
    """Whether there are errors and all of them are warnings."""
    texts = [text for found in (errors or {}).values() for text in found]
    return bool(texts) and all(isinstance(text, Mild) for text in texts)


def warnings(errors: Mapping[str, Iterable[Any]] | None) -> dict[str, str]:
    """The warnings among what was refused, by rule."""
    texts = (text for found in (errors or {}).values() for text in found)
    return {text.rule: str(text) for text in texts if isinstance(text, Mild)}
