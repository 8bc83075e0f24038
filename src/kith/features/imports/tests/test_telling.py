"""Whoever started a long import is told how it ended."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from tests.company import People

from kith.engine import registry
from kith.engine.jobs import drain
from kith.features.imports import runs
from kith.features.imports.models import State

Notification: Any = apps.get_model("notifications", "Notification")


def test_the_person_of_a_long_import_is_told_how_it_ended(
    people: People, tmp_path: Any, settings: Any
) -> None:
    settings.DATA = tmp_path
    rows = "".join(f"Customer {number}\n" for number in range(250))
    run = runs.upload(registry.spec("customer"), "long.csv", [b"Name\n", rows.encode()], by=people.sue)
    runs.start(run, by=people.sue, dry=False, at_once=False)
    drain()
    run.refresh_from_db()
    assert run.state == State.DONE
    told = Notification.objects.get(user_id=people.users["sue"].pk)
    assert told.title == "“long.csv” is imported"
    assert told.body == "250 new, 0 changed, 0 rejected"
    assert told.href == f"/imports/{run.pk}/"
