"""Declaration of identity providers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import epoch, guard, uses
from kith.engine.access import directory
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.encrypting import encrypt
from kith.engine.entity import Entity, Section
from kith.engine.errors import Forbidden, Invalid
from kith.engine.registry import register
from kith.features.signon.models import IdentityProvider

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
SCOPES = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*")
# All but the name says who comes in, and as what.
WEIGHTY = (
    "issuer", "client_id", "scopes", "active", "second_factor", "creates", "domains", "new_unit", "roles", "role_claim",
    "role_map", "follows",
)  # fmt: skip


def check(provider: IdentityProvider, *, actor: Actor) -> None:
    """Who names a system whose word counts, and the roles that it gives, must hold everything. Raises Invalid,
    Forbidden."""
    if not actor.access.opens_everything and any(provider.moved(name) for name in WEIGHTY):
        raise Forbidden
    errors: dict[str, list[Any]] = {}
    parts = urlsplit(provider.issuer)
    if parts.query or parts.fragment or "@" in parts.netloc:
        errors["issuer"] = [_("Write the address as the provider names it, without parameters.")]
    if not SCOPES.fullmatch(provider.scopes) or "openid" not in provider.scopes.split():
        errors["scopes"] = [_("Write openid and what else is asked for, with spaces between.")]
    if not all(isinstance(one, str) and DOMAIN.fullmatch(one) for one in provider.domains or ()):
        errors["domains"] = [_("Write domains such as example.com.")]
    known = {role.key for role in directory().roles.values()}
    if not all(isinstance(key, str) and key in known for key in (provider.role_map or {}).values()):
        errors["role_map"] = [_('Write keys of roles, such as {"sales-team": "seller"}.')]
    if errors:
        raise Invalid(errors)


@uses.names("identity-provider")
def roles_of_claim(provider: IdentityProvider) -> Iterator[uses.Subject]:
    """The roles that a claim gives."""
    wanted = set((provider.role_map or {}).values())
    return (uses.Subject("role", row=role.pk) for role in directory().roles.values() if role.key in wanted)


@action(
    _("Set client secret"),
    done=pgettext_lazy("done", "Client secret set"),
    icon="key",
    many=False,
    help=_("The provider shows it once. It is kept encrypted and never shown here."),
)
def set_secret(
    provider: IdentityProvider,
    *,
    secret: Annotated[str, arg("text", _("Client secret"), max_length=300)],
    actor: Actor,
) -> None:
    """Keep the secret that this installation shows to the provider."""
    if not actor.access.opens_everything:
        raise Forbidden
    with writing(), guard.opened():
        IdentityProvider.objects.filter(pk=provider.pk).update(sealed=encrypt(secret))
        epoch.bump("config")


@register
class IdentityProviderEntity(Entity):
    """Systems of other makers by which people sign on."""

    model, key, plural, icon = IdentityProvider, "identity-provider", "identity-providers", "login"
    group = "settings"
    label, label_plural = _("Identity provider"), _("Identity providers")
    columns = ("name", "issuer", "active", "creates", "follows")
    layout = (
        Section.of(_("Provider"), "name", "issuer", "client_id", "scopes", "active", "second_factor"),
        Section.of(_("New accounts"), "creates", "domains", "new_unit"),
        Section.of(_("Rights"), "roles", "role_claim", "role_map", "follows"),
    )
    search, features, bumps = ("name", "issuer"), (), "config"
    secrets: ClassVar[dict[str, Any]] = {"sealed": _("Client secret")}
    checks, actions = (check,), (set_secret,)
