"""`kith demo`: fill an empty database with a believable company, the same one for the same seed.

People and units are made here. What a module knows is filled in by its `demo.py`, bottom module first:
`fill(*, random, people, customers)` gets a seeded random.Random, the users by role key, and how many customers the
company has; it writes through the gate. What the company set up for itself is in its own language, in force meanwhile.
"""

import argparse
import datetime as dt
import importlib
import random
import secrets
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import override

from kith.config.refusal import Refusal
from kith.engine import bulk, epoch, events, records
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.currencies import CurrencyRate
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Team, Unit, User
from kith.engine.insisting import insisting
from kith.engine.installing import set_up
from kith.engine.settings import Company
from kith.kernel import clock

SEED = 1
NAMESAKE = {
    "en": "Another one, only called alike",
    "zh-hans": "只是同名，不是同一个",
    "ru": "Другой, только зовут так же",
}
COMPANY = Company(
    name="Harbour & Hill", language="en", currency="EUR", time_zone="Europe/Berlin", country="DE"
)
ADMINISTRATOR = ("admin", "Alex Morgan")
UNITS = ("Berlin", "上海", "Казань")
# Sign-in name, name, role, number of the unit, language.
PEOPLE = (
    ("helena", "Helena Brandt", "leader", 0, "en"),
    ("jonas", "Jonas Keller", "manager", 0, "en"),
    ("mei", "林美", "manager", 1, "zh-hans"),
    ("irina", "Ирина Волкова", "manager", 2, "ru"),
    ("emma", "Emma Clarke", "seller", 0, "en"),
    ("lukas", "Lukas Vogel", "seller", 0, "en"),
    ("wei", "陈伟", "seller", 1, "zh-hans"),
    ("fang", "王芳", "seller", 1, "zh-hans"),
    ("pavel", "Павел Соколов", "seller", 2, "ru"),
    ("anna", "Анна Кузнецова", "seller", 2, "ru"),
    ("noah", "Noah Fischer", "agent", 0, "en"),
    ("lily", "周丽", "marketer", 1, "zh-hans"),
)
# Currency, what one is worth in euros, and how much that changes.
RATES = (
    ("CNY", Decimal("0.1250"), Decimal("0.0012")),
    ("RUB", Decimal("0.0105"), Decimal("0.0002")),
    ("USD", Decimal("0.9200"), Decimal("0.0080")),
)
TEAMS = (("jonas", "emma", "wei", "anna"), ("lily", "lukas", "fang", "pavel"))
TEAM_NAMES = {
    "en": ("Key accounts", "Trade fairs"),
    "zh-hans": ("重点客户", "展会"),
    "ru": ("Ключевые клиенты", "Выставки"),
}
ZONES = ("Europe/Berlin", "Asia/Shanghai", "Europe/Moscow")


def run(options: argparse.Namespace) -> int:
    """Make the company and tell how to sign in; refuse where there is one already."""
    if User.live().exists():
        raise Refusal("there is data here already; a demo company needs an empty database")
    password = secrets.token_urlsafe(9)
    language = options.language
    with epoch.turn(), writing(), override(language):
        people = _people(password, language)
        _rates()
        for module in _modules():
            with insisting(NAMESAKE[language]):
                importlib.import_module(module).fill(
                    random=random.Random(options.seed),  # noqa: S311  the same company for the same seed
                    people=people,
                    customers=options.customers,
                )
        # All of it is history: nobody is to be told of it now.
        events.forget()
    names = ", ".join(row[0] for row in PEOPLE[:5])
    print(f"kith: a demo company is here. Sign in as {ADMINISTRATOR[0]} (or {names}, ...) with the password")
    print(password, flush=True)
    return 0


def _rates() -> None:
    """What other currencies are worth in euros, by quarter."""
    begun = clock.today("UTC") - dt.timedelta(days=760)
    rows = [
        {
            "currency": currency,
            "day": begun + dt.timedelta(days=91 * quarter),
            "rate": rate + step * (quarter % 4),
        }
        for currency, rate, step in RATES
        for quarter in range(9)
    ]
    bulk.create(CurrencyRate, rows, by=Actor.system())


def _modules() -> list[str]:
    named = [
        f"{config.name}.demo" for config in apps.get_app_configs() if config.name.startswith("kith.modules.")
    ]
    return [name for name in named if find_spec(name)]


def _people(password: str, language: str) -> dict[str, list[User]]:
    """The administrator, units, and people of every role, all with one password."""
    username, name = ADMINISTRATOR
    first = set_up(replace(COMPANY, language=language), username=username, name=name, password=password)
    system = Actor.system()
    units = [records.create(Unit, by=system, name=place, parent=first.unit_id) for place in UNITS]
    roles = dict(Role.live().values_list("key", "pk"))
    people: dict[str, list[User]] = {"administrator": [first]}
    for username, name, role, place, spoken in PEOPLE:
        user = records.create(
            User, by=system, username=username, name=name, roles=[roles[role]], unit=units[place],
            language=spoken, time_zone=ZONES[place], manager=_manager(people, place),
        )  # fmt: skip
        people.setdefault(role, []).append(user)
    accounts.share_password(first, (user for group in people.values() for user in group))
    names = dict(User.live().values_list("username", "pk"))
    for team, members in zip(TEAM_NAMES[language], TEAMS, strict=True):
        records.create(Team, by=system, name=team, members=[names[member] for member in members])
    return people


def _manager(people: dict[str, list[User]], place: int) -> User | None:
    """The manager of a unit, for managers the leader."""
    managers = people.get("manager", [])
    return managers[place] if place < len(managers) else next(iter(people.get("leader", [])), None)
