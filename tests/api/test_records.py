"""Collections and records over HTTP, as a program of somebody else uses them."""

from __future__ import annotations

from tests.api.callers import Caller


def test_a_record_is_created_read_changed_deleted_and_restored(boss: Caller) -> None:
    made = boss.post(
        "customers", {"name": "Zeta", "revenue": {"amount": "12.50", "currency": "EUR"}, "tags": ["a"]}
    )
    assert made.status_code == 201, made.content
    place = made.headers["Location"]
    assert made.json()["revenue"] == {"amount": "12.50", "currency": "EUR"}
    assert place == f"/api/v1/customers/{made.json()['id']}"
    read = boss.get(place)
    assert read.json() == made.json()
    assert read.headers["ETag"] == '"1"'
    changed = boss.patch(place, {"grade": "A"}, If_Match='"1"')
    assert (changed.status_code, changed.json()["grade"], changed.headers["ETag"]) == (200, "A", '"2"')
    assert boss.delete(place).status_code == 204
    assert boss.get(place).status_code == 404
    assert boss.post(f"{place}/restore").json()["name"] == "Zeta"
    assert boss.get(place).status_code == 200


def test_a_stale_change_is_refused_with_the_values_as_they_are_now(boss: Caller) -> None:
    place = boss.post("customers", {"name": "Zeta"}).headers["Location"]
    boss.patch(place, {"name": "Eta"})
    for refused in (
        boss.patch(place, {"name": "Theta"}, If_Match='"1"'),
        boss.patch(place, {"name": "Theta", "version": 1}),
        boss.delete(place, If_Match='"1"'),
    ):
        assert refused.status_code == 412
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json()["current"]["name"] == "Eta"
        assert refused.json()["current"]["version"] == 2


def test_a_list_gives_pages_names_of_links_and_counts(boss: Caller) -> None:
    for number in range(5):
        assert boss.post("customers", {"name": f"C{number}"}).status_code == 201
    first = boss.get("customers?fields=name,owner.name&sort=-name&limit=2&count=exact").json()
    assert [item["name"] for item in first["items"]] == ["C4", "C3"]
    assert set(first["items"][0]) == {"id", "version", "name", "owner.name"}
    assert first["items"][0]["owner.name"] == "Boss"
    assert (first["count"], first["count_is"]) == (5, "exact")
    seen = first["items"]
    following = first["next"]
    while following:
        page = boss.get(f"customers?fields=name,owner.name&sort=-name&limit=2&cursor={following}").json()
        seen += page["items"]
        following = page["next"]
    assert [item["name"] for item in seen] == ["C4", "C3", "C2", "C1", "C0"]


def test_a_list_is_filtered_by_simple_words_and_by_a_condition(boss: Caller) -> None:
    for name, grade in (("Ada", "A"), ("Bob", "B"), ("Cid", "C")):
        boss.post("customers", {"name": name, "grade": grade, "tags": [grade.lower()]})

    def names(query: str) -> list[str]:
        return [item["name"] for item in boss.get(f"customers?sort=name&{query}").json()["items"]]

    assert names("grade=A") == ["Ada"]
    assert names("grade.in=A,B") == ["Ada", "Bob"]
    assert names("grade.not_in=A") == ["Bob", "Cid"]
    assert names("tags=b") == ["Bob"]
    assert names("owner=me&name.starts=c") == ["Cid"]
    assert names("owner.name=Boss&created_at.within=today") == ["Ada", "Bob", "Cid"]
    assert names("phone.empty=true") == ["Ada", "Bob", "Cid"]
    assert names("phone.empty=false") == []
    assert names("q=bo") == ["Bob"]
    assert names(
        'where={"any":[{"field":"grade","value":"A"},{"field":"name","op":"contains","value":"id"}]}'
    ) == ["Ada", "Cid"]


def test_what_another_seller_owns_does_not_exist(seller: Caller, other: Caller) -> None:
    place = seller.post("customers", {"name": "Mine"}).headers["Location"]
    assert other.get(place).status_code == 404
    assert other.patch(place, {"name": "Ours"}).status_code == 404
    assert other.delete(place).status_code == 404
    assert other.get("customers").json()["items"] == []
    assert seller.get("customers").json()["items"][0]["name"] == "Mine"


def test_a_key_given_twice_does_the_thing_once(boss: Caller) -> None:
    first = boss.post("customers", {"name": "Once"}, Idempotency_Key="k1")
    again = boss.post("customers", {"name": "Once"}, Idempotency_Key="k1")
    assert (again.status_code, again.json(), again.headers["Location"]) == (
        201,
        first.json(),
        first.headers["Location"],
    )
    assert again.headers["Idempotency-Replayed"] == "true"
    assert boss.get("customers?count=exact").json()["count"] == 1
    assert boss.post("customers", {"name": "Twice"}, Idempotency_Key="k1").status_code == 409
