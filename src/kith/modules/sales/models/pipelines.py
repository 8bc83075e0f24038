"""Pipelines and their stages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
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
    """A step of a pipeline: the chance in percent, and after how many days in it a deal counts as stalled."""

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

    class Meta:
        verbose_name = _("Stage")
        constraints: ClassVar[Any] = (unique_live("pipeline", "name", name="stage_name_once"),)
