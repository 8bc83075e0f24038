"""The roles that every installation begins with, and its first company and administrator."""

from __future__ import annotations

from django.utils.translation import gettext, override

from kith.engine import plugs, records
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Conflict
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Unit, User
from kith.engine.settings import Company, company, save_company


def _reach(reach: str, *verbs: str) -> dict[str, str]:
    return dict.fromkeys(verbs, reach)


WORK = ("create", "read", "update", "delete", "assign", "share")
OWN = _reach("own", "create", "update")
GRANTS: dict[str, dict[str, dict[str, str]]] = {
    "administrator": {"*": {"*": "all"}},
    "leader": {"*": {**OWN, **_reach("all", "read", "export", "assign", "share")}},
    "manager": {"*": _reach("below", *WORK, "export", "mass_update")},
    "seller": {"*": _reach("own", *WORK)},
    "agent": {
        "*": {**OWN, "read": "unit"},
        "customer": {**OWN, "read": "all"},
        "contact": {**OWN, "read": "all"},
    },
    "marketer": {"*": {**OWN, **_reach("own", "delete", "assign"), **_reach("all", "read", "export")}},
    "accountant": {"*": {**OWN, **_reach("all", "read", "export")}},
    "auditor": {"*": _reach("all", "read", "export")},
}


def role_names() -> dict[str, str]:
    """What the shipped roles are called, in the language in force."""
    return {
        "administrator": gettext("Administrator"),
        "leader": gettext("Leader"),
        "manager": gettext("Manager"),
        "seller": gettext("Seller"),
        "agent": gettext("Service agent"),
        "marketer": gettext("Marketer"),
        "accountant": gettext("Accountant"),
        "auditor": gettext("Auditor"),
    }


def ensure_roles() -> dict[str, Role]:
    """Every shipped role by key; missing ones are made, and whatever else modules ship."""
    found = {role.key: role for role in Role.live()}
    with override(company().language):
        for key, name in role_names().items():
            if key not in found:
                found[key] = records.create(Role, by=Actor.system(), key=key, name=name, grants=GRANTS[key])
        for step in plugs.set_up_steps:
            step()
    return found


def set_up(settings: Company, *, username: str, name: str, password: str, email: str = "") -> User:
    """The first company and administrator, all or nothing. Raises Conflict once anybody exists, Invalid."""
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
