"""Rows of files become records: created, matched, linked, refused, taken back."""

from __future__ import annotations

from kith.engine.undo import undo
from kith.features.imports import places
from kith.features.imports.models import ExternalKey, State
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.imports.making import counts, csv, problems, taken_in


def test_rows_become_records_by_the_guessed_mapping(people: People) -> None:
    data = csv(
        ("Name", "E-mail", "City", "Employees"),
        ("Acme", "a@acme.com", "Berlin", "1,200"),
        ("Bolt", "", "", ""),
    )
    run = taken_in(data, people.sue)
    assert (run.state, counts(run), problems(run)) == (State.DONE, (2, 0, 0, 0), [])
    acme = Customer.live().get(name="Acme")
    assert (acme.email, acme.city, acme.employees, acme.owner_id) == (
        "a@acme.com",
        "Berlin",
        1200,
        people.sue.user_id,
    )


def test_every_error_is_reported_by_row_and_column_and_good_rows_are_kept(people: People) -> None:
    data = csv(
        ("Name", "E-mail", "Employees", "Next contact"),
        ("Acme", "nonsense", "many", "2026-02-30"),
        ("Bolt", "b@bolt.io", "5", "2026-02-28"),
        ("", "c@c.io", "", ""),
    )
    run = taken_in(data, people.sue)
    assert counts(run) == (1, 0, 0, 2)
    assert [(row, column) for row, column, _text in problems(run)] == [
        (2, "E-mail"), (2, "Employees"), (2, "Next contact"), (4, "Name"),
    ]  # fmt: skip


def test_the_file_of_refused_rows_is_taken_in_again_when_it_is_corrected(people: People) -> None:
    run = taken_in(csv(("Компания", "Сотрудники"), ("Гавань", "много"), ("Холм", "5")), people.sue)
    refused = places.rejected(run).read_bytes()
    assert (counts(run), refused[:3]) == ((1, 0, 0, 1), b"\xef\xbb\xbf")
    assert counts(taken_in(refused, people.sue)) == (0, 0, 0, 1)
    again = taken_in(refused.replace("много".encode(), b"7"), people.sue)
    assert (counts(again), Customer.live().get(name="Гавань").employees) == ((1, 0, 0, 0), 7)


def test_a_check_reports_what_would_happen_and_keeps_nothing(people: People) -> None:
    data = csv(("Name", "Employees"), ("Acme", "1"), ("Bolt", "x"), ("Acme", "2"))
    mapping = {"columns": {"Name": "name", "Employees": "employees"}, "match": {"by": "name"}}
    run = taken_in(data, people.sue, mapping, dry=True)
    assert (run.state, counts(run)) == (State.CHECKED, (1, 1, 0, 1))
    assert not Customer.objects.exists()
    assert run.batch_id is None


def test_links_are_found_or_created_and_all_of_it_is_taken_back(people: People) -> None:
    taken_in(csv(("Name",), ("Acme",)), people.sue)
    data = csv(
        ("Name", "Company", "Id"),
        ("Ann", "acme", "1"),
        ("Bob", "Bolt", "2"),
        ("Cid", "BOLT", "3"),
        ("Dan", "", "4"),
    )
    mapping = {
        "columns": {
            "Name": "name",
            "Company": {"field": "customer", "create": True, "values": {}},
            "Id": {"key": "old"},
        }
    }
    run = taken_in(data, people.sue, mapping, entity="contact")
    assert counts(run) == (4, 0, 0, 0), problems(run)
    assert run.links == {"customer": 1}
    assert dict(Contact.live().exclude(customer=None).values_list("name", "customer__name")) == {
        "Ann": "Acme", "Bob": "Bolt", "Cid": "Bolt",
    }  # fmt: skip
    assert ExternalKey.objects.count() == 4
    result = undo(run.batch_id or 0, by=people.sue)
    assert result.left == []
    assert not Contact.objects.exists()
    assert list(Customer.objects.values_list("name", flat=True)) == ["Acme"]
    assert not ExternalKey.objects.exists()


def test_rows_change_the_records_that_they_match_and_undo_puts_the_old_values_back(people: People) -> None:
    taken_in(csv(("Name", "City"), ("Acme", "Berlin"), ("Bolt", "Bonn")), people.sue)
    data = csv(("Name", "City"), ("ACME", "Hamburg"), ("Cord", "Celle"), ("Cord", "Köln"))
    run = taken_in(data, people.sue, {"columns": {"Name": "name", "City": "city"}, "match": {"by": ["name"]}})
    assert counts(run) == (1, 2, 0, 0)
    assert dict(Customer.live().values_list("name", "city")) == {
        "ACME": "Hamburg",
        "Bolt": "Bonn",
        "Cord": "Köln",
    }
    assert undo(run.batch_id or 0, by=people.sue).left == []
    assert dict(Customer.live().values_list("name", "city")) == {"Acme": "Berlin", "Bolt": "Bonn"}
