"""What the demo company's people did with their customers, and what they have to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.kernel import clock
from kith.modules.activities import demo_visits
from kith.modules.activities.models import Activity
from kith.modules.customers.demo import at_work, office_hours, stored, weekday
from kith.modules.customers.models import Contact, Customer

SUBJECTS: dict[str, dict[str, Sequence[str]]] = {
    "en": {
        "task": (
            "Send the offer",
            "Check the delivery date",
            "Prepare samples",
            "Ask for the framework contract",
        ),
        "call": (
            "Call about prices",
            "Follow-up call",
            "Call about the last delivery",
            "Get to know the new buyer",
        ),
        "meeting": ("Quarterly review", "Product presentation", "Negotiation", "Kick-off"),
        "visit": ("Visit on site", "Visit to the warehouse", "Trade fair visit"),
        "note": ("They compare us with a competitor", "Budget is decided in autumn", "New managing director"),
    },
    "zh-hans": {
        "task": ("发送报价单", "确认交货日期", "准备样品", "催签框架合同"),
        "call": ("电话沟通价格", "电话回访", "了解采购计划", "联系新采购负责人"),
        "meeting": ("季度回顾会", "产品演示", "商务谈判", "项目启动会"),
        "visit": ("上门拜访", "参观仓库", "展会见面"),
        "note": ("客户在和竞争对手比较", "预算秋季确定", "换了新总经理"),
    },
    "ru": {
        "task": ("Отправить КП", "Уточнить срок поставки", "Подготовить образцы", "Запросить договор"),
        "call": (
            "Звонок по ценам",
            "Повторный звонок",
            "Узнать о планах закупок",
            "Знакомство с новым закупщиком",
        ),
        "meeting": ("Итоги квартала", "Презентация продукта", "Переговоры", "Старт проекта"),
        "visit": ("Визит к клиенту", "Осмотр склада", "Встреча на выставке"),
        "note": ("Сравнивают нас с конкурентом", "Бюджет утвердят осенью", "Новый директор"),
    },
}
OUTCOMES = {
    "en": ("Interested, wants an offer", "Nobody reached", "Agreed", "Will decide next month", "Satisfied"),
    "zh-hans": ("有兴趣，要求报价", "未接通", "已同意", "下月决定", "满意"),
    "ru": ("Интересно, ждёт КП", "Не дозвонились", "Согласовано", "Решат в следующем месяце", "Доволен"),
}
KINDS, SHARES = ("task", "call", "meeting", "visit", "note"), (30, 34, 12, 12, 12)
EACH = 10 / 3
AHEAD = 0.06
FRIDAY = 4
LONGEST = dt.timedelta(hours=3)


def fill(*, random: Random, people: dict[str, list[User]], customers: int) -> None:
    """About ten activities for every three customers, most of them past; every seller has some for today."""
    users = {user.pk: user for group in people.values() for user in group}
    rows: list[tuple[User, dict[str, Any]]] = []
    contacts: dict[int, list[int]] = {}
    for number, customer in Contact.live().order_by("pk").values_list("pk", "customer_id"):
        contacts.setdefault(customer, []).append(number)
    known = list(Customer.live().order_by("pk").values_list("pk", "owner_id", "created_at"))
    for number in range(int(customers * EACH)):
        pk, owner, since = known[number % len(known)]
        at = moment(random, users[owner], since)
        row = activity(random, users[owner], ("customer", pk), at)
        if row["kind"] != "task" and contacts.get(pk):
            row["contacts"] = [random.choice(contacts[pk])]
        rows.append((users[owner], row))
    for number, seller in enumerate(people["seller"] + people["manager"]):
        mine = [pk for pk, owner_id, _since in known if owner_id == seller.pk][:5]
        rows += [(seller, _today(random, seller, pk, number + place)) for place, pk in enumerate(mine)]
        rows += [(seller, row) for row in _week(random, seller, mine)]
    store(rows)
    demo_visits.fill(random, people)


def moment(random: Random, owner: User, since: dt.datetime) -> dt.datetime:
    """A working hour between a moment and now; some lie in the next three weeks."""
    now = clock.now()
    if random.random() < AHEAD:
        return quarter(now + dt.timedelta(days=random.uniform(1, 22)), owner)
    return max(quarter(since + (now - since) * random.random(), owner), since)


def quarter(at: dt.datetime, owner: User) -> dt.datetime:
    """A moment moved to a working hour and to the quarter of an hour before it."""
    at = at_work(at, owner)
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def activity(random: Random, owner: User, about: tuple[str, int], at: dt.datetime) -> dict[str, Any]:
    """An activity of a person at a time; what is past is done, but for a few."""
    language = owner.language
    kind = random.choices(KINDS, SHARES)[0]
    past = at < clock.now()
    done = past and (random.random() < 0.985 or (clock.now() - at).days > 60)
    row: dict[str, Any] = {
        "kind": kind, "subject": random.choice(SUBJECTS[language][kind]), "at": at, "about": about, "done": done,
        "priority": random.choices(("low", "normal", "high"), (10, 75, 15))[0],
    }  # fmt: skip
    if kind in ("meeting", "visit"):
        row["ends_at"] = at + dt.timedelta(minutes=random.choice((30, 60, 90)))
    if done and kind != "task":
        row["outcome"] = random.choice(OUTCOMES[language])
    return row


def _today(random: Random, owner: User, customer: int, number: int) -> dict[str, Any]:
    """Something for today; on a weekend tasks and calls are left over from Friday, and meetings are on Monday."""
    kind = ("task", "call", "meeting", "visit")[number % 4]
    today = clock.today(owner.time_zone)
    day = weekday(today)
    if day != today and kind in ("meeting", "visit"):
        day += dt.timedelta(days=3)
    opens, closes = office_hours(day, ZoneInfo(owner.time_zone))
    at = opens + dt.timedelta(hours=random.randrange((closes - opens) // dt.timedelta(hours=1)))
    row = activity(random, owner, ("customer", customer), at)
    return {
        **row,
        "kind": kind,
        "subject": random.choice(SUBJECTS[owner.language][kind]),
        "done": False,
        "outcome": "",
        "ends_at": at + dt.timedelta(hours=1) if kind in ("meeting", "visit") else None,
    }


def _week(random: Random, owner: User, customers: Sequence[int]) -> list[dict[str, Any]]:
    """A full working week around today: two to four things a day, one after the other."""
    today = clock.today(owner.time_zone)
    monday = (
        today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=7 if today.weekday() > FRIDAY else 0)
    )
    rows = []
    for day in (monday + dt.timedelta(days=number) for number in range(FRIDAY + 1)):
        at, closes = office_hours(day, ZoneInfo(owner.time_zone or "UTC"))
        while customers and at + LONGEST < closes:
            at += dt.timedelta(minutes=random.choice((15, 30, 60, 90, 120)))
            kind = random.choice(("call", "meeting", "meeting", "visit"))
            until = at + dt.timedelta(minutes=random.choice((30, 45) if kind == "call" else (60, 90, 120)))
            done = until < clock.now()
            rows.append(
                {"kind": kind, "subject": random.choice(SUBJECTS[owner.language][kind]), "at": at, "ends_at": until,
                 "about": ("customer", random.choice(customers)), "done": done, "priority": "normal",
                 "outcome": random.choice(OUTCOMES[owner.language]) if done else ""}
            )  # fmt: skip
            at = until
    return rows


def store(rows: Iterable[tuple[User, dict[str, Any]]]) -> None:
    """Write activities through the gate as if in their month: what lies ahead was planned today."""
    now = clock.now()

    def key(row: tuple[User, dict[str, Any]]) -> tuple[int, int, int]:
        written = min(row[1]["at"], now)
        return written.year, written.month, row[0].pk

    ordered = sorted(rows, key=lambda row: (*key(row), row[1]["at"]))
    for _month, group in groupby(ordered, key=key):
        found = list(group)
        with clock.frozen(min(found[-1][1]["at"], now)):
            stored(Activity, [row for _owner, row in found], by=Actor.of(found[0][0]).as_house())
