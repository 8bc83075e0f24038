"""Customers and contacts of the demo company, in three languages. Nobody in it exists; all mail goes to .example."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext

from kith.engine import bulk, records
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.identity.models import User
from kith.engine.settings import company
from kith.kernel import clock
from kith.kernel.money import Money
from kith.kernel.places import Point
from kith.modules.customers import demo_knowing
from kith.modules.customers.demo_names import PLACES, REGIONS, Region
from kith.modules.customers.models import Address, Contact, ContactRole, Customer, Involvement
from kith.modules.customers.models.customers import Level

DAYS = 730
OPENS, CLOSES = dt.time(8), dt.time(18)
# How much a unit of money is worth less than a euro, about.
WORTH = {"EUR": 1, "CNY": 8, "RUB": 95}


def fill(*, random: Random, people: dict[str, list[User]], customers: int) -> None:
    """So many customers over two years, about twice as many contacts, some addresses and involvements."""
    sellers = [*people["seller"], *people["seller"], *people["manager"]]
    begun = clock.now() - dt.timedelta(days=DAYS)
    # More of them as the company grows, and nothing in the last hours.
    rows = []
    for _number in range(customers):
        owner = random.choice(sellers)
        at = begun + dt.timedelta(days=(DAYS - 1) * random.random() ** 0.8)
        rows.append((at_work(at, owner), owner))
    rows.sort(key=lambda row: row[0])
    today = clock.today(company().time_zone)
    names: set[str] = set()
    for _week, group in groupby(rows, key=lambda row: row[0].isocalendar()[:2]):
        week = list(group)
        for owner in dict.fromkeys(row[1] for row in week):
            mine = [row[0] for row in week if row[1] == owner]
            with clock.frozen(mine[-1]):
                _store(random, owner, [_customer(random, owner, names, today) for _moment in mine])
    _families(random)
    _credit()
    demo_knowing.fill(stored)


def at_work(at: dt.datetime, owner: User) -> dt.datetime:
    """A moment of any week moved to an hour at which both its owner and the headquarters work.

    What is earlier stays earlier, and what is past stays past.
    """
    zone = ZoneInfo(owner.time_zone or company().time_zone)
    local = at.astimezone(zone)
    monday = local.date() - dt.timedelta(days=local.weekday())
    passed = local.replace(tzinfo=None) - dt.datetime.combine(monday, dt.time())
    day, share = divmod(passed / dt.timedelta(days=7) * 5, 1)
    opens, closes = office_hours(monday + dt.timedelta(days=day), zone)
    found = opens + (closes - opens) * share
    now = clock.now()
    return min(found, now) if at <= now else found


def office_hours(day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """From when to when on a day people in a zone and in the headquarters work at the same time."""
    zones = (zone, ZoneInfo(company().time_zone))
    opens = max(dt.datetime.combine(day, OPENS, place).astimezone(dt.UTC) for place in zones)
    return opens, min(dt.datetime.combine(day, CLOSES, place).astimezone(dt.UTC) for place in zones)


def weekday(day: dt.date) -> dt.date:
    """The day, or the Friday before it."""
    return day - dt.timedelta(days=max(day.weekday() - 4, 0))


def stored(model: Any, rows: list[dict[str, Any]], *, by: Actor) -> list[int]:
    """Write rows through the gate and give their ids; raises the first refusal."""
    outcomes = bulk.create(model, rows, by=by)
    wrong = next((outcome.errors for outcome in outcomes if outcome.id is None), None)
    if wrong is not None:
        raise Invalid(wrong)
    return [outcome.id for outcome in outcomes if outcome.id is not None]


def _store(random: Random, owner: User, rows: list[dict[str, Any]]) -> None:
    """Customers of one seller, with their contacts and addresses."""
    actor = Actor.of(owner).as_house()
    made = stored(Customer, rows, by=actor)
    pairs = list(zip(made, rows, strict=True))
    region = REGIONS[owner.language]
    companies = [(number, row) for number, row in pairs if row["kind"] == "company"]
    contacts = [
        _contact(random, region, {"customer": number, **row}, place)
        for number, row in companies
        for place in range(random.choice((1, 2, 2, 2, 3, 4)))
    ]
    made_contacts = stored(Contact, contacts, by=actor)
    bulk.update(Contact, list(demo_knowing.reporting(contacts, made_contacts)), by=actor)
    addresses = [_address(random, region, number, row) for number, row in companies if random.random() < 0.4]
    stored(Address, addresses, by=actor)


def _customer(random: Random, owner: User, names: set[str], today: dt.date) -> dict[str, Any]:
    region = REGIONS[owner.language]
    person = random.random() < 0.08
    name = _fresh(random, region, names, person=person)
    city, code, postcode = random.choice(region.places)
    slug = f"{_slug(random, region, name)}-{len(names)}"
    size = int(10 ** random.uniform(0.7, 3.6))
    found: dict[str, Any] = {
        "kind": "person" if person else "company", "name": name, "country": region.country, "city": city,
        "address": f"{random.choice(region.streets)} {random.randrange(1, 120)}\n{postcode} {city}",
        "phone": _phone(random, region.mobile if person else code), "email": f"info@{slug}.example",
        "status": random.choices(("prospect", "active", "sleeping", "lost"), (35, 45, 15, 5))[0],
        "grade": random.choices(("A", "B", "C", "D", ""), (10, 25, 35, 10, 20))[0],
        "source": random.choice(sources()),
        "tags": random.sample(region.tags, random.choice((0, 0, 1, 1, 2))),
    }  # fmt: skip
    scattered = Random(name)  # noqa: S311 - only a demo
    found["location"] = str(Point(*(scattered.gauss(middle, 0.07) for middle in PLACES[city])))
    found |= _value(scattered, found["grade"], found["status"])
    if random.random() < 0.5 and found["status"] != "lost":
        found["next_contact_on"] = weekday(today + dt.timedelta(days=random.randrange(-6, 45)))
    if not person:
        found |= {
            "industry": random.choice(region.industries), "employees": size,
            "website": f"https://www.{slug}.example",
            "revenue": _revenue(random, size, region.currency),
            "founded": random.randrange(1923, 2022),
        }  # fmt: skip
    return found


def _value(random: Random, grade: str, status: str) -> dict[str, str]:
    """How good a customer is: mostly as its grade says, often not judged where it has none; few are of high value."""
    worth = {"A": (70, 25, 5, 0), "B": (20, 55, 20, 5), "C": (3, 30, 57, 10), "D": (0, 8, 77, 15)}
    potential = {"prospect": (25, 35, 25, 15), "active": (15, 45, 30, 10)}
    levels = (*Level.values, "")
    return {
        "worth": random.choices(levels, worth.get(grade, (2, 8, 30, 60)))[0],
        "potential": random.choices(levels, potential.get(status, (4, 16, 60, 20)))[0],
    }


def _credit() -> None:
    """Terms for about every fourth company that buys, by its size; the last one with class D gets no credit."""
    system, limits = Actor.system(), {"A": (60, 10), "B": (30, 5), "C": (14, 2), "D": (0, 0)}
    random = Random("credit")  # noqa: S311 - only a demo
    buyers = Customer.live().filter(kind="company", status__in=("active", "sleeping"), revenue__isnull=False)
    given = [one for one in buyers.order_by("pk") if random.random() < 0.25]
    late = None
    for one in given:
        said = random.choices(tuple(limits), (30, 40, 22, 8))[0]
        days, thousandths = limits[said]
        limit = Money((one.revenue.amount * thousandths / 1_000).quantize(Decimal(1)), one.revenue.currency)
        records.perform(
            "set_credit", one, by=system, credit_class=said, payment_days=days, credit_limit=limit
        )
        late = one if said == "D" else late
    blocked = late or (given[-1] if given else None)
    if blocked is not None:
        reasons = {"DE": "Two invoices overdue", "CN": "两张发票逾期未付", "RU": "Два счёта просрочены"}
        records.perform("block_credit", (Customer, blocked.pk), by=system, reason=reasons[blocked.country])


def _revenue(random: Random, employees: int, currency: str) -> Money:
    return Money(Decimal(random.randrange(50, 200) * employees * WORTH[currency]) * 1_000, currency)


def _fresh(random: Random, region: Region, names: set[str], *, person: bool) -> str:
    """A name that no other customer has yet; namesakes tell where they are, in the end by a number."""
    name = _person(random, region) if person else _company(random, region)
    for number in range(2, 1_000):
        if name not in names:
            break
        name = _person(random, region) if person else _branch(random, region)
        name = name if number < 20 else f"{name} {number}"
    names.add(name)
    return name


def _company(random: Random, region: Region) -> str:
    return region.company.format(random.choice(region.first), random.choice(region.second))


def _branch(random: Random, region: Region) -> str:
    place = random.choice(region.places)[0]
    return region.branch.format(random.choice(region.first), random.choice(region.second), place)


def _person(random: Random, region: Region) -> str:
    return region.person.format(random.choice(region.given), random.choice(region.family))


def _phone(random: Random, code: str) -> str:
    """A number with as many digits as its country has."""
    digits = 7 if code.startswith("+7") else 8
    return (
        code
        + str(random.randrange(2, 9))
        + "".join(str(random.randrange(10)) for _digit in range(digits - 1))
    )


def _contact(random: Random, region: Region, row: dict[str, Any], place: int) -> dict[str, Any]:
    domain, name = row["email"].partition("@")[2], _person(random, region)
    return {
        **demo_knowing.mood(name), "customer": row["customer"], "name": name, "mobile": _phone(random, region.mobile),
        "email": f"{('office', 'sales', 'it', 'buying', 'finance')[place]}@{domain}",
        "position": region.positions[min(place * 2, 5)] if place else region.positions[0],
        "role": random.choice(("", *ContactRole.values)),
        "language": {"DE": "de", "CN": "zh", "RU": "ru"}[region.country],
        "birthday": dt.date(random.randrange(1958, 2003), random.randrange(1, 13), random.randrange(1, 28)),
    }  # fmt: skip


def _address(random: Random, region: Region, customer: int, row: dict[str, Any]) -> dict[str, Any]:
    city, _code, postcode = random.choice(region.places)
    return {
        "customer": customer, "kind": random.choice(("billing", "shipping", "visit")),
        "city": city, "postcode": postcode,
        "street": f"{random.choice(region.streets)} {random.randrange(1, 120)}", "country": row["country"],
    }  # fmt: skip


def _families(random: Random) -> None:
    """Some customers belong to a larger one of the same country, and some people work for a second company."""
    companies = list(
        Customer.live().filter(kind="company").order_by("pk").values_list("pk", "country", "employees")
    )
    large = sorted(companies, key=lambda row: -(row[2] or 0))[: max(len(companies) // 20, 1)]
    heads = {row[0] for row in large}
    children = [row for row in companies if row[0] not in heads and random.random() < 0.08]
    links = [(row[0], [head[0] for head in large if head[1] == row[1]]) for row in children]
    system = Actor.system()
    bulk.update(
        Customer, [(row, None, {"parent": random.choice(found)}) for row, found in links if found], by=system
    )
    people = list(Contact.live().order_by("pk").values_list("pk", "customer_id"))
    some = random.sample(people, min(len(people) // 25, 30))
    rows = [
        {"contact": person, "customer": other, "role": random.choice(ContactRole.values)}
        for person, own in some
        for other in [random.choice(companies)[0]]
        if other != own
    ]
    stored(Involvement, rows, by=system)


def lead(random: Random, owner: User) -> dict[str, Any]:
    """Name, company and reach of somebody who is no customer yet, for modules above."""
    region = REGIONS[owner.language]
    city, code, _postcode = random.choice(region.places)
    number = random.randrange(1_000, 99_999)
    found = {
        "name": _person(random, region), "mobile": _phone(random, region.mobile),
        "country": region.country, "city": city,
    }  # fmt: skip
    if random.random() < 0.8:
        found |= {
            "company": _branch(random, region),
            "position": random.choice(region.positions),
        }
        if random.random() < 0.5:
            found["phone"] = _phone(random, code)
    found["email"] = f"mail@{_slug(random, region, found.get('company', ''))}-{number}.example"
    return found


def _slug(random: Random, region: Region, name: str) -> str:
    """How the name begins in the addresses of a company; anything for a person."""
    fitting = (slug for first, slug in zip(region.first, region.slugs, strict=True) if first in name)
    return next(fitting, random.choice(region.slugs))


def sources() -> tuple[str, ...]:
    """Where customers and deals come from, in the company's language."""
    return (
        pgettext("source", "Web"),
        pgettext("source", "Trade fair"),
        pgettext("source", "Recommendation"),
        pgettext("source", "Call"),
        pgettext("source", "Partner"),
    )
