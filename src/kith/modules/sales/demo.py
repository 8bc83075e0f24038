"""Products, competitors, leads and deals of the demo company, with the way that each deal took."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.activities import demo as activities
from kith.modules.customers import demo as customers_demo
from kith.modules.customers.demo import at_work, stored
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales import demo_pools, demo_registrations, queries
from kith.modules.sales.models import (
    Competitor,
    Disqualified,
    Lead,
    LostReason,
    Opportunity,
    OpportunityLine,
    Outcome,
    Product,
    Stage,
)

PRODUCTS = (
    ("Scan One", "S-100", "Scan", 890),
    ("Scan Pro", "S-200", "Scan", 2_450),
    ("Scan Tower", "S-300", "Scan", 9_800),
    ("Flow Basic", "F-10", "Flow", 55),
    ("Flow Plus", "F-20", "Flow", 190),
    ("Flow Enterprise", "F-30", "Flow", 3_400),
    ("Label Printer", "P-1", "Print", 420),
    ("Label Printer XL", "P-2", "Print", 1_150),
    ("Service year", "SV-1", "Service", 600),
    ("Training day", "SV-2", "Service", 950),
    ("Gate Reader", "G-1", "Gate", 5_600),
    ("Hand Reader", "G-2", "Gate", 310),
)
COMPETITORS = ("Nordscan", "瑞码科技", "ТехноМетка", "LabelWorld", "Quickflow")
DEALS = {
    "en": ("Warehouse modernisation", "New scanners", "Framework contract", "Pilot project", "Extension"),
    "zh-hans": ("仓库升级", "采购扫描设备", "年度框架合同", "试点项目", "扩容"),
    "ru": ("Модернизация склада", "Закупка сканеров", "Рамочный договор", "Пилотный проект", "Расширение"),
}
NEXT = {
    "en": (
        "Send the offer",
        "Agree on the date",
        "Visit the warehouse",
        "Speak with the buyer",
        "Hear the decision",
    ),
    "zh-hans": ("发送报价", "确认时间", "参观仓库", "联系采购负责人", "等待决定"),
    "ru": (
        "Отправить КП",
        "Согласовать срок",
        "Осмотреть склад",
        "Поговорить с закупщиком",
        "Узнать решение",
    ),
}
PER_CUSTOMER = 250 / 300
LEADS = 80 / 300


def fill(*, random: Random, people: dict[str, list[User]], customers: int) -> None:
    """Products and competitors, then deals and leads over two years, with what was done about them."""
    system = Actor.system()
    users: dict[Any, User] = {user.pk: user for group in people.values() for user in group}
    with clock.frozen(clock.now() - dt.timedelta(days=customers_demo.DAYS)):
        goods = _lists(system)
    done: list[tuple[User, dict[str, Any]]] = []
    known = list(Customer.live().order_by("pk"))
    weights = [4 if item.grade in ("A", "B") else 1 for item in known]
    chosen = random.choices(known, weights, k=round(customers * PER_CUSTOMER))
    for customer in sorted(chosen, key=lambda item: item.pk):
        done += _deal(random, users[customer.owner_id], customer, goods)
    for _number in range(max(round(customers * LEADS), 1)):
        done += _lead(random, random.choice(people["seller"]), goods)
    activities.store(done)
    late = [step for step in queries.ways().steps.values() if step.outcome == Outcome.OPEN][-2:]
    for step in late:
        records.update((Stage, step.id), by=system, requires=["contact", "next_step"])
    demo_pools.fill(random, people, customers)
    demo_registrations.fill(random, people)


def _lists(system: Actor) -> list[Product]:
    """What can be sold, and who else sells it."""
    rows = [
        {"name": name, "code": code, "series": series, "price": Money(Decimal(price), "EUR")}
        for name, code, series, price in PRODUCTS
    ]
    stored(Product, rows, by=system)
    stored(Competitor, [{"name": name} for name in COMPETITORS], by=system)
    return list(Product.live().order_by("pk"))


def _deal(
    random: Random, owner: User, customer: Customer, goods: list[Product]
) -> list[tuple[User, dict[str, Any]]]:
    """One deal from its first day to where it stands now; returns what was done about it."""
    now, actor = clock.now(), Actor.of(owner).as_house()
    begun = customer.created_at + (now - customer.created_at) * random.random()
    begun = max(at_work(begun, owner), customer.created_at)
    contact = Contact.live().filter(customer=customer).order_by("pk").first()
    expected = at_work(begun + dt.timedelta(days=random.randrange(30, 150)), owner)
    with clock.frozen(begun):
        deal = records.create(
            Opportunity, by=actor, name=f"{random.choice(DEALS[owner.language])}, {customer.name}", customer=customer,
            contact=contact, source=random.choice(customers_demo.sources()),
            close_on=expected.date(), engaged_on=begun.date(),
            product=random.choice(goods),
            next_step=random.choice(NEXT[owner.language]) if random.random() < 0.8 else "",
        )  # fmt: skip
        _lines(random, actor, deal, goods)
    _walk(random, owner, deal, expected)
    count = random.choice((1, 1, 2, 3))
    end = min(expected, now)
    about = [
        max(activities.quarter(begun + (end - begun) * random.random(), owner), begun)
        for _number in range(count)
    ]
    return [(owner, activities.activity(random, owner, ("opportunity", deal.pk), at)) for at in about]


def _lines(random: Random, actor: Actor, deal: Opportunity, goods: list[Product]) -> None:
    """Most deals have lines; the others an amount."""
    if random.random() < 0.25:
        records.update(deal, by=actor, amount=Money(Decimal(random.randrange(5, 900) * 100), "EUR"))
        return
    picked = random.sample(goods, random.choice((1, 1, 2, 3)))
    rows = [
        {"opportunity": deal, "product": item, "quantity": random.choice((1, 2, 3, 5, 10, 20))}
        for item in picked
    ]
    stored(OpportunityLine, rows, by=actor)


def _walk(random: Random, owner: User, deal: Opportunity, expected: dt.datetime) -> None:
    """Through the stages as time went by; deals whose time is over are mostly won or lost."""
    now, actor = clock.now(), Actor.of(owner).as_house()
    steps = [step for step in queries.ways().steps.values() if step.outcome == Outcome.OPEN]
    begun = deal.created_at
    over = expected < now
    reached = (
        random.randrange(len(steps) // 2, len(steps)) if over else int(len(steps) * random.random() ** 1.3)
    )
    for place in range(1, reached + 1):
        at = begun + (min(expected, now) - begun) * (place / (reached + 1))
        if place == reached or random.random() < 0.4:
            with clock.frozen(max(at_work(at, owner), begun)):
                records.update((Opportunity, deal.pk), by=actor, stage=steps[place].id)
    if not over or random.random() < 0.06:
        return
    closed = min(expected + dt.timedelta(days=random.randrange(-20, 15)), now - dt.timedelta(hours=1))
    with clock.frozen(max(at_work(closed, owner), begun)):
        if random.random() < 0.58:
            records.perform("win", (Opportunity, deal.pk), by=actor)
        else:
            reason = random.choice(list(LostReason.live().order_by("pk").values_list("pk", flat=True)))
            rival = random.choice([None, *Competitor.live().order_by("pk").values_list("pk", flat=True)])
            records.perform("lose", (Opportunity, deal.pk), by=actor, reason=reason, competitor=rival)


def _lead(random: Random, owner: User, goods: list[Product]) -> list[tuple[User, dict[str, Any]]]:
    """A lead of the last months: new, under way, dropped, or a customer by now."""
    actor, now = Actor.of(owner).as_house(), clock.now()
    fate = random.random()
    begun = at_work(
        now - dt.timedelta(days=90 * random.random() ** 1.5 + 0.1 if fate < 0.7 else 2.2 * random.random()),
        owner,
    )
    row = customers_demo.lead(random, owner)
    with clock.frozen(begun):
        lead = records.create(
            Lead, by=actor, **row, source=random.choice(customers_demo.sources()),
            product=random.choice([None, *goods]),
            warmth=random.choice(("", "cold", "warm", "hot")),
            amount=Money(Decimal(random.randrange(1, 90) * 500), "EUR"),
        )  # fmt: skip
    later = max(activities.quarter(begun + (now - begun) * random.random(), owner), begun)
    with clock.frozen(later):
        if fate < 0.45:
            ahead = (
                now.date() + dt.timedelta(days=random.randrange(-3, 25)) if random.random() < 0.75 else None
            )
            status = random.choice(("working", "qualified"))
            records.update(lead, by=actor, status=status, next_contact_on=ahead)
        elif fate < 0.6:
            records.perform("disqualify", lead, by=actor, reason=random.choice(Disqualified.values))
        elif fate < 0.7:
            records.perform("convert", lead, by=actor)
    return [(owner, activities.activity(random, owner, ("lead", lead.pk), later))] if fate < 0.7 else []
