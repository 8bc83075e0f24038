"""SharingRule: the records that fit a condition are shared with these people, teams, units and roles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record


class Level(models.TextChoices):
    """How far a rule shares."""

    READ = "read", pgettext_lazy("share", "Read")
    WRITE = "write", pgettext_lazy("share", "Change")


class SharingRule(Record):
    """Which records of one entity (`where` is a condition) are shared with whom, and how far."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=80, required=True)
    entity = fields.Text(_("Records"), max_length=60, required=True)
    where = fields.Condition("@entity", _("Which"))
    people = fields.References("user", _("People"))
    teams = fields.References("team", _("Teams"))
    units = fields.References("unit", _("Units"))
    roles = fields.References("role", _("Roles"))
    level = fields.Choice(Level, pgettext_lazy("share", "May"), default=Level.READ, required=True)
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Sharing rule")
