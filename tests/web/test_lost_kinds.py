"""A field whose kind went with its plugin keeps its values and stops nothing."""

from __future__ import annotations

import pytest

from kith.engine import epoch, guard, records, registry
from kith.engine.configuring import document, planning
from kith.engine.custom import CustomField
from kith.modules.customers.models import Customer
from tests.company import People

pytestmark = pytest.mark.django_db


def turned(field: CustomField, kind: str) -> None:
    """Let a field be of a kind, whether there is one or not."""
    with guard.opened():
        CustomField.objects.filter(pk=field.pk).update(kind=kind)
    epoch.bump("config")


def test_a_field_of_a_lost_kind_is_unknown_until_it_is_back(people: People) -> None:
    ada = people.ada
    field = records.create(
        CustomField, by=ada, entity="customer", key="pier", kind="text", label={"en": "Pier"}
    )
    row = records.create(Customer, by=ada, name="Acme", pier="A12")
    turned(field, "quay")
    assert "pier" not in registry.spec("customer").fields
    row = records.update(row, by=ada, name="Acme & Co")
    text = document.text_of(planning.present(ada))
    assert 'kind = "quay"' in text
    assert not planning.planned(document.parsed(text), by=ada, exact=True).todo
    turned(field, "text")
    assert (
        registry.spec("customer").value(
            Customer.objects.get(pk=row.pk), registry.spec("customer").fields["pier"]
        )
        == "A12"
    )
