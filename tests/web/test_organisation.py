"""The organisation over HTTP: who works where, who leaves and who receives, units that go up in others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kith.engine import bulk, epoch, mass, records, registry
from kith.engine.errors import Invalid
from kith.engine.identity import accounts
from kith.engine.identity.models import RecordGrant, Team, Unit, User
from kith.engine.identity.staffing import Deputy
from kith.engine.jobs import drain
from kith.features.following.models import Follow
from kith.features.organisation.models import Move
from kith.features.pools.models import PoolLimit
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser, program


@pytest.fixture
def ada(people: People) -> Client:
    """The administrator's browser."""
    return browser(people.users["ada"])


def leave(client: Client, user: User, **sent: Any) -> Move:
    """Hand over and wait until it is done."""
    answer = client.post(f"/users/{user.pk}/hand-over/", sent)
    assert answer.status_code == 303, answer.content.decode()
    drain()
    return Move.objects.get(pk=int(answer.headers["Location"].strip("/").rpartition("/")[2]))


def owners(model: Any) -> dict[str, int]:
    """Who owns what, by name."""
    title = registry.spec_of(model).title
    return dict(model.live().values_list(title, "owner_id"))


def made(people: People) -> dict[str, int]:
    """What Sue has; the ids of some people."""
    sue = people.users["sue"]
    for number in range(4):
        records.create(Customer, by=people.sue, name=f"C{number}")
    now = clock.now()
    records.create(Activity, by=people.sue, kind="task", subject="Call", at=now)
    people.give("carl", manager=sue.pk)
    records.update((Unit, people.south.pk), by=people.ada, manager=sue.pk)
    records.create(
        Deputy, by=people.sue, person=sue.pk, deputy=people.users["max"].pk, starts_at=now,
        ends_at=now.replace(year=now.year + 1),
    )  # fmt: skip
    Follow.objects.create(user_id=sue.pk, entity="customer", record_id=1, at=now)
    return {name: user.pk for name, user in people.users.items()}


def test_everything_of_who_leaves_goes_over_in_one_batch_that_comes_back(people: People, ada: Client) -> None:
    ids = made(people)
    sue, robot = browser(people.users["sue"]), program(people.users["sue"])
    before = owners(Customer)
    page = ada.get(f"/users/{ids['sue']}/hand-over/").content.decode()
    assert "4 records" in page
    assert "Deputies 1" in page
    assert "API tokens 1" in page
    assert "Sessions 1" in page
    row = leave(
        ada, people.users["sue"], to=[ids["nora"]], **{"line-customer-owner": [ids["carl"], ids["max"]]}
    )
    assert sorted(owners(Customer).values()) == sorted([ids["carl"], ids["max"]] * 2)
    assert owners(Activity) == {"Call": ids["nora"]}
    assert User.live().get(pk=ids["carl"]).manager_id == ids["nora"]
    assert Unit.live().get(pk=people.south.pk).manager_id == ids["nora"]
    assert Team.live().get(pk=people.team.pk).members == [ids["nora"]]
    assert Follow.objects.get().user_id == ids["nora"]
    assert not Deputy.live().filter(ends_at__gt=clock.now()).exists()
    assert sue.get("/customers/").status_code == 302
    assert robot.get("/api/v1/customers").status_code == 401
    assert "Nora Neighbour" in ada.get(f"/moves/{row.pk}/").content.decode()
    ada.post(f"/undo/{row.batch_id}/")
    assert owners(Customer) == before
    assert owners(Activity) == {"Call": ids["sue"]}
    assert Team.live().get(pk=people.team.pk).members == [ids["sue"], ids["nora"]]
    assert User.live().get(pk=ids["sue"]).is_active
    assert Follow.objects.get().user_id == ids["sue"]
    assert Deputy.live().get().ends_at > clock.now()
    assert robot.get("/api/v1/customers").status_code == 200


def test_nobody_receives_more_than_he_may_own(people: People, ada: Client) -> None:
    ids, sue, carl = made(people), people.users["sue"], people.users["carl"]
    records.create(PoolLimit, by=people.ada, name="All", entity="customer", cap=3)
    move = leave(ada, sue, to=str(ids["carl"]))
    assert Customer.live().filter(owner=carl).count() == 3
    assert Customer.live().filter(owner=sue).count() == 1
    shown = ada.get(f"/moves/{move.pk}/").content.decode()
    assert "there is room for 0 more" in shown


def test_lines_may_stay_and_late_tasks_get_a_new_day(people: People, ada: Client) -> None:
    ids = made(people)
    leave(
        ada, people.users["sue"], to=[ids["nora"]], stay=["line-customer-owner"], fresh_dates="true"
    )  # fmt: skip
    assert set(owners(Customer).values()) == {ids["sue"]}
    task = Activity.live().get()
    assert task.owner_id == ids["nora"]
    assert task.at > clock.now()


def test_who_left_cannot_come_back_by_himself(people: People, ada: Client) -> None:
    sue = people.users["sue"]
    accounts.set_password(sue, "a long sentence of mine")
    mine, robot = browser(sue), program(sue)
    leave(ada, sue, to=[people.users["nora"].pk])
    path, body = f"/api/v1/users/{sue.pk}", {"is_active": True}
    assert robot.patch(path, body, content_type="application/json").status_code == 401
    assert mine.post(f"/users/{sue.pk}/edit/", {"is_active": "true"}).status_code == 302
    Client().post("/sign-in/", {"username": "sue", "password": "a long sentence of mine"})
    assert not User.live().get(pk=sue.pk).is_active


def test_only_who_may_change_users_hands_over_and_nobody_above_himself(people: People, ada: Client) -> None:
    ada_, nora = people.users["ada"], people.users["nora"]
    assert (
        browser(people.users["max"]).post(f"/users/{nora.pk}/hand-over/", {"to": [ada_.pk]}).status_code
        == 403
    )
    assert ada.get(f"/users/{ada_.pk}/hand-over/").status_code == 403
    people.role("hr", {"user": {"read": "all", "update": "all"}})
    people.join("Hera", "hr")
    hera = browser(people.users["hera"])
    assert hera.post(f"/users/{ada_.pk}/hand-over/", {"to": [nora.pk]}).status_code == 403
    assert hera.get(f"/users/{people.users['stranger'].pk}/hand-over/").status_code == 200
    for wrong in ([], [nora.pk]):
        assert ada.post(f"/users/{nora.pk}/hand-over/", {"to": wrong}).status_code in (303, 422)
    assert not Move.objects.exclude(subject=nora.pk).exists()


def test_a_unit_goes_up_in_another_and_comes_back(people: People, ada: Client) -> None:
    below = records.create(Unit, by=people.ada, name="Coast", parent=people.north)
    kept = records.create(Customer, by=people.sue, name="Nordlicht")
    grant = RecordGrant.objects.create(
        entity=registry.code_of("customer"), record_id=kept.pk,
        principal=RecordGrant.UNIT * RecordGrant.KIND + people.north.pk,
    )  # fmt: skip
    epoch.bump("access")
    assert ada.post(f"/units/{people.north.pk}/merge/", {"into": below.pk}).status_code == 422
    assert browser(people.users["max"]).get(f"/units/{people.north.pk}/merge/").status_code == 403
    answer = ada.post(f"/units/{people.north.pk}/merge/", {"into": people.south.pk})
    assert answer.status_code == 303
    drain()
    row = Move.objects.get()
    assert not Unit.live().filter(pk=people.north.pk).exists()
    assert Unit.live().get(pk=below.pk).parent_id == people.south.pk
    assert Customer.live().get().unit_id == people.south.pk
    assert User.live().get(username="sue").unit_id == people.south.pk
    grant.refresh_from_db()
    assert grant.principal % RecordGrant.KIND == people.south.pk
    ada.post(f"/undo/{row.batch_id}/")
    assert Unit.live().get(pk=people.north.pk).name == "North"
    assert Unit.live().get(pk=below.pk).parent_id == people.north.pk
    assert Customer.live().get().unit_id == people.north.pk
    grant.refresh_from_db()
    assert grant.principal % RecordGrant.KIND == people.north.pk


def test_a_unit_with_people_does_not_end(people: People, ada: Client) -> None:
    assert ada.post(f"/units/{people.north.pk}/delete/", {"version": people.north.version}).status_code == 422
    ids = list(User.live().filter(unit=people.north.pk).values_list("pk", flat=True))
    bulk.update(User, [(number, None, {"unit": people.south.pk}) for number in ids], by=people.ada)
    assert ada.post(f"/units/{people.north.pk}/delete/", {"version": people.north.version}).status_code == 303
    assert not Unit.live().filter(pk=people.north.pk).exists()


def test_everybody_sees_who_works_where(people: People, ada: Client) -> None:
    people.give("sue", position="Key accounts")
    records.update((Unit, people.north.pk), by=people.ada, manager=people.users["max"].pk)
    carl = browser(people.users["carl"])
    page = carl.get(f"/organisation/?unit={people.north.pk}").content.decode()
    assert "Key accounts" in page
    assert "/merge/" not in page
    assert "Max Manager" in page
    assert "Nora Neighbour" not in page
    assert "Nora Neighbour" in carl.get("/organisation/?q=nor").content.decode()
    assert "Sue Seller" in carl.get(f"/organisation/?team={people.team.pk}").content.decode()
    assert (
        f"/units/{people.north.pk}/merge/"
        in ada.get(f"/organisation/?unit={people.north.pk}").content.decode()
    )


def test_what_was_still_to_be_done_for_who_left_is_not_done(people: People, ada: Client) -> None:
    kept = records.create(Customer, by=people.sue, name="Nordlicht")
    mass.begin(mass.Order("customer", "update", {"name": "Gone"}), [kept.pk], people.sue)
    leave(ada, people.users["sue"], stay=["line-customer-owner", "line-team-members"], to=[])
    assert Customer.live().get().name == "Nordlicht"


def test_the_page_of_a_person_says_to_whom_he_reports_and_whom_he_leads(people: People, ada: Client) -> None:
    people.give("sue", manager=people.users["max"].pk)
    page = ada.get(f"/users/{people.users['max'].pk}/?tab=organisation").content.decode()
    assert "Leads" in page
    assert "Sue Seller" in page
    mine = ada.get(f"/users/{people.users['sue'].pk}/?tab=organisation").content.decode()
    assert "Reports to" in mine
    assert "Key accounts" in mine
    with pytest.raises(Invalid):
        people.give("max", manager=people.users["sue"].pk)
