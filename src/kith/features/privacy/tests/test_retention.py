"""Retention rules: counted before they work, undone where they move to the trash, kept from what is held."""

from __future__ import annotations

import json
from typing import Any

from kith.engine import records
from kith.engine.audit import Occurrence
from kith.engine.journal import Batch
from kith.features.privacy import jobs
from kith.features.privacy.models import Destruction, LegalHold, RetentionRule
from kith.features.privacy.tests.conftest import Contact, Kept, Lead

OLD = {"all": [{"field": "name", "op": "starts", "value": "Old"}]}


def rule(kept: Kept, name: str = "ada", **more: Any) -> Any:
    """Somebody makes a rule about leads whose name begins with Old."""
    said = {
        "name": "Old leads",
        "entity": "lead",
        "where": OLD,
        "since": "next_contact_on",
        "days": 30,
        **more,
    }
    return kept.api(name).post("/api/v1/retention-rules", json.dumps(said), "application/json")


def leads(kept: Kept) -> list[Any]:
    """Two that are old enough, one that is not, one of another name."""
    said = (
        ("Old one", "2020-01-01"),
        ("Old two", "2020-01-02"),
        ("Old three", "2099-01-01"),
        ("New", "2020-01-01"),
    )
    return [
        records.create(
            Lead, by=kept.people.sue, name=name, next_contact_on=day, email=f"{name[-3:]}@example.org"
        )
        for name, day in said
    ]


def switch_on(kept: Kept, number: int) -> None:
    done = kept.api("ada").post(
        f"/api/v1/retention-rules/{number}/actions/switch_on", "{}", "application/json"
    )
    assert done.status_code == 200


def test_a_rule_is_previewed_before_it_moves_anything_and_can_be_taken_back(kept: Kept) -> None:
    made = leads(kept)
    number = rule(kept).json()["id"]
    page = kept.web("ada").get(f"/retention-rules/{number}/preview/").content.decode()
    assert "Old one" in page
    assert "Old two" in page
    assert "Old three" not in page
    jobs.keep_no_longer.call()
    assert Lead.live().filter(name__startswith="Old").count() == 3
    switch_on(kept, number)
    jobs.keep_no_longer.call()
    assert set(Lead.live().values_list("name", flat=True)) == {"Old three", "New", "V. Petrova"}
    assert Occurrence.objects.get(kind="retention").detail["records"] == 2
    batch = Batch.objects.get(kind="retention")
    undone = kept.api("ada").post(f"/api/v1/batches/{batch.pk}/undo", "{}", "application/json")
    assert undone.status_code == 200
    assert Lead.live().filter(pk__in=[one.pk for one in made]).count() == 4


def test_a_rule_erases_persons_with_an_act_each_once_and_leaves_who_is_held(kept: Kept) -> None:
    where = {"all": [{"field": "name", "op": "contains", "value": "r"}]}
    number = rule(kept, entity="contact", where=where, since="birthday", days=1, ending="erase").json()["id"]
    switch_on(kept, number)
    hold = records.create(LegalHold, by=kept.people.ada, about=("contact", kept.vera.pk), reason="Lawsuit")
    jobs.keep_no_longer.call()
    assert Contact.objects.get(pk=kept.vera.pk).name == "Vera Petrova"
    records.delete(hold, by=kept.people.ada)
    for _night in range(2):
        jobs.keep_no_longer.call()
    assert Contact.objects.get(pk=kept.vera.pk).name == f"Erased {kept.vera.pk}"
    assert Contact.objects.get(pk=kept.other.pk).name == "Boris Brown"
    assert [act.ground for act in Destruction.objects.all()] == ["expired"]


def test_a_rule_removes_for_good_and_leaves_an_act(kept: Kept) -> None:
    made = leads(kept)
    number = rule(kept, ending="purge").json()["id"]
    switch_on(kept, number)
    jobs.keep_no_longer.call()
    assert not Lead.objects.filter(pk__in=[made[0].pk, made[1].pk]).exists()
    act = Destruction.objects.get()
    assert act.lines[0]["records"] == 2
    assert kept.web("ada").get(f"/destructions/{act.pk}/act/").status_code == 200


def test_rules_are_made_by_who_may_and_stop_when_they_are_changed(kept: Kept) -> None:
    for name in ("sue", "max", "otto", "dora"):
        assert rule(kept, name).status_code in (403, 404), name
    for wrong in (
        {"entity": "nothing"},
        {"since": "name"},
        {"where": {"field": "?", "op": "is", "value": 1}},
        {"days": 0},
    ):
        assert rule(kept, **wrong).status_code == 422, wrong
    number = rule(kept).json()["id"]
    assert kept.web("sue").get(f"/retention-rules/{number}/preview/").status_code == 404
    switch_on(kept, number)
    kept.api("ada").patch(f"/api/v1/retention-rules/{number}", '{"days": 3}', "application/json")
    assert not RetentionRule.objects.get().active
    menu = kept.web("ada").get("/leads/").content.decode()
    assert "/retention-rules/new/?entity=lead" in menu
