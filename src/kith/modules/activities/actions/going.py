"""What is done during a visit, step by step: beginning it, answering, noting, and the way through a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.features.files.attaching import attach
from kith.features.files.store import Arrived
from kith.kernel import clock
from kith.kernel.places import Point, distance
from kith.kernel.places import parse as point
from kith.modules.activities.models import (
    Activity,
    ActivityKind,
    CompetitorNote,
    PositionConsent,
    Purpose,
    QuestionKind,
    Visit,
    VisitAnswer,
    VisitQuestion,
)
from kith.modules.activities.queries import visits as queries
from kith.modules.activities.stamping import stamped
from kith.modules.customers.models import Customer


def part_of(activity: Activity, *, by: Actor, purpose: str = "") -> Visit:
    """The part of a visit, made when it is needed first. Raises Forbidden."""
    found = Visit.live().filter(activity=activity.pk).first()
    made: Visit = found or records.create(Visit, by=by, activity=activity.pk, purpose=purpose)
    return made


def begin(customer: Customer, *, by: Actor, purpose: str = "") -> Activity:
    """A visit that nobody planned, just now. Raises Forbidden, Invalid."""
    made: Activity = records.create(
        Activity, by=by, kind=ActivityKind.VISIT.value, subject=subject_of(customer, purpose, by),
        at=clock.now().replace(second=0, microsecond=0), about=("customer", customer.pk),
    )  # fmt: skip
    part_of(made, by=by, purpose=purpose)
    return made


def subject_of(customer: Customer, purpose: str, by: Actor) -> str:
    """What a visit is called that nobody named."""
    what = str(Purpose(purpose).label) if purpose in Purpose.values else _("Visit")
    name = customer.name if "name" in registry.spec("customer").readable(by) else ""
    return f"{what}: {name}"[:200] if name else what


def picture(activity: Activity, content: Arrived, *, place: str, by: Actor) -> int:
    """Keep a picture taken at a visit, with time, person and place written into it; its id. Raises Invalid."""
    where = place or _("not located")
    lines = (f"{by.show.datetime(clock.now())} {by.time_zone}", by.name, f"{activity.subject} · {where}")
    (made,) = attach(registry.spec("activity"), activity.pk, [stamped(content, lines)], by=by)
    return int(made.pk)


def answer(
    activity: Activity,
    questions: Sequence[VisitQuestion],
    given: Mapping[int, str],
    pictures: Mapping[int, int],
    *,
    by: Actor,
) -> None:
    """Keep the answers to questions; an empty one takes an earlier answer away. Raises Invalid at the questions."""
    known = {row.question_id: row for row in VisitAnswer.live().filter(activity=activity.pk)}
    wrong: dict[str, Any] = {}
    for question in questions:
        try:
            _answer(activity, question, known.get(question.pk), given=given, pictures=pictures, by=by)
        except Invalid as error:
            wrong[f"answer-{question.pk}"] = [text for texts in error.errors.values() for text in texts]
    if wrong:
        raise Invalid(wrong)


def _answer(
    activity: Activity,
    question: VisitQuestion,
    known: VisitAnswer | None,
    *,
    given: Mapping[int, str],
    pictures: Mapping[int, int],
    by: Actor,
) -> None:
    text = given.get(question.pk, "").strip()
    values: dict[str, Any] = {"text": text}
    if question.kind == QuestionKind.PICTURE:
        if question.pk not in pictures:
            return
        values = {"picture": pictures[question.pk]}
    if known is None and (text or pictures.get(question.pk)):
        records.create(VisitAnswer, by=by, activity=activity.pk, question=question.pk, **values)
    elif known is not None and not text and question.kind != QuestionKind.PICTURE:
        records.delete(known, by=by)
    elif known is not None and (known.text != text or question.kind == QuestionKind.PICTURE):
        records.update(known, by=by, **values)


def note_competitor(activity: Activity, said: Mapping[str, str], *, by: Actor) -> CompetitorNote:
    """What was seen of a competitor. Raises Invalid."""
    values = {"competitor": said.get("competitor", ""), "note": said.get("competitor_note", "")}
    made: CompetitorNote = records.create(
        CompetitorNote, by=by, activity=activity.pk, texts=by.language, **values
    )
    return made


def agree(*, by: Actor) -> PositionConsent:
    """The actor agrees that his position is read at check-in and check-out."""
    return queries.agreed(by) or records.create(PositionConsent, by=by, person=by.user_id)


def nearest_first(places: Sequence[Point | None], start: Point | None = None) -> list[int]:
    """The order in which to go: from one place to the nearest that is left, what has no place last. Begins at the place
    nearest to `start`, else at the first that has one."""
    left = [number for number, one in enumerate(places) if one is not None]
    nowhere = [number for number, one in enumerate(places) if one is None]
    found: list[int] = []
    here = start
    while left:
        at = here
        following = left[0] if at is None else min(left, key=lambda n: distance(at, places[n] or at))
        left.remove(following)
        found.append(following)
        here = places[following]
    return [*found, *nowhere]


def reorder(activities: Sequence[Activity], *, by: Actor, start: str = "") -> int:
    """Give the open visits of a day their times anew, so that the nearest comes next; how many moved. What is done, or
    where somebody is checked in, keeps its time. Raises Forbidden, Invalid."""
    parts = queries.parts_of(activities)
    open_ = [
        one for one in activities if not one.done and (one.pk not in parts or parts[one.pk].in_at is None)
    ]
    customers = queries.customers_of(open_, to=by)
    places = [queries.point_of(customers.get(one.customer_id or 0)) for one in open_]
    slots = [(one.at, one.ends_at - one.at if one.ends_at else None) for one in open_]
    rows: list[tuple[int, None, dict[str, Any]]] = []
    for (at, long), number in zip(slots, nearest_first(places, point(start) if start else None), strict=True):
        one = open_[number]
        if one.at != at:
            rows.append((one.pk, None, {"at": at, "ends_at": at + long if long else None}))
    if rows and any(outcome.errors for outcome in bulk.update(Activity, rows, by=by)):
        raise Forbidden(_("You may not move all of these visits."))
    return len(rows)


def minutes_since(moment: dt.datetime) -> int:
    """Whole minutes since a moment."""
    return int((clock.now() - moment).total_seconds() // 60)
