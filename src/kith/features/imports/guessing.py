"""A first mapping for a file: which column seems to mean which field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from kith.engine.actor import Actor
from kith.engine.naming import every_name
from kith.engine.spec import EntitySpec
from kith.features.imports.plan import offered
from kith.features.tabular import Table, TableError
from kith.features.tabular.mapping import Candidate, guess_mapping

SAMPLE = 50


def candidates(spec: EntitySpec, actor: Actor) -> Iterator[Candidate]:
    """The fields that columns may mean; the entity's own name stands for its title."""
    for key, item in offered(spec, actor).items():
        named = every_name(spec.label) if key == spec.title else ()
        yield Candidate(key, tuple(every_name(item.label)), tuple(named), item.type.key)


def guess(table: Table, spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    """A mapping that the person can correct. What cannot be read is told when the file is taken in."""
    ignored: list[Any] = []
    rows: list[Any] = []
    with suppress(TableError):
        rows.extend(islice(table.rows(lambda error, _cells: ignored.append(error)), SAMPLE))
    found = guess_mapping(table.header, candidates(spec, actor), [cells for _row, cells in rows])
    return {"columns": {name: found[index] for index, name in enumerate(table.header)}}
