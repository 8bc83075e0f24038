"""Names in the company's words, and names of objects inside sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override


class Renamed:
    """A name that the company chose, per language; a language without one keeps the `standard` name."""

    __slots__ = ("standard", "texts")

    def __init__(self, texts: Mapping[str, str], standard: Any) -> None:
        self.texts = texts
        self.standard = standard

    def __str__(self) -> str:
        return self.texts.get(get_language() or "en") or str(self.standard)


def every_name(label: Any) -> list[str]:
    """A name in every language of the house, and the standard names that it stands for: files and people go on using
    the old one."""
    found: dict[str, None] = {}
    while label is not None:
        for code, _name in settings.LANGUAGES:
            with override(code):
                found[str(label)] = None
        label = getattr(label, "standard", None)
    return list(found)


def standard_of(label: Any) -> str:
    """The English standard name of something, whatever it is called now: what tells names apart for good."""
    while hasattr(label, "standard"):
        label = label.standard
    with override("en"):
        return str(label)
