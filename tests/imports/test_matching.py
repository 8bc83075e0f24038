"""Which records rows mean, and what a mapping can say about links and values."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import journal, records, registry
from kith.engine.undo import undo
from kith.features.imports import runs, walking
from kith.features.imports.models import ExternalKey, ImportMapping
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.imports.making import counts, csv, problems, taken_in, uploaded

BY_NAME = {"Name": "name", "City": "city"}


def by_name(policy: str = "upsert", **more: Any) -> dict[str, Any]:
    return {"columns": BY_NAME, "match": {"by": "name", "policy": policy}, **more}


@pytest.fixture
def acme(people: People) -> Customer:
    """A customer that is there already."""
    found: Customer = records.create(Customer, by=people.sue, name="Acme", city="Berlin")
    return found


@pytest.mark.parametrize(
    ("policy", "expected", "cities"),
    [
        ("upsert", (1, 1, 0, 0), {"Acme": "Bonn", "Bolt": "Bonn"}),
        ("create", (1, 0, 0, 1), {"Acme": "Berlin", "Bolt": "Bonn"}),
        ("update", (0, 1, 0, 1), {"Acme": "Bonn"}),
        ("skip", (1, 0, 1, 0), {"Acme": "Berlin", "Bolt": "Bonn"}),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_the_policy_decides_what_becomes_of_records_that_are_there(
    people: People, acme: Customer, policy: str, expected: Any, cities: Any, dry: bool
) -> None:
    run = taken_in(
        csv(("Name", "City"), ("Acme", "Bonn"), ("Bolt", "Bonn")), people.sue, by_name(policy), dry=dry
    )
    assert counts(run) == expected
    assert dict(Customer.live().values_list("name", "city")) == ({"Acme": "Berlin"} if dry else cities)


def test_several_records_that_fit_are_an_error_at_the_row(people: People, acme: Customer) -> None:
    other = records.create(Customer, by=people.sue, name="ACME")
    run = taken_in(csv(("Name", "City"), ("acme", "Bonn"), ("Bolt", "Bonn")), people.sue, by_name())
    assert counts(run) == (1, 0, 0, 1)
    assert problems(run) == [(2, "Name", f"Several records fit this row: #{acme.pk}, #{other.pk}.")]


def test_several_fields_together_tell_which_record_is_meant(people: People, acme: Customer) -> None:
    other = records.create(Customer, by=people.sue, name="Acme", city="Bonn")
    mapping = {
        "columns": {"Name": "name", "City": "city", "Grade": "grade"},
        "match": {"by": ["name", "city"], "policy": "update"},
    }
    run = taken_in(csv(("Name", "City", "Grade"), ("Acme", "Bonn", "A")), people.sue, mapping)
    assert counts(run) == (0, 1, 0, 0)
    assert Customer.live().get(grade="A").pk == other.pk


def test_keys_of_another_system_find_the_same_record_again(people: People) -> None:
    mapping = {"columns": {"Id": {"key": "erp"}, "Name": "name"}, "match": {"by": "key"}}
    first = taken_in(csv(("Id", "Name"), ("A-1", "Acme"), ("A-2", "Bolt"), ("", "Cord")), people.sue, mapping)
    second = taken_in(csv(("Id", "Name"), ("A-1", "Acme Group"), ("A-3", "Delta")), people.sue, mapping)
    assert (counts(first), counts(second)) == ((3, 0, 0, 0), (1, 1, 0, 0))
    assert set(Customer.live().values_list("name", flat=True)) == {"Acme Group", "Bolt", "Cord", "Delta"}
    assert undo(second.batch_id or 0, by=people.sue).left == []
    assert set(ExternalKey.objects.values_list("key", flat=True)) == {"A-1", "A-2"}
    assert set(Customer.live().values_list("name", flat=True)) == {"Acme", "Bolt", "Cord"}


def test_a_key_whose_record_is_in_the_trash_passes_to_the_new_record(people: People) -> None:
    mapping = {"columns": {"Id": {"key": "erp"}, "Name": "name"}, "match": {"by": "key"}}
    taken_in(csv(("Id", "Name"), ("1", "Acme")), people.sue, mapping)
    records.delete(Customer.live().get(), by=people.ada)
    assert counts(taken_in(csv(("Id", "Name"), ("1", "Acme")), people.sue, mapping)) == (1, 0, 0, 0)
    assert ExternalKey.objects.get().record_id == Customer.live().get().pk


def test_links_by_key_by_field_and_with_other_words(people: People, acme: Customer) -> None:
    records.update(acme, by=people.sue, email="info@acme.com")
    key = {"columns": {"Id": {"key": "erp"}, "Name": "name"}, "match": {"by": "key"}}
    taken_in(csv(("Id", "Name"), ("B", "Bolt")), people.sue, key)
    for said, cell, name in (
        ({"find": "key", "source": "erp"}, "B", "Bolt"),
        ({"find": "email"}, "INFO@acme.com".lower(), "Acme"),
        ({"find": "id"}, str(acme.pk), "Acme"),
        ({"values": {"the big one": "acme"}}, "The big  one", "Acme"),
        ({"where": {"field": "city", "op": "is", "value": "Berlin"}}, "acme", "Acme"),
    ):
        mapping = {"columns": {"Name": "name", "Firm": {"field": "customer", **said}}}
        run = taken_in(csv(("Name", "Firm"), ("Ann", cell)), people.sue, mapping, entity="contact")
        assert problems(run) == []
        assert Contact.live().order_by("-id")[0].customer_id == Customer.live().get(name=name).pk


def test_a_condition_narrows_what_a_link_may_lead_to(people: People, acme: Customer) -> None:
    where = {"field": "city", "op": "is", "value": "Bonn"}
    mapping = {"columns": {"Name": "name", "Firm": {"field": "customer", "where": where}}}
    run = taken_in(csv(("Name", "Firm"), ("Ann", "Acme")), people.sue, mapping, entity="contact")
    assert problems(run) == [(2, "Firm", "Customer “Acme” does not exist.")]


def test_ambiguous_links_are_errors_at_their_cell(people: People, acme: Customer) -> None:
    records.create(Customer, by=people.sue, name="ACME")
    mapping = {"columns": {"Name": "name", "Firm": {"field": "customer", "create": True}}}
    run = taken_in(csv(("Name", "Firm"), ("Ann", "Acme")), people.sue, mapping, entity="contact")
    assert problems(run) == [(2, "Firm", "“Acme” is the name of several records.")]
    assert Customer.live().count() == 2


def test_constants_fill_fields_that_the_file_does_not_have(people: People, acme: Customer) -> None:
    mapping = {
        "columns": {"Name": "name"},
        "constants": {"customer": {"value": "acme"}, "position": "Buyer", "owner": {"value": "nora"}},
    }
    taken_in(csv(("Name",), ("Ann",)), people.ada, mapping, entity="contact")
    ann = Contact.live().get()
    assert (ann.customer_id, ann.position, ann.owner_id) == (acme.pk, "Buyer", people.nora.user_id)


def test_empty_cells_keep_the_old_value_unless_they_shall_clear_it(people: People, acme: Customer) -> None:
    data = csv(("Name", "City"), ("Acme", ""))
    taken_in(data, people.sue, by_name())
    assert Customer.live().get().city == "Berlin"
    taken_in(data, people.sue, by_name(empty="clear"))
    assert Customer.live().get().city == ""


def test_dates_and_numbers_are_read_as_the_mapping_says(people: People) -> None:
    data = csv(("Name", "Next", "Revenue"), ("Acme", "02/03/2026", "1.234,50 €"))
    columns = {"Name": "name", "Next": "next_contact_on", "Revenue": "revenue"}
    for locale in ("en-us", "en-gb"):
        taken_in(data, people.sue, {"columns": columns, "locale": locale, "alike": "create"})
    rows = Customer.live().order_by("id")
    assert [str(row.next_contact_on) for row in rows] == ["2026-02-03", "2026-03-02"]
    assert {str(row.revenue.amount) for row in rows} == {"1234.50"}


def test_a_check_sees_across_chunks_what_earlier_rows_would_have_made(
    people: People, monkeypatch: Any
) -> None:
    monkeypatch.setattr(walking, "CHUNK", 2)
    rows = [("Acme", "1"), ("Bolt", "2"), ("Acme", "3"), ("Cord", "4"), ("Bolt", "5")]
    run = taken_in(csv(("Name", "City"), *rows), people.sue, by_name(), dry=True)
    assert counts(run) == (3, 2, 0, 0)
    mapping = {"columns": {"Name": "name", "City": {"field": "customer", "create": True}}}
    people_of = taken_in(
        csv(("Name", "City"), *rows, ("Elm", "1")), people.sue, mapping, entity="contact", dry=True
    )
    assert (counts(people_of), people_of.links) == ((6, 0, 0, 0), {"customer": 5})
    assert not Customer.objects.exists()
    assert not journal.Batch.objects.filter(kind="import").exists()


def test_taking_back_leaves_what_was_changed_since(people: People) -> None:
    run = taken_in(csv(("Name", "City"), ("Acme", "1"), ("Bolt", "2")), people.sue, by_name())
    bolt = records.update(Customer.live().get(name="Bolt"), by=people.sue, city="mine")
    assert undo(run.batch_id or 0, by=people.sue).left == [("customer", bolt.pk)]
    assert list(Customer.live().values_list("name", "city")) == [("Bolt", "mine")]


def test_saved_mappings_are_found_by_name(people: People) -> None:
    run = uploaded(csv(("Name", "City"), ("Acme", "Bonn")), people.sue)
    spec = registry.spec("customer")
    runs.save_mapping(spec, " From  the fair ", by_name(), by=people.sue)
    runs.save_mapping(spec, "From the fair", by_name("skip"), by=people.carl)
    assert ImportMapping.objects.count() == 1
    assert runs.mapping_of("From the fair", spec, run.mapping) == by_name("skip")
    pairs = runs.mapping_of("City=industry", spec, run.mapping)
    assert pairs["columns"] == {"Name": "name", "City": "industry"}


@pytest.mark.parametrize("size", [500, 2])
@pytest.mark.parametrize("dry", [True, False])
def test_rows_may_link_to_rows_of_the_same_file(
    people: People, monkeypatch: Any, size: int, dry: bool
) -> None:
    monkeypatch.setattr(walking, "CHUNK", size)
    data = csv(("Name", "Parent"), ("Group", ""), ("Leaf", "branch"), ("Branch", "Group"), ("Twig", "Leaf"))
    mapping = {"columns": {"Name": "name", "Parent": "parent"}}
    run = taken_in(data, people.sue, mapping, dry=dry)
    wrong = [] if size == 500 else [(3, "Parent", "Customer “branch” does not exist.")]
    assert problems(run)[:1] == wrong
    if not dry and size == 500:
        parents = dict(Customer.live().values_list("name", "parent__name"))
        assert parents == {"Group": None, "Branch": "Group", "Leaf": "Branch", "Twig": "Leaf"}
        assert undo(run.batch_id or 0, by=people.sue).left == []
        assert not Customer.objects.exists()
    if dry:
        assert not Customer.objects.exists()
