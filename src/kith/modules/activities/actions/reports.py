"""Rules of work reports: what they are about, what Kith writes into them beforehand, sending, reading, answering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from kith.engine import plugs, records, registry, sharing
from kith.engine.access import directory
from kith.engine.actions import action
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.engine.settings import company
from kith.engine.sharing import Share
from kith.features.comments.models import Comment
from kith.kernel import clock
from kith.modules.activities.models import Activity, ActivityKind, ReportKind, ReportRule, WorkReport
from kith.modules.activities.queries import figures, reports
from kith.modules.activities.queries import visits as reads
from kith.modules.activities.queries.reports import DAY

UNSENT = {"field": "submitted_at", "op": "empty"}
MOST_LINES = 40


def settle(report: WorkReport, *, actor: Actor) -> None:
    """A report is about a whole day, week or month, and is called by how long that is and by its author, as the company
    speaks. The day is no part of its name: who must not know it would find it there."""
    day = report.starts_on or clock.today(actor.time_zone)
    report.starts_on, report.ends_on = reports.span(report.kind, day)
    author = directory().people.get(report.owner_id or actor.user_id or 0)
    with override(company().language):
        kind = str(ReportKind(report.kind).label)
    report.name = f"{kind} {author.name}" if author else kind


def check_rule(rule: ReportRule, *, actor: Actor) -> None:
    """A report is not too late before it may begin. Raises Invalid."""
    if rule.until_days == 0 and rule.from_time and rule.until_time and rule.until_time <= rule.from_time:
        raise Invalid({"until_time": [gettext_lazy("This is before it may begin.")]})


@action(
    gettext_lazy("Send"), done=pgettext_lazy("done", "Sent"), icon="send", tone="primary", event="submitted",
    when=UNSENT, many=False,
)  # fmt: skip
def submit(report: WorkReport, *, actor: Actor) -> None:
    """To its recipients, with the figures of now. Raises Forbidden, Invalid."""
    if report.owner_id != actor.user_id:
        raise Forbidden(gettext_lazy("Everybody sends his own reports."))
    if not (report.done.strip() or report.plan.strip() or report.problems.strip()):
        raise Invalid({"done": [gettext_lazy("Say what was done.")]})
    since, until = reports.moments(report.starts_on, report.ends_on, actor.time_zone)
    report.figures = figures.counted([actor.user_id or 0], since, until, to=actor)[actor.user_id or 0]
    report.submitted_at = clock.now().replace(microsecond=0)
    limit = reports.due_until(report.kind, actor.user_id or 0, report.starts_on)
    report.late = limit is not None and report.submitted_at > limit


@action(
    pgettext_lazy("a report", "Mark as read"), done=pgettext_lazy("done", "Read"), icon="check", event="read",
    when={"field": "submitted_at", "op": "not_empty"},
)  # fmt: skip
def mark_read(report: WorkReport, *, actor: Actor) -> None:
    """The actor has read it."""
    if actor.user_id is not None and actor.user_id not in (report.owner_id, *report.readers):
        report.readers = [*report.readers, actor.user_id]


def deliver(sent: Sequence[WorkReport], *, actor: Actor) -> None:
    """Who is to read a report may, and is told."""
    for report in sent:
        if report.submitted_at is None or report.restored:
            continue
        before = [] if report.before is None or report.moved("submitted_at") else report.before["recipients"]
        fresh = [one for one in report.recipients if one not in before and one != report.owner_id]
        known = directory().people
        for person in (one for one in fresh if one in known and known[one].active):
            spec = registry.spec("work-report")
            sharing.share(spec, report.pk, Share("user", person, "read"), by=actor.as_house(), tell=False)
            plugs.notify(
                [person], "report.sent", title=partial(_handed_in, report), body=report.done[:200],
                entity=spec.key, record_id=report.pk,
            )  # fmt: skip


def _handed_in(report: WorkReport, reader: Actor) -> str:
    return _("%(name)s is there to read") % {"name": dated(report, reader)}


def dated(report: WorkReport, to: Actor) -> str:
    """The name of a report with its first day, for who may know that."""
    known = registry.spec("work-report").readable(to)
    return f"{report.name}, {to.show.date(report.starts_on)}" if "starts_on" in known else report.name


def read(report: WorkReport, *, by: Actor) -> None:
    """Note that somebody who was meant, or who leads its author, has read a report; nobody is noted twice."""
    if report.submitted_at is None or by.user_id in (None, report.owner_id, *report.readers) or by.seen_by:
        return
    records.perform("mark_read", (WorkReport, report.pk), by=by.as_house())


def answer(report: WorkReport, text: str, *, by: Actor) -> Comment:
    """Answer a report with a comment; its author is told. Raises Forbidden, Invalid."""
    made: Comment = records.create(
        Comment, by=by, texts=by.language, about=("work-report", report.pk), text=text
    )
    read(report, by=by)

    def title(reader: Actor) -> str:
        said = {"who": by.name, "name": dated(report, reader)}
        return _("%(who)s answered your report “%(name)s”") % said

    people = [one for one in (report.owner_id,) if one is not None and one != by.user_id]
    plugs.notify(
        people, "report.answered", title=title, body=text[:200], entity="work-report", record_id=report.pk
    )
    return made


def suggested(kind: str, first: dt.date, last: dt.date, *, by: Actor) -> dict[str, Any]:
    """What Kith knows of a time already: what was done, what is planned next, to whom it goes."""
    since, until = reports.moments(first, last, by.time_zone)
    person = by.user_id or 0
    after, end = reports.span(kind, last + DAY)
    ahead = reports.activities(person, *reports.moments(after, end, by.time_zone), to=by, done=False)
    done = reports.activities(person, since, until, to=by, done=True)
    text = "\n".join(lines(done, by)) if kind == ReportKind.DAILY else _rolled_up(kind, first, last, by)
    return {
        "done": text or "\n".join(lines(done, by)),
        "plan": "\n".join(lines(ahead, by)),
        "recipients": reports.recipients_of(person),
        "customers": sorted({one.customer_id for one in done if one.customer_id})[:50],
    }


def lines(activities: Sequence[Activity], by: Actor) -> Iterable[str]:
    """Activities as lines of a report."""
    customers = reads.customers_of(activities, to=by)
    for one in activities[:MOST_LINES]:
        customer = customers.get(one.customer_id or 0)
        said = f"{ActivityKind(one.kind).label}: {one.subject}"
        said += f" ({customer.name})" if customer and customer.name not in one.subject else ""
        yield f"- {said}. {one.outcome}".rstrip(". ") if one.outcome else f"- {said}"
    if len(activities) > MOST_LINES:
        yield _("and %(count)s more") % {"count": len(activities) - MOST_LINES}


def _rolled_up(kind: str, first: dt.date, last: dt.date, by: Actor) -> str:
    """What the shorter reports of the time said, day by day or week by week."""
    shorter = ReportKind.DAILY if kind == ReportKind.WEEKLY else ReportKind.WEEKLY
    found = [one for one in reports.reports_of(by.user_id or 0, first, last, to=by) if one.kind == shorter]
    return "\n".join(
        f"{by.show.date(one.starts_on)}\n{one.done.strip()}" for one in reversed(found) if one.done
    )
