"""The keys of the whole database as arrays, and the texts of some records: what the scan works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef

from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec
from kith.features.duplicates import keeping
from kith.features.duplicates.models import MatchKey
from kith.kernel.matching.names import Name, parse
from kith.kernel.text import fold

FETCH = 20_000
WRITE = 2_000
SHIFT = 48
"""A record is one number: the entity's number above, its id below."""
NOWHERE = Name("", ())


@dataclass
class Keys:
    """Every key: `marks`, `kinds` and the `rows` they stand for; `people` are the records by row, in rising order."""

    marks: Any
    kinds: Any
    rows: Any
    people: Any

    def of(self, kind: int) -> tuple[Any, Any]:
        """Marks and rows of one kind."""
        chosen = self.kinds == kind
        return self.marks[chosen], self.rows[chosen]

    def having(self, kind: int) -> Any:
        """Whether each row has a key of this kind."""
        found = np.zeros(len(self.people), bool)
        found[self.rows[self.kinds == kind]] = True
        return found


def complete(spec: EntitySpec) -> int:
    """Write the keys of records that have none yet, such as those from before keys were kept; how many there were."""
    done, last = 0, 0
    said = MatchKey.objects.filter(source=code_of(spec.key), source_id=OuterRef("pk"))
    while True:
        rows = spec.model.live().filter(~Exists(said), pk__gt=last).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:WRITE])
        if not ids:
            return done
        keeping.catch_up(spec, ids)
        done, last = done + len(ids), ids[-1]


def keys(specs: Sequence[EntitySpec]) -> Keys:
    """All keys of records of these entities."""
    marks, kinds, people = [], [], []
    rows = MatchKey.objects.filter(entity__in=[code_of(spec.key) for spec in specs])
    every = rows.values_list("mark", "kind", "entity", "record_id").iterator(FETCH)
    while part := list(islice(every, FETCH)):
        found = np.array(part, np.int64)
        marks.append(found[:, 0].copy())
        kinds.append(found[:, 1].astype(np.int8))
        people.append((found[:, 2] << SHIFT) | found[:, 3])
    if not marks:
        empty = np.empty(0, np.int64)
        return Keys(empty, empty.astype(np.int8), empty.astype(np.int32), empty)
    known, places = np.unique(np.concatenate(people), return_inverse=True)
    return Keys(np.concatenate(marks), np.concatenate(kinds), places.astype(np.int32), known)


class Faces:
    """Names and towns of records by their numbers, read for one block of pairs and then forgotten."""

    def __init__(self, specs: Sequence[EntitySpec]) -> None:
        self.specs = {code_of(spec.key): spec for spec in specs}

    def read(self, people: Any) -> dict[int, tuple[tuple[Name, ...], str]]:
        """The names, and the town, of these records."""
        found: dict[int, tuple[tuple[Name, ...], str]] = {}
        for code, spec in self.specs.items():
            ids = (people[people >> SHIFT == code] & ((1 << SHIFT) - 1)).tolist()
            columns = [spec.fields[name].column for name in spec.entity.alike.get("name", ())]
            town = "city" if "city" in spec.fields else ""
            for start in range(0, len(ids), FETCH):
                rows = spec.model.live().filter(pk__in=ids[start : start + FETCH])
                for number, *texts in rows.values_list("pk", *columns, *([town] if town else [])).iterator(
                    FETCH
                ):
                    place = fold(texts.pop() or "") if town else ""
                    lines = [line for text in texts for line in (text or "").splitlines() if line.strip()]
                    found[(code << SHIFT) | number] = tuple(parse(line) for line in lines), place
        return found
