"""Likely duplicates are told of while one types and held up on saving, and nobody hears more than he may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from kith.engine import bulk, guard, insisting, journal, plugs, records
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.jobs import drain
from kith.engine.journal import Entry
from kith.engine.registry import spec
from kith.engine.undo import undo
from kith.features.duplicates import hinting, scanning, shipped
from kith.features.duplicates.finding import Ask, look
from kith.features.duplicates.models import Group, MatchKey, MatchRule
from kith.modules.customers.models import Contact, Customer, LegalDetail
from kith.modules.sales.models import Lead
from tests.company import People
from tests.signing import browser


def rule(**values: Any) -> None:
    """A rule for customers."""
    said = {"name": "Known already", "entity": "customer", "moments": ["create", "edit", "import"], **values}
    records.create(MatchRule, by=Actor.system(), **said)


def hints(by: Actor, **values: str) -> list[tuple[str, str]]:
    """What the form of a new customer is told."""
    return [(one.title, one.why) for one in hinting.hints(spec("customer"), None, values, by)]


def test_the_same_name_in_another_writing_is_warned_of_and_saved_for_a_reason(people: People) -> None:
    rule()
    records.create(Customer, by=people.sue, name="ООО «Ромашка»")
    with pytest.raises(Invalid) as refused:
        records.create(Customer, by=people.sue, name="Romashka, OOO")
    assert insisting.mild(refused.value.errors)
    assert "ООО «Ромашка»" in str(refused.value.errors["name"][0])
    with insisting.insisting("Another firm of that name"):
        made = records.create(Customer, by=people.sue, name="Romashka, OOO")
    entry = Entry.objects.filter(entity="customer", record_id=made.pk).get()
    assert "Another firm of that name" in str(entry.changes)


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ({"name": "北京华为技术有限公司"}, {"name": "華為技術（北京）有限公司"}),
        ({"name": "Müller & Söhne GmbH"}, {"name": "ＭÜLLER ＆ SÖHNE"}),
        ({"name": "A", "phone": "+44 20 7946 0018"}, {"name": "B", "phone": "020 7946 0018"}),
        ({"name": "A", "email": "Info@Example.com"}, {"name": "B", "email": "info@example.com"}),
    ],
)
def test_what_is_the_same_in_another_writing_is_refused_where_a_rule_says_so(
    people: People, known: dict[str, str], typed: dict[str, str]
) -> None:
    rule(then="refuse")
    records.create(Customer, by=people.sue, **known)
    with insisting.insisting("I want it"), pytest.raises(Invalid):
        records.create(Customer, by=people.sue, texts="en-gb", **typed)


def test_branches_numbers_and_places_keep_names_apart(people: People) -> None:
    rule(then="refuse")
    for name in ("北京泽宇银玉食品有限公司", "北京泽宇金月食品有限公司"):
        records.create(Customer, by=people.sue, name=name)
    for name in ("上海第一医院", "上海第二医院", "华为技术(北京)有限公司", "华为技术(深圳)有限公司"):
        records.create(Customer, by=people.sue, name=name)
    assert Customer.live().count() == 6


def test_of_a_colleagues_record_one_hears_no_more_than_the_rule_says(people: People) -> None:
    hers = records.create(Customer, by=people.sue, name="Northern Foods Ltd", phone="+442079460018")
    assert hints(people.sue, name="Northern Foods") == [("Northern Foods Ltd", "same name")]
    assert hints(people.nora, name="Northern Foods") == [("", "Already known, with another colleague.")]
    for tells, said in (("nothing", []), ("unit", ["Already known, in North."])):
        rule(tells=tells, then="hint")
        assert [why for _title, why in hints(people.nora, name="Northern Foods")] == said
        for row in MatchRule.live():
            records.delete(row, by=Actor.system())
    assert not hints(people.nora, name="Northern Food Lts"), (
        "what is only alike is not told of records out of reach"
    )
    assert not hints(people.stranger, name="Northern Foods")
    (found,) = look([Ask(("customer",), {"phone": "+44 20 7946 0018"})], by=people.nora)[0]
    assert (found.id, found.seen, found.title(people.nora), set(found.telling)) == (hers.pk, False, "", set())


def test_typing_errors_are_hinted_at_and_never_refused(people: People) -> None:
    rule(then="refuse")
    records.create(Customer, by=people.sue, name="Northern Logistics Ltd")
    assert hints(people.sue, name="Northen Logistics") == [("Northern Logistics Ltd", "similar name")]
    records.create(Customer, by=people.sue, name="Northen Logistics")


def test_keys_follow_the_record_into_the_trash_out_of_it_and_back_by_an_undo(people: People) -> None:
    made = records.create(Customer, by=people.sue, name="Acme Ltd", email="a@example.com")

    def known() -> int:
        return MatchKey.objects.filter(record_id=made.pk).count()

    first = known()
    assert first > 0
    records.delete(made, by=people.max)
    assert known() == 0
    records.perform("restore", made, by=people.max)
    assert known() == first
    with journal.batch(people.sue, "update", entity="customer") as batch:
        records.update((Customer, made.pk), by=people.sue, name="Zenith")
    assert not hints(people.sue, name="Acme")
    undo(batch.pk or 0, by=people.ada)
    assert hints(people.sue, name="Acme")


def test_rows_of_one_file_are_held_against_each_other(people: People) -> None:
    rule()
    importer = people.actor("sue", "import")
    rows = [{"name": "Acme"}, {"name": "ACME Ltd"}, {"name": "Zenith"}]
    outcomes = bulk.create(Customer, rows, by=importer, partial=True)
    assert [bool(one.errors) for one in outcomes] == [False, True, False]


def test_the_scan_finds_groups_once_and_keeps_apart_what_people_said(people: People) -> None:
    first = records.create(Customer, by=people.sue, name="Northern Logistics Ltd", email="a@example.com")
    second = records.create(Customer, by=people.sue, name="Northen Logistics", email="a@example.com")
    lead = records.create(
        Lead, by=people.sue, name="Ann", company="Northern Logistics", email="a@example.com"
    )
    others = ("Silver Tools", "Granite Foods")
    for name in others:
        records.create(Customer, by=people.sue, name=name)

    def found() -> list[tuple[list[int], list[Any]]]:
        row = scanning.begin(people.ada)
        drain()
        return [(one.members, one.others) for one in Group.objects.filter(scan_id=row.pk)]

    assert found() == [([first.pk, second.pk], [["lead", lead.pk]])]
    client = browser(people.users["ada"])
    text = client.get("/duplicates/?entity=customer").content.decode()
    assert f"/merge/customer/?records={first.pk},{second.pk}" in text
    group = Group.objects.get()
    nora = browser(people.users["nora"])
    assert "Northern" not in nora.get("/duplicates/?entity=customer").content.decode()
    nora.post("/duplicates/apart/", {"group": group.pk})
    assert Group.objects.filter(open=True).exists(), "who sees no record decides nothing about it"
    client.post("/duplicates/apart/", {"group": group.pk})
    assert found() == []


def test_two_tax_numbers_are_never_one_and_one_number_is_known_wherever_it_stands(people: People) -> None:
    one = records.create(Customer, by=people.sue, name="Romashka")
    two = records.create(Customer, by=people.sue, name="Romashka", email="x@example.com")
    records.create(
        LegalDetail, by=people.sue, customer=one, title="ООО Ромашка", country="RU", tax_number="7707083893"
    )
    records.create(
        LegalDetail, by=people.sue, customer=two, title="ООО Ромашка", country="RU", tax_number="7736050003"
    )
    scanning.begin(people.ada)
    drain()
    assert not Group.objects.exists()
    found = look([Ask(("customer",), {"tax": "77-0708-3893"})], by=people.sue)[0]
    assert [(each.id, set(each.equal)) for each in found] == [(one.pk, {"tax"})]
    rule(equal=["tax"])
    third = records.create(Customer, by=people.sue, name="Kamomile")
    with pytest.raises(Invalid) as refused:
        records.create(
            LegalDetail, by=people.sue, customer=third, title="X", country="RU", tax_number="7707083893"
        )
    assert insisting.mild(refused.value.errors)


# ---------------------------------------------------------------------- what is shipped


@pytest.fixture
def ship(people: People) -> Callable[[], None]:
    """What puts the shipped rules in; they are here as a new company has them."""
    with guard.opened():
        MatchRule.objects.all().delete()
    (step,) = (step for step in plugs.set_up_steps if step.__module__ == shipped.__name__)
    step()
    return step


def refused_by(action: Callable[[], Any]) -> set[str]:
    """The names of the rules that hold something up for a reason."""
    with pytest.raises(Invalid) as refused:
        action()
    assert insisting.mild(refused.value.errors)
    keys = {rule.rpartition(":")[2] for rule in insisting.warnings(refused.value.errors)}
    return set(MatchRule.live().filter(pk__in=keys).values_list("name", flat=True))


def test_a_new_company_is_warned_of_customers_contacts_and_leads_that_are_known(
    people: People, ship: Callable[[], None]
) -> None:
    said: dict[str, Any] = {"phone": "+442079460018", "email": "a@example.com"}
    make = partial(records.create, by=people.sue)
    make(Customer, name="Acme", **said)
    assert refused_by(lambda: make(Customer, name="ACME Ltd")) == {"Customer known already"}
    assert refused_by(lambda: make(Lead, name="Ann", phone="020 7946 0018")) == {"Lead known already"}
    make(Contact, name="Ann Lee", email="ann@example.com")
    make(Contact, name="Ann Lee")
    assert refused_by(lambda: make(Contact, name="A. Lee", email="ann@example.com")) == {
        "Contact known already"
    }
    assert refused_by(lambda: make(Lead, name="A. Lee", email="ann@example.com")) == {"Lead known already"}
    make(Lead, name="Bob", company="Acme")


def test_the_same_tax_number_is_refused_once_a_company_switches_that_on(
    people: People, ship: Callable[[], None]
) -> None:
    one, two = (records.create(Customer, by=people.sue, name=name) for name in ("Acme", "Zenith"))
    number = {"title": "ООО Ромашка", "country": "RU", "tax_number": "7707083893"}
    records.create(LegalDetail, by=people.sue, customer=one, **number)
    second = records.create(LegalDetail, by=people.sue, customer=two, **number)
    records.delete(second, by=people.max)
    (resting,) = MatchRule.live().filter(active=False)
    records.perform("switch_on", resting, by=people.ada)
    with insisting.insisting("I want it"), pytest.raises(Invalid):
        records.create(LegalDetail, by=people.sue, customer=two, **number)


def test_a_company_that_threw_the_rules_away_keeps_none(people: People, ship: Callable[[], None]) -> None:
    for row in MatchRule.live():
        records.delete(row, by=people.ada)
    ship()
    assert not MatchRule.live().exists()
