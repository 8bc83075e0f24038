"""Records of others: A01 to A12."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from kith.engine import mass, records, registry
from kith.engine.mass import Order as MassOrder
from kith.features.files.models import Attachment
from tests.attacks.scene import NOBODY, Contact, api, ask, customer, marks, same, state, web
from tests.company import People
from tests.security.surfaces import Callers, orders, send
from tests.security.world import World, build, cases, file_on, placed, ruled, text_of
from tests.signing import browser, program

pytestmark = pytest.mark.database

ALL = ("update", "delete", "assign", "share", "export", "mass_update")


@pytest.fixture
def world(people: People, request: pytest.FixtureRequest) -> World:
    """The rows of the entity that a test is about."""
    return build(people, request.param)


def vera(world: World) -> Callers:
    """Vera, who may do everything with what is her own."""
    grants = dict.fromkeys((*ALL, *world.spec.actions), "all")
    world.vera({**grants, "read": "own", "create": "all"}, attachment="all", comment="all", pin="all")
    user = world.people.users["vera"]
    return Callers(browser(user), program(user), world)


def glance(world: World, number: int) -> Any:
    """The row and how many rows and traces there are."""
    row = world.spec.model.objects.filter(pk=number).values().get()
    return row, world.spec.model.objects.count(), *marks()


@pytest.mark.parametrize("world", [key for key in placed() if not ruled(key)], indirect=True)
def test_a01_a02_a_record_of_others_is_as_if_it_were_not_there_and_stays_as_it_is(world: World) -> None:
    by, number = vera(world), world.rows["far"]
    if "read" in world.spec.entity.open:
        world.vera(dict.fromkeys(ALL, "own"))
    before, seen = state(), glance(world, number)
    for order, nobody in zip(orders(world.spec, number), orders(world.spec, NOBODY), strict=True):
        cases["attack on a record"] += 1
        answer = send(by, order)
        assert answer.status_code < 500, order
        assert number in world.expected("read", "own") or number not in world.told(answer), order
        if number not in world.expected("read", "own"):
            assert same(answer, send(by, nobody)), order
            assert not order.named or answer.status_code in (404, 405), order
        assert glance(world, number) == seen, order
    assert state() == before


def test_a03_nobody_takes_out_of_the_trash_what_was_never_his(people: People) -> None:
    mine, other = customer(people, "sue", name="Mine"), customer(people)
    for one, by in ((mine, people.sue), (other, people.nora)):
        records.delete(one, by=by)
    before = state()
    for path in (f"/api/v1/customers/{other.pk}/restore", f"/api/v1/customers/{NOBODY}/restore"):
        assert ask(api(people, "sue"), "POST", path).status_code == 404
    assert ask(api(people, "sue"), "DELETE", f"/api/v1/customers/{other.pk}").status_code == 404
    for verb in ("restore", "purge"):
        assert web(people, "sue").post(f"/customers/{other.pk}/{verb}/").status_code in (403, 404)
    assert web(people, "sue").get(f"/customers/{other.pk}/").status_code == 404
    trash = text_of(web(people, "sue").get("/settings/trash/"))
    assert "Mine" in trash
    assert "Secret" not in trash
    assert state() == before


def test_a03_a_right_to_delete_everything_does_not_reach_beyond_what_is_read(people: People) -> None:
    people.role("cleaner", {"customer": {"read": "own", "delete": "all", "update": "all"}})
    people.join("Clea Cleaner", "cleaner")
    other = customer(people)
    records.delete(other, by=people.nora)
    before = state()
    assert "Secret" not in text_of(web(people, "clea").get("/settings/trash/"))
    assert web(people, "clea").get(f"/customers/{other.pk}/").status_code == 404
    for path in (f"/customers/{other.pk}/restore/", f"/customers/{other.pk}/purge/"):
        assert web(people, "clea").post(path).status_code in (403, 404)
    assert ask(api(people, "clea"), "DELETE", f"/api/v1/customers/{other.pk}").status_code == 404
    assert ask(api(people, "clea"), "POST", f"/api/v1/customers/{other.pk}/restore").status_code == 404
    assert state() == before


def test_a03_many_with_one_that_is_not_mine_are_refused_whole_or_told_as_not_found(people: People) -> None:
    people.role("many", {"customer": dict.fromkeys((*ALL, "read", "create"), "own")})
    people.join("Mona Many", "many")
    mine, other = customer(people, "mona", name="Mine"), customer(people)
    before = state()
    sent = {"delete": [mine.pk, other.pk]}
    answer = ask(api(people, "mona"), "POST", "/api/v1/customers/bulk", sent)
    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()
    assert state() == before


def test_a04_a_change_of_all_that_fits_changes_what_one_may_change_and_says_how_many(people: People) -> None:
    people.role("mass", {"customer": {"read": "all", "update": "own", "mass_update": "own", "assign": "own"}})
    people.join("Mona Mass", "mass")
    mine, other = customer(people, "sue", name="Mine"), customer(people)
    records.update(mine, by=people.ada, owner=people.users["mona"].pk)
    page, path = web(people, "mona"), "/customers/bulk/update/?view=all"
    assert "1 record" in text_of(page.get(f"{path}&all=1"))
    sent = {"all": "1", "seen": "1", "change": "city", "city": "York", "nonce": secrets.token_hex(16)}
    assert page.post(path, sent).status_code in (200, 302, 303)
    found = dict(type(mine).objects.values_list("pk", "city"))
    assert (found[mine.pk], found[other.pk]) == ("York", "")
    number = mass.begin(MassOrder("customer", "update", {"city": "Bath"}), [mine.pk], people.actor("mona")).pk
    assert web(people, "sue").get(f"/mass/{number}/").status_code == 404


@pytest.mark.parametrize(
    "ids", ["1,1,1", "-1", "1.5", "abc", "0", "9" * 30, ",".join(map(str, range(1, 6_000))), "1;DROP"]
)
def test_a05_strange_numbers_of_many_records_are_refused(people: People, ids: str) -> None:
    other = customer(people)
    before = state()
    sent = {"ids": ids.replace("1", str(other.pk)), "nonce": secrets.token_hex(16)}
    assert web(people, "max").post("/customers/bulk/delete/", sent).status_code < 500
    parts: list[Any] = [int(one) if one.lstrip("-").isdigit() else one for one in ids.split(",")]
    for body in ({"delete": parts}, {"update": [{"id": one, "city": "X"} for one in parts]}):
        answer = ask(api(people, "max"), "POST", "/api/v1/customers/bulk", body)
        assert 400 <= answer.status_code < 500
    assert state() == before


def test_a06_what_is_nested_in_a_record_is_not_written(people: People) -> None:
    mine, other = customer(people, "sue"), records.create(Contact, by=people.nora, name="Child")
    before = state()
    for body in (
        {"contacts": [{"id": other.pk, "name": "z"}]},
        {"parent": {"id": other.pk, "name": "z"}},
        {"owner": {"id": people.users["sue"].pk, "name": "z"}},
    ):
        assert ask(api(people, "sue"), "PATCH", f"/api/v1/customers/{mine.pk}", body).status_code in (
            400,
            422,
        )
    assert state() == before


def test_a07_nothing_is_put_under_a_record_out_of_reach_and_its_name_is_not_told(people: People) -> None:
    other, contact = customer(people), records.create(Contact, by=people.sue, name="Mine")
    before = state()
    answers = [
        ask(api(people, "sue"), "PATCH", f"/api/v1/contacts/{contact.pk}", {"customer": other.pk}),
        ask(api(people, "sue"), "PATCH", f"/api/v1/contacts/{contact.pk}", {"customer": NOBODY}),
        web(people, "sue").post(f"/contacts/{contact.pk}/edit/", {"name": "Mine", "customer": other.pk}),
        web(people, "sue").post(f"/contacts/{contact.pk}/cell/customer/", {"customer": other.pk}),
        web(people, "sue").post("/contacts/new/", {"name": "New", "customer": other.pk}),
    ]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert not any("Secret" in text_of(answer) for answer in answers)
    assert answers[0].content == answers[1].content
    assert state() == before
    assert "Secret" not in text_of(web(people, "sue").get(f"/contacts/new/?customer={other.pk}"))


def test_a08_each_step_along_links_is_within_reach(people: People) -> None:
    other = customer(people, city="Hidden City")
    contact = records.create(
        Contact, by=people.ada, name="Mine", customer=other.pk, owner=people.users["sue"].pk
    )
    program = api(people, "sue")
    for path in (
        "/api/v1/contacts?fields=name,customer.name,customer.city",
        "/api/v1/contacts?customer.city=Hidden+City",
        "/api/v1/contacts?sort=customer",
        f"/api/v1/contacts/{contact.pk}?fields=customer.city",
        "/api/v1/contacts/summary?group=customer",
    ):
        text = text_of(program.get(path))
        assert "Hidden" not in text, path
        assert "Secret" not in text, path
    assert program.get("/api/v1/contacts?customer.city=Hidden+City").json()["items"] == []
    for path in (
        "fields=customer.owner.password",
        "expand=customer.owner",
        "fields=owner.password",
        "sort=owner.password",
    ):
        assert program.get(f"/api/v1/contacts?{path}").status_code == 400, path
    page = text_of(web(people, "sue").get(f"/contacts/{contact.pk}/"))
    assert "Secret" not in page


def test_a09_a_file_is_gone_with_the_right_to_its_record(people: People) -> None:
    other = customer(people)
    number = file_on("customer", other.pk, people.nora)
    first = web(people, "nora").get(f"/files/{number}/content/")
    text_of(first)
    tag = first.headers["ETag"]
    before = state()
    for name, status in (("nora", 200), ("sue", 404)):
        for path in (f"/files/{number}/content/", f"/files/{number}/content/?inline=1"):
            answer = web(people, name).get(path)
            text_of(answer)
            assert answer.status_code == status
        answer = api(people, name).get(f"/api/v1/files/{number}/content")
        text_of(answer)
        assert answer.status_code == status
    assert (
        web(people, "sue").get(f"/files/{number}/content/", headers={"If-None-Match": tag}).status_code == 404
    )
    assert state() == before


def test_a10_nobody_takes_a_file_of_others_to_himself(people: People) -> None:
    mine, other = customer(people, "sue", name="Mine"), customer(people)
    number = file_on("customer", other.pk, people.nora)
    before = state()
    about = {"about": {"entity": "customer", "id": mine.pk}}
    assert ask(api(people, "sue"), "PATCH", f"/api/v1/files/{number}", about).status_code == 404
    assert (
        ask(api(people, "sue"), "POST", "/api/v1/files", {"name": "a", **about, "sha": "0" * 64}).status_code
        == 422
    )
    assert web(people, "sue").post(f"/files/{number}/remove/").status_code == 404
    assert state() == before
    sent = {"kind": "comment", "text": "hello", "file": number, "nonce": secrets.token_hex(16)}
    assert web(people, "sue").post(f"/customers/{mine.pk}/compose/", sent).status_code in (200, 302, 303)
    kept = Attachment.objects.get(pk=number)
    assert (kept.about, kept.entry, kept.deleted_at) == (other.pk, None, None)


def test_a11_history_says_nothing_of_records_out_of_reach_nor_of_hidden_fields(people: People) -> None:
    other, mine = customer(people), customer(people, "sue", name="Mine")
    records.update(mine, by=people.ada, revenue={"amount": "73910264", "currency": "EUR"})
    people.role("seller", {"*": {"*": "own"}}, {"customer": {"revenue": "hidden"}})
    for part in ("history", "timeline"):
        assert api(people, "sue").get(f"/api/v1/customers/{other.pk}/{part}").status_code == 404
        told = text_of(api(people, "sue").get(f"/api/v1/customers/{mine.pk}/{part}"))
        assert "revenue" not in told.lower()
        assert "73910264" not in told.replace(",", "")
    page = text_of(web(people, "sue").get(f"/customers/{mine.pk}/"))
    assert "revenue" not in page.lower()


def test_a12_a_likely_duplicate_out_of_reach_is_not_shown(people: People) -> None:
    both = {"email": "a@acme.example", "phone": "+44 20 7946 0001"}
    other = customer(people, name="Acme Other", **both)
    mine = records.create(registry.spec("lead").model, by=people.sue, name="Ann", company="Acme", **both)
    page = text_of(web(people, "sue").get(f"/leads/{mine.pk}/convert/"))
    assert f"/customers/{other.pk}/" not in page
    assert "Acme Other" not in page
