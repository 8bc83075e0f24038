"""Rows as TOML: plain values a line each, objects as tables of their own, lists on one line where they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import tomli_w

WIDTH = 100
BARE = re.compile(r"[A-Za-z0-9_-]+")


def table(path: str, values: Mapping[str, Any], note: str = "") -> str:
    """A row as an element of an array of tables, with a note for its readers."""
    return f"\n[[{path}]]\n" + (f"# {note}\n" if note else "") + "".join(_lines(path, values))


def _lines(path: str, values: Mapping[str, Any]) -> Iterator[str]:
    below: list[tuple[str, Mapping[str, Any]]] = []
    for name, value in values.items():
        if isinstance(value, Mapping) and not _fits(name, value):
            below.append((f"{path}.{key(name)}", value))
        else:
            yield f"{key(name)} = {value_of(value, wide=True)}\n"
    for inner, inside in below:
        yield f"\n[{inner}]\n"
        yield from _lines(inner, inside)


def _fits(name: str, value: Mapping[str, Any]) -> bool:
    """Whether an object is small enough for the line of its name."""
    plain = not any(isinstance(one, Mapping) for one in value.values())
    return plain and len(name) + len(value_of(value)) < WIDTH


def value_of(value: Any, *, wide: bool = False) -> str:
    """A value on one line; a `wide` list takes a line for each element when it would be too long."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key(name)} = {value_of(one)}" for name, one in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list | tuple):
        parts = [value_of(one) for one in value]
        short = ", ".join(parts)
        if not wide or len(short) <= WIDTH:
            return f"[{short}]"
        return "[\n" + "".join(f"    {part},\n" for part in parts) + "]"
    written = tomli_w.dumps({"v": value}, multiline_strings=wide and isinstance(value, str) and "\n" in value)
    return written.removeprefix("v = ").removesuffix("\n")


@lru_cache(maxsize=4_000)
def key(name: str) -> str:
    """A name as TOML writes it."""
    return name if BARE.fullmatch(name) else tomli_w.dumps({name: 0}).removesuffix(" = 0\n")
