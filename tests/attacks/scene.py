"""What attacks begin with: people, their callers, records of others, and how to see that nothing changed."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.test import Client

from kith.engine import records, registry
from kith.engine.jobs.models import Job
from kith.engine.journal import Entry
from kith.features.notifications.models import Notification
from tests.company import People
from tests.signing import browser, program

Customer: Any = apps.get_model("customers", "Customer")
Contact: Any = apps.get_model("customers", "Contact")
Activity: Any = apps.get_model("activities", "Activity")
NOBODY = 9_876_543
"""A number that no record has."""


def web(people: People, name: str) -> Client:
    """A browser of somebody."""
    return browser(people.users[name])


def api(people: People, name: str) -> Client:
    """A program of somebody."""
    return program(people.users[name])


def ask(client: Client, method: str, path: str, body: Any = None) -> Any:
    """One request of a program with JSON."""
    content = b"" if body is None else json.dumps(body).encode()
    return client.generic(method, path, content, content_type="application/json")


def state() -> dict[str, Any]:
    """Every row of every entity, and how much was written beside them."""
    rows = {
        spec.key: list(spec.model.objects.order_by("pk").values())
        for spec in registry.specs()
        if spec.key != "user"
    }
    users = registry.spec("user").model.objects.order_by("pk")
    rows["user"] = list(users.values("id", "name", "email", "is_active", "roles", "version", "deleted_at"))
    return {**rows, "": marks()}


def marks() -> tuple[int, ...]:
    """How many jobs, entries of the journal and notices there are."""
    return Job.objects.count(), Entry.objects.count(), Notification.objects.count()


def same(first: Any, second: Any) -> bool:
    """Whether two answers tell nobody apart: status, type, and body but for the number that was asked."""
    names = ("Content-Type", "Allow", "ETag", "Location", "Cache-Control")
    return (first.status_code, [first.headers.get(name) for name in names]) == (
        second.status_code,
        [second.headers.get(name) for name in names],
    )


def customer(people: People, owner: str = "nora", **values: Any) -> Any:
    """A customer of somebody; Nora's are out of Sue's reach."""
    values.setdefault("name", "Unmistakable Secret")
    return records.create(Customer, by=people.actor(owner), **values)
