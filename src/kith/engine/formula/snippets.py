"""Pieces of SQL with their parameters, put together by templates in which {0} stands for the first part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Snippet:
    """SQL with %s for each parameter."""

    sql: str
    params: tuple[Any, ...] = ()


def fill(template: str, parts: Mapping[str, Snippet]) -> Snippet:
    """A template with its marks replaced; a part may stand in it several times. Its own % have to be doubled."""
    params: list[Any] = []

    def put(mark: re.Match[str]) -> str:
        part = parts[mark[1]]
        params.extend(part.params)
        return part.sql

    return Snippet(MARK.sub(put, template), tuple(params))
