"""Scores follow rules with each write and in the background; counts open as lists; clean-ups are taken back."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest

from kith.engine import bulk, guard, mass, plugs, records, registry, towns, undo
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.engine.listing import Listing
from kith.features.quality import cleaning, jobs, shipped
from kith.features.quality.checking import plausible
from kith.features.quality.models import QualityRule
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models import Lead, Opportunity
from tests.company import People
from tests.signing import browser


@pytest.fixture(autouse=True)
def no_rules(people: People) -> None:
    """The rules that are shipped are out of the way."""
    ids = list(QualityRule.live().values_list("pk", flat=True))
    bulk.delete(QualityRule, ids, by=people.ada)


def rule(people: People, name: str = "Phone", **values: Any) -> Any:
    said = {"entity": "customer", "kind": "filled", "field": "customer.phone", **values}
    return records.create(QualityRule, by=people.ada, name=name, **said)


def firm(by: Any, **values: Any) -> Any:
    return records.create(Customer, by=by, **{"name": "Acme", **values})


def scores(*rows: Any) -> list[int | None]:
    return [Customer.objects.get(pk=row.pk).data_quality for row in rows]


def stored(record: Any, **values: Any) -> None:
    """Values as an older version of Kith, or another program, left them."""
    with guard.opened():
        type(record).objects.filter(pk=record.pk).update(**values)


def test_a_score_is_the_weight_of_what_is_there(people: People) -> None:
    phone, mail = rule(people, weight=3), rule(people, "Mail", field="customer.email", weight=1)
    full = firm(people.sue, phone="+493012345678", email="a@acme.de")
    half, none = firm(people.sue, phone="+493012345678"), firm(people.sue)
    assert scores(full, half, none) == [100, 75, 0]
    assert (half.gaps, none.gaps) == ([mail.pk], [phone.pk, mail.pk])
    records.update(none, by=people.sue, email="b@acme.de")
    assert scores(none) == [25]


def test_without_rules_there_is_no_score(people: People) -> None:
    rule(people, active=False)
    assert scores(firm(people.sue)) == [None]


def test_every_kind_of_rule_says_the_same_at_once_and_in_the_background(people: People) -> None:
    rule(people)
    rule(people, "Real mail", kind="valid", field="customer.email")
    rule(people, "Young", kind="younger", field="customer.next_contact_on", days=30)
    rule(
        people, "Active", kind="condition", field="", where={"field": "status", "op": "is", "value": "active"}
    )
    old = clock.today("UTC") - dt.timedelta(days=90)
    rows = [
        firm(
            people.sue,
            phone="+493012345678",
            email="kim@acme.de",
            status="active",
            next_contact_on=clock.today("UTC"),
        ),
        firm(people.sue, email="kim@example.com", next_contact_on=old),
        firm(people.sue, name="Beta", status="active"),
    ]
    at_once = [(Customer.objects.get(pk=row.pk).data_quality, row.gaps) for row in rows]
    assert [score for score, _gaps in at_once] == [100, 0, 50]
    with guard.opened():
        Customer.objects.update(data_quality=None, gaps=[])
    assert jobs.score.func("customer") == len(rows)
    assert [(row.data_quality, row.gaps) for row in Customer.objects.order_by("pk")] == at_once


def test_days_go_by(people: People) -> None:
    rule(people, kind="younger", field="customer.updated_at", days=30)
    made = firm(people.sue)
    assert scores(made) == [100]
    with clock.frozen(clock.now() + dt.timedelta(days=31)):
        jobs.score.func("customer")
    assert scores(made) == [0]


def test_who_is_there_twice_is_found_in_the_background(people: People) -> None:
    rule(people, kind="single", field="")
    twice = [firm(people.sue, phone="+493012345678"), firm(people.nora, name="Other", phone="+493012345678")]
    once = firm(people.sue, name="Single", phone="+493087654321")
    jobs.score.func("customer")
    assert scores(*twice, once) == [0, 0, 100]
    records.update(twice[1], by=people.nora, phone="")
    jobs.score.func("customer")
    assert scores(*twice, once) == [100, 100, 100]


def test_lists_sort_and_filter_by_the_score(people: People) -> None:
    wanted = rule(people)
    rich, poor = firm(people.sue, name="Rich", phone="+493012345678"), firm(people.sue, name="Poor")
    spec = registry.spec("customer")
    rows = Listing(spec, people.sue, fields=["name", "data_quality"], sort=["data_quality"]).page().rows
    assert [(row.id, row.values["data_quality"]) for row in rows] == [(poor.pk, 0), (rich.pk, 100)]
    shown = browser(people.users["sue"]).get(
        "/customers/", {"where": f'[{{"field":"gaps","op":"contains","value":{wanted.pk}}}]'}
    )
    assert "Poor" in shown.content.decode()
    assert "Rich" not in shown.content.decode()


def test_a_rule_names_a_field_of_its_own_object(people: People) -> None:
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"field": "lead.phone"}, "field"),
        ({"field": "customer.nonsense"}, "field"),
        ({"kind": "younger", "days": 3}, "field"),
        ({"kind": "younger", "field": "customer.updated_at"}, "days"),
        ({"kind": "condition", "field": ""}, "where"),
        ({"entity": "opportunity"}, "entity"),
    )
    for said, name in wrong:
        with pytest.raises(Invalid) as refused:
            rule(people, **said)
        assert name in refused.value.errors, said


def test_fields_are_chosen_not_typed(people: People) -> None:
    shown = browser(people.users["ada"]).get("/quality-rules/new/").content.decode()
    assert re.search(r'<option value="customer\.phone"[^>]*>Phone', shown)


@pytest.mark.parametrize(
    ("entity", "field", "value", "good"),
    [
        ("customer", "phone", "+493012345678", True),
        ("customer", "phone", "+490000000000", False),
        ("customer", "email", "kim@example.com", False),
        ("customer", "email", "kim@acme.de", True),
        ("customer", "name", "xxx", False),
        ("customer", "name", "待定", False),
        ("customer", "name", "—", False),
        ("customer", "name", "Ёлка", True),
        ("customer", "email", "", True),
        ("contact", "birthday", dt.date(1700, 1, 1), False),
    ],
)
def test_what_cannot_be_true_is_seen(entity: str, field: str, value: Any, good: bool) -> None:
    assert plausible(registry.spec(entity).fields[field], value) is good


def test_a_new_company_has_rules_for_customers_contacts_and_leads(people: People) -> None:
    with guard.opened():
        QualityRule.objects.all().delete()
    (ship,) = (step for step in plugs.set_up_steps if step.__module__ == shipped.__name__)
    ship()
    assert set(QualityRule.live().values_list("entity", flat=True)) == {"customer", "contact", "lead"}
    before = QualityRule.live().count()
    ship()
    assert QualityRule.live().count() == before
    assert records.create(Lead, by=people.sue, name="Kim Lee").data_quality is not None
    assert records.create(Contact, by=people.sue, name="Kim Lee").data_quality is not None


# ---------------------------------------------------------------------- the page


def test_the_page_counts_what_one_may_see_and_every_count_opens(people: People) -> None:
    rule(people)
    firm(people.sue), firm(people.sue, name="Full", phone="+493012345678"), firm(people.nora, name="Far")
    sue = browser(people.users["sue"])
    shown = sue.get("/quality/").content.decode()
    assert "Nora Neighbour" not in shown
    lists = [unescape(href) for href in re.findall(r'href="(/customers/\?[^"]+)"', shown)]
    assert lists
    for href in lists:
        answer = sue.get(href)
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "Acme" in text
        assert "Full" not in text
        assert "Far" not in text
    assert browser(people.users["stranger"]).get("/quality/").status_code == 404


def test_the_page_narrows_owners_to_one_rule(people: People) -> None:
    wanted = rule(people)
    rule(people, "Mail", field="customer.email", weight=50)
    firm(people.sue, email="a@acme.de")
    shown = (
        browser(people.users["ada"])
        .get("/quality/", {"entity": "customer", "rule": wanted.pk})
        .content.decode()
    )
    line = shown[shown.index("Sue Seller") :][:400]
    assert re.search(r'class="link"[^>]*>1<', line)


def test_the_page_asks_no_query_per_line(people: People, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        rule(people, f"Rule {number}")
    for person in (people.sue, people.carl, people.nora, people.max):
        firm(person)
    ada = browser(people.users["ada"])
    ada.get("/quality/")
    with django_assert_max_num_queries(14):
        ada.get("/quality/")


# ---------------------------------------------------------------------- clean-ups


def run(people: People, key: str, by: Any) -> Any:
    spec, kind = registry.spec("customer"), cleaning.KINDS[key]
    found = cleaning.preview(spec, kind, by)
    order = cleaning.begin(spec, kind, found.ids, by)
    mass.run.func(order.pk)
    order.refresh_from_db()
    return order


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("names", {"name": "ACME  TOOLS   LTD"}, {"name": "Acme Tools LTD"}),
        ("phones", {"phone": "030 12345678", "country": "DE"}, {"phone": "+493012345678"}),
        ("mails", {"email": "Kim@Acme.DE "}, {"email": "kim@acme.de"}),
        ("country-phone", {"phone": "+493012345678"}, {"country": "DE"}),
    ],
)
def test_a_run_changes_what_its_preview_said_and_is_taken_back(
    people: People, key: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    meant, other = firm(people.sue), firm(people.sue, name="Fine", phone="+442079460018", country="GB")
    stored(meant, **before)
    (shown,) = cleaning.preview(registry.spec("customer"), cleaning.KINDS[key], people.sue).first
    assert (shown[0].pk, shown[1]) == (meant.pk, after)
    order = run(people, key, people.sue)
    assert (order.done, order.refusals) == (1, 0)
    now = Customer.objects.get(pk=meant.pk)
    assert {name: getattr(now, name) for name in after} == after
    undo.undo(order.batch_id, by=people.sue)
    back = Customer.objects.get(pk=meant.pk)
    assert {name: getattr(back, name) for name in before} == before
    assert Customer.objects.get(pk=other.pk).version == other.version


def test_town_and_country_come_from_the_record_above(people: People) -> None:
    above = firm(people.sue, name="Group", country="DE", city="Berlin")
    below = firm(people.sue, name="Branch", parent=above)
    run(people, "parent", people.sue)
    now = Customer.objects.get(pk=below.pk)
    assert (now.country, now.city) == ("DE", "Berlin")


def test_the_country_of_a_town_is_filled_in_where_it_is_sure(
    people: People, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    rows = [("Berlin", "DE", 3_500_000, 52.5, 13.4), ("Berlin", "US", 10_000, 44.4, -71.1)]
    towns.write([*rows, ("York", "GB", 150_000, 53.9, -1.0), ("York", "US", 44_000, 39.9, -76.7)])
    sure, unsure = firm(people.sue, city="Berlin"), firm(people.sue, name="Beta", city="York")
    run(people, "country-town", people.sue)
    assert Customer.objects.get(pk=sure.pk).country == "DE"
    assert Customer.objects.get(pk=unsure.pk).country == ""


def test_what_nobody_touched_goes_to_the_trash_and_comes_back(people: People) -> None:
    old, spoken, new = (
        firm(people.sue, name="Old"),
        firm(people.sue, name="Spoken"),
        firm(people.sue, name="New"),
    )
    long_ago = clock.now() - dt.timedelta(days=400)
    stored(old, updated_at=long_ago)
    stored(spoken, updated_at=long_ago, last_contact_at=clock.now())
    order = run(people, "sleeping", people.sue)
    assert set(Customer.live().values_list("pk", flat=True)) == {spoken.pk, new.pk}
    undo.undo(order.batch_id, by=people.sue)
    assert Customer.live().count() == 3


def test_whoever_is_alive_is_left_alone_and_the_page_says_why(people: People) -> None:
    by, long_ago = people.sue, clock.now() - dt.timedelta(days=400)
    old, planned, task, called, deal = (
        firm(by, name=name) for name in ("Old", "Planned", "Task", "Called", "Deal")
    )
    ahead = clock.today("UTC") + dt.timedelta(days=9)
    records.create(Activity, by=by, kind="task", subject="Ask", at=long_ago, customer=task)
    records.create(Activity, by=by, kind="note", subject="Met", at=clock.now(), done=True, customer=called)
    records.create(Opportunity, by=by, name="Ropes", customer=deal)
    person = records.create(Contact, by=by, name="Kim", customer=deal)
    for row in (old, planned, task, called, deal, person):
        stored(row, updated_at=long_ago)
    stored(planned, next_contact_on=ahead)
    stored(called, last_contact_at=None)
    found = cleaning.preview(registry.spec("customer"), cleaning.KINDS["sleeping"], by)
    assert found.ids == [old.pk]
    assert cleaning.preview(registry.spec("contact"), cleaning.KINDS["sleeping"], by).ids == []
    shown = unescape(
        browser(people.users["sue"]).get("/quality/clean/?entity=customer&run=sleeping").content.decode()
    )
    assert "Move 1 record to the trash" in shown
    for reason in ("a next contact is planned", "something is still to be done", "there were activities"):
        assert f"1: {reason}" in shown, reason
    assert "1: a deal is open" in shown


def test_what_wakes_up_before_its_turn_stays(people: People) -> None:
    rows = [firm(people.sue, name=name) for name in ("One", "Two")]
    for row in rows:
        stored(row, updated_at=clock.now() - dt.timedelta(days=400))
    spec, kind = registry.spec("customer"), cleaning.KINDS["sleeping"]
    with writing():
        order = cleaning.begin(spec, kind, cleaning.preview(spec, kind, people.sue).ids, people.sue)
    records.update(rows[0], by=people.sue, city="Bath")
    mass.run.func(order.pk)
    order.refresh_from_db()
    assert (order.done, order.refusals) == (1, 1)
    assert set(Customer.live().values_list("pk", flat=True)) == {rows[0].pk}


def test_nobody_cleans_what_he_may_not_change(people: People) -> None:
    stored(firm(people.nora), email="Kim@Acme.DE")
    assert cleaning.preview(registry.spec("customer"), cleaning.KINDS["mails"], people.sue).ids == []
    assert browser(people.users["otto"]).get("/quality/clean/?entity=customer").status_code == 404


def test_the_page_previews_before_it_does_anything(people: People) -> None:
    made = firm(people.sue)
    stored(made, email="Kim@Acme.DE")
    sue = browser(people.users["sue"])
    shown = sue.get("/quality/clean/", {"entity": "customer", "run": "mails"}).content.decode()
    assert "kim@acme.de" in shown
    assert Customer.objects.get(pk=made.pk).email == "Kim@Acme.DE"
    answer = sue.post("/quality/clean/", {"entity": "customer", "run": "mails", "nonce": "a1"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/mass/")
