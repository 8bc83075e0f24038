"""Comments, by people with fixed roles."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser, program

from kith.engine import records, registry, timeline
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.listing import Listing
from kith.features.comments.mentioning import mentioned, places, sign_in_name
from kith.features.comments.models import Comment

Customer: Any = apps.get_model("customers", "Customer")


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


def say(by: Actor, record: Any, text: str = "Good talk") -> Any:
    return records.create(Comment, by=by, about=("customer", record.pk), text=text)


def texts(actor: Actor, words: str = "") -> list[str]:
    rows = Listing(registry.spec("comment"), actor, fields=("text",), text=words).page().rows
    return [row.values["text"] for row in rows]


def test_who_sees_the_record_reads_its_comments_and_nobody_else(people: People, customer: Any) -> None:
    say(people.sue, customer)
    for reader in (people.sue, people.max, people.ada, people.otto):
        assert texts(reader) == ["Good talk"]
    for other in (people.carl, people.nora, people.stranger):
        assert texts(other) == []


def test_search_finds_a_comment_only_for_its_readers(people: People, customer: Any) -> None:
    say(people.sue, customer, "Hovercraft full of eels")
    assert texts(people.max, "hovercraft") == ["Hovercraft full of eels"]
    assert texts(people.carl, "hovercraft") == []


def test_nobody_comments_on_what_he_does_not_see(people: People, customer: Any) -> None:
    with pytest.raises(Invalid) as refused:
        say(people.carl, customer)
    assert "about" in refused.value.errors


def test_only_who_wrote_a_comment_and_his_manager_change_it(people: People, customer: Any) -> None:
    records.update(customer, by=people.max, team=people.team.pk)
    comment = say(people.max, customer)
    with pytest.raises(Forbidden):
        records.update(comment, by=people.sue, text="Not my words")
    mine = say(people.sue, customer)
    records.update(mine, by=people.sue, text="Better words")
    records.delete(mine, by=people.max)


def test_an_auditor_reads_and_does_not_write(people: People, customer: Any) -> None:
    with pytest.raises(Forbidden):
        say(people.otto, customer)


def test_a_comment_on_a_comment_is_refused(people: People, customer: Any) -> None:
    first = say(people.sue, customer)
    with pytest.raises(Invalid):
        records.create(Comment, by=people.sue, about=("comment", first.pk), text="x")
    with pytest.raises(Invalid):
        records.create(Comment, by=people.sue, about=("spaceship", 1), text="x")


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001, "a\0b"])
def test_a_text_that_cannot_be_kept_is_refused(people: People, customer: Any, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(people.sue, customer, text)
    assert set(refused.value.errors) == {"text"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@sue look", ["sue"]),
        ("Ask @Sue. And @max!", ["sue", "max"]),
        ("(@max), @max", ["max"]),
        ("mail sue@example.com or x.@sue", []),
        ("@sue.seller-two…", ["sue.seller-two"]),
        ("@ nobody", []),
        ("你好@sue你好", ["sue"]),
        ("你好 @王伟", ["王伟"]),
    ],
)
def test_names_are_found_in_texts(text: str, names: list[str]) -> None:
    assert list(dict.fromkeys(sign_in_name(said) for said in places(text))) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Max Manager, look", ["max"]),
        ("please @max manager and @Sue Seller.", ["max", "sue"]),
        ("@Max Managers are others", ["max"]),
        ("@Sue Sellerie is a shop, @Sueann a stranger", ["sue"]),
        ("请@陈伟看一下", ["wei"]),
        ("Спросите @Анна Кузнецова!", ["anna"]),
        ("mail max@example.com", []),
        ("@Gone Girl", []),
    ],
)
def test_people_are_mentioned_by_the_names_that_they_have(
    people: People, text: str, names: list[str]
) -> None:
    people.users["wei"] = people.users[people.join("陈伟", "seller").name.lower()]
    people.users["anna"] = people.users[people.join("Анна Кузнецова", "seller").name.split()[0].lower()]
    people.join("Gone Girl", "seller")
    people.give("gone", is_active=False)
    assert mentioned(text) == [people.users[name].pk for name in names]


def test_mentions_follow_the_text_and_cannot_be_forged(people: People, customer: Any) -> None:
    comment = say(people.sue, customer, "@max and @nobody and @MAX and @carl")
    assert comment.mentions == [people.users["max"].pk, people.users["carl"].pk]
    records.update(comment, by=people.sue, text="never mind")
    assert Comment.live().get().mentions == []
    with pytest.raises(Invalid):
        records.create(
            Comment,
            by=people.sue,
            about=("customer", customer.pk),
            text="x",
            mentions=[people.users["max"].pk],
        )


def test_a_comment_stands_in_the_story(people: People, customer: Any) -> None:
    say(people.sue, customer)
    story = timeline.moments(registry.spec("customer"), customer, people.max)
    assert [(moment.text, moment.actor_name) for moment in story if moment.kind == "comment"] == [
        ("Good talk", "Sue Seller")
    ]


def test_the_page_takes_a_comment_once(people: People, customer: Any) -> None:
    client = browser(people.users["sue"])
    for _twice in range(2):
        got = client.post(f"/customers/{customer.pk}/comments/", {"text": "<b>Hello</b>", "nonce": "n1"})
        assert got.status_code == 303
    assert Comment.objects.count() == 1
    shown = client.get(f"/customers/{customer.pk}/?tab=comments").content.decode()
    assert "&lt;b&gt;Hello&lt;/b&gt;" in shown
    assert client.post(f"/customers/{customer.pk}/comments/", {"text": " "}).status_code == 422
    assert (
        browser(people.users["carl"]).post(f"/customers/{customer.pk}/comments/", {"text": "x"}).status_code
        == 404
    )


def test_the_api_keeps_comments_like_any_record(people: People, customer: Any) -> None:
    client = program(people.users["sue"])
    body = {"about": {"entity": "customer", "id": customer.pk}, "text": "Hi @max"}
    made = client.post("/api/v1/comments", body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["mentions"] == [people.users["max"].pk]
    assert program(people.users["carl"]).get(made.headers["Location"]).status_code == 404


def test_a_comment_is_lost_with_the_reach_of_its_record(people: People, customer: Any) -> None:
    comment = say(people.sue, customer)
    records.update(customer, by=people.max, owner=people.users["carl"])
    with pytest.raises(NotFound):
        records.update(comment, by=people.sue, text="x")
    assert texts(people.carl) == ["Good talk"]
