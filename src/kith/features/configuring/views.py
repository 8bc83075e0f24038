"""The pages of the configuration: its file and the plan of one; its versions, compared and gone back to."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.configuring import calling, document, parts, planning, telling, versions
from kith.engine.configuring.document import LARGEST, Document
from kith.engine.configuring.kinds import readable
from kith.engine.configuring.planning import Plan, RefusedPlan
from kith.engine.errors import Invalid, Malformed, Refused, TooLarge
from kith.features.configuring import showing
from kith.kernel import clock
from kith.kernel.numbers import identity
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views import shaping
from kith.web.views.opening import opened

PAGE = 40


def crumbs(*more: Link) -> list[Link]:
    """The way here."""
    return [Link(pgettext("settings", "Objects"), "/shape/"), *more]


@dataclass(slots=True)
class Part:
    """A part that can be chosen: what it is called in the address, and how many rows it has."""

    key: str
    label: str
    icon: str
    count: int = 0


# ---------------------------------------------------------------------- the file


@opened("GET", "POST")
def file(request: Any) -> HttpResponse:
    """Download the configuration, or send a file and see what it would change."""
    shaping.require(request.actor)
    if request.method == "GET":
        return _file(request)
    try:
        text = _sent(request.FILES.getlist("file"))
        return _planned(request, text, exact=request.POST.get("exact") == "1")
    except Refused as error:
        return _file(request, [str(text) for text in _messages(error)], error.status)


def _messages(error: Refused) -> Sequence[Any]:
    return (
        [text for texts in error.errors.values() for text in texts] if isinstance(error, Invalid) else [error]
    )


def _sent(files: Sequence[Any]) -> str:
    """The text of the one file that was sent. Raises Invalid, Malformed, TooLarge."""
    if len(files) != 1:
        raise Invalid({"file": [_("Choose a file.") if not files else _("Send one file at a time.")]})
    if files[0].size > LARGEST:
        most = {"limit": LARGEST // 1_000_000}
        raise TooLarge(_("This file is too large: a configuration has at most %(limit)s MB.") % most)
    written: bytes = files[0].read()
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        document.parsed(written)
        raise


def _file(request: Any, errors: Sequence[str] = (), status: int = 200) -> HttpResponse:
    actor = request.actor
    found, caller = planning.present(actor), calling.Caller()
    return page(
        request, "configuring/file.html", title=_("Configuration file"), here="settings", status=status,
        crumbs=crumbs(), errors=errors, kinds=_kinds(found, actor), objects=_objects(found, actor), left=[
            (telling.kind(row), caller.called(row), why) for row, why in found.left
        ],
    )  # fmt: skip


def _kinds(found: Document, actor: Actor) -> list[Part]:
    counts: dict[str, int] = {}
    for row in found.rows:
        counts[row.entity] = counts.get(row.entity, 0) + 1
    return [
        Part(spec.plural, str(spec.label_plural), spec.icon, counts[key])
        for key, spec in readable(actor).items()
        if key in counts
    ]


def _objects(found: Document, actor: Actor) -> list[Part]:
    about = {str(row.values.get("entity")) for row in found.rows}
    return [
        Part(spec.key, str(spec.label_plural), spec.icon)
        for spec in shaping.shapeable(actor)
        if spec.key in about
    ]


@opened("GET")
def download(request: Any) -> HttpResponse:
    """The whole configuration, or the parts that were chosen, as a file."""
    shaping.require(request.actor)
    found = planning.present(request.actor)
    if only := request.GET.getlist("only"):
        found = parts.part(found, only)
    day = clock.today(request.actor.time_zone)
    name = f"kith {'-'.join(only[:3])} {day:%Y-%m-%d}.toml" if only else f"kith {day:%Y-%m-%d}.toml"
    response = HttpResponse(document.text_of(found), content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _planned(
    request: Any, text: str, *, exact: bool, plan: Plan | None = None, notice: str = ""
) -> HttpResponse:
    """The plan of a text, to be applied or not."""
    if plan is None:
        plan = planning.planned(document.parsed(text), by=request.actor, exact=exact)
    return _plan_page(
        request, plan, title=_("What this file would change"), notice=notice, action="/shape/file/apply/",
        hidden={"text": text, "exact": "1" if exact else "", "mark": plan.mark},
        submit=_("Apply"), away="/shape/file/", crumbs=crumbs(Link(_("Configuration file"), "/shape/file/")),
    )  # fmt: skip


def _plan_page(request: Any, plan: Plan, **context: Any) -> HttpResponse:
    return page(
        request, "configuring/plan.html", here="settings", status=422 if plan.refused else 200,
        groups=showing.groups(plan.items, request.actor), same=len(plan.of("same")), refused=len(plan.refused),
        todo=len(plan.todo), nonce=secrets.token_hex(16), **context,
    )  # fmt: skip


@opened("POST")
def apply(request: Any) -> HttpResponse:
    """Carry out the plan that was shown; another one, because something changed meanwhile, is shown first."""
    shaping.require(request.actor)
    text, exact = request.POST.get("text", ""), request.POST.get("exact") == "1"
    plan = planning.drafted(document.parsed(text), by=request.actor, exact=exact)
    if plan.mark != request.POST.get("mark") and plan.todo:
        return _planned(
            request, text, exact=exact, notice=_("The configuration was changed meanwhile. Look again.")
        )
    try:
        return perform(request, lambda: _applied(request, plan, _("Configuration file"), "/shape/file/"))
    except RefusedPlan as error:
        return _planned(request, text, exact=exact, plan=error.plan)


def _applied(request: Any, plan: Plan, label: str, to: str) -> Done:
    batch = planning.applied(plan, by=request.actor, label=label)
    if batch is None:
        return Done(to, Toast(_("Nothing had to be changed.")))
    return Done(to, Toast(_("The configuration is applied."), undo=f"/undo/{batch.pk}/"))


# ---------------------------------------------------------------------- versions


@opened("GET")
def every(request: Any) -> HttpResponse:
    """The changes of the configuration, newest first."""
    shaping.require(request.actor)
    before = identity(request.GET.get("before", ""))
    found = versions.versions(request.actor, before=before, limit=PAGE + 1)
    lines = [showing.line(one, request.actor) for one in found[:PAGE]]
    return page(
        request, "configuring/versions.html", title=pgettext("configuration", "Versions"), here="settings",
        crumbs=crumbs(), lines=lines, older=lines[-1].moment if len(found) > PAGE else None, newest=before is None,
    )  # fmt: skip


def _moments(given: Any) -> tuple[int, int | None]:
    """The two moments of an address; a missing second one is now. Raises Malformed."""
    one, other = identity(given.get("from", "")), identity(given.get("to", ""))
    if one is None:
        raise Malformed(_("Choose two versions to compare."))
    return (one, other) if other is None or one <= other else (other, one)


@opened("GET")
def compare(request: Any) -> HttpResponse:
    """What differs between two versions, or a version and now."""
    shaping.require(request.actor)
    one, other = _moments(request.GET)
    actor = request.actor
    ends = [showing.line(versions.version(end, actor), actor) if end else None for end in (one, other)]
    return page(
        request, "configuring/compare.html", title=_("Compare versions"), here="settings",
        crumbs=crumbs(Link(pgettext("configuration", "Versions"), "/shape/versions/")), first=ends[0], second=ends[1],
        groups=showing.groups(versions.differences(one, other, actor), actor),
    )  # fmt: skip


@opened("GET", "POST")
def back(request: Any, moment: int) -> HttpResponse:
    """Go back to how everything was after a version: the plan, or the plan carried out."""
    shaping.require(request.actor)
    line = showing.line(versions.version(moment, request.actor), request.actor)
    label = _("Back to %(when)s") % {"when": line.when}
    if request.method == "GET":
        return _back_page(request, versions.way_back(moment, request.actor), label)
    plan = versions.way_back(moment, request.actor, tried=False)
    if plan.mark != request.POST.get("mark") and plan.todo:
        notice = _("The configuration was changed meanwhile. Look again.")
        return _back_page(request, versions.way_back(moment, request.actor), label, notice)
    try:
        return perform(request, lambda: _applied(request, plan, label, "/shape/versions/"))
    except RefusedPlan as error:
        return _back_page(request, error.plan, label)


def _back_page(request: Any, plan: Plan, label: str, notice: str = "") -> HttpResponse:
    return _plan_page(
        request, plan, title=label, notice=notice, action=request.path, hidden={"mark": plan.mark},
        submit=_("Go back"), away="/shape/versions/",
        crumbs=crumbs(Link(pgettext("configuration", "Versions"), "/shape/versions/")),
    )  # fmt: skip
