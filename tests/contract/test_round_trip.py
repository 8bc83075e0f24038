"""What is exported can be imported again: every entity, every field that a person may set, in three languages."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from kith.engine import plugs, records, registry
from kith.engine.listing import Listing
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from tests import own
from tests.company import People
from tests.imports.making import problems, taken_in
from tests.values import create_valid

# Files, what people say about records, what they pin and what relates two: no table of their own is taken in.
ENTITIES = [
    *(
        entity.key
        for entity in registry.declared()
        if entity.group != "settings"
        and entity.key not in ("attachment", "comment", "consent", "pin", "relation")
    ),
    own.SHIP,
]


def fields_of(spec: EntitySpec) -> list[str]:
    """What stands in the file: the fields that an import may set. A link to any object gives the name only; in which
    object to look for it is for the importing person to say."""
    return [
        one.key
        for one in spec.writable
        if one.key not in SYSTEM_FIELDS and one.type.listed and one.type.key != "anyreference"
    ]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.parametrize("language", ["en", "zh-hans", "ru"])
@pytest.mark.parametrize("key", ENTITIES)
def test_an_exported_record_comes_back_from_its_file(people: People, key: str, language: str) -> None:
    spec = own.ensure(key)
    records.update(people.users["ada"], by=people.ada, language=language)
    ada = people.actor("ada")
    record = create_valid(spec, ada)
    before = spec.snapshot(record)
    names = fields_of(spec)
    listing = Listing(spec, ada, fields=names)
    exported = plugs.exporters["csv"](listing, "csv", False)
    assert exported.parts is not None
    content = b"".join(exported.parts)
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert len(header) == len(names)
    place = [row.id for row in Listing(spec, ada, limit=200).page().rows].index(record.pk)
    records.delete(record, by=ada)
    text = io.StringIO()
    csv.writer(text).writerows((header, rows[place]))
    run = taken_in(text.getvalue().encode(), ada, entity=key)
    assert (problems(run), run.created) == ([], 1)
    made = spec.model.live().order_by("-pk").first()
    after = spec.snapshot(made)
    assert {name: after[name] for name in names} == {name: before[name] for name in names}
