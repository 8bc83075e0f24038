"""`kith demo`: fill an empty database with a believable company, the same one for the same seed.

People and units are made here. What a module knows is filled in by its `demo.py`, bottom module first:
`fill(*, random, people, customers)` gets a seeded random.Random, the users by role key, and how many customers the
company has; it writes through the gate.
"""

import argparse
import importlib
import random
import secrets
from importlib.util import find_spec

from django.apps import apps

from kith.config.refusal import Refusal
from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Unit, User
from kith.engine.installing import set_up
from kith.engine.settings import Company

CUSTOMERS = 200
SEED = 1
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
ZONES = ("Europe/Berlin", "Asia/Shanghai", "Europe/Moscow")


def run(options: argparse.Namespace) -> int:
    """Make the company and tell how to sign in; refuse where there is one already."""
    if User.live().exists():
        raise Refusal("there is data here already; a demo company needs an empty database")
    password = secrets.token_urlsafe(9)
    people = _people(password)
    for module in _modules():
        importlib.import_module(module).fill(
            random=random.Random(options.seed),  # noqa: S311  the same company for the same seed
            people=people,
            customers=options.customers,
        )
    names = ", ".join(row[0] for row in PEOPLE[:5])
    print(f"kith: a demo company is here. Sign in as {ADMINISTRATOR[0]} (or {names}, ...) with the password")
    print(password, flush=True)
    return 0


def _modules() -> list[str]:
    named = [
        f"{config.name}.demo" for config in apps.get_app_configs() if config.name.startswith("kith.modules.")
    ]
    return [name for name in named if find_spec(name)]


def _people(password: str) -> dict[str, list[User]]:
    """The administrator, units, and people of every role, all with one password."""
    username, name = ADMINISTRATOR
    first = set_up(COMPANY, username=username, name=name, password=password)
    system = Actor.system()
    units = [records.create(Unit, by=system, name=place, parent=first.unit_id) for place in UNITS]
    roles = dict(Role.live().values_list("key", "pk"))
    people: dict[str, list[User]] = {"administrator": [first]}
    for username, name, role, place, language in PEOPLE:
        user = records.create(
            User, by=system, username=username, name=name, roles=[roles[role]], unit=units[place],
            language=language, time_zone=ZONES[place], manager=_manager(people, place),
        )  # fmt: skip
        accounts.set_password(user, password)
        people.setdefault(role, []).append(user)
    return people


def _manager(people: dict[str, list[User]], place: int) -> User | None:
    """The manager of a unit, for managers the leader."""
    managers = people.get("manager", [])
    return managers[place] if place < len(managers) else next(iter(people.get("leader", [])), None)
