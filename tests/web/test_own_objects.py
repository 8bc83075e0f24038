"""An object of the company's own comes and goes while everything goes on: pages, notices, jobs, other processes."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from kith.engine import epoch, journal, records, registry
from kith.engine.events import dispatch
from kith.engine.jobs import drain
from kith.engine.objects.models import CustomObject
from tests.company import People
from tests.database import at_once
from tests.own import SHIP, ensure
from tests.signing import browser, program
from tests.values import create_valid

PAGES = (
    "", "notifications/", "settings/batches/", "settings/trash/", "settings/log/", "settings/tokens/new/", "shape/",
    "search/?q=Aurora", "search/palette/", "search/commands/", "roles/1/rights/", "starred/", "lately/",
)  # fmt: skip


def deliver() -> None:
    """What waits in the outbox and in the queue. On PostgreSQL no index is built while links wait to be checked."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
    while dispatch():
        drain()


@pytest.fixture
def boat(people: People) -> Any:
    """A ship of Sue's with all that people leave on a record."""
    spec = ensure(SHIP)
    row = create_valid(spec, people.ada, name="Aurora")
    about = {"entity": SHIP, "id": row.pk}
    for key in ("comment", "activity"):
        create_valid(registry.spec(key), people.ada, about=about)
    for key in ("saved-view", "sharing-rule", "purpose", "retention-rule"):
        create_valid(registry.spec(key), people.ada, entity=SHIP)
    ada = browser(people.users["ada"])
    ada.post(f"/ships/{row.pk}/star/", {"nonce": "star"})
    ada.get(f"/ships/{row.pk}/")
    records.update(row, by=people.ada, owner=people.users["sue"])
    deliver()
    return row


def opened(client: Any) -> dict[str, int]:
    """How every page and every list answers."""
    client.raise_request_exception = False
    found = {f"/{path}": client.get(f"/{path}").status_code for path in PAGES}
    for spec in registry.specs():
        for kind in ("", "board/", "calendar/", "report/", "new/", "export/"):
            found[f"/{spec.plural}/{kind}"] = client.get(f"/{spec.plural}/{kind}").status_code
        for number in spec.model.live().values_list("pk", flat=True)[:3]:
            found[f"/{spec.plural}/{number}/"] = client.get(f"/{spec.plural}/{number}/").status_code
            found[f"/{spec.plural}/{number}/edit/"] = client.get(f"/{spec.plural}/{number}/edit/").status_code
    return found


def test_every_page_goes_on_when_an_object_goes_and_when_it_comes_back(people: People, boat: Any) -> None:
    row = CustomObject.live().get()
    ada, sue = browser(people.users["ada"]), browser(people.users["sue"])
    caller = program(people.users["ada"])
    before = {path for path, status in opened(ada).items() if status == 200}
    records.perform("remove", row, by=people.ada)
    for client in (ada, sue):
        wrong = {path: status for path, status in opened(client).items() if status >= 500}
        assert wrong == {}
    for spec in registry.specs():
        assert caller.get(f"/api/v1/{spec.plural}?limit=5").status_code == 200, spec.key
    assert ada.get("/ships/").status_code == ada.get(f"/ships/{boat.pk}/").status_code == 404
    assert f"/ships/{boat.pk}/" not in ada.get("/search/?q=Aurora").content.decode()
    deliver()
    records.perform("restore", row, by=people.ada)
    after = opened(ada)
    assert {path for path in before if after.get(path, 200) != 200} == set()
    assert "Aurora" in ada.get(f"/ships/{boat.pk}/").content.decode()


def test_what_waits_for_an_object_that_went_is_no_fault(people: People) -> None:
    spec = ensure(SHIP)
    with journal.batch(people.ada) as batch:
        create_valid(spec, people.ada, name="Aurora", owner=people.users["sue"].pk)
    row = CustomObject.live().get()
    records.perform("remove", row, by=people.ada)
    deliver()
    left = apps.get_model("engine", "Job").objects.exclude(status__in=("done", "ready"))
    assert not left.exists()
    assert not apps.get_model("engine", "Job").objects.filter(attempts__gt=1).exists()
    answer = browser(people.users["ada"]).post(f"/undo/{batch.pk}/", {"nonce": "undo"})
    assert answer.status_code in (200, 204, 303, 409)


@pytest.mark.database
def test_another_process_knows_a_new_object_on_its_next_turn(shared_database: None) -> None:
    from tests.company import found  # noqa: PLC0415

    people = found()
    with epoch.turn():
        assert registry.by_plural("ships") is None

        def make() -> None:
            records.create(CustomObject, by=people.ada, key=SHIP)

        assert at_once(make) == [None]
        assert registry.by_plural("ships") is None
    with epoch.turn():
        spec = registry.by_plural("ships")
        assert spec is not None
        records.create(spec.model, by=people.ada, name="Aurora")
    assert spec.table in connection.introspection.table_names()


def test_an_empty_list_leads_to_the_import(people: People) -> None:
    ensure(SHIP)
    assert 'class="btn" href="/ships/import/"' in browser(people.users["ada"]).get("/ships/").content.decode()
