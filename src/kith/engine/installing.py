"""The roles that every installation begins with, and its first company and administrator."""

from __future__ import annotations

from django.utils.translation import override

from kith.engine import plugs, records
from kith.engine.actor import Actor
from kith.engine.company import save_company
from kith.engine.connections import writing
from kith.engine.errors import Conflict
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Unit, User
from kith.engine.settings import Company, company
from kith.engine.shipped import role_names, role_texts, template


def ensure_roles() -> dict[str, Role]:
    """Every shipped role by key; missing ones are made, and whatever else modules ship."""
    found = {role.key: role for role in Role.live()}
    with override(company().language):
        for key, name in role_names().items():
            if key not in found:
                said = {"about": role_texts()[key], **template(key)}
                found[key] = records.create(Role, by=Actor.system(), key=key, name=name, **said)
        for step in plugs.set_up_steps:
            step()
    return found


def set_up(settings: Company, *, username: str, name: str, password: str, email: str = "") -> User:
    """The first company and administrator, all or nothing. Raises Conflict once anybody exists, Invalid."""
    with writing():
        if User.live().exists():
            raise Conflict
        save_company(settings, by=Actor.system())
        roles = ensure_roles()
        system = Actor.system()
        unit = records.create(Unit, by=system, name=settings.name or "Kith")
        user: User = records.create(
            User, by=system, username=username, name=name, email=email, unit=unit, roles=[roles["administrator"].pk],
            language=settings.language, time_zone=settings.time_zone,
        )  # fmt: skip
        accounts.set_password(user, password)
    return user
