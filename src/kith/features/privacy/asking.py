"""Asking for everything about a person: made at once when it is little, by a job when it is much."""

from __future__ import annotations

from kith.engine import audit
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.spec import EntitySpec
from kith.features.privacy import dossiers, jobs
from kith.features.privacy.finding import everything, person
from kith.features.privacy.models import Dossier
from kith.kernel import clock

SMALL = 300
"""More records than these are gathered in the background."""
LANGUAGES = ("en", "zh-hans", "ru")


def ask(spec: EntitySpec, number: int, *, by: Actor, language: str = "") -> Dossier:
    """Have everything about a person gathered; that it was asked for is noted. Raises NotFound, Forbidden."""
    record = person(spec, number, by)
    few = sum(len(group.records) for group in everything(spec, record, by)) <= SMALL
    with writing():
        row = Dossier.objects.create(
            user_id=by.user_id or 0, entity=spec.key, record_id=record.pk, at=clock.now(),
            language=language if language in LANGUAGES else by.language,
        )  # fmt: skip
        audit.note("access-request", by, entity=spec.key, record=record.pk, dossier=row.pk)
        if not few:
            jobs.write_dossier.using(actor_id=by.user_id).enqueue(row.pk)
    if few:
        dossiers.make(row, by)
    return row
