"""Fields that are hidden, masked or only to be read: A13 to A27."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.engine import epoch, records
from kith.features.views.models import SavedView
from tests.attacks.scene import api, ask, customer, state, web
from tests.company import People
from tests.security.world import file_on, text_of

pytestmark = pytest.mark.database

# Long enough that no time of day in a file spells it by chance.
SECRET = "73910264"
F = "revenue"
NONE = "no_such_field"


def hide(people: People, **levels: str) -> None:
    """Sellers may do everything with what is theirs, but for these fields."""
    people.role("seller", {"*": {"*": "own"}}, {"customer": levels})


@pytest.fixture
def mine(people: People) -> Any:
    """A customer of Sue's, who does not see what it earns."""
    record = customer(
        people, "sue", name="Mine", revenue={"amount": f"{SECRET}.00", "currency": "EUR"}, source="Hiddenword"
    )
    customer(people, "sue", name="Other", revenue={"amount": "5", "currency": "EUR"})
    hide(people, revenue="hidden", source="hidden")
    return record


PROGRAMS = (
    "fields={}",
    "{}.gte=100",
    "{}.empty=true",
    "where=%7B%22field%22%3A%22{}%22%2C%22op%22%3A%22gte%22%2C%22value%22%3A1%7D",
    "sort={}",
    "sort=-name,{}",
)


@pytest.mark.parametrize("query", PROGRAMS)
def test_a13_a14_a15_a_hidden_field_is_answered_like_one_that_is_not_there(
    people: People, mine: Any, query: str
) -> None:
    asked = [api(people, "sue").get(f"/api/v1/customers?{query.format(name)}") for name in (F, NONE)]
    assert [answer.status_code for answer in asked] == [400, 400]
    assert asked[0].content.replace(F.encode(), b"") == asked[1].content.replace(NONE.encode(), b"")


def test_a14_no_search_by_halves_finds_a_hidden_value(people: People, mine: Any) -> None:
    for bound in ("1", "5000", "73910263", "73910265", "99999999"):
        for path in (
            f"/api/v1/customers?{F}.gte={bound}&count=exact",
            f"/api/v1/customers/summary?{F}.gte={bound}",
        ):
            assert api(people, "sue").get(path).status_code == 400
        where = json.dumps([{"field": F, "op": "gte", "value": bound}])
        for path in ("/customers/", "/customers/board/", "/customers/report/", "/customers/map/"):
            answer = web(people, "sue").get(path, {"where": where})
            assert answer.status_code in (400, 404), path
            assert "Mine" not in text_of(answer)
        builder = text_of(web(people, "sue").get("/customers/filter/", {"where": where}))
        assert "Yearly revenue" not in builder


def test_a15_an_order_and_its_cursor_give_no_name_out_of_reach_away(people: People) -> None:
    from_nora = customer(people, name="Unmistakable Parent")
    for number in range(3):
        records.create(
            type(from_nora),
            by=people.ada,
            name=f"Mine {number}",
            parent=from_nora.pk,
            owner=people.users["sue"].pk,
        )
    answer = api(people, "sue").get("/api/v1/customers?sort=parent&limit=1").json()
    assert answer["next"]
    mine = api(people, "ada").get("/api/v1/customers?sort=-parent&limit=1").json()
    assert len(answer["next"]) < len(mine["next"])
    assert web(people, "sue").get("/customers/?sort=parent").status_code == 200


def test_a16_nothing_is_grouped_or_added_up_by_a_hidden_field(people: People, mine: Any) -> None:
    for name in (F, NONE):
        for query in (f"group={name}", *(f"measure={word}:{name}" for word in ("sum", "min", "max", "avg"))):
            assert api(people, "sue").get(f"/api/v1/customers/summary?{query}").status_code == 400, query
    for path in (
        f"/customers/report/?group={F}",
        f"/customers/?group={F}",
        f"/customers/?sort={F}",
        f"/customers/?columns={F},name",
    ):
        text = text_of(web(people, "sue").get(path)).replace(",", "")
        assert SECRET not in text, path
        assert "Yearly revenue" not in text, path


def test_a17_words_of_hidden_fields_find_nothing(people: People) -> None:
    customer(people, "sue", name="Mine", email="unmistakable@hidden.example", phone="+44 20 7946 0123")
    assert api(people, "sue").get("/api/v1/customers?q=unmistakable@hidden.example").json()["items"]
    hide(people, email="hidden", phone="hidden")
    for words in ("unmistakable@hidden.example", "unmistakable", "+442079460123", "79460123"):
        assert api(people, "sue").get("/api/v1/customers", {"q": words}).json()["items"] == []
        assert api(people, "sue").get("/api/v1/search", {"q": words}).json()["items"] == []
        for path in ("/search/", "/search/palette/", "/references/customer/", "/customers/"):
            assert "Mine" not in text_of(web(people, "sue").get(path, {"q": words})), path


def test_a18_files_hold_no_hidden_field_whoever_made_the_view(people: People, mine: Any) -> None:
    view = records.create(
        SavedView, by=people.ada, name="Rich", entity="customer", columns=["name", F], shared="everyone"
    )
    for kind in ("csv", "xlsx", "jsonl"):
        answer = web(people, "sue").get("/customers/export/", {"view": str(view.pk), "format": kind})
        text = text_of(answer)
        assert answer.status_code in (200, 400), text
        assert SECRET not in text
        assert "revenue" not in text.lower()
        for raw in ("true", "false"):
            text = text_of(api(people, "sue").get("/api/v1/customers/export", {"format": kind, "raw": raw}))
            assert SECRET not in text
            assert F not in text
    page = text_of(web(people, "sue").get(f"/customers/{mine.pk}/"))
    assert SECRET not in page.replace(",", "")


def test_a19_a_shared_view_runs_with_the_rights_of_who_opens_it(people: People, mine: Any) -> None:
    where = {"field": F, "op": "gte", "value": {"amount": "100", "currency": "EUR"}}
    view = records.create(
        SavedView, by=people.ada, name="Rich", entity="customer", columns=["name"], where=where, sort=[f"-{F}"],
        shared="everyone",
    )  # fmt: skip
    epoch.bump("config")
    for path in ("/customers/", "/customers/board/", "/customers/report/", "/customers/export/"):
        text = text_of(web(people, "sue").get(path, {"view": str(view.pk), "format": "csv"}))
        assert ("Mine" in text) == ("Other" in text), path
    far = customer(people)
    assert "Secret" not in text_of(web(people, "sue").get("/customers/", {"view": str(view.pk)}))
    assert far.owner_id == people.users["nora"].pk


@pytest.mark.parametrize(
    "query", [*PROGRAMS[1:5], "{}.starts=%2B4420", "{}.contains=7946", "{}=%2B442079460123"]
)
def test_a23_nobody_feels_his_way_along_a_masked_value(people: People, query: str) -> None:
    far = customer(people, name="Masked", phone="+44 20 7946 0123")
    people.role("agents", {"customer": {"read": "all"}}, {"customer": {"phone": "masked"}})
    people.join("Aki Agent", "agents")
    assert api(people, "aki").get(f"/api/v1/customers?{query.format('phone')}").status_code == 400
    for words in ("79460123", "+442079460123"):
        assert api(people, "aki").get("/api/v1/customers", {"q": words}).json()["items"] == []
    for path in (f"/api/v1/customers/{far.pk}", "/api/v1/customers", "/api/v1/customers/export?format=csv"):
        assert "79460123" not in text_of(api(people, "aki").get(path)).replace(" ", ""), path
    for path in (f"/customers/{far.pk}/", "/customers/", "/customers/export/?format=csv&columns=name,phone"):
        assert "79460123" not in text_of(web(people, "aki").get(path)).replace(" ", ""), path


def test_a24_a_field_to_read_is_written_by_no_way_and_nothing_else_with_it(people: People) -> None:
    mine = customer(people, "sue", name="Mine", city="York")
    hide(people, city="read")
    page, program, before = web(people, "sue"), api(people, "sue"), state()
    here, one = f"/customers/{mine.pk}/", f"/api/v1/customers/{mine.pk}"
    nonce = {"nonce": secrets.token_hex(16)}
    tries = [
        ask(program, "PATCH", one, {"city": "Bath", "industry": "Toys"}),
        ask(program, "POST", "/api/v1/customers", {"name": "New", "city": "Bath"}),
        ask(program, "POST", "/api/v1/customers/bulk", {"update": [{"id": mine.pk, "city": "Bath", "industry": "T"}]}),
        page.post(f"{here}cell/city/", {"city": "Bath", **nonce}),
        page.post("/customers/paste/", {
            "apply": "1", "rows": f"{mine.pk}:1", "columns": "city", "text": "Bath", "high": "1", "wide": "1", **nonce,
        }),
        page.post("/customers/bulk/update/", {"ids": str(mine.pk), "change": "city", "city": "Bath", **nonce}),
    ]  # fmt: skip
    assert all(400 <= answer.status_code < 500 for answer in tries), [answer.status_code for answer in tries]
    assert state() == before
    page.post(f"{here}edit/", {"name": "Mine", "city": "Bath", "version": "1"})
    mine.refresh_from_db()
    assert mine.city == "York"


GREEDY: tuple[dict[str, Any], ...] = (
    {"id": 99}, {"created_at": "2001-01-01T00:00:00Z"}, {"created_by": 1}, {"updated_by": 1}, {"deleted_at": None},
    {"_deleted": False}, {"is_superuser": True}, {"org_id": 2}, {"__proto__": {"admin": True}}, {"name": {"x": "y"}},
    {"name": ["y"]}, {"custom": {"x": 1}}, {"name_key": "x"}, {"owner_id": 1}, {"version": 99}, {"pk": 5},
    {"last_contact_at": "2001-01-01T00:00:00Z"}, {"fieldname": {}}, {"": ""}, {"name": None},
)  # fmt: skip


@pytest.mark.parametrize("body", GREEDY, ids=lambda body: next(iter(body)) or "empty")
def test_a25_what_nobody_may_set_is_refused_with_all_that_comes_with_it(
    people: People, body: dict[str, Any]
) -> None:
    mine = customer(people, "sue", name="Mine")
    before = state()
    sent = {"city": "York", **body}
    assert 400 <= ask(api(people, "sue"), "PATCH", f"/api/v1/customers/{mine.pk}", sent).status_code < 500
    if "version" not in body:
        assert (
            400
            <= ask(api(people, "sue"), "POST", "/api/v1/customers", {"name": "New", **sent}).status_code
            < 500
        )
    assert state() == before


def test_a25_forms_take_the_fields_that_they_have_and_twice_given_keys_are_refused(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    twice = b'{"city": "York", "city": "Bath"}'
    answer = api(people, "sue").patch(f"/api/v1/customers/{mine.pk}", twice, content_type="application/json")
    assert answer.status_code == 400
    sent = {
        "name": "Mine",
        "id": "99",
        "created_by": "1",
        "deleted_at": "",
        "is_superuser": "true",
        "owner_id": "1",
    }
    web(people, "sue").post(f"/customers/{mine.pk}/edit/", {**sent, "version": "1"})
    mine.refresh_from_db()
    assert (mine.pk, mine.created_by_id, mine.owner_id) == (
        mine.pk,
        people.users["sue"].pk,
        people.users["sue"].pk,
    )
    user = people.users["sue"]
    for body in (
        {"is_active": False},
        {"password": "x"},
        {"roles": [people.roles["administrator"].pk]},
        {"is_superuser": True},
    ):
        assert ask(api(people, "sue"), "PATCH", f"/api/v1/users/{user.pk}", body).status_code in (
            403,
            404,
            422,
        )
    user.refresh_from_db()
    assert user.roles == [people.roles["seller"].pk]


def test_a26_what_exists_already_out_of_reach_is_not_described(people: People) -> None:
    people.role("shopkeeper", {"user": {"create": "all", "read": "own"}})
    people.join("Una User", "shopkeeper")
    answer = ask(api(people, "una"), "POST", "/api/v1/users", {"name": "Someone", "username": "nora"})
    assert answer.status_code in (403, 409, 422)
    text = answer.content.decode()
    assert "Nora Neighbour" not in text
    assert str(people.users["nora"].pk) not in text.replace(answer.headers.get("Content-Length", "-"), "")


def test_a27_tags_counts_and_suggestions_say_nothing_of_what_is_out_of_reach(people: People) -> None:
    other = customer(people, tags=["unmistakabletag"])
    number = file_on("customer", other.pk, people.nora)
    first = web(people, "nora").get(f"/files/{number}/content/")
    text_of(first)
    page, program = web(people, "sue"), api(people, "sue")
    tags = {"If-None-Match": first.headers["ETag"], "If-Match": '"1"'}
    assert page.get(f"/files/{number}/content/", headers=tags).status_code == 404
    for method in ("GET", "HEAD"):
        assert program.generic(method, f"/api/v1/customers/{other.pk}", headers=tags).status_code == 404
    listed = program.get("/api/v1/customers?count=exact")
    assert (listed.json()["count"], listed.json()["items"]) == (0, [])
    assert not {"X-Total-Count", "Last-Modified"} & set(listed.headers)
    assert program.get("/api/v1/customers/tags?field=tags").json()["items"] == []
    assert "unmistakabletag" not in text_of(page.get("/customers/tags/tags/"))
    assert program.get("/api/v1/notifications").json()["unread"] == 0
    sent = {"file": SimpleUploadedFile("a.txt", b"hello")}
    assert program.post(f"/api/v1/customers/{other.pk}/files", sent).status_code == 404
