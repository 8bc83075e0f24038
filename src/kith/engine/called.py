"""Names inside other texts: of objects and fields in the company's words, in quotes and brackets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.kernel.text import lower_first


def one(key: str) -> str:
    """What one record of an entity is called, in the middle of a sentence."""
    return lower_first(str(registry.spec(key).label))


def many(key: str) -> str:
    """What several records of an entity are called, in the middle of a sentence."""
    return lower_first(str(registry.spec(key).label_plural))


def field(entity: str, key: str) -> str:
    """What a field is called."""
    return str(registry.spec(entity).fields[key].label)


def bracketed(text: Any, more: Any) -> str:
    """A text with something in brackets, as the language in force writes them."""
    return _("%(text)s (%(more)s)") % {"text": text, "more": more}


def quoted(text: Any) -> str:
    """A text in quotes, as the language in force writes them."""
    return _("“%(text)s”") % {"text": text}


class Later(Promise):
    """A text that is made whenever it is shown, for labels that stand in declarations. Other than Django's own lazy
    texts it is not made for being hashed or compared, when there may be no database yet."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def __str__(self) -> str:
        return str(self.make())
