"""IdentityProvider: a system whose word about who somebody is counts. ForeignIdentity: whom it knows as whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.engine import fields
from kith.engine.identity.models import User
from kith.engine.record import Record, unique_live


class IdentityProvider(Record):
    """A provider of OpenID Connect. Its client secret is set by an action and lies encrypted in `sealed`."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=60, required=True)
    issuer = fields.Url(_("Issuer"), max_length=300, required=True)
    client_id = fields.Text(_("Client ID"), max_length=200, required=True)
    scopes = fields.Text(_("Scopes"), max_length=200, default="openid profile email")
    active = fields.Boolean(_("Active"), default=True)
    second_factor = fields.Boolean(_("Asks for a second factor itself"), default=False)
    creates = fields.Boolean(_("Makes accounts at the first sign-on"), default=False)
    domains = fields.Listed(_("Mail domains of new accounts"))
    new_unit = fields.Reference("engine.Unit", _("Unit of new accounts"), panel=False)
    roles = fields.References("role", _("Roles of everybody"))
    role_claim = fields.Text(_("Claim that names roles"), max_length=80)
    role_map = fields.Structure(_("Roles by value of the claim"))
    follows = fields.Boolean(_("Roles follow the claim at each sign-on"), default=False)
    sealed = models.TextField(default="", editable=False)
    mail_needed = True

    class Meta:
        verbose_name = _("Identity provider")
        constraints: ClassVar[Any] = (
            unique_live("issuer", name="provider_issuer_once", message=_("This issuer is there already.")),
        )


class ForeignIdentity(models.Model):
    """A person as another system knows him: by issuer and number there, never by mail or name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    mail = models.CharField(max_length=254, default="")
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="foreign_identity_once"),
        )


class Invitation(models.Model):
    """An administrator's word that whoever brings this link may take over an account by signing on elsewhere. It is
    used once, within days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
