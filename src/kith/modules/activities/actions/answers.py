"""Rules of questions and answers: each answer is one that its question takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.modules.activities.models import QuestionKind, VisitAnswer, VisitQuestion

CHOOSING = (QuestionKind.ONE, QuestionKind.SEVERAL)
YES, NO = "yes", "no"


def choices_of(question: VisitQuestion) -> list[str]:
    """The possible answers of a question."""
    return [line.strip() for line in question.options.splitlines() if line.strip()]


def check_question(question: VisitQuestion, *, actor: Actor) -> None:
    """Who may choose has at least two answers to choose from. Raises Invalid."""
    if question.kind in CHOOSING and len(set(choices_of(question))) < 2:
        raise Invalid({"options": [_("Write at least two possible answers, one to a line.")]})


def check_answer(answer: VisitAnswer, *, actor: Actor) -> None:
    """The answer is one that the question takes; its number follows the text. Raises Invalid."""
    if answer.restored or not (answer.before is None or answer.moved("text") or answer.moved("question")):
        return
    question = VisitQuestion.objects.filter(pk=answer.question_id).first()
    answer.text = answer.text.strip()
    if question is None or not answer.text:
        answer.number = None
        return
    TAKES.get(question.kind, _any)(question, answer)


def _any(_question: VisitQuestion, _answer: VisitAnswer) -> None:
    """Any text is an answer."""


def _number(_question: VisitQuestion, answer: VisitAnswer) -> None:
    try:
        found = Decimal(answer.text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        raise Invalid({"text": [_("Write a number.")]})
    answer.number = round(found, 3)


def _yes(_question: VisitQuestion, answer: VisitAnswer) -> None:
    if answer.text not in (YES, NO):
        raise Invalid({"text": [_("Answer yes or no.")]})
    answer.number = Decimal(answer.text == YES)


def _one(question: VisitQuestion, answer: VisitAnswer) -> None:
    if answer.text not in choices_of(question):
        raise Invalid({"text": [_("Choose one of the possible answers.")]})


def _several(question: VisitQuestion, answer: VisitAnswer) -> None:
    if not set(answer.text.splitlines()) <= set(choices_of(question)):
        raise Invalid({"text": [_("Choose from the possible answers.")]})


def _day(_question: VisitQuestion, answer: VisitAnswer) -> None:
    try:
        dt.date.fromisoformat(answer.text)
    except ValueError as error:
        raise Invalid({"text": [_("Write a day as 2026-10-01.")]}) from error


TAKES = {
    QuestionKind.NUMBER.value: _number,
    QuestionKind.YES.value: _yes,
    QuestionKind.ONE.value: _one,
    QuestionKind.SEVERAL.value: _several,
    QuestionKind.DAY.value: _day,
}
