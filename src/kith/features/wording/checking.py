"""What words may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.spec import EntitySpec
from kith.features.wording.models import What, Wording

LONGEST = 80


def check(row: Wording, *, actor: Actor) -> None:
    """Rule: words are for something that exists, in languages that Kith speaks, and not too long. Raises Invalid."""
    errors = {name: [message] for name, message in _mistakes(row)}
    if errors:
        raise Invalid(errors)


def _mistakes(row: Wording) -> Iterator[tuple[str, Any]]:
    known = next((one for one in registry.specs() if one.key == row.entity), None)
    if known is None:
        yield "entity", _("There is no such object.")
    elif row.moved("key") and not _exists(known, row):
        yield "key", _("There is nothing of this key in it.")
    if not row.words:
        yield "words", _("Give the words in one language at least.")
    elif row.what != What.HELP and any(len(text) > LONGEST for text in row.words.values()):
        yield "words", _("These words are too long (at most %(max)s characters).") % {"max": LONGEST}


def _exists(spec: EntitySpec, row: Wording) -> bool:
    """Whether an object has what the words are for."""
    if row.what == What.CHOICE:
        name, _slash, value = row.key.partition("/")
        return name in spec.fields and spec.fields[name].choice(value) is not None
    if row.what in (What.FIELD, What.HELP):
        return row.key in spec.fields
    known = {
        What.OBJECT: ("one", "many"),
        What.ACTION: tuple(spec.actions),
        What.SECTION: tuple(section.key for section in spec.layout),
    }
    return row.what in known and row.key in known[What(row.what)]
