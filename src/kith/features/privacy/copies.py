"""Copies of values that are on their way: events and jobs that wait, answers that are kept for retries, dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from kith.engine.events import Event
from kith.engine.idempotency import Answer
from kith.engine.jobs.models import Job
from kith.engine.persons import Erased
from kith.features.privacy import dossiers
from kith.features.privacy.models import Dossier


def forget(erased: Erased, batch: int) -> Mapping[str, int]:
    """Empty them, in the transaction that erases. How many of what."""
    return {
        "events": _events(erased),
        "jobs": _jobs(erased),
        "answers": _answers(erased),
        "dossiers": _dossiers(erased),
    }


def _events(erased: Erased) -> int:
    """Facts in the outbox keep that something was changed, not into what."""
    rows = Event.objects.filter(entity=erased.spec.key, record_id__in=erased.ids).exclude(changes={})
    return rows.update(changes={})


def _jobs(erased: Erased) -> int:
    """Facts on their way to handlers and webhooks, and those that arrived."""
    done = 0
    rows = Job.objects.annotate(text=Cast("args", TextField())).filter(
        text__contains="changes", text__icontains=erased.spec.key
    )
    for job in rows.iterator():
        if _emptied(job.args, erased):
            Job.objects.filter(pk=job.pk).update(args=job.args)
            done += 1
    return done


def _emptied(said: Any, erased: Erased) -> bool:
    """Take the changes out of every fact about these records, however deep."""
    parts = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    found = sum(_emptied(part, erased) for part in parts) > 0
    if isinstance(said, dict) and said.get("entity") == erased.spec.key and said.get("changes"):
        number = said.get("record_id", said.get("id"))
        said["changes"], found = ({}, True) if number in erased.ids else (said["changes"], found)
    return found


def _answers(erased: Erased) -> int:
    found = Q(pk__in=())
    for word in erased.words:
        found |= Q(body__icontains=word)
    return Answer.objects.filter(found).delete()[0]


def _dossiers(erased: Erased) -> int:
    rows = list(Dossier.objects.filter(entity=erased.spec.key, record_id__in=erased.ids))
    for row in rows:
        dossiers.path_of(row).unlink(missing_ok=True)
    return Dossier.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]
