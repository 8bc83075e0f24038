"""Single records are shared with people, teams and units: within one's rights, for a time, and taken back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from kith.engine import journal, records, registry, sharing
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.identity.models import RecordGrant
from kith.engine.listing import Listing
from kith.engine.sharing import Share
from kith.engine.timeline import moments
from kith.engine.undo import undo
from kith.kernel import clock
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.database


@pytest.fixture
def acme(people: People) -> Any:
    """A customer of Nora's, which nobody else in the North sees."""
    for key in ("share", "read", "update"):
        assert people.nora.access.reach("customer", key), key
    return records.create(registry.spec("customer").model, by=people.nora, name="Acme")


def sees(actor: Actor, record: Any) -> bool:
    """Whether somebody finds a record in his list and by its number."""
    spec = registry.spec("customer")
    listed = record.pk in Listing(spec, actor).ids(100)
    try:
        records.find(spec, record.pk, actor, "read")
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


def changes(actor: Actor, record: Any) -> bool:
    """Whether somebody may change a record."""
    try:
        records.update(record, by=actor)
    except (NotFound, Forbidden):
        return False
    return True


def give(people: People, record: Any, name: str, level: str = "read", **more: Any) -> int:
    """Nora shares a record with somebody; returns the batch."""
    spec = registry.spec("customer")
    with journal.batch(people.nora, "share", entity="customer") as batch:
        sharing.share(spec, record.pk, Share("user", people.users[name].pk, level, **more), by=people.nora)
    assert batch.pk
    return int(batch.pk)


def test_a_shared_record_is_seen_at_once_and_no_more_when_it_ends(people: People, acme: Any) -> None:
    assert not sees(people.carl, acme)
    give(people, acme, "carl")
    assert sees(people.carl, acme)
    assert not changes(people.carl, acme)
    told = journal.Entry.objects.count()
    sharing.share(registry.spec("customer"), acme.pk, Share("user", people.users["carl"].pk), by=people.nora)
    assert journal.Entry.objects.count() == told
    give(people, acme, "carl", "write")
    assert changes(people.carl, acme)
    sharing.stop(registry.spec("customer"), acme.pk, "user", people.users["carl"].pk, by=people.nora)
    assert not sees(people.carl, acme)
    assert not RecordGrant.objects.exists()


def test_teams_and_units_see_what_is_shared_with_them(people: People, acme: Any) -> None:
    spec = registry.spec("customer")
    sharing.share(spec, acme.pk, Share("unit", people.north.pk), by=people.nora)
    assert sees(people.carl, acme)
    sharing.stop(spec, acme.pk, "unit", people.north.pk, by=people.nora)
    sharing.share(spec, acme.pk, Share("team", people.team.pk), by=people.nora)
    assert sees(people.sue, acme)
    assert not sees(people.carl, acme)


def test_a_share_ends_by_itself(people: People, acme: Any) -> None:
    now = clock.now()
    give(people, acme, "carl", until=now + dt.timedelta(hours=1))
    assert sees(people.carl, acme)
    with clock.frozen(now + dt.timedelta(hours=2)):
        assert not sees(people.carl, acme)
        assert not sharing.shares_of(registry.spec("customer"), acme)
    with pytest.raises(Invalid) as refused:
        give(people, acme, "carl", until=now - dt.timedelta(hours=1))
    assert list(refused.value.errors) == ["until"]


def test_nobody_gives_more_than_he_has(people: People, acme: Any) -> None:
    spec = registry.spec("customer")
    with pytest.raises(NotFound):
        sharing.share(spec, acme.pk, Share("user", people.users["sue"].pk), by=people.carl)
    give(people, acme, "carl")
    with pytest.raises(Forbidden):
        sharing.share(spec, acme.pk, Share("user", people.users["sue"].pk), by=people.carl)
    people.role("passer", {"customer": {"read": "all", "share": "all", "update": "none"}})
    people.give("carl", "passer")
    with pytest.raises(Forbidden):
        sharing.share(spec, acme.pk, Share("user", people.users["sue"].pk, "write"), by=people.carl)
    sharing.share(spec, acme.pk, Share("user", people.users["sue"].pk), by=people.carl)
    assert sees(people.sue, acme)


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (Share("user", 10**6), "with"),
        (Share("role", 1), "with"),
        (Share("everyone", 0), "with"),
        (Share("user", 1, "own"), "level"),
        (Share("user", 1, role="x" * 121), "role"),
    ],
)
def test_what_is_no_share_is_refused(people: People, acme: Any, wanted: Share, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        sharing.share(registry.spec("customer"), acme.pk, wanted, by=people.nora)
    assert key in refused.value.errors


def test_sharing_stands_in_the_story_and_is_taken_back(people: People, acme: Any) -> None:
    spec = registry.spec("customer")
    batch = give(people, acme, "carl", "write", role="Technical advice")
    story = moments(spec, acme, people.nora)
    told = next(moment for moment in story if moment.extra.get("verb") == "share")
    assert [label for label, _old, _new in told.details] == ["Carl Colleague"]
    assert "Technical advice" in told.details[0][2]
    records.update(acme, by=people.nora, name="Acme 2")
    assert undo(batch, by=people.nora).undone == 1
    assert not sees(people.carl, acme)
    with journal.batch(people.nora, "unshare", entity="customer") as stopped:
        give(people, acme, "carl")
        sharing.stop(spec, acme.pk, "user", people.users["carl"].pk, by=people.nora)
    assert not sees(people.carl, acme)
    assert undo(int(stopped.pk or 0), by=people.nora).left == []
    assert not sees(people.carl, acme)


def test_a_share_that_was_changed_since_is_left(people: People, acme: Any) -> None:
    first = give(people, acme, "carl")
    give(people, acme, "carl", "write")
    result = undo(first, by=people.nora)
    assert (result.undone, result.left) == (0, [("customer", acme.pk)])
    assert changes(people.carl, acme)


def test_everybody_may_let_go_of_what_is_shared_with_him(people: People, acme: Any) -> None:
    give(people, acme, "carl")
    client = browser(people.users["carl"])
    page = client.get(f"/customers/{acme.pk}/?tab=shared").content.decode()
    assert "/share/" not in page.replace("/unshare/", "")
    address = f"/customers/{acme.pk}/unshare/?with=user-{people.users['carl'].pk}"
    assert address in page
    assert client.post(address).status_code == 303
    assert not sees(people.carl, acme)


def test_the_page_shares_with_several_at_once(people: People, acme: Any) -> None:
    client = browser(people.users["nora"])
    here = f"/customers/{acme.pk}/"
    assert "Shared with nobody" in client.get(f"{here}?tab=shared").content.decode()
    form = client.get(f"{here}share/").content.decode()
    assert "People" in form
    sent = {
        "people": [str(people.users[name].pk) for name in ("carl", "sue")],
        "teams": "", "units": "", "level": "read", "until": "", "role": "Advice",
    }  # fmt: skip
    assert client.post(f"{here}share/", sent).status_code == 303
    page = client.get(f"{here}?tab=shared").content.decode()
    for text in ("Carl Colleague", "Sue Seller", "Advice", "may read it", "by Nora Neighbour"):
        assert text in page, text
    assert client.post(f"{here}share/", {**sent, "people": ""}).status_code == 422
    assert browser(people.users["carl"]).get(f"{here}share/").status_code == 403
    assert browser(people.users["stranger"]).get(f"{here}share/").status_code == 404


def test_the_api_tells_shares_and_ends(people: People, acme: Any) -> None:
    base, carl = f"/api/v1/customers/{acme.pk}/shares", people.users["carl"].pk
    nora, other = program(people.users["nora"]), program(people.users["carl"])
    assert other.get(base).status_code == 404
    made = send(
        nora, base, {"with": {"kind": "user", "id": carl}, "level": "write", "until": "2999-01-01T00:00:00Z"}
    )
    assert made.status_code == 201
    (item,) = nora.get(base).json()["items"]
    assert item["with"] == {"kind": "user", "id": carl, "name": "Carl Colleague"}
    assert (item["level"], item["cause"], item["by"]) == ("write", "share", people.users["nora"].pk)
    assert item["until"] == "2999-01-01T00:00:00Z"
    assert other.get(base).status_code == 200
    assert send(other, base, {"with": {"kind": "user", "id": people.users["sue"].pk}}).status_code == 403
    for body in (
        {},
        {"with": carl},
        {"with": {"kind": "user", "id": carl}, "owner": 1},
        {"with": {"kind": 1, "id": 1}},
    ):
        assert send(nora, base, body).status_code == 422, body
    assert nora.delete(f"{base}/user/{carl}").status_code == 204
    assert nora.delete(f"{base}/user/{carl}").status_code == 404
    assert nora.delete(f"{base}/role/{carl}").status_code == 404
    assert other.get(base).status_code == 404


def test_many_records_are_shared_from_the_list(people: People, acme: Any) -> None:
    model = registry.spec("customer").model
    second = records.create(model, by=people.nora, name="Second")
    foreign = records.create(model, by=people.sue, name="Foreign")
    client = browser(people.users["nora"])
    assert "bulk/share/" in client.get("/customers/").content.decode()
    sent = {
        "ids": f"{acme.pk},{second.pk},{foreign.pk}", "people": str(people.users["carl"].pk), "teams": "",
        "units": "", "level": "read", "until": "", "role": "",
    }  # fmt: skip
    assert client.post("/customers/bulk/share/", sent).status_code in (200, 303)
    assert sees(people.carl, acme)
    assert sees(people.carl, second)
    assert set(RecordGrant.objects.values_list("record_id", flat=True)) == {acme.pk, second.pk}
    batch = journal.Batch.objects.order_by("-pk").first()
    assert batch is not None
    assert undo(batch.pk, by=people.nora).undone == 2
    assert not sees(people.carl, acme)


def test_a_mention_of_who_does_not_see_the_record_offers_to_share_it(people: People, acme: Any) -> None:
    client = browser(people.users["nora"])
    sent = {"kind": "comment", "text": "What do you think, @carl?", "stay": "1"}
    answer = client.post(
        f"/customers/{acme.pk}/comments/", sent, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    told = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert "Carl Colleague" in told["text"]
    assert told["href"] == f"/customers/{acme.pk}/share/?people={people.users['carl'].pk}"
    form = client.get(told["href"]).content.decode()
    assert f'value="{people.users["carl"].pk}"' in form
    sent["text"] = "And @sue?"
    give(people, acme, "sue")
    answer = client.post(
        f"/customers/{acme.pk}/comments/", sent, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert "/share/" not in answer.headers["HX-Trigger"]


def send(client: Any, path: str, body: Any) -> Any:
    """One POST with JSON."""
    return client.post(path, json.dumps(body), content_type="application/json")


def test_contacts_and_what_was_done_follow_a_shared_customer_for_reading(people: People, acme: Any) -> None:
    contact = records.create(registry.spec("contact").model, by=people.nora, name="Ann", customer=acme)
    call = records.create(
        registry.spec("activity").model,
        by=people.nora,
        subject="Price talk",
        kind="call",
        about=("customer", acme.pk),
    )
    other = records.create(registry.spec("contact").model, by=people.nora, name="Bob")
    give(people, acme, "carl", "write")
    carl, spec = people.carl, registry.spec("contact")
    assert Listing(spec, carl).ids(10) == [contact.pk]
    assert Listing(registry.spec("activity"), carl).ids(10) == [call.pk]
    assert "Price talk" in str(moments(registry.spec("customer"), acme, carl))
    for row in (contact, call):
        with pytest.raises(Forbidden):
            records.update(row, by=carl)
    with pytest.raises(NotFound):
        records.find(spec, other.pk, carl, "read")
    late = records.create(registry.spec("contact").model, by=people.nora, name="Late", customer=acme)
    assert set(Listing(spec, people.carl).ids(10)) == {contact.pk, late.pk}
    sharing.stop(registry.spec("customer"), acme.pk, "user", people.users["carl"].pk, by=people.nora)
    assert Listing(spec, people.carl).ids(10) == []
