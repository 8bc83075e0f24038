"""What the pages of visits show, as plain things with text ready."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import plugs, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.belonging import belonging
from kith.features.files.models import Attachment
from kith.kernel import clock
from kith.kernel.places import Point, distance
from kith.modules.activities.actions import going
from kith.modules.activities.actions.answers import choices_of
from kith.modules.activities.models import (
    Activity,
    CompetitorNote,
    Located,
    Purpose,
    QuestionKind,
    Visit,
    VisitAnswer,
    VisitPosition,
    VisitQuestion,
    Wanting,
)
from kith.modules.activities.queries import visits as queries
from kith.modules.customers.models import Customer
from kith.web.pieces import Link
from kith.web.views.map import credit, outlines


@dataclass(frozen=True, slots=True)
class State:
    """Where a visit stands, in words, with its tone."""

    key: str
    label: str
    tone: str = ""
    about: str = ""


def state_of(activity: Activity, part: Visit | None, now: dt.datetime, day_begins: dt.datetime) -> State:
    """Planned, missed, going on, done and counting, or done and why it does not count."""
    if part is not None and part.out_at is not None:
        if part.valid:
            return State("valid", _("Done, counts"), "good")
        return State(
            "done",
            _("Done, does not count"),
            "warn",
            str(Wanting(part.wanting).label) if part.wanting else "",
        )
    if activity.done:
        return State("done", _("Done, does not count"), "warn", _("Ticked off without checking in and out"))
    if part is not None and part.in_at is not None:
        minutes = max(0, int((now - part.in_at).total_seconds() // 60))
        text = ngettext("%(count)s minute so far", "%(count)s minutes so far", minutes) % {"count": minutes}
        return State("here", _("Checked in"), "accent", text)
    if activity.at < day_begins:
        return State("missed", _("Missed"), "bad")
    return State("planned", _("Planned"))


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a day: its place in the order, and how far it is from the one before."""

    activity: Activity
    number: int
    name: str
    when: str
    purpose: str
    state: State
    point: Point | None
    distance: str
    reached: str
    href: str


@dataclass(frozen=True, slots=True)
class Route:
    """A day of visits of one person."""

    person: int
    name: str
    day: dt.date
    said: str
    stops: Sequence[Stop]
    length: str
    before: Link
    after: Link
    today: Link
    mine: bool
    open: int
    land: str = ""
    credit: str = ""
    links: Sequence[Link] = ()

    @property
    def located(self) -> bool:
        """Whether any of the visits has a place on the map."""
        return any(stop.point for stop in self.stops)

    @property
    def places(self) -> str:
        """The address of the places for the map."""
        return f"/visiting/places/?{urlencode({'day': self.day.isoformat(), 'person': self.person})}"


def here(person: int, day: dt.date, actor: Actor) -> str:
    """The address of a day of visits."""
    query = {"day": day.isoformat(), **({"person": person} if person != actor.user_id else {})}
    return f"/visiting/?{urlencode(query)}"


def route(person: int, day: dt.date, actor: Actor) -> Route:
    """A person's visits of a day as an actor may see them."""
    found = queries.visits_of(person, day, to=actor)
    parts, customers = queries.parts_of(found), queries.customers_of(found, to=actor)
    begins, _end = queries.day_of(queries.today(actor), actor.time_zone)
    stops: list[Stop] = []
    km, now = 0.0, clock.now()
    last: Point | None = None
    for number, one in enumerate(found, 1):
        customer, part = customers.get(one.customer_id or 0), parts.get(one.pk)
        at = queries.point_of(customer)
        leg = distance(last, at) if last is not None and at is not None else None
        km, last = km + (leg or 0.0), at or last
        stops.append(
            Stop(
                one, number, customer.name if customer else one.subject, actor.show.time(one.at),
                str(Purpose(part.purpose).label) if part and part.purpose else "",
                state_of(one, part, now, begins), at, kilometres(leg, actor) if leg is not None else "",
                (customer.address or customer.city) if customer else "", f"/visiting/{one.pk}/",
            )
        )  # fmt: skip
    before, after, today = (
        Link(label, here(person, when, actor)) for label, when in around(day, queries.today(actor))
    )
    known = directory().people.get(person)
    return Route(
        person, known.name if known else "", day, actor.show.date(day), stops, kilometres(km, actor) if km else "",
        before, after, today, mine=person == actor.user_id, open=sum(one.state.key == "planned" for one in stops),
        land=outlines(), credit=credit(),
    )  # fmt: skip


def around(day: dt.date, today: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """The day before, the day after, and today."""
    one = dt.timedelta(days=1)
    return ((_("Day before"), day - one), (_("Day after"), day + one), (_("Today"), today))


def kilometres(km: float, actor: Actor) -> str:
    """A distance for reading."""
    number = Decimal(str(round(km, 1 if km < 10 else 0)))
    return _("%(count)s km") % {"count": actor.show.number(number.normalize() + 0)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered, or what was typed and is wrong."""

    id: int
    text: str
    kind: str
    required: bool
    options: Sequence[str]
    given: Sequence[str]
    picture: str
    error: str

    @property
    def value(self) -> str:
        """The answer as one text."""
        return "\n".join(self.given)

    @property
    def said(self) -> str:
        """The answer for reading."""
        if self.kind == QuestionKind.YES:
            return {"yes": _("Yes"), "no": _("No")}.get(self.value, "")
        return ", ".join(self.given)


@dataclass(frozen=True, slots=True)
class End:
    """What is known of one of the two moments: when, how located, how far, why not better."""

    label: str
    when: str
    located: str
    tone: str
    about: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit as its page shows it. `step` is what comes next: arrive, leave, or nothing."""

    activity: Activity
    part: Visit | None
    title: str
    customer: Customer | None
    when: str
    state: State
    step: str
    mine: bool
    consent: bool
    note: bool
    picture: bool
    radius: int
    accuracy: int
    minutes: int
    purposes: Sequence[tuple[str, str]]
    questions: Sequence[Asked]
    competitors: Sequence[CompetitorNote]
    ends: Sequence[End]
    pictures: Sequence[tuple[str, str, str]]
    errors: Sequence[str]
    wrong: Mapping[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)


TYPED = ("place", "accuracy", "reason", "findings", "next_step", "next_contact_on", "competitor", "competitor_note",
         "purpose")  # fmt: skip


def visit(activity: Activity, actor: Actor, *, sent: Any = None, errors: Mapping[str, Any]) -> Visited:
    """A visit as its page shows it; with what was `sent` and what was wrong with it."""
    part = Visit.live().filter(activity=activity.pk).first()
    customer = queries.customers_of([activity], to=actor).get(activity.customer_id or 0)
    rule = queries.rule_for(customer)
    begins, _end = queries.day_of(queries.today(actor), actor.time_zone)
    mine = actor.user_id in (activity.owner_id, *activity.users)
    texts = {name: " ".join(str(text) for text in found) for name, found in errors.items()}
    typed = {name: sent.get(name, "") for name in TYPED} if sent is not None else kept(part)
    shown = (
        "reason",
        "note_place",
        "picture",
        "place",
        *(name for name in texts if name.startswith("answer-")),
    )
    return Visited(
        activity, part, activity.subject, customer, actor.show.datetime(activity.at),
        state_of(activity, part, clock.now(), begins), step_of(activity, part) if mine else "", mine,
        consent=not rule.consent or queries.agreed(actor) is not None,
        note=customer is not None and queries.point_of(customer) is None, picture=rule.picture,
        radius=rule.radius, accuracy=rule.accuracy, minutes=rule.minutes,
        purposes=[(value, str(label)) for value, label in Purpose.choices],
        questions=asked(activity, queries.questions_for(part, customer), sent, texts),
        competitors=list(CompetitorNote.live().filter(activity=activity.pk).order_by("pk")),
        ends=list(ends(activity, part, actor)), pictures=pictures(activity, actor),
        errors=[text for name, text in texts.items() if name not in shown], wrong=texts, typed=typed,
    )  # fmt: skip


def kept(part: Visit | None) -> dict[str, str]:
    """What was written down already."""
    return {"findings": part.findings, "next_step": part.next_step, "purpose": part.purpose} if part else {}


def step_of(activity: Activity, part: Visit | None) -> str:
    """What comes next."""
    if part is not None and part.in_at is not None and part.out_at is None:
        return "leave"
    return "arrive" if not activity.done and (part is None or part.in_at is None) else ""


def asked(
    activity: Activity, questions: Sequence[VisitQuestion], sent: Any, wrong: Mapping[str, str]
) -> list[Asked]:
    """The questions with their answers."""
    rows = VisitAnswer.live().filter(activity=activity.pk) if questions else ()
    known = {row.question_id: row for row in rows}
    door, found = plugs.file_door(), []
    for one in questions:
        name, answer = f"answer-{one.pk}", known.get(one.pk)
        given = answer.text.splitlines() if answer else []
        if sent is not None and one.kind != QuestionKind.PICTURE:
            given = [text for text in sent.getlist(name) if text]
        picture = door.picture(answer.picture_id) if door and answer and answer.picture_id else ""
        found.append(
            Asked(
                one.pk, one.text, one.kind, one.required, choices_of(one), given, picture, wrong.get(name, "")
            )
        )
    return found


def ends(activity: Activity, part: Visit | None, actor: Actor) -> Any:
    """The two moments, as far as they have come."""
    if part is None:
        return
    spec = registry.spec("visit-position")
    readable = "place" in spec.readable(actor) and actor.access.reach(spec.key, "read")
    rows = VisitPosition.live().filter(activity=activity.pk) if readable else ()
    places = {row.moment: row.place for row in rows}
    tones = {Located.FOUND: "good", Located.ROUGH: "warn", Located.NONE: "bad"}
    for moment, label in (("in", _("Check-in")), ("out", _("Check-out"))):
        at = getattr(part, f"{moment}_at")
        if at is None:
            continue
        state, far = Located(getattr(part, f"{moment}_state")), getattr(part, f"{moment}_distance")
        about = (
            _("%(count)s m from the customer") % {"count": actor.show.number(far)} if far is not None else ""
        )
        yield End(
            label, actor.show.datetime(at), str(state.label), tones[state], about, getattr(part, f"{moment}_reason"),
            places.get(moment, ""),
        )  # fmt: skip


def pictures(activity: Activity, actor: Actor) -> list[tuple[str, str, str]]:
    """The pictures of a visit: name, address, and address of what it looks like."""
    door = plugs.file_door()
    if door is None or not actor.access.reach("attachment", "read"):
        return []
    rows = belonging(Attachment, registry.spec("activity"), activity)
    return [
        (row.name, door.href(row.pk), door.picture(row.pk)) for row in rows if row.type.startswith("image/")
    ]


def subject(customer: Customer, actor: Actor) -> str:
    """What a visit to a customer is called."""
    return going.subject_of(customer, "", actor)
