"""Users, units, teams, roles and API tokens. All but tokens are ordinary records with pages, API and journal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live


class Unit(Record):
    """A part of the organisation: headquarters, branch, department. `parent` makes the tree."""

    list_sorts = ("name_key",)

    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    parent = fields.Reference("engine.Unit", _("Belongs to"))
    manager = fields.Reference("engine.User", _("Manager"), panel=False)

    class Meta:
        verbose_name = _("Unit")


class Team(Record):
    """People who work together across units."""

    list_sorts = ("name_key",)

    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    members = fields.References("user", _("Members"))

    class Meta:
        verbose_name = _("Team")


class Role(Record):
    """What one may do. `grants` maps entity ("*" for all) to verb ("*" for all) to reach; `levels` maps entity to
    field to hidden, masked, read or write (write where nothing is said). `limits` says how much may be taken out, and
    `demands` how one must sign in."""

    list_sorts = ("name_key",)

    key = fields.Text(_("Key"), max_length=40, required=True)
    name = fields.Text(_("Name"), required=True)
    name_key = fields.SortKey("name")
    about = fields.LongText(_("What this role is for"), limit=1_000)
    grants = fields.Structure(_("Rights"))
    levels = fields.Structure(_("Field rights"))
    limits = fields.Structure(_("Limits"))
    demands = fields.Structure(_("Demands on signing in"))

    class Meta:
        verbose_name = _("Role")
        constraints: ClassVar[Any] = (unique_live("key", name="role_key_once"),)


class User(AbstractBaseUser, Record):
    """A person who signs in. `unit` is where the person works; `manager` reaches what the person owns."""

    list_sorts = ("name_key",)

    username = fields.Text(_("Sign-in name"), max_length=80, required=True, personal="personal")
    name = fields.Text(pgettext_lazy("person", "Name"), required=True, personal="personal")
    name_key = fields.SortKey("name")
    email = fields.Email(_("E-mail"), personal="personal")
    phone = fields.Phone(_("Phone"), personal="personal")
    position = fields.Text(_("Position"), personal="personal")
    manager = fields.Reference(
        "engine.User",
        _("Manager"),
        help_text=_("Reaches what this person owns, as far as the manager's own roles allow."),
    )
    roles = fields.References(
        "role", _("Roles"), help_text=_("Several roles add up: where they differ, the widest right counts.")
    )
    hours = fields.Reference("engine.WorkingHours", _("Working hours"))
    language = fields.Language(_("Language"), default="")
    time_zone = fields.Text(_("Time zone"), max_length=60)
    is_active = fields.Boolean(_("May sign in"), default=True)
    preferences = models.JSONField(default=dict, editable=False)
    # Somebody else knows the password: it opens nothing but the page of a new one.
    renew_password = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("User")
        constraints: ClassVar[Any] = (
            unique_live("username", name="user_name_once", message=_("This sign-in name is taken.")),
        )

    def __str__(self) -> str:
        return str(self.name)


class Token(models.Model):
    """A key for the API, stored as its SHA-256. `scopes` limits it to verbs per entity; empty: no limit."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=120, default="")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class RecordGrant(models.Model):
    """An exception: this principal sees (1) or edits (2) this record, for a stated cause. See scale.md E.1.

    A principal is a user, team, unit or role as one number, so that one index serves all of a viewer's principals.
    `role` is what somebody of the record's team does there, `by_id` who shared it. Written by kith.engine.sharing, and
    by rules of sharing, which declare that rights changed (`epoch.bump("access")`).
    """

    USER, TEAM, UNIT, ROLE = 1, 2, 3, 4
    KIND = 10**12

    entity = models.PositiveSmallIntegerField()
    record_id = models.BigIntegerField()
    principal = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    cause = models.CharField(max_length=20, default="share")
    cause_id = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    role = models.CharField(max_length=120, default="")
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=("entity", "principal", "record_id", "cause", "cause_id"), name="grant_once"
            ),
        )
        indexes: ClassVar[Any] = (models.Index(fields=("entity", "record_id"), name="grant_record"),)
