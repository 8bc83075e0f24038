"""Texts with names of fields in braces, filled with what somebody may read of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.kernel.money import Money

NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
WEB = re.compile(r"https?://(?:[^\W_]|[.:\-\[\]])+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
SAFE = {"mailto": "@", "tel": "+"}
"""What may stand unchanged in the value of a field, by the kind of link; everything else is encoded."""


def names(text: str) -> list[str]:
    """The fields that a text names."""
    return NAME.findall(text)


def whole(text: str) -> bool:
    """Whether its braces are all names of fields."""
    return not set("{}") & set(NAME.sub("", text))


def safe(link: str) -> bool:
    """Whether a link can only lead where its author said: to the web, with the server spelt out, to a mail program, or
    to a phone. Values of fields never say whither, and nothing that runs is a link."""
    if not link.isprintable() or " " in link or "\\" in link:
        return False
    kind = link.partition(":")[0].lower()
    return kind in SAFE or bool(WEB.fullmatch(link))


def address(link: str, spec: EntitySpec, record: Any, actor: Actor) -> str:
    """A link with a record's values in it; "" when it names fields and all are empty to this reader."""
    kind = link.partition(":")[0].lower()
    values = dict(_values(link, spec, record, actor))
    if (values and not any(values.values())) or any(set(value) == {"."} for value in values.values()):
        return ""
    return NAME.sub(lambda found: quote(values[found[1]], safe=SAFE.get(kind, "")), link)


def filled(text: str, spec: EntitySpec, record: Any, actor: Actor) -> str:
    """A text with a record's values in it; a text that is one field alone gives the link itself of a reference."""
    alone = NAME.fullmatch(text)
    values = dict(_values(text, spec, record, actor, linked=alone is not None))
    return NAME.sub(lambda found: values[found[1]], text)


def _values(
    text: str, spec: EntitySpec, record: Any, actor: Actor, *, linked: bool = False
) -> Iterator[tuple[str, str]]:
    """The named fields as plain text; what is hidden or masked gives nothing."""
    known = spec.readable(actor)
    for name in names(text):
        if name == "id":
            yield name, str(record.pk)
        elif name in known and not known[name].type.empty(value := spec.value(record, known[name])):
            field = known[name]
            yield name, _plain(field, value, actor) if not linked else _stored(field, value)
        else:
            yield name, ""


def _plain(field: Any, value: Any, actor: Actor) -> str:
    """One value as other systems want it: names of records, numbers without groups, days as ISO."""
    if field.type.key == "reference":
        return titles(field.target, [value], actor).get(value, "")
    return _stored(field, value)


def _stored(field: Any, value: Any) -> str:
    """One value as the API says it."""
    if isinstance(value, Money):
        return str(value.amount)
    if isinstance(value, bool):
        return "true" if value else "false"
    found = field.type.to_json(value, field)
    if isinstance(found, list | tuple):
        return ",".join(str(item) for item in found)
    return str(found)
