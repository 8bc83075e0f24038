"""What is asked at visits: forms with questions, and the answers as rows of their own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record, unique_live
from kith.modules.activities.models.activities import Activity
from kith.modules.activities.models.visits import Purpose


class QuestionKind(models.TextChoices):
    """What an answer is."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    YES = "yes", _("Yes or no")
    ONE = "one", _("One of several")
    SEVERAL = "several", _("Several of them")
    DAY = "day", _("Day")
    PICTURE = "picture", _("Picture")


class VisitForm(Record):
    """What is asked at visits for a purpose (any, when there is none) with certain customers (all, without a
    condition); of several that fit the first is asked."""

    list_sorts = ("position",)

    name = fields.Text(_("Name"), required=True, max_length=120)
    position = fields.Integer(_("Position"), null=False, default=0)
    purpose = fields.Choice(Purpose, _("Purpose"))
    customers = fields.Condition("customer", _("For which customers"))
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Visit form")
        constraints: ClassVar[Any] = (unique_live("name", name="visit_form_name"),)


class VisitQuestion(Record):
    """One question of a form; `options` are the possible answers, one to a line."""

    list_sorts = ("position",)

    form = fields.Reference(VisitForm, _("Form"), required=True)
    position = fields.Integer(_("Position"), null=False, default=0)
    text = fields.Text(pgettext_lazy("of a form", "Question"), required=True, max_length=300)
    kind = fields.Choice(QuestionKind, _("Kind"), default=QuestionKind.TEXT, required=True)
    options = fields.LongText(_("Possible answers, one to a line"), limit=4_000)
    required = fields.Boolean(_("Has to be answered"))
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Visit question")
        constraints: ClassVar[Any] = (unique_live("form", "text", name="visit_question_once"),)


class VisitAnswer(Record):
    """The answer to one question at one visit. `text` is how it reads, several choices one to a line; `number` is its
    value where it has one: 1 for yes, 0 for no; `picture` the file of a picture."""

    activity = fields.Reference(Activity, _("Visit"), required=True, panel=False)
    question = fields.Reference(VisitQuestion, pgettext_lazy("of a form", "Question"), required=True)
    text = fields.LongText(pgettext_lazy("to a question", "Answer"), limit=4_000, personal="personal")
    number = fields.Decimal(_("Number"), places=3, readonly=True)
    picture = fields.Reference("files.Attachment", _("Picture"), panel=False)

    class Meta:
        verbose_name = _("Visit answer")
        constraints: ClassVar[Any] = (unique_live("activity", "question", name="visit_answer_once"),)
