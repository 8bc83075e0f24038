"""Functions that are not for everybody, and rights that end: A31 to A48."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from kith.engine import journal, records, registry, remembering
from kith.engine.identity.models import Role
from kith.engine.jobs import drain
from kith.engine.journal import Batch
from kith.features.exports import exporting
from kith.features.exports.models import Export
from tests.attacks.scene import Activity, Contact, api, ask, customer, state, web
from tests.company import People
from tests.security.surfaces import routes
from tests.security.world import text_of

pytestmark = pytest.mark.database

OWN_SETTINGS = (
    "settings/", "settings/look/", "settings/password/", "settings/trash/", "settings/batches/", "settings/sessions/",
    "settings/security/", "settings/tokens/", "settings/prove/", "settings/sign-on/", "settings/log/", "settings/away/",
)  # fmt: skip


def test_a31_a_contact_with_a_colleagues_address_changes_no_account(people: People) -> None:
    records.update(
        (type(people.users["ada"]), people.users["ada"].pk), by=people.ada, email="ada@kith.example"
    )
    contact = records.create(Contact, by=people.sue, name="Ada Admin", email="ada@kith.example")
    sent = {"email": "sue@evil.example", "name": "Sue"}
    assert ask(api(people, "sue"), "PATCH", f"/api/v1/contacts/{contact.pk}", sent).status_code == 200
    people.users["ada"].refresh_from_db()
    assert (people.users["ada"].email, people.users["ada"].name) == ("ada@kith.example", "Ada Admin")


@pytest.mark.parametrize("name", ["sue", "max", "otto", "stranger"])
def test_a32_what_is_for_administrators_opens_to_nobody_else(people: People, name: str) -> None:
    before, number = state(), people.users["ada"].pk
    fixed = [route for route in routes() if "<" not in route and route.startswith(("settings/", "design/"))]
    others = [
        route for route in fixed if not route.startswith(OWN_SETTINGS[6:]) and route not in OWN_SETTINGS
    ]
    assert len(others) > 2
    paths = [
        f"users/{number}/reset-factors/",
        f"users/{number}/set_password/",
        "shape/customers/layout/",
        *others,
    ]
    page, program = web(people, name), api(people, name)
    answers = [
        (path, method, getattr(page, method)(f"/{path}")) for path in paths for method in ("get", "post")
    ]
    answers += [
        (spec.plural, "create", ask(program, "POST", f"/api/v1/{spec.plural}", {}))
        for spec in registry.specs()
        if spec.entity.group == "settings" and "create" not in spec.entity.open
    ]
    audited = (
        {("settings/privacy/", "get")} if name == "otto" else set()
    )  # statements, for who reads everything
    opened = [(path, method) for path, method, answer in answers if not shut(answer)]
    assert set(opened) <= audited
    assert state() == before


def shut(answer: Any) -> bool:
    """Whether a door did not open; one that first asks who is there did not open yet."""
    text_of(answer)
    return answer.status_code in (403, 404, 405) or "/settings/prove/" in answer.headers.get("Location", "")


def test_a33_nobody_raises_himself(people: People) -> None:
    mine, before = people.users["max"], state()
    role, high = people.roles["manager"], people.roles["administrator"]
    tries = [
        ask(api(people, "max"), "PATCH", f"/api/v1/roles/{role.pk}", {"grants": {"*": {"*": "all"}}}),
        ask(
            api(people, "max"),
            "POST",
            "/api/v1/roles",
            {"key": "x", "name": "X", "grants": {"*": {"*": "all"}}},
        ),
        ask(api(people, "max"), "PATCH", f"/api/v1/users/{mine.pk}", {"roles": [high.pk]}),
        ask(api(people, "max"), "PATCH", f"/api/v1/users/{mine.pk}", {"manager": None, "is_active": True}),
    ]
    assert [answer.status_code for answer in tries[:3]] <= [499] * 3
    assert all(400 <= answer.status_code < 500 for answer in tries[:3])
    assert state()["role"] == before["role"]
    assert Role.objects.get(pk=role.pk).grants == role.grants
    type(mine).objects.get(pk=mine.pk)
    assert type(mine).objects.get(pk=mine.pk).roles == mine.roles


def test_a34_an_entity_that_is_closed_to_a_role_is_nowhere(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    records.create(
        Activity, by=people.sue, subject="Unmistakable call", kind="call", about=("customer", mine.pk),
    )  # fmt: skip
    people.role("seller", {"customer": {"*": "own"}, "activity": {"*": "none"}})
    for path in (
        "/", "/activities/", "/activities/calendar/", f"/customers/{mine.pk}/",
        "/search/?q=Unmistakable", "/search/palette/?q=Unmistakable", "/references/activity/?q=Unmistakable",
        "/references/any/?q=Unmistakable", "/settings/trash/", "/places/", "/notifications/", "/customers/report/",
    ):  # fmt: skip
        assert "Unmistakable call" not in text_of(web(people, "sue").get(path)), path
    for path in (
        "/api/v1/activities", f"/api/v1/customers/{mine.pk}/timeline", "/api/v1/search?q=Unmistakable",
        "/api/v1/activities/summary", "/api/v1/activities/export",
    ):  # fmt: skip
        assert "Unmistakable call" not in text_of(api(people, "sue").get(path)), path
    assert '"activity"' not in text_of(api(people, "sue").get("/api/v1/entities"))
    assert ask(api(people, "sue"), "POST", "/api/v1/activities", {"subject": "x"}).status_code in (403, 404)


def test_a37_no_way_along_links_leads_to_a_closed_entity(people: People) -> None:
    records.create(Contact, by=people.sue, name="Mine")
    people.role("seller", {"contact": {"*": "own"}})
    for query in ("fields=customer.city", "customer.city=x", "sort=customer.city"):
        answer = api(people, "sue").get(f"/api/v1/contacts?{query}")
        assert answer.status_code == 400 or not any(
            item.get("customer.city") for item in answer.json()["items"]
        )
    where = '{"related": "customers", "some": {"field": "name", "op": "not_empty"}}'
    assert api(people, "sue").get("/api/v1/contacts", {"where": where}).status_code == 400


def test_a38_a_sum_that_was_kept_for_one_is_not_shown_to_another(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "SLOW", 0.0)
    customer(people)
    customer(people, "sue", name="Mine")
    for name, count in (("ada", 2), ("sue", 1), ("nora", 1), ("stranger", 0)):
        answer = api(people, name).get("/api/v1/customers/summary?group=status")
        items = answer.json().get("items", []) if answer.status_code == 200 else []
        assert sum(line["count"] for line in items) == count, name
        text = text_of(web(people, name).get("/customers/report/?group=owner"))
        assert ("Nora" in text) == (name in ("ada", "nora")), name


def test_a40_who_is_switched_off_is_out_at_once_with_all_that_was_begun(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    page, program = web(people, "sue"), api(people, "sue")
    with journal.batch(people.sue, "update", entity="customer") as batch:
        records.update(mine, by=people.sue, city="York")
    assert page.get("/customers/").status_code == 200
    people.give("sue", is_active=False)
    assert page.get("/customers/").status_code == 302
    assert program.get("/api/v1/customers").status_code == 401
    assert page.post(f"/undo/{batch.pk}/").status_code == 302
    mine.refresh_from_db()
    assert mine.city == "York"


def test_a40_nothing_is_taken_back_that_one_may_not_change_any_more(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    batch = Batch.objects.order_by("-pk")[0]
    page, program = web(people, "sue"), api(people, "sue")
    people.role("seller", {"customer": {"read": "none"}})
    for answer in (page.post(f"/undo/{batch.pk}/"), ask(program, "POST", f"/api/v1/batches/{batch.pk}/undo")):
        assert answer.status_code in (403, 404)
    assert type(mine).live().filter(pk=mine.pk).exists()
    people.role("seller", {"*": {"*": "own"}})
    assert ask(program, "POST", f"/api/v1/batches/{batch.pk}/undo").status_code == 200
    assert not type(mine).live().filter(pk=mine.pk).exists()


def test_a40_who_gave_a_record_away_may_take_that_back(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    sent = {"owner": people.users["nora"].pk}
    assert ask(api(people, "sue"), "PATCH", f"/api/v1/customers/{mine.pk}", sent).status_code == 200
    assert api(people, "sue").get(f"/api/v1/customers/{mine.pk}").status_code == 404
    batch = Batch.objects.order_by("-pk")[0]
    assert ask(api(people, "sue"), "POST", f"/api/v1/batches/{batch.pk}/undo").json()["undone"] == 1
    assert api(people, "sue").get(f"/api/v1/customers/{mine.pk}").status_code == 200


def test_a41_who_is_switched_off_does_not_come_back_by_himself(people: People) -> None:
    page, program, number = web(people, "sue"), api(people, "sue"), people.users["sue"].pk
    people.give("sue", is_active=False)
    for answer in (
        ask(program, "PATCH", f"/api/v1/users/{number}", {"is_active": True}),
        page.post("/settings/", {"is_active": "true", "language": "en"}),
        page.post(f"/users/{number}/edit/", {"is_active": "true"}),
        page.post("/settings/password/", {"old": "x", "password": "a long new password"}),
    ):
        assert answer.status_code in (302, 401, 403)
    people.users["sue"].refresh_from_db()
    assert not people.users["sue"].is_active


def test_a42_a_page_that_follows_knows_the_rights_of_now(people: People) -> None:
    for number in range(4):
        one = customer(people, "nora", name=f"Team {number}")
        records.update(one, by=people.ada, team=people.team.pk)
    people.role("seller", {"customer": {"read": "team"}})
    first = api(people, "sue").get("/api/v1/customers?limit=2").json()
    assert len(first["items"]) == 2
    records.update(people.team, by=people.ada, members=[people.users["nora"].pk])
    assert (
        api(people, "sue").get("/api/v1/customers", {"limit": 2, "cursor": first["next"]}).json()["items"]
        == []
    )


def exported(people: People, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An export of a manager's that is written by a job."""
    monkeypatch.setattr(exporting, "SMALL", 0)
    customer(people, "sue", name="Mine", source="Hiddenword")
    answer = api(people, "max").get("/api/v1/customers/export?format=csv&raw=true")
    assert answer.status_code == 202
    return Export.objects.get()


def test_a43_a_job_writes_with_the_rights_of_its_own_time(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = exported(people, monkeypatch)
    people.role("manager", {"customer": {"read": "none"}})
    drain()
    row.refresh_from_db()
    assert row.state == "failed"
    assert api(people, "max").get(f"/api/v1/exports/{row.pk}/content").status_code in (403, 404)


def test_a43_a_file_is_not_given_out_after_the_rights_it_was_written_with(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = exported(people, monkeypatch)
    drain()
    answer = api(people, "max").get(f"/api/v1/exports/{row.pk}/content")
    assert "Hiddenword" in text_of(answer)
    for name in ("sue", "ada"):
        assert api(people, name).get(f"/api/v1/exports/{row.pk}/content").status_code == 404
        assert web(people, name).get(f"/exports/{row.pk}/").status_code == 404
    everything = {"*": dict.fromkeys(("read", "export", "update"), "below")}
    people.role("manager", everything, {"customer": {"source": "hidden"}})
    assert api(people, "max").get(f"/api/v1/exports/{row.pk}/content").status_code == 403
    assert web(people, "max").get(f"/exports/{row.pk}/").status_code == 403


def test_a40_a_batch_of_others_is_taken_back_only_by_who_may_everything(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    batch = Batch.objects.order_by("-pk")[0]
    for name in ("nora", "carl", "otto", "max"):
        assert web(people, name).post(f"/undo/{batch.pk}/", {"nonce": secrets.token_hex(16)}).status_code in (
            403,
            404,
        )
        assert api(people, name).get(f"/api/v1/batches/{batch.pk}").status_code == 404
    assert type(mine).live().filter(pk=mine.pk).exists()
