"""Work reports: writing one that is filled in beforehand, reading and answering, and what a team did."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from kith.engine import journal, records, registry
from kith.engine.access import Reach, directory
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.features.files.attaching import attach
from kith.features.files.views.receiving import receiving, taken
from kith.kernel.numbers import identity
from kith.modules.activities.actions import reports as rules
from kith.modules.activities.models import ReportKind, WorkReport
from kith.modules.activities.queries import reports as queries
from kith.modules.activities.views import teamwork, told
from kith.modules.activities.views.visiting import day_in
from kith.web.pieces import Toast
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened

TEXTS = ("done", "plan", "problems")


def kind_in(request: Any) -> str:
    """The kind of report that is meant."""
    sent = request.GET.get("kind", "") or request.POST.get("kind", "")
    return sent if sent in ReportKind.values else str(ReportKind.DAILY.value)


def require_reports(request: Any) -> None:
    """Raises NotFound for who may not know of reports."""
    if request.actor.access.reach("work-report", "read") is Reach.NONE:
        raise NotFound


def writing(request: Any) -> HttpResponse:
    """One's own report on the time around a day: filled in beforehand, kept as a draft or sent, with files."""
    content = taken(request) if request.method == "POST" else []
    try:
        return _writing(request)
    finally:
        for one in content:
            one.discard()


write = receiving(csrf_protect(opened("GET", "POST")(writing)))


def _writing(request: Any) -> HttpResponse:
    require_reports(request)
    actor, kind, day = request.actor, kind_in(request), day_in(request)
    if actor.access.reach("work-report", "create") is Reach.NONE:
        raise Forbidden
    report = queries.mine(kind, day, to=actor)
    if report is not None and report.submitted_at is not None:
        return HttpResponseRedirect(f"/reporting/{report.pk}/")
    if request.method == "GET":
        return written(request, report, kind, day)
    try:
        return perform(request, lambda: kept(request, report, kind, day))
    except Invalid as error:
        return written(request, report, kind, day, error=error)


def written(
    request: Any, report: WorkReport | None, kind: str, day: dt.date, *, error: Invalid | None = None
) -> HttpResponse:
    """The form of a report, with what was typed."""
    time = queries.span(kind, day)
    found = told.draft(report, kind, time, request.actor, sent=request.POST if error else None)
    texts = [str(text) for said in error.errors.values() for text in said] if error else []
    return page(
        request, "reports/write.html", title=found.title, here="work-report", draft=found, errors=texts,
        status=422 if error else 200, nonce=secrets.token_hex(16),
    )  # fmt: skip


def kept(request: Any, report: WorkReport | None, kind: str, day: dt.date) -> Done:
    """Keep the draft; with "send" send it as well."""
    actor, sent = request.actor, request.POST
    values: dict[str, Any] = {name: sent.get(name, "") for name in TEXTS}
    known = directory().people
    numbers = [number for one in sent.getlist("recipients") if (number := identity(one)) in known]
    values["recipients"] = list(dict.fromkeys(numbers))
    with records.transaction(), journal.batch(actor, "report", entity="work-report") as batch:
        if report is None:
            customers = rules.suggested(kind, *queries.span(kind, day), by=actor)["customers"]
            report = records.create(
                WorkReport, by=actor, texts=actor.language, kind=kind, starts_on=day.isoformat(),
                customers=customers, **values,
            )  # fmt: skip
        else:
            report = records.update(report, by=actor, texts=actor.language, **values)
        if request.FILES:
            attach(registry.spec("work-report"), report.pk, request.FILES.getlist("files"), by=actor)
        if sent.get("step") == "send":
            records.perform("submit", report, by=actor)
    if sent.get("step") == "send":
        return Done(f"/reporting/{report.pk}/", Toast(_("Your report is sent."), undo=f"/undo/{batch.pk}/"))
    return Done(f"/reporting/new/?kind={kind}&day={day.isoformat()}", Toast(_("Your draft is kept.")))


@opened("GET")
def show(request: Any, number: int) -> HttpResponse:
    """One report to read and to answer."""
    return shown(request, number)


def shown(request: Any, number: int, *, error: str = "") -> HttpResponse:
    """The page of a report."""
    report: WorkReport = records.find(registry.spec("work-report"), number, request.actor, "read")
    found = told.report(report, request.actor)
    return page(
        request, "reports/report.html", title=found.title, here="work-report", report=found, error=error,
        typed=request.POST.get("text", "") if error else "", status=422 if error else 200, nonce=secrets.token_hex(16),
    )  # fmt: skip


@opened("POST")
def answer(request: Any, number: int) -> HttpResponse:
    """Answer a report, or say only that one has read it."""
    report: WorkReport = records.find(registry.spec("work-report"), number, request.actor, "read")
    text = request.POST.get("text", "").strip()
    if request.POST.get("step") != "read" and not text:
        return shown(request, number, error=_("Write an answer first."))

    def work() -> Done:
        if request.POST.get("step") == "read":
            rules.read(report, by=request.actor)
            return Done(f"/reporting/{number}/", Toast(_("Noted that you have read it.")))
        rules.answer(report, text, by=request.actor)
        return Done(f"/reporting/{number}/", Toast(_("Your answer is sent.")))

    return perform(request, work)


@opened("GET")
def team(request: Any) -> HttpResponse:
    """Who reported, in time or not, and what everybody did: work, process and result."""
    require_reports(request)
    found = teamwork.team(kind_in(request), day_in(request), request.actor)
    return page(request, "reports/team.html", title=_("Team at work"), here="work-report", team=found)


@opened("GET")
def person(request: Any, number: int) -> HttpResponse:
    """One person's week, month or day: reports, work, process and result on one page."""
    require_reports(request)
    if number not in teamwork.people_of(request.actor):
        raise NotFound
    found = teamwork.person(number, kind_in(request), day_in(request), request.actor)
    return page(request, "reports/person.html", title=found.name, here="work-report", person=found)
