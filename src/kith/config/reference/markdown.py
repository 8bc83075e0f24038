"""Markdown as the reference uses it: pages, sections, tables, labels in three languages."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import override

LANGUAGES = tuple(name for _code, name in settings.LANGUAGES)


def page(title: str, about: str, *parts: str) -> str:
    """A whole page; `about` says what stands on it."""
    return "\n\n".join((f"# {title}", about, *(part for part in parts if part))) + "\n"


def section(title: str, *parts: str) -> str:
    """A titled part of a page; its empty parts are left out."""
    return "\n\n".join((f"## {title}", *(part for part in parts if part)))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns in which no row says anything are left out, and so is a table without rows."""
    found = [[_cell(text) for text in row] for row in rows]
    kept = [number for number in range(len(heads)) if any(row[number] for row in found)]
    lines = [_line(heads[number] for number in kept), _line("---" for _number in kept)]
    return "\n".join([*lines, *(_line(row[number] for number in kept) for row in found)]) if found else ""


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def code(*texts: str) -> str:
    """Names as code, with commas between."""
    return ", ".join(f"`{text}`" for text in texts)


def labels(text: Any) -> tuple[str, ...]:
    """A translated text in every language, English first."""
    return in_every_language(lambda: str(text))


def in_every_language(read: Callable[[], str]) -> tuple[str, ...]:
    """What a function gives in every language, English first."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(read())
    return tuple(found)


def yes(fact: object) -> str:
    """A mark in a column of facts."""
    return "yes" if fact else ""


def purpose(thing: object) -> str:
    """What a class or function says of itself, in its first sentence."""
    words = " ".join((inspect.getdoc(thing) or "").split())
    return f"{words.partition('. ')[0].rstrip('.')}." if words else ""


def anchor(title: str) -> str:
    """The link to a section of the same page."""
    return f"[{title}](#{title.lower().replace(' ', '-')})"
