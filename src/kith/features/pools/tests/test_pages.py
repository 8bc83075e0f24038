"""What people press: taking on the page of a pool, giving back, settings that are chosen, and imports into a pool."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People
from tests.imports.making import counts, csv, taken_in
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.errors import Invalid
from kith.engine.undo import undo
from kith.features.pools import moving
from kith.features.pools.models import PoolLimit, PoolMove, PoolRule, Standing
from kith.kernel import clock

pytestmark = pytest.mark.database
DIALOG = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialog-content"}
FILE = csv(("Name", "City"), ("Anker", "Kiel"), ("Boje", "Kiel"))
COLUMNS = {"columns": {"Name": "name", "City": "city"}}


def customers() -> Any:
    return registry.spec("customer").model.live()


def test_a_group_is_not_swept_along(people: People, pooling: Any, customer: Any, reason: Any) -> None:
    pool = pooling(claims=5)
    group = customer("Group")
    branch = customer("Branch", parent=group)
    records.perform("give_back", group, by=people.sue, reason=reason.pk)
    branch.refresh_from_db()
    assert branch.owner_id == people.users["sue"].pk
    records.perform("give_back", branch, by=people.sue, reason=reason.pk)
    moving.claim(pool, group.pk, by=people.carl)
    branch.refresh_from_db()
    assert branch.owner_id is None
    taken = PoolMove.objects.filter(kind="claimed").values_list("record_id", flat=True)
    assert list(taken) == [group.pk]


def test_who_gave_a_record_away_is_led_to_the_list(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pooling()
    sue, page = browser(people.users["sue"]), "/customers/{}/"
    acme, bolt = customer("Acme"), customer("Bolt")
    answer = sue.post(f"/customers/{acme.pk}/give_back/", {"reason": reason.pk})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/customers/")
    assert sue.get(page.format(acme.pk)).status_code == 404
    here = {**DIALOG, "HX-Current-URL": f"http://testserver{page.format(bolt.pk)}?tab=pool"}
    answer = sue.post(f"/customers/{bolt.pk}/give_back/", {"reason": reason.pk, "dialog": "1"}, headers=here)
    assert answer.headers["HX-Redirect"] == "/customers/"


def test_a_dialog_over_a_list_stays_there(people: People, pooling: Any, customer: Any, reason: Any) -> None:
    pooling()
    sue, acme = browser(people.users["sue"]), customer("Acme")
    here = {**DIALOG, "HX-Current-URL": "http://testserver/customers/"}
    answer = sue.post(f"/customers/{acme.pk}/give_back/", {"reason": reason.pk, "dialog": "1"}, headers=here)
    assert "HX-Redirect" not in answer.headers
    assert "refresh" in answer.headers["HX-Trigger"]


def test_each_row_has_its_own_button(people: People, pooling: Any, customer: Any, reason: Any) -> None:
    pool, rows = pooling(), [customer(name) for name in ("Acme", "Bolt", "Cork")]
    for row in rows:
        records.perform("give_back", row, by=people.sue, reason=reason.pk)
    carl, here = browser(people.users["carl"]), f"/pool/{pool.pk}/"
    assert carl.get(here).content.decode().count('name="only"') == len(rows)
    carl.post(f"{here}take/", {"only": rows[1].pk, "id": [rows[0].pk]})
    assert list(customers().filter(owner=people.users["carl"]).values_list("pk", flat=True)) == [rows[1].pk]


def test_only_what_applies_is_offered(people: People, pooling: Any, customer: Any) -> None:
    records.create(PoolLimit, by=people.ada, name="All", entity="customer", locked=1, lock_days=10)
    acme = customer("Acme")
    sue, here = browser(people.users["sue"]), f"/customers/{acme.pk}/"
    assert f"{here}unlock/" not in sue.get(here).content.decode()
    with pytest.raises(Invalid):
        records.perform("lock", acme, by=people.sue)
    records.perform("lock", acme, by=people.sue, until=clock.today("UTC") + dt.timedelta(days=3))
    assert f"{here}unlock/" in sue.get(here).content.decode()
    records.perform("unlock", acme, by=people.sue)
    assert Standing.objects.get(record_id=acme.pk).locked_until is None


def test_objects_and_fields_are_chosen_not_typed(people: People) -> None:
    shown = browser(people.users["ada"]).get("/pool-rules/new/").content.decode()
    for value in ("lead", "grade"):
        assert f'<option value="{value}"' in shown
    assert '<option value="user"' not in shown
    with pytest.raises(Invalid):
        records.create(PoolRule, by=people.ada, name="R", entity="pool", follow_up="30", level="")


def test_an_import_goes_straight_into_a_pool(people: People, pooling: Any) -> None:
    pool = pooling()
    into = {**COLUMNS, "into": f"pool:{pool.pk}"}
    records.create(PoolLimit, by=people.ada, name="Nobody owns", entity="customer", cap=0)
    checked = taken_in(FILE, people.ada, into, dry=True)
    assert (counts(checked), PoolMove.objects.count()) == ((2, 0, 0, 0), 0)
    run = taken_in(FILE, people.ada, into)
    assert counts(run) == (2, 0, 0, 0)
    assert set(customers().values_list("name", "owner")) == {("Anker", None), ("Boje", None)}
    assert set(Standing.objects.values_list("pool_id", flat=True)) == {pool.pk}
    assert set(PoolMove.objects.values_list("kind", "pool_id")) == {("entered", pool.pk)}
    assert run.batch_id
    undo(run.batch_id, by=people.ada)
    assert not customers().exists()


def test_only_its_administrators_import_into_a_pool(people: People, pooling: Any) -> None:
    pool = pooling(admins=[people.max.user_id])
    people.role("seller", {"*": {"*": "own", "import": "own"}})
    for wrong in ({"into": f"pool:{pool.pk}"}, {"into": "pool:0"}):
        with pytest.raises(Invalid) as refused:
            taken_in(FILE, people.sue, {**COLUMNS, **wrong})
        assert list(refused.value.errors) == ["mapping.into"]
    owned = {**COLUMNS, "constants": {"owner": "Sue Seller"}, "into": f"pool:{pool.pk}"}
    with pytest.raises(Invalid) as refused:
        taken_in(FILE, people.ada, owned)
    assert list(refused.value.errors) == ["mapping.into"]
    assert not customers().exists()
