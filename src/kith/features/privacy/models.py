"""Rows of privacy: files of all about a person, purposes, holds, acts of destruction, consents, retention rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.beginning import this_minute
from kith.engine.record import Record


class State(models.TextChoices):
    """How far it is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Dossier(models.Model):
    """What was asked for, by whom, in which language; the file lies beside the others for a week."""

    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    records = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("user_id", "-id"), name="dossier_user"),)

    @property
    def name(self) -> str:
        """What the file is called; it says nothing about who it is about."""
        return f"{self.entity}-{self.record_id}-{self.at:%Y-%m-%d}.zip"


class Basis(models.TextChoices):
    """Why data about people may be processed."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    DUTY = "duty", _("Legal duty")
    INTEREST = "interest", _("Legitimate interest")
    VITAL = "vital", _("Vital interest")
    PUBLIC = "public", _("Public task")


class Purpose(Record):
    """What data about people in records of one kind are processed for, and how long they have to be kept: not before
    `keep_days` after the day in `since` is over may they be erased."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Purpose"), required=True)
    entity = fields.Text(_("Records"), max_length=60, required=True)
    basis = fields.Choice(Basis, _("Legal basis"), default=Basis.CONTRACT, required=True)
    law = fields.Text(_("Law or contract"), max_length=300)
    keep_days = fields.Integer(_("Must be kept for days"), minimum=1, maximum=36_500)
    since = fields.Text(_("Counted from the field"), max_length=60)
    recipients = fields.LongText(_("Given to"), limit=2_000)
    countries = fields.Text(_("Sent to countries"), max_length=300)
    safeguards = fields.LongText(_("Protected there by"), limit=2_000)

    class Meta:
        verbose_name = _("Purpose of processing")


class LegalHold(Record):
    """A person about whom nothing may be erased for now, such as during a lawsuit."""

    list_sorts = ("-created_at",)

    about = fields.AnyReference(pgettext_lazy("record", "About"), required=True)
    reason = fields.Text(_("Reason"), max_length=300, required=True)
    until = fields.Date(_("Until"))

    class Meta:
        verbose_name = _("Legal hold")
        indexes: ClassVar[Any] = (models.Index(fields=("about_entity", "about"), name="hold_about"),)


class Ground(models.TextChoices):
    """Why personal data were destroyed."""

    REQUEST = "request", _("The person asked for it")
    WITHDRAWN = "withdrawn", _("Consent was withdrawn")
    REACHED = "reached", _("The purpose is reached")
    EXPIRED = "expired", _("The time of keeping is over")
    UNLAWFUL = "unlawful", _("The processing was not lawful")


class Destruction(Record):
    """The act of a destruction of personal data: what, when, why, by whom and how, never the values. Kept for ever."""

    list_sorts = ("-created_at",)

    number = fields.AutoNumber(_("Number"), format="D-{year}-{n:05}")
    subject_entity = fields.Text(_("Kind of person"), max_length=60, readonly=True)
    subject = fields.Integer(_("Number of the record"), format="plain", readonly=True)
    ground = fields.Choice(Ground, _("Reason"), readonly=True)
    note = fields.Text(_("Document"), max_length=300, readonly=True)
    done_at = fields.DateTime(_("Destroyed at"), readonly=True)
    done_by = fields.Text(_("Destroyed by"), readonly=True)
    batch = fields.Integer(_("Batch"), format="plain", readonly=True)
    lines = fields.Listed(_("What was done"), readonly=True)
    copies = fields.Structure(_("Copies destroyed"), readonly=True)

    class Meta:
        verbose_name = _("Act of destruction")


class Channel(models.TextChoices):
    """By which way somebody may be written to or called."""

    ANY = "any", _("Every way")
    MAIL = "mail", _("E-mail")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("Phone")
    MESSENGER = "messenger", _("Messenger")
    POST = "post", _("Post")


class Standing(models.TextChoices):
    """Whether a consent stands."""

    GIVEN = "given", pgettext_lazy("consent", "Given")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class Consent(Record):
    """A person's consent to a purpose by a way: when and how it was given, to which words, and when withdrawn. One that
    is given again is a new row, so that the rows are the history. Separate consents (sensitive data, handing on, across
    the border) are purposes of their own."""

    list_sorts = ("-created_at",)

    about = fields.AnyReference(pgettext_lazy("consent", "Person"), required=True)
    purpose = fields.Reference(Purpose, _("Purpose"), required=True, panel=False)
    channel = fields.Choice(Channel, _("Way"), default=Channel.ANY, required=True, max_length=12)
    standing = fields.Choice(
        Standing, pgettext_lazy("consent", "State"), default=Standing.GIVEN, readonly=True, max_length=12,
        tones={"given": "good", "withdrawn": "bad"},
    )  # fmt: skip
    given_at = fields.DateTime(_("Given at"), required=True, begin=this_minute)
    source = fields.Text(_("Given where"), max_length=200, required=True)
    wording = fields.Text(_("Version of the text"), max_length=80)
    language = fields.Language(_("Language"))
    proof = fields.References("attachment", _("Proof"))
    valid_until = fields.Date(_("Valid until"), ahead=True)
    withdrawn_at = fields.DateTime(_("Withdrawn at"), readonly=True)
    withdrawn_where = fields.Text(_("Withdrawn where"), max_length=200, readonly=True)

    class Meta:
        verbose_name = _("Consent")
        indexes: ClassVar[Any] = (models.Index(fields=("about_entity", "about"), name="consent_about"),)


class End(models.TextChoices):
    """What is done with records whose time of keeping is over."""

    ERASE = "erase", _("Erase personal values")
    TRASH = "trash", _("Move to the trash")
    PURGE = "purge", _("Remove for good")


class RetentionRule(Record):
    """Records that meet `where` are kept `days` days after the day in the field `since`; then `ending` is done with
    them, every night, as long as the rule is switched on."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), required=True)
    entity = fields.Text(_("Records"), max_length=60, required=True)
    where = fields.Condition("@entity", _("Condition"))
    since = fields.Text(_("Counted from the field"), max_length=60, default="updated_at", required=True)
    days = fields.Integer(_("Kept for days"), minimum=1, maximum=36_500, required=True)
    ending = fields.Choice(End, _("Then"), default=End.TRASH, required=True, max_length=8)
    active = fields.Boolean(_("Switched on"), readonly=True)

    class Meta:
        verbose_name = _("Retention rule")
