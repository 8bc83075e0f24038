"""The archive of everything about a person: made, found again, given out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from kith.engine import beside, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import NotFound
from kith.features.privacy import archive
from kith.features.privacy.finding import person
from kith.features.privacy.gathering import gather
from kith.features.privacy.models import Dossier, State

beside.tables.append(beside.Table(Dossier))


def path_of(row: Dossier) -> Path:
    """Where the archive lies."""
    return Path(settings.MEDIA_ROOT) / "dossiers" / f"{row.pk}.zip"


def make(row: Dossier, by: Actor) -> None:
    """Gather and write, with the right that its person has now. Raises NotFound, Forbidden."""
    spec = registry.spec(row.entity)
    record = person(spec, row.record_id, by)
    house = replace(by.as_house(), language=row.language)
    with translation.override(row.language):
        gathered = gather(spec, record, by, row.language)
        archive.write(gathered, path_of(row), row.language, house.show)
    with writing():
        row.state, row.records = State.DONE, gathered.count
        row.save(update_fields=("state", "records"))


def find(number: int, by: Actor) -> Dossier:
    """A dossier of one's own, as long as one may answer for its person. Raises NotFound, Forbidden."""
    row = Dossier.objects.filter(pk=number, user_id=by.user_id or 0).first()
    if row is None:
        raise NotFound
    person(registry.spec(row.entity), row.record_id, by)
    return row


def content(row: Dossier) -> Any:
    """The open archive. Raises NotFound while it is not there."""
    if row.state != State.DONE or not path_of(row).is_file():
        raise NotFound
    return path_of(row).open("rb")
