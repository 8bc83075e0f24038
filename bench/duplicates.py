"""Seeds N customers of which every 50th is a copy with typing errors, and looks through them all.

python -m bench.duplicates seed 1000000     # into the empty database of KITH_DATA or KITH_DATABASE_URL
python -m bench.duplicates scan             # prints time, peak memory, and how many copies were found
python -m bench.duplicates save             # prints what a save costs with keys and without
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

from django.db import transaction

from bench.seed import NOW, PASSWORD, Loader, bring_up_to_date, chunks, copy
from kith.engine import epoch, installing, records, registry
from kith.engine import keeping as kept
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.engine.registry import code_of
from kith.engine.settings import Company
from kith.features.duplicates import keeping, marking, scanning
from kith.features.duplicates.marking import KINDS, mark
from kith.features.duplicates.models import Group, MatchKey, Scan
from kith.kernel import clock
from kith.kernel.text import sort_key
from kith.modules.customers.models import Customer

EACH = 50
ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "st", "tr", "gl")
VOWELS, CODAS = ("a", "e", "i", "o", "u"), ("", "n", "r", "l", "s")
SIGNS = (
    "华兴天合东方远金瑞宏达同创海博明珠永新安泰晨光中科瑞丰恒盛嘉禾利源佳美康宁德信诚泽润"
    "国建联众鼎旭阳凯捷腾飞龙虎凤祥云峰山川林森木石玉宝银铜钢铁星月辰宇宙"
)
CYRILLIC = ("ба", "ве", "ги", "до", "жу", "ле", "ми", "но", "пу", "ра", "си", "то", "за", "ко", "лу", "не")
PLACES = ("北京", "上海", "广州", "深圳", "成都", "杭州")
TRADES = ("科技", "贸易", "物流", "医药", "机械", "电子", "食品")
FORMS = (("有限公司", "股份有限公司"), ("ООО «", ""), ("»", ", ООО"), (" Ltd", " Limited"))


def name(random: Random) -> str:
    """A company's name in one of three scripts."""
    kind = random.randrange(3)
    if kind == 0:
        core = "".join(random.choice(SIGNS) for _ in range(random.choice((4, 5))))
        return f"{random.choice(PLACES)}{core}{random.choice(TRADES)}有限公司"
    if kind == 1:
        word = "".join(random.choice(CYRILLIC) for _ in range(random.randint(7, 9)))
        return f"ООО «{word.title()}»"
    words = [
        "".join(random.choice(part) for _ in range(3) for part in (ONSETS, VOWELS, CODAS)) for _ in range(2)
    ]
    return f"{' '.join(words).title()} {random.choice(('Ltd', 'Inc', 'GmbH'))}"


def mistyped(text: str, random: Random) -> str:
    """The name as somebody else writes it: other form, one sign wrong."""
    text = (
        text.replace("有限公司", "股份有限公司")
        .replace("ООО «", "")
        .replace("»", ", ООО")
        .replace(" Ltd", " Limited")
    )
    if random.random() < 0.5:
        place = random.randrange(2, max(len(text) - 6, 3))
        text = text[:place] + text[place + 1 :]
    return text


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Customers by number; a copy has the number behind what it is a copy of."""
    for number in range(1, count + 1):
        copied = number % EACH == 0
        own = number - 1 if copied else number
        random = Random(own)
        said, town = name(random), random.choice(("Berlin", "Moskau", "Peking", "London", "Paris", "Rom"))
        chance = Random(number)
        same = chance.random() if copied else 1.0
        yield {
            "id": number, "created_at": NOW, "updated_at": NOW, "city": town,
            "name": mistyped(said, chance) if copied else said,
            "phone": f"+4930{own if same < 0.6 else number:08}",
            "email": f"info{own if same > 0.3 and copied else number}@example.com",
        }  # fmt: skip


def seed(count: int) -> None:
    """Customers and their keys, straight into the tables."""
    started = time.perf_counter()
    with epoch.turn():
        company = Company("Bench", "en", "EUR", "Europe/Berlin", "DE")
        installing.set_up(company, username="ada", name="Ada", password=PASSWORD)
        Loader(Customer).load({**row, "name_key": sort_key(row["name"])} for row in rows(count))
        print(f"customers: {time.perf_counter() - started:.0f} s", flush=True)
        code = code_of("customer")
        for part in chunks(keys(count), 50_000):
            copy(MatchKey._meta.db_table, ("mark", "kind", "entity", "record_id", "source", "source_id"),
                 [(found, kind, code, number, code, number) for found, kind, number in part])  # fmt: skip
        with suppress(Exception):
            bring_up_to_date()
    print(f"with keys: {time.perf_counter() - started:.0f} s", flush=True)


def keys(count: int) -> Iterator[tuple[int, int, int]]:
    """Mark, kind and record of every key."""
    for row in rows(count):
        number = row["id"]
        yield from ((found, kind, number) for found, kind in marking.of_text("name", row["name"]))
        yield mark(KINDS["phone"], row["phone"]), KINDS["phone"], number
        yield mark(KINDS["mail"], row["email"]), KINDS["mail"], number


def scan() -> None:
    """Look through everything; says time, processor time, peak memory, and what was found of the copies."""
    with epoch.turn():
        row = Scan.objects.create(user_id=None, begun_at=clock.now())
        started, worked = time.perf_counter(), time.process_time()
        at = [started]

        def told(step: int) -> None:
            now = time.perf_counter()
            print(f"  step {step}: {now - at[0]:.1f} s, {peak():.0f} MB", flush=True)
            at[0] = now

        scanning.scan(row, [registry.spec("customer")], told)
        spent, used = time.perf_counter() - started, time.process_time() - worked
        count = Customer.live().count()
    found = {
        (one, other)
        for members in Group.objects.filter(scan_id=row.pk).values_list("members", flat=True)
        for place, one in enumerate(members)
        for other in members[place + 1 :]
    }
    true = {(number - 1, number) for number in range(EACH, count + 1, EACH)}
    right = len(found & true)
    print(
        f"{count} customers, {row.pairs} pairs, {row.groups} groups: {spent:.0f} s ({used:.0f} s of processor)"
    )
    share = f"precision {right / max(len(found), 1):.4f}, recall {right / len(true):.4f}"
    print(f"peak {peak():.0f} MB; copies found: {share}")


def peak() -> float:
    """The most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def save() -> None:
    """What one save costs with keys and without: median of many, in turn."""
    with epoch.turn():
        by = Actor.of(User.live().order_by("pk")[0])
        times: dict[bool, list[float]] = {True: [], False: []}
        for number in range(400):
            on = number % 2 == 0
            if not on:
                kept.everywhere.remove(keeping.keep)
            said = name(Random(10_000_000 + number))
            started = time.perf_counter()
            with transaction.atomic():
                values = {"phone": f"+4930{90_000_000 + number}", "email": f"x{number}@example.com"}
                records.create(Customer, by=by, name=said, **values)
            times[on].append(time.perf_counter() - started)
            if not on:
                kept.everywhere.append(keeping.keep)
    with_, without = (statistics.median(times[on]) * 1000 for on in (True, False))
    print(f"a save: {with_:.2f} ms with keys, {without:.2f} ms without: {with_ - without:+.2f} ms")


if __name__ == "__main__":
    {"seed": lambda: seed(int(sys.argv[2])), "scan": scan, "save": save}[sys.argv[1]]()
