"""Texts in several languages: what an administrator writes once and everybody reads in his own language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from kith.engine.fieldtypes.base import FieldSpec, FieldType, cleaned_text, refuse
from kith.engine.fieldtypes.compared import STRUCTURE
from kith.engine.formatting import Formatter


class Words:
    """A text in several languages that an administrator wrote; reads in the language in force."""

    def __init__(self, texts: Mapping[str, str], otherwise: str) -> None:
        self.texts = texts
        self.otherwise = otherwise

    def __str__(self) -> str:
        language = get_language() or "en"
        return (
            self.texts.get(language)
            or self.texts.get("en")
            or next(iter(self.texts.values()), self.otherwise)
        )


def in_every_language(text: Any) -> dict[str, str]:
    """A translated text as Words hold it: what it says in each language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(text)
    return found


class WordsType(FieldType):
    """A text per language, {"en": …, "zh-hans": …, "ru": …}; a plain text is one in the language in force."""

    key = "words"
    label = _("Text per language")
    operators = ()
    widget = "words"
    sortable = False

    def empty(self, value: Any) -> bool:
        return not value

    def clean(self, value: Any, field: FieldSpec) -> dict[str, str]:
        if value is None or value == "":
            return {}
        if isinstance(value, str):
            value = self._read(value)
        known = dict(settings.LANGUAGES)
        if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
            raise refuse(_("Give a text per language."), "words")
        if unknown := [str(code)[:20] for code in value if code not in known]:
            raise refuse(_("Kith does not speak this language: %(name)s."), "language", name=unknown[0])
        found = {code: cleaned_text(value.get(code, ""), field, multiline=False).strip() for code in known}
        return {code: text for code, text in found.items() if text}

    @staticmethod
    def _read(text: str) -> Any:
        """What a file or a form says: an object, or a text in the language in force."""
        if text.startswith("{"):
            try:
                return json.loads(text)
            except ValueError:
                pass
        return {get_language() or "en": text}

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return str(Words(value or {}, ""))

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return STRUCTURE

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        texts = {code: {"type": "string"} for code, _name in settings.LANGUAGES}
        return {"type": "object", "properties": texts, "additionalProperties": False}
