"""Before something is removed, whoever uses it is named."""

from __future__ import annotations

import pytest

from kith.engine import records, uses
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.identity.models import Role
from kith.engine.journal import Batch, Entry
from kith.engine.undo import outcome, undo
from kith.features.rules.models import FormRule
from kith.features.sharing.models import SharingRule
from kith.features.views.models import SavedView
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.django_db
WHERE = {"all": [{"field": "risk", "op": "in", "value": ["high"]}, {"not": {"field": "key", "op": "empty"}}]}


@pytest.fixture
def risk(people: People) -> CustomField:
    """A choice of roles, added to them."""
    choices = [{"value": value, "label": {"en": value}} for value in ("high", "low", "none")]
    made: CustomField = records.create(
        CustomField, by=people.ada, entity="role", key="risk", kind="choice", choices=choices
    )
    return made


@pytest.fixture
def view(people: People, risk: CustomField) -> SavedView:
    """A view for everybody that filters by it."""
    made: SavedView = records.create(
        SavedView, by=people.ada, entity="role", name="Risky", where=WHERE, columns=["name", "risk"],
        shared="everyone",
    )  # fmt: skip
    return made


def test_a_field_names_who_uses_it(people: People, view: SavedView) -> None:
    people.role("blind", {"role": {"read": "all"}}, {"role": {"risk": "hidden"}})
    found = {(use.label, use.harmless) for use in uses.uses("role", "risk")}
    assert found == {("Saved view “Risky” (Roles)", False), ("Role “blind”", True)}
    assert uses.uses("role", "risk")[0].href == f"/saved-views/{view.pk}/"
    assert [use.label for use in uses.uses("role", "risk", "high")] == ["Saved view “Risky” (Roles)"]
    assert not uses.uses("role", "risk", "low")


def test_what_is_used_stays_and_says_why(people: People, risk: CustomField, view: SavedView) -> None:
    with pytest.raises(Invalid, match="Risky"):
        records.delete(risk, by=people.ada)
    kept = [choice for choice in risk.choices if choice["value"] != "low"]
    records.update(risk, by=people.ada, choices=kept)
    with pytest.raises(Invalid, match="“high” is still used: Saved view “Risky”") as refused:
        records.update(risk, by=people.ada, choices=kept[1:])
    assert list(refused.value.errors) == ["choices"]
    records.delete(view, by=people.ada)
    records.delete(risk, by=people.ada)
    assert not CustomField.live().filter(pk=risk.pk).exists()


def test_taking_back_what_made_a_field_leaves_it_while_it_is_used(people: People, view: SavedView) -> None:
    row = records.create(CustomField, by=people.ada, entity="role", key="rank", kind="integer")
    records.update(view, by=people.ada, where={"field": "rank", "op": "gt", "value": 3})
    batch = Entry.objects.get(entity="custom-field", record_id=row.pk, verb="create").batch_id
    assert undo(batch, by=people.ada).left == [("custom-field", row.pk)]
    assert CustomField.live().filter(pk=row.pk).exists()


def test_somebodys_own_view_holds_nothing_and_keeps_its_name_to_itself(
    people: People, risk: CustomField
) -> None:
    records.create(SavedView, by=people.ada, entity="role", name="My secret", where=WHERE)
    (use,) = uses.uses("role", "risk")
    assert use.harmless
    assert "secret" not in use.label
    assert "Ada Admin" in use.label
    records.delete(risk, by=people.ada)


def test_a_role_that_people_have_or_rules_name_stays(people: People) -> None:
    role = people.role("porter", {"customer": {"read": "all"}})
    rule = records.create(
        SharingRule, by=people.ada, name="To porters", entity="customer", roles=[role.pk], active=False
    )
    people.give("stranger", "porter")
    with pytest.raises(Invalid, match="Stranger"):
        records.delete(role, by=people.ada)
    people.give("stranger", "seller")
    with pytest.raises(Invalid, match="To porters"):
        records.delete(role, by=people.ada)
    records.delete(rule, by=people.ada)
    records.delete(role, by=people.ada)
    assert not Role.live().filter(key="porter").exists()


def test_an_object_is_used_by_what_leads_to_it_but_not_held_by_its_own_parts(people: People) -> None:
    records.create(CustomField, by=people.ada, entity="user", key="second", kind="reference", target="role")
    records.create(CustomField, by=people.ada, entity="role", key="rank", kind="integer")
    assert [(use.label, use.harmless) for use in uses.uses("role") if "field" in use.label] == [
        ("Custom field “second” (Users)", False), ("Custom field “rank” (Roles)", True),
    ]  # fmt: skip


def test_a_change_that_cannot_be_taken_back_says_why_and_can_be_tried_again(
    people: People, view: SavedView
) -> None:
    row = records.create(CustomField, by=people.ada, entity="role", key="rank", kind="integer")
    records.update(view, by=people.ada, where={"field": "rank", "op": "gt", "value": 3})
    batch = Batch.objects.get(
        pk=Entry.objects.get(entity="custom-field", record_id=row.pk, verb="create").batch_id
    )
    client, at = browser(people.users["ada"]), f'action="/undo/{batch.pk}/"'
    client.post(f"/undo/{batch.pk}/", {}, headers={"Referer": "http://testserver/shape/versions/"})
    page = client.get("/shape/versions/").content.decode()
    assert at in page
    assert "Taken back" not in page
    assert "taken back" not in page.partition(at)[0].rpartition("<li")[2]
    told = outcome(undo(batch.pk, by=people.ada), people.ada)
    assert told == "Nothing was taken back. This is still used: Saved view “Risky” (Roles)."
    assert not Batch.objects.filter(kind="undo").exists()
    records.delete(view, by=people.ada)
    assert undo(batch.pk, by=people.ada).undone == 1
    batch.refresh_from_db()
    assert batch.undone_by


def test_a_use_leads_to_where_it_is_shaped(people: People, risk: CustomField) -> None:
    rule = records.create(
        FormRule, by=people.ada, entity="role", name="Ask", effect="require", on=["risk"],
        where={"not": {"field": "name", "op": "empty"}},
    )  # fmt: skip
    (use,) = uses.uses("role", "risk")
    assert use.href == f"/shape/roles/rules/form/{rule.pk}/edit/"
