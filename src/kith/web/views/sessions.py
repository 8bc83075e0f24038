"""Where somebody is signed in, and what the company demands of sessions and passwords."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kith.engine import audit
from kith.engine.actor import Actor
from kith.engine.company import save_policy
from kith.engine.connections import writing
from kith.engine.entry import devices
from kith.engine.entry.policy import BOUNDS, Policy, policy
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.identity.accounts import digest
from kith.engine.identity.models import User
from kith.web import slots
from kith.web.fields import Bound
from kith.web.forms import Form
from kith.web.pieces import Link, Section, Toast
from kith.web.responses import Done, done, page
from kith.web.views.opening import opened
from kith.web.views.subjects import rules, subjects


@dataclass(slots=True)
class Line:
    """A session as a line of the list."""

    key: str
    name: str
    about: str
    icon: str
    here: bool


@opened("GET", "POST")
def mine(request: Any) -> HttpResponse:
    """One's own sessions."""
    return show(request, request.user, "/settings/sessions/")


@opened("GET", "POST")
def theirs(request: Any, number: int) -> HttpResponse:
    """The sessions of somebody, for administrators."""
    if not rules(request.actor):
        raise Forbidden
    user = User.live().filter(pk=number).first()
    if user is None:
        raise NotFound
    return show(request, user, f"/settings/sessions/{number}/")


def show(request: Any, user: User, place: str) -> HttpResponse:
    """The list, or the end of one or all others of it."""
    here = digest(request.session.session_key or "")
    if request.method == "POST":
        return end(request, user, place, here)
    lines = [line_of(device, request.actor, device.key == here) for device in devices.listed(user.pk)]
    own = user.pk == request.actor.user_id
    return page(
        request,
        "web/settings.html",
        title=_("Sessions"),
        here="settings",
        subjects=subjects(request.actor, "sessions" if own else "user"),
        heading=_("Sessions") if own else _("Sessions of %(name)s") % {"name": user.name},
        inside="fragments/sessions.html",
        sessions=lines,
        action=place,
        whose="" if own else user.name,
        many=any(not line.here for line in lines),
    )


def line_of(device: devices.Device, actor: Actor, here: bool) -> Line:
    """A session with its address and times in words."""
    began, seen = (
        actor.show.datetime(dt.datetime.fromtimestamp(at, dt.UTC)) for at in (device.begun, device.seen)
    )
    about = _("since %(began)s, last seen %(seen)s") % {"began": began, "seen": seen}
    icon = "device-mobile" if device.is_handheld else "device-laptop"
    return Line(device.key, device.name, " · ".join(filter(None, (device.address, about))), icon, here)


def end(request: Any, user: User, place: str, here: str) -> HttpResponse:
    """End one session, or all but this one."""
    chosen = request.POST.get("end", "")
    with writing():
        count = devices.end_all(user.pk, but=here) if chosen == "*" else int(devices.end(user.pk, chosen))
        audit.note(
            "sessions-ended",
            request.actor,
            entity="user",
            record=user.pk,
            address=request.address,
            count=count,
        )
    text = ngettext("%(count)s session has ended.", "%(count)s sessions have ended.", count)
    return done(request, Done(place, Toast(text % {"count": count})))


@opened("GET", "POST")
def rules_of_entry(request: Any) -> HttpResponse:
    """What the company demands of everybody's sign-in."""
    if not rules(request.actor):
        raise Forbidden
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            wanted = Policy(**{name: number_of(request.POST.get(name, "")) for name in BOUNDS})
            save_policy(wanted, by=request.actor)
            return done(request, Done("/settings/sign-in/", Toast(_("The rules are saved."))))
        except Invalid as error:
            errors = error.errors
    return page(
        request,
        "web/settings.html",
        fragment="fragments/form.html",
        title=pgettext("heading", "Sign-in"),
        here="settings",
        subjects=subjects(request.actor, "entry"),
        heading=pgettext("heading", "Sign-in"),
        form=policy_form(request, errors),
        inside="fragments/form.html",
        status=422 if errors else 200,
    )


def number_of(text: str) -> int:
    """A whole number that was typed; -1, which no rule allows, for anything else."""
    return int(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 10 else -1


def policy_form(request: Any, errors: dict[str, list[Any]]) -> Form:
    """The form of the rules."""
    labels = {
        "idle": _("Minutes without a sign of life after which a session ends"),
        "absolute": _("Minutes after which a session ends in any case"),
        "password_length": _("Least number of characters of a password"),
    }
    now = asdict(policy())
    fields = []
    for name, label in labels.items():
        one = Bound(name, label, value=request.POST.get(name, str(now[name])), required=True, wide=True)
        one.inputmode = "numeric"
        one.errors = [str(text) for text in errors.get(name, ())]
        fields.append(one)
    fields[2].help = _("It counts for passwords that are chosen from now on.")
    form = Form(
        title=pgettext("heading", "Sign-in"),
        action="/settings/sign-in/",
        submit=_("Save"),
        sections=[Section("", fields)],
        cancel="/settings/",
        intro=_("These rules hold for everybody. A role can demand more, never less."),
    )
    if errors:
        form.tell(errors)
    return form


def of_person(spec: Any, record: Any, actor: Actor) -> list[Link]:
    """The way from a person's record to his sessions, for administrators."""
    if spec.key != "user" or not rules(actor):
        return []
    return [Link(_("Sessions"), f"/settings/sessions/{record.pk}/", "device-laptop")]


slots.add("record_menu", of_person)
