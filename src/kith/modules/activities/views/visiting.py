"""A day of visits with its way, and one visit on a phone: arriving, asking, leaving."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect

from kith.engine import journal, records, registry
from kith.engine.errors import Invalid, NotFound
from kith.features.files.views.receiving import receiving, taken
from kith.kernel.numbers import identity
from kith.modules.activities.actions import going
from kith.modules.activities.models import Activity, ActivityKind, Purpose, Visit
from kith.modules.activities.queries import visits as queries
from kith.modules.activities.views import showing
from kith.modules.customers.models import Customer
from kith.web.pieces import Toast
from kith.web.responses import Done, page, perform, performed
from kith.web.responses import done as responded
from kith.web.views.opening import opened

JSON = "application/json"


def day_in(request: Any) -> dt.date:
    """The day that the address names, else today."""
    try:
        return dt.date.fromisoformat(request.GET.get("day", "") or request.POST.get("day", ""))
    except ValueError:
        return queries.today(request.actor)


def person_in(request: Any) -> int:
    """Whose visits are meant: one's own unless the address names somebody."""
    return (
        identity(request.GET.get("person", "") or request.POST.get("person", ""))
        or request.actor.user_id
        or 0
    )


def require_activities(request: Any) -> None:
    """Raises NotFound for who may not know of activities."""
    if not request.actor.access.reach("activity", "read"):
        raise NotFound


@opened("GET")
def day(request: Any) -> HttpResponse:
    """The visits of a day, in the order of the way, on a map and as a list."""
    require_activities(request)
    found = showing.route(person_in(request), day_in(request), request.actor)
    return page(
        request,
        "visits/day.html",
        title=_("Visits"),
        here="activity",
        route=found,
        nonce=secrets.token_hex(16),
    )


@opened("GET")
def places(request: Any) -> HttpResponse:
    """The places of a day's visits, in their order, as the map wants them."""
    require_activities(request)
    found = showing.route(person_in(request), day_in(request), request.actor)
    rows = [
        [stop.activity.pk, stop.point.lat, stop.point.lon, 0, 0, f"{stop.number}. {stop.name}"]
        for stop in found.stops
        if stop.point is not None
    ]
    return JsonResponse({"places": rows, "towns": [""]}, json_dumps_params={"ensure_ascii": False})


@opened("POST")
def order(request: Any) -> HttpResponse:
    """Put the open visits of a day in the order of the nearest next."""
    actor, when, person = request.actor, day_in(request), person_in(request)

    def work() -> Done:
        with journal.batch(actor, "reorder", entity="activity") as batch:
            moved = going.reorder(queries.visits_of(person, when, to=actor), by=actor)
        text = ngettext("%(count)s visit has another time.", "%(count)s visits have another time.", moved)
        said = text % {"count": moved} if moved else _("The visits are in this order already.")
        return Done(
            showing.here(person, when, actor), Toast(said, undo=f"/undo/{batch.pk}/" if batch.pk else "")
        )

    return perform(request, work)


@opened("POST")
def consent(request: Any) -> HttpResponse:
    """Agree that one's position is read."""

    def work() -> Done:
        going.agree(by=request.actor)
        number = identity(request.POST.get("visit", "")) or 0
        return Done(
            f"/visiting/{number}/" if number else "/visiting/", Toast(_("Thank you. You can take this back."))
        )

    return perform(request, work)


def visit_at(number: int, request: Any, verb: str = "read") -> Activity:
    """The visit of an address. Raises NotFound."""
    found: Activity = records.find(registry.spec("activity"), number, request.actor, verb)
    if found.kind != ActivityKind.VISIT:
        raise NotFound
    return found


@opened("GET")
def show(request: Any, number: int) -> HttpResponse:
    """One visit: what is to be done next."""
    return shown(request, visit_at(number, request))


def shown(
    request: Any, activity: Activity, errors: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a visit; with what was typed and what was wrong with it."""
    found = showing.visit(activity, request.actor, sent=request.POST if errors else None, errors=errors or {})
    return page(
        request, "visits/visit.html", title=found.title, here="activity", visit=found, status=status,
        nonce=secrets.token_hex(16),
    )  # fmt: skip


@opened("GET", "POST")
def unplanned(request: Any) -> HttpResponse:
    """A visit that nobody planned: for what purpose, then it begins."""
    number = identity(request.GET.get("customer", "") or request.POST.get("customer", "")) or 0
    customer: Customer = records.find(registry.spec("customer"), number, request.actor, "read")
    if request.method == "GET":
        purposes = [(value, str(label)) for value, label in Purpose.choices]
        return page(
            request, "visits/new.html", title=_("Visit now"), here="activity", customer=customer, purposes=purposes,
            nonce=secrets.token_hex(16),
        )  # fmt: skip

    def work() -> Done:
        made = going.begin(customer, by=request.actor, purpose=purpose_in(request))
        return Done(f"/visiting/{made.pk}/")

    return perform(request, work)


def purpose_in(request: Any) -> str:
    """The purpose that was sent, if it is one."""
    sent = request.POST.get("purpose", "")
    return sent if sent in Purpose.values else ""


def stepping(work: Any) -> Any:
    """A view that takes one step of a visit from a form with files: `work(request, activity, pictures)` gives where
    it leads. Scripts that ask for JSON are told in it where to go, or what is wrong."""

    def step(request: Any, number: int) -> HttpResponse:
        content = taken(request)
        try:
            activity = visit_at(number, request)
            done = performed(request, lambda: work(request, activity))
        except Invalid as error:
            if JSON in request.headers.get("Accept", ""):
                said = {name: [str(text) for text in texts] for name, texts in error.errors.items()}
                return JsonResponse({"errors": said}, status=422, json_dumps_params={"ensure_ascii": False})
            return shown(request, visit_at(number, request), error.errors, status=422)
        finally:
            for one in content:
                one.discard()
        if JSON in request.headers.get("Accept", ""):
            return JsonResponse({"to": done.to})
        return responded(request, done)

    return receiving(csrf_protect(opened("POST")(step)))


def position_in(request: Any) -> dict[str, Any]:
    """Where the device says that one is, and why it does not."""
    accuracy = request.POST.get("accuracy", "").partition(".")[0]
    return {
        "place": request.POST.get("place", ""),
        "accuracy": int(accuracy) if accuracy.isdecimal() and len(accuracy) < 9 else None,
        "reason": request.POST.get("reason", ""),
    }


def arriving(request: Any, activity: Activity) -> Done:
    """Check in, with the pictures that came along."""
    actor, sent = request.actor, position_in(request)
    with records.transaction(), journal.batch(actor, "check_in", entity="visit"):
        part = going.part_of(activity, by=actor, purpose=purpose_in(request))
        for _name, contents in request.FILES.lists():
            for content in contents:
                going.picture(activity, content, place=sent["place"], by=actor)
        note = request.POST.get("note_place") == "1"
        records.perform("check_in", part, by=actor, texts=actor.language, note_place=note, **sent)
    return Done(f"/visiting/{activity.pk}/", Toast(_("You are checked in.")))


def leaving(request: Any, activity: Activity) -> Done:
    """Keep the answers and notes; with "leave" check out as well."""
    actor, sent = request.actor, position_in(request)
    part = going.part_of(activity, by=actor)
    customer = queries.customer_of(activity)
    questions = queries.questions_for(part, customer)
    with records.transaction(), journal.batch(actor, "answer", entity="visit"):
        keep_answers(request, activity, questions, sent["place"])
        if request.POST.get("competitor", "").strip():
            going.note_competitor(activity, request.POST, by=actor)
        if request.POST.get("step") != "leave":
            text = {key: request.POST.get(key, "") for key in ("findings", "next_step")}
            records.update((Visit, part.pk), by=actor, texts=actor.language, **text)
            return Done(f"/visiting/{activity.pk}/", Toast(_("Your answers are kept.")))
    said = {key: request.POST.get(key, "") for key in ("findings", "next_step", "next_contact_on")}
    said = {key: value for key, value in said.items() if value}
    records.perform("check_out", (Visit, part.pk), by=actor, texts=actor.language, **sent, **said)
    return Done(f"/visiting/{activity.pk}/", Toast(_("You are checked out.")))


def keep_answers(request: Any, activity: Activity, questions: Any, place: str) -> None:
    """What was answered, pictures among it."""
    given, pictures = dict[int, str](), dict[int, int]()
    for question in questions:
        name = f"answer-{question.pk}"
        given[question.pk] = "\n".join(one for one in request.POST.getlist(name) if one)
        for content in request.FILES.getlist(name)[:1]:
            pictures[question.pk] = going.picture(activity, content, place=place, by=request.actor)
    going.answer(activity, questions, given, pictures, by=request.actor)


arrive, leave = stepping(arriving), stepping(leaving)
