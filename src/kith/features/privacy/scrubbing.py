"""The words by which a person is named in texts, and taking them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from kith.engine.persons import marked
from kith.engine.spec import EntitySpec
from kith.features.privacy.finding import IDENTIFYING, identifiers

TEXTS = ("text", "longtext", "address", "email", "phone", "url")
SHORTEST = 2
MARK = "···"


@dataclass(frozen=True)
class Words:
    """Names, mail addresses and phone numbers of one person."""

    names: tuple[str, ...]
    mails: tuple[str, ...]
    phones: tuple[str, ...]

    @classmethod
    def of(cls, spec: EntitySpec, record: Any) -> Self:
        """What a record says of how its person is called and reached."""
        name = str(spec.value(record, spec.fields[spec.title]) or "").strip() if _named(spec) else ""
        parts = name.split()
        names = {
            name,
            " ".join(reversed(parts)),
            *((f"{parts[-1]} {' '.join(parts[:-1])}",) if parts else ()),
        }
        known = identifiers(spec, record)
        mails, phones = (tuple(sorted(known[kind])) for kind in IDENTIFYING)
        return cls(tuple(sorted(one for one in names if len(one) >= SHORTEST)), mails, phones)

    @property
    def all(self) -> tuple[str, ...]:
        """Every word."""
        return (*self.names, *self.mails, *self.phones)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds them in a text, whole and however a number is grouped."""
        parts = [rf"(?<!\w){re.escape(one)}(?!\w)" if one.isascii() else re.escape(one) for one in self.names]
        parts += [re.escape(one) for one in self.mails]
        parts += [_grouped(one) for one in self.phones]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def names_in(self, text: str) -> bool:
        """Whether a text names the person."""
        return self.pattern is not None and self.pattern.search(text) is not None

    def without(self, text: str) -> str:
        """The text with a mark in place of every word."""
        return self.pattern.sub(MARK, text) if self.pattern is not None else text

    def named(self, spec: EntitySpec, row: Any) -> list[str]:
        """The text fields of a record that name the person."""
        return [
            one.key
            for one in spec.fields.values()
            if one.type.key in TEXTS and not one.choices and self.names_in(str(spec.value(row, one) or ""))
        ]


def _named(spec: EntitySpec) -> bool:
    return spec.fields[spec.title] in marked(spec)


def _grouped(phone: str) -> str:
    """A number in international or national writing, its digits apart or not."""
    digits = re.sub(r"\D", "", phone.partition(";")[0])
    core = digits[-9:]
    return r"[+0(]*\d{0,4}[\s().-]*" + r"[\s().-]*".join(core)
