"""Somebody links to a record at the moment in which it goes up in another one."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from kith.engine import records, registry
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.features.merging import forwards, merging
from kith.features.merging.merging import Wish
from kith.modules.customers.models import Contact, Customer
from tests.company import found
from tests.database import at_once

pytestmark = pytest.mark.database
PATIENCE = 2.0


@pytest.mark.parametrize("first", ["child", "merge"])
def test_no_child_is_left_at_what_is_gone(
    first: str, shared_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = found()
    sue = people.sue
    kept, other = (records.create(Customer, by=sue, name=name) for name in ("Acme", "ACME Ltd"))
    spec = registry.spec("customer")
    begun = threading.Event()
    remember = forwards.remember

    def slowly(*given: Any) -> None:
        """The end of a merge, while the other one tries."""
        remember(*given)
        begun.set()
        threading.Event().wait(PATIENCE / 4)

    monkeypatch.setattr(forwards, "remember", slowly)

    def merge() -> None:
        if first == "child":
            begun.wait(PATIENCE)
        merging.merge(Wish(spec, kept.pk, (other.pk,)), by=sue)

    def link() -> None:
        if first == "merge":
            begun.wait(PATIENCE)
            records.create(Contact, by=sue, name="Ann", customer=other.pk)
            return
        with writing():
            records.create(Contact, by=sue, name="Ann", customer=other.pk)
            begun.set()
            threading.Event().wait(PATIENCE / 4)

    merged, linked = at_once(merge, link)
    assert merged is None
    assert linked is None or isinstance(linked, Invalid)
    assert list(Contact.live().values_list("customer_id", flat=True)) == ([kept.pk] if linked is None else [])
    assert isinstance(linked, Invalid) == (first == "merge")
