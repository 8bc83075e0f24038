"""Pipelines and their stages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import called, fields
from kith.engine.record import Record, unique_live


class Outcome(models.TextChoices):
    """How a deal stands."""

    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class Tone(models.TextChoices):
    """What a stage's colour means."""

    NEUTRAL = "neutral", _("Neutral")
    INFO = "info", _("Under way")
    GOOD = "good", _("Good")
    WARN = "warn", _("Take care")
    BAD = "bad", _("Bad")


def _asked(name: str) -> Any:
    """What a field of a deal is called, wherever it is named."""
    return called.Later(lambda: called.field("opportunity", name))


class Needed(models.TextChoices):
    """What a stage may ask of the deals that enter it."""

    CUSTOMER = "customer", _asked("customer")
    CONTACT = "contact", _asked("contact")
    AMOUNT = "amount", _asked("amount")
    PRODUCT = "product", _asked("product")
    SOURCE = "source", _asked("source")
    NEXT_STEP = "next_step", _asked("next_step")
    COMPETITOR = "competitor", _asked("competitor")


class Pipeline(Record):
    """One way in which deals are done. `days` is how long an open deal is expected to take."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)
    days = fields.Integer(_("Usual days to close"), default=90, required=True, minimum=1, maximum=3660)
    active = fields.Boolean(_("In use"), default=True)

    class Meta:
        verbose_name = _("Pipeline")
        constraints: ClassVar[Any] = (unique_live("name", name="pipeline_name_once"),)


class Stage(Record):
    """A step of a pipeline: the chance in percent, and after how many days in it a deal counts as stalled, and
    which fields of a deal have to be filled in to enter it."""

    list_sorts = ("position",)

    pipeline = fields.Reference(Pipeline, _("Pipeline"), required=True)
    name = fields.Text(_("Name"), required=True, max_length=120)
    position = fields.Integer(pgettext_lazy("order", "Position"), default=0, required=True, minimum=0)
    probability = fields.Percent(
        _("Probability"), default=Decimal(0), required=True, minimum=Decimal(0), maximum=Decimal(100)
    )
    outcome = fields.Choice(
        Outcome, _("Outcome"), default=Outcome.OPEN, required=True, max_length=10,
        tones={"open": "info", "won": "good", "lost": "bad"},
    )  # fmt: skip
    tone = fields.Choice(Tone, _("Colour"), default=Tone.INFO, required=True, max_length=10)
    stall_days = fields.Integer(_("Stalled after days"), minimum=1, maximum=3660)
    requires = fields.MultiChoice(Needed, _("Needs filled in"))

    class Meta:
        verbose_name = _("Stage")
        constraints: ClassVar[Any] = (unique_live("pipeline", "name", name="stage_name_once"),)


def first_pipeline(_actor: Any) -> int | None:
    """The pipeline in which a deal begins: the first of those in use."""
    rows = Pipeline.live().order_by("-active", "position", "pk")
    number: int | None = rows.values_list("pk", flat=True).first()
    return number


def first_stage(actor: Any) -> int | None:
    """The stage in which a deal begins: the first open one of that pipeline."""
    rows = (
        Stage.live()
        .filter(pipeline_id=first_pipeline(actor) or 0, outcome=Outcome.OPEN)
        .order_by("position", "pk")
    )
    number: int | None = rows.values_list("pk", flat=True).first()
    return number
