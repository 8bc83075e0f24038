"""The roles that every installation begins with, and its first company and administrator."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, override

from kith.engine import plugs, records
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Conflict
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Unit, User
from kith.engine.settings import Company, company, save_company


def _all(*verbs: str, reach: str) -> dict[str, str]:
    return dict.fromkeys(verbs, reach)


WORK = ("create", "read", "update", "delete", "assign", "share")


def shipped() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name and grants of each shipped role, in the language in force."""
    return {
        "administrator": (gettext("Administrator"), {"*": {"*": "all"}}),
        "leader": (gettext("Leader"), {"*": {**_all("read", "export", "assign", "share", reach="all"), **_all("create", "update", reach="own")}}),
        "manager": (gettext("Manager"), {"*": _all(*WORK, "export", "mass_update", reach="below")}),
        "seller": (gettext("Seller"), {"*": _all(*WORK, reach="own")}),
        "agent": (gettext("Service agent"), {"*": {**_all("create", "update", reach="own"), "read": "unit"}, "customer": {"read": "all", "create": "own", "update": "own"}, "contact": {"read": "all", "create": "own", "update": "own"}}),
        "marketer": (gettext("Marketer"), {"*": {**_all("create", "update", "delete", "assign", reach="own"), "read": "all", "export": "all"}}),
        "accountant": (gettext("Accountant"), {"*": {"read": "all", "export": "all", **_all("create", "update", reach="own")}}),
        "auditor": (gettext("Auditor"), {"*": _all("read", "export", reach="all")}),
    }  # fmt: skip


def ensure_roles() -> dict[str, Role]:
    """Every shipped role by key; missing ones are made, and whatever else modules ship."""
    found = {role.key: role for role in Role.live()}
    with override(company().language):
        for key, (name, grants) in shipped().items():
            if key not in found:
                found[key] = records.create(Role, by=Actor.system(), key=key, name=name, grants=grants)
        for step in plugs.set_up_steps:
            step()
    return found


def set_up(settings: Company, *, username: str, name: str, password: str, email: str = "") -> User:
    """The first company and administrator, all or nothing. Raises Conflict once anybody exists, Invalid for bad values."""
    with writing():
        if User.live().exists():
            raise Conflict
        save_company(settings)
        roles = ensure_roles()
        system = Actor.system()
        unit = records.create(Unit, by=system, name=settings.name or "Kith")
        user: User = records.create(
            User, by=system, username=username, name=name, email=email, unit=unit, roles=[roles["administrator"].pk],
            language=settings.language, time_zone=settings.time_zone,
        )  # fmt: skip
        accounts.set_password(user, password)
    return user
