"""Visits with questions and answers, and work reports, of the demo company's last working day."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.kernel import clock
from kith.modules.activities.actions import going
from kith.modules.activities.actions.reports import suggested
from kith.modules.activities.models import (
    Activity,
    ReportKind,
    ReportRule,
    VisitAnswer,
    VisitForm,
    VisitQuestion,
    WorkReport,
)
from kith.modules.customers.demo import office_hours, stored, weekday
from kith.modules.customers.models import Customer

SUBJECT = {"en": "Visit with questions", "zh-hans": "现场走访", "ru": "Визит с анкетой"}
FINDINGS = {
    "en": "Two of four scanners are old; they want an offer.",
    "zh-hans": "四台扫描仪中有两台较旧，希望报价。",
    "ru": "Два из четырёх сканеров старые, просят КП.",
}
STAY = dt.timedelta(minutes=25)


def fill(random: Random, people: dict[str, list[User]]) -> None:
    """Some sellers visited a customer and reported in the evening; one manager has read one of the reports."""
    questions = _questions()
    _rules(people)
    reports = []
    for user in people["seller"][::2]:
        day = weekday(clock.today(user.time_zone) - dt.timedelta(days=1))
        opens, closes = office_hours(day, ZoneInfo(user.time_zone))
        _visit(random, user, opens + dt.timedelta(minutes=30), questions)
        reports.append(_report(user, day, closes))
    with clock.frozen(clock.now() - dt.timedelta(minutes=10)):
        records.perform("mark_read", reports[0], by=Actor.of(people["manager"][0]).as_house())


def _questions() -> list[int]:
    """What is asked in interviews."""
    system = Actor.system()
    form = records.create(VisitForm, by=system, name=_("Warehouse"), purpose="interview")
    choices = "\n".join((*_answers(), pgettext("scanners", "None")))
    rows: list[dict[str, Any]] = [
        {"text": _("How many scanners are in use?"), "kind": "number", "required": True},
        {"text": _("Whose are they?"), "kind": "one", "options": choices, "required": True},
        {"text": _("Do they want an offer?"), "kind": "yes"},
    ]
    return stored(
        VisitQuestion, [{**row, "form": form, "position": place} for place, row in enumerate(rows)], by=system
    )


def _answers() -> tuple[str, str]:
    """Whose scanners there can be."""
    return pgettext("scanners", "Ours"), pgettext("scanners", "Others")


def _rules(people: dict[str, list[User]]) -> None:
    """Sellers report every working day until noon of the next."""
    roles = sorted({one for user in people["seller"] for one in user.roles})
    records.create(
        ReportRule,
        by=Actor.system(),
        name=_("Sellers, daily"),
        roles=roles,
        until_time=dt.time(12).isoformat(),
    )


def _visit(random: Random, user: User, at: dt.datetime, questions: list[int]) -> None:
    """From arriving to leaving, with its answers."""
    by = Actor.of(user).as_house()
    customer = Customer.live().filter(owner=user).exclude(location="").order_by("pk").first()
    if customer is None:
        return
    with clock.frozen(at - dt.timedelta(minutes=20)):
        going.agree(by=by)
        activity = records.create(
            Activity, by=by, kind="visit", subject=SUBJECT[user.language], at=at, ends_at=at + STAY,
            about=("customer", customer.pk),
        )  # fmt: skip
        visit = going.part_of(activity, by=by, purpose="interview")
    with clock.frozen(at):
        records.perform("check_in", visit, by=by, place=customer.location, accuracy=15)
    answers = (str(random.randrange(2, 40)), random.choice(_answers()), "yes")
    with clock.frozen(at + STAY):
        rows = [
            {"activity": activity.pk, "question": question, "text": text}
            for question, text in zip(questions, answers, strict=True)
        ]
        stored(VisitAnswer, rows, by=by)
        said = {"place": customer.location, "accuracy": 15, "findings": FINDINGS[user.language]}
        records.perform("check_out", visit, by=by, **said)


def _report(user: User, day: dt.date, closes: dt.datetime) -> Any:
    """What was done that day, sent in the evening."""
    by = Actor.of(user).as_house()
    with clock.frozen(closes):
        said = suggested(ReportKind.DAILY, day, day, by=by)
        said["recipients"] = [user.manager_id] if user.manager_id else []
        report = records.create(
            WorkReport,
            by=by,
            kind="daily",
            starts_on=day.isoformat(),
            **{**said, "done": said["done"] or "-"},
        )
        return records.perform("submit", report, by=by)
