"""From the fields of a record to its keys: what an entity says of itself in `alike`, made comparable and hashed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from kith.engine import registry
from kith.engine.following import PartOf
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel import phones
from kith.kernel.matching import names
from kith.kernel.text import fold

KINDS = {"name": 1, "bones": 2, "head": 3, "tail": 4, "phone": 5, "mail": 6, "tax": 7}
WORDS = {number: word for word, number in KINDS.items()}
STRONG = frozenset(KINDS[word] for word in ("name", "phone", "mail", "tax"))
"""Kinds of which one alone says that two records may be the same; the others only say what to compare."""
SHORTEST_TAX = 6
_NOT_CODE = re.compile(r"[\W_]+")

Marks = dict[int, int]
"""Kinds by mark."""


def mark(kind: int, text: str) -> int:
    """The hash of a key, a signed number of 64 bits."""
    return int.from_bytes(blake2b(f"{kind}:{text}".encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=2_000)
def _named(text: str) -> tuple[tuple[int, int], ...]:
    found = names.keys(names.parse(text))
    return tuple((mark(KINDS[word], key), KINDS[word]) for word, key in found.items())


def of_text(what: str, text: str) -> Iterable[tuple[int, int]]:
    """Marks with their kinds of one text: a name, phone, mail or tax number (`what`)."""
    if what == "name":
        return _named(text)
    key = KEYS[what](text)
    return [(mark(KINDS[what], key), KINDS[what])] if key else []


def _phone(text: str) -> str:
    found = phones.normalise(text, company().country)
    return found.e164 if found else ""


def _mail(text: str) -> str:
    found = fold(text)
    return found if "@" in found else ""


def _tax(text: str) -> str:
    found = _NOT_CODE.sub("", fold(text))
    return found if len(found) >= SHORTEST_TAX else ""


KEYS = {"phone": _phone, "mail": _mail, "tax": _tax}


def said(spec: EntitySpec, record: Any) -> Iterable[tuple[str, str, str]]:
    """What a record says of itself: what it is, the field, and each text that stands there."""
    for what, fields in spec.entity.alike.items():
        for name in fields:
            if name in spec.fields:
                text = spec.value(record, spec.fields[name])
                for line in str(text or "").splitlines():
                    if line.strip():
                        yield what, name, line


def of_record(spec: EntitySpec, record: Any) -> Marks:
    """All marks of a record."""
    return dict(pair for what, _field, text in said(spec, record) for pair in of_text(what, text))


def of_values(given: Mapping[str, str]) -> Marks:
    """The marks of texts by what they are: name, phone, mail, tax."""
    return dict(pair for what, text in given.items() if text for pair in of_text(what, text))


def subject(spec: EntitySpec, record: Any) -> tuple[str, int] | None:
    """Whom a row names: itself, or the record that it is a part of."""
    if not isinstance(spec.entity.rule, PartOf):
        return spec.key, record.pk
    number = getattr(record, f"{spec.entity.rule.field}_id", None)
    return (spec.entity.rule.whole, number) if number else None


def whole(spec: EntitySpec) -> str:
    """The entity that rows of an entity tell of: their own, or that of which they are parts."""
    return spec.entity.rule.whole if isinstance(spec.entity.rule, PartOf) else spec.key


def fields_of(spec: EntitySpec) -> frozenset[str]:
    """The fields that keys come from."""
    return frozenset(name for found in spec.entity.alike.values() for name in found)


def marked() -> list[EntitySpec]:
    """Entities that have keys of their own."""
    return [spec for spec in registry.specs() if spec.entity.alike and spec.entity.rule is None]


def parts(specs: Iterable[EntitySpec]) -> list[EntitySpec]:
    """These entities, and the parts of their records that say something of them, such as legal details."""
    wholes = {spec.key for spec in specs}
    found = [spec for spec in registry.specs() if spec.entity.alike]
    return [
        spec
        for spec in found
        if spec.key in wholes or (isinstance(spec.entity.rule, PartOf) and spec.entity.rule.whole in wholes)
    ]
