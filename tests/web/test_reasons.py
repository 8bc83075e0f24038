"""Why somebody can see a record: the page names the role, the leader, the stand-in, the share, or what is missing."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest

from kith.engine import records, registry, sharing
from kith.engine.access import VERBS
from kith.engine.explaining import explain
from kith.engine.identity.models import RecordGrant, User
from kith.engine.identity.staffing import Deputy
from kith.engine.registry import code_of
from kith.engine.scope import Scope
from kith.engine.sharing import Share
from kith.kernel import clock
from kith.modules.customers.models import Address, Contact, Customer
from tests.company import People
from tests.signing import browser


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme", team=people.team)


def asked(people: People, record: Any, about: str, by: str = "ada") -> dict[str, tuple[str, str]]:
    """The answers of the page by label."""
    spec = registry.spec_of(record)
    path = f"/{spec.plural}/{record.pk}/why/?person={people.users[about].pk}"
    page = browser(people.users[by]).get(path).content.decode()
    lines = re.findall(
        r'<th scope="row">(.*?)</th><td>.*?</svg>(\w+)</span></td><td>(.*?)</td>', page, re.DOTALL
    )
    return {label: (yes, html.unescape(re.sub(r"<[^>]+>", " ", why))) for label, yes, why in lines}


def test_the_owner_the_leader_and_everybody_else_learn_why(people: People, customer: Any) -> None:
    yes, why = asked(people, customer, "sue")["Read"]
    assert (yes, "“Seller”: owns" in why) == ("Yes", True)
    assert "its unit, North, is below" in asked(people, customer, "max")["Change"][1] or (
        "is in its unit, North" in asked(people, customer, "max")["Change"][1]
    )
    records.update((User, people.users["sue"].pk), by=people.ada, manager=people.users["nora"].pk)
    assert "leads the owner, Sue Seller" in asked(people, customer, "nora")["Read"][1]
    yes, why = asked(people, customer, "carl")["Read"]
    assert (yes, "as far as “Own”" in why, "owner Sue Seller" in why) == ("No", True, True)
    assert "no role" in asked(people, customer, "stranger")["Read"][1]
    assert asked(people, customer, "otto")["Change"][1].strip() == "None of the roles gives this right."
    assert "“Auditor”: reaches all" in asked(people, customer, "otto")["Read"][1]


def test_teams_stand_ins_and_shares_are_named_with_their_end(people: People, customer: Any) -> None:
    people.role("mate", {"customer": {"read": "team"}})
    people.give("nora", "mate")
    assert "is in its team, Key accounts" in asked(people, customer, "nora")["Read"][1]
    now = clock.now()
    hour = dt.timedelta(hours=1)
    records.create(
        Deputy, by=people.ada, person=people.users["sue"], deputy=people.users["carl"],
        starts_at=now - hour, ends_at=now + hour,
    )  # fmt: skip
    assert "stands in for the owner, Sue Seller" in asked(people, customer, "carl")["Read"][1]
    spec = registry.spec_of(customer)
    people.role("narrow", {"customer": {"read": "own", "update": "own"}})
    people.give("nora", "narrow")
    sharing.share(
        spec, customer.pk, Share("user", people.users["nora"].pk, until=now + 48 * hour), by=people.sue
    )
    answers = asked(people, customer, "nora")
    assert "Shared: Nora Neighbour · may read it · until" in answers["Read"][1]
    assert answers["Change"][0] == "No"


def test_a_cause_that_nobody_named_explains_itself_by_its_word(people: People, customer: Any) -> None:
    people.role("narrow", {"customer": {"read": "own"}})
    people.give("nora", "narrow")
    RecordGrant.objects.create(
        entity=code_of("customer"), record_id=customer.pk, cause="approval",
        principal=RecordGrant.UNIT * RecordGrant.KIND + people.south.pk,
    )  # fmt: skip
    assert "approval: South" in asked(people, customer, "nora")["Read"][1]


def test_a_part_is_explained_by_its_whole(people: People, customer: Any) -> None:
    address = records.create(Address, by=people.sue, customer=customer, street="High Street")
    assert "Belongs to “Acme” (Role “Seller”: owns" in asked(people, address, "sue")["Read"][1]
    assert "belongs to is out of reach" in asked(people, address, "carl")["Read"][1]


def test_it_says_yes_exactly_when_the_scope_does_for_every_kind_of_record(
    people: People, customer: Any
) -> None:
    records.create(Address, by=people.sue, customer=customer, street="High Street")
    spec = registry.spec_of(customer)
    sharing.share(spec, customer.pk, Share("user", people.users["nora"].pk), by=people.sue)
    contact = records.create(Contact, by=people.sue, name="Cora", customer=customer)
    people.role("taker", {"*": {"read": "own", "claim": "unit"}})
    people.give("carl", "taker")
    free = records.create(Customer, by=people.ada, name="Free", owner=None, unit=people.north)
    assert "Belongs to “Acme” (Shared: Nora" in asked(people, contact, "nora")["Read"][1]
    assert (
        "Nobody owns it, and it may be taken (Role “taker”: is in its unit"
        in asked(people, free, "carl")["Read"][1]
    )
    compared = 0
    for spec in registry.specs():
        for record in spec.model.live()[:3]:
            for name in people.users:
                access = people.actor(name).access
                for verb in (*VERBS, *spec.actions):
                    compared += 1
                    why = explain(access, spec, record, verb)
                    assert bool(why) == Scope(spec.key, access, verb).covers(record), (spec.key, name, verb)
    assert compared > 300


def test_only_administrators_and_who_may_share_the_record_may_ask(people: People, customer: Any) -> None:
    path = f"/customers/{customer.pk}/why/"
    people.role("reader", {"customer": {"read": "all"}})
    people.give("carl", "reader")
    answered = {
        name: browser(people.users[name]).get(path).status_code for name in ("ada", "sue", "carl", "stranger")
    }
    assert answered == {"ada": 200, "sue": 200, "carl": 403, "stranger": 404}
    page = browser(people.users["sue"]).get(path).content.decode()
    assert "Max Manager" in page
    assert ">Nora Neighbour<" not in page
    assert (
        "Who can see this" in browser(people.users["sue"]).get(f"/customers/{customer.pk}/").content.decode()
    )
