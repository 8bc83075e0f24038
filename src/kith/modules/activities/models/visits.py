"""What belongs to an activity that is a visit: where and when one was there, what was found, what is asked of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import LIVE, Record, unique_live
from kith.modules.activities.models.activities import Activity
from kith.modules.customers.models import Customer, Grade


class Purpose(models.TextChoices):
    """What somebody goes there for."""

    CARE = "care", pgettext_lazy("visit", "Keep in touch")
    FIRST = "first", pgettext_lazy("visit", "Get to know")
    INTERVIEW = "interview", pgettext_lazy("visit", "Interview")
    OFFER = "offer", pgettext_lazy("visit", "Offer and negotiate")
    SHELF = "shelf", pgettext_lazy("visit", "Shelf and stock")
    COMPLAINT = "complaint", pgettext_lazy("visit", "Complaint")
    MONEY = "money", pgettext_lazy("visit", "Collect payment")


class Located(models.TextChoices):
    """Whether it is known where somebody was when he checked in or out."""

    FOUND = "found", pgettext_lazy("position", "Located")
    ROUGH = "rough", pgettext_lazy("position", "Located too roughly")
    NONE = "none", pgettext_lazy("position", "Not located")


class Wanting(models.TextChoices):
    """What is missing so that a visit counts; "" when nothing is."""

    PLACE = "place", _("Not located")
    POINT = "point", _("The customer’s place is not known")
    FAR = "far", _("Too far from the customer")
    SHORT = "short", _("Too short")


class Period(models.TextChoices):
    """How often a norm begins anew."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class Visit(Record):
    """The part of a visit that other activities do not have: one row at most for each.

    Metres are to the customer's point; accuracies are the radius in metres that the device gives. Times are those of
    the server. `valid` is settled when one checks out, by the rule of that day; `wanting` says what was missing.
    `pictures_until` is the last day on which pictures are kept.
    """

    activity = fields.Reference(Activity, _("Visit"), required=True, panel=False)
    customer = fields.Reference(Customer, _("Customer"), readonly=True, panel=False)
    purpose = fields.Choice(Purpose, _("Purpose"))
    in_at = fields.DateTime(_("Checked in"), readonly=True)
    in_state = fields.Choice(
        Located,
        _("Located at check-in"),
        readonly=True,
        tones={"found": "good", "rough": "warn", "none": "bad"},
    )
    in_accuracy = fields.Integer(_("Accuracy at check-in (m)"), readonly=True)
    in_distance = fields.Integer(_("Distance at check-in (m)"), readonly=True)
    in_reason = fields.Text(_("Reason at check-in"), readonly=True, max_length=300)
    out_at = fields.DateTime(_("Checked out"), readonly=True)
    out_state = fields.Choice(
        Located,
        _("Located at check-out"),
        readonly=True,
        tones={"found": "good", "rough": "warn", "none": "bad"},
    )
    out_accuracy = fields.Integer(_("Accuracy at check-out (m)"), readonly=True)
    out_distance = fields.Integer(_("Distance at check-out (m)"), readonly=True)
    out_reason = fields.Text(_("Reason at check-out"), readonly=True, max_length=300)
    minutes = fields.Duration(_("Time on site"), readonly=True)
    valid = fields.Boolean(_("Counts"), readonly=True)
    wanting = fields.Choice(
        Wanting, _("Does not count because"), readonly=True, tones={"far": "warn", "place": "bad"}
    )
    findings = fields.LongText(_("Findings"), personal="personal")
    next_step = fields.Text(_("Next step"), max_length=300, personal="personal")
    pictures_until = fields.Date(_("Pictures kept until"), readonly=True)
    agreed: dt.date | None = None
    """The next contact that was agreed on while checking out, on its way to the activity."""

    class Meta:
        verbose_name = _("Visit")
        constraints: ClassVar[Any] = (unique_live("activity", name="visit_once"),)
        indexes: ClassVar[Any] = (
            models.Index(fields=("customer", "-in_at"), name="visit_customer", condition=LIVE),
            models.Index(
                fields=("pictures_until",),
                name="visit_pictures",
                condition=models.Q(pictures_until__isnull=False),
            ),
        )


class Moment(models.TextChoices):
    """When a position was read."""

    IN = "in", _("Check-in")
    OUT = "out", _("Check-out")


class VisitPosition(Record):
    """Where somebody was at the two moments at which it is read. Rows of their own, so that they can be kept shorter
    than what came of the visit, and from other eyes."""

    activity = fields.Reference(Activity, _("Visit"), required=True, panel=False)
    moment = fields.Choice(Moment, _("Moment"), default=Moment.IN, required=True)
    at = fields.DateTime(_("Time"))
    place = fields.Location(_("Position"), personal="personal")
    accuracy = fields.Integer(_("Accuracy (m)"))
    until = fields.Date(_("Kept until"))

    class Meta:
        verbose_name = _("Position")
        indexes: ClassVar[Any] = (
            models.Index(fields=("until",), name="position_until", condition=models.Q(until__isnull=False)),
        )


class CompetitorNote(Record):
    """What was seen of a competitor during a visit."""

    activity = fields.Reference(Activity, _("Visit"), required=True, panel=False)
    competitor = fields.Text(_("Competitor"), required=True, max_length=120)
    product = fields.Text(pgettext_lazy("of a competitor", "Product"), max_length=120)
    price = fields.Money(pgettext_lazy("of a competitor", "Price"))
    note = fields.LongText(_("Note"), limit=2_000)

    class Meta:
        verbose_name = _("Competitor note")


class VisitRule(Record):
    """What a visit needs in order to count, and how long positions and pictures are kept; the first that fits the
    customer is in force."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    position = fields.Integer(_("Position"), null=False, default=0)
    customers = fields.Condition("customer", _("For which customers"))
    radius = fields.Integer(_("Radius (m)"), null=False, default=500, minimum=20, maximum=50_000)
    accuracy = fields.Integer(_("Roughest accuracy (m)"), null=False, default=200, minimum=5, maximum=50_000)
    minutes = fields.Duration(_("Least time on site (minutes)"), null=False, default=10, minimum=0)
    picture = fields.Boolean(_("A picture is needed at check-in"))
    consent = fields.Boolean(_("People agree before their position is read"), default=True)
    positions_days = fields.Integer(
        _("Keep positions (days)"), null=False, default=365, minimum=1, maximum=36_500
    )
    pictures_days = fields.Integer(
        _("Keep pictures (days)"), null=False, default=730, minimum=1, maximum=36_500
    )
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Visit rule")


class VisitNorm(Record):
    """How often customers of a grade are to be visited; of several for a grade each is looked at by itself."""

    grade = fields.Choice(Grade, _("Grade"), required=True, max_length=1)
    times = fields.Integer(_("Visits"), null=False, default=1, minimum=1, maximum=366)
    period = fields.Choice(Period, _("In each"), default=Period.YEAR, required=True)

    class Meta:
        verbose_name = _("Visit norm")


class PositionConsent(Record):
    """A person's word that Kith may read and keep where he is when he checks in and out, until he takes it back."""

    person = fields.Reference("engine.User", _("Person"), required=True, panel=False)
    given_at = fields.DateTime(_("Given"), readonly=True)
    ended_at = fields.DateTime(_("Taken back"), readonly=True)

    class Meta:
        verbose_name = _("Consent to positions")
        indexes: ClassVar[Any] = (
            models.Index(fields=("person", "ended_at"), name="consent_position", condition=LIVE),
        )
