"""API tokens: one's own, made and ended in the settings, and everybody's for administrators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.entry import tokens
from kith.engine.errors import Forbidden, Invalid
from kith.engine.identity.models import Token
from kith.engine.rights import entity_label, verb_label
from kith.kernel import clock
from kith.web.fields import Bound, Option
from kith.web.forms import Form
from kith.web.pieces import Link, Section, Toast
from kith.web.responses import Done, done, page
from kith.web.views.opening import opened
from kith.web.views.proving import proved
from kith.web.views.subjects import rules, subjects

PLACE, ALL, NEW = "/settings/tokens/", "/settings/tokens/all/", "/settings/tokens/new/"
EVERYTHING, READING, CHOSEN = "all", "read", "chosen"
ABILITIES = {"read": ("read", "export"), "write": ("*",)}
DAYS = 365
GROUPS = {"work": 0, "lists": 1}


@dataclass(slots=True)
class Line:
    """A token as a line of the list."""

    id: int
    name: str
    about: str
    dates: str
    over: bool


@opened("GET", "POST")
def mine(request: Any) -> HttpResponse:
    """One's own tokens."""
    return show(request, PLACE, request.actor.user_id)


@opened("GET", "POST")
def everybodys(request: Any) -> HttpResponse:
    """The tokens of everybody, for administrators."""
    if not rules(request.actor):
        raise Forbidden
    return show(request, ALL, None)


def show(request: Any, place: str, user_id: int | None) -> HttpResponse:
    """The list, or the end of one of it."""
    actor: Actor = request.actor
    if request.method == "POST":
        number = request.POST.get("end", "")
        chosen = int(number) if number.isascii() and number.isdigit() else 0
        tokens.end(chosen, by=actor, user_id=user_id, address=request.address)
        return done(request, Done(place, Toast(_("The token has ended."))))
    links = [Link(_("Tokens of everybody"), ALL)] if rules(actor) and user_id else []
    return page(
        request,
        "web/settings.html",
        title=_("API tokens"),
        here="settings",
        subjects=subjects(actor, "tokens"),
        heading=_("API tokens") if user_id else _("API tokens of everybody"),
        inside="fragments/tokens.html",
        tokens=[line_of(token, actor, named=user_id is None) for token in tokens.live(user_id)],
        action=place,
        links=links if user_id else [Link(_("My tokens"), PLACE)],
        new=NEW if user_id else "",
    )


def line_of(token: Token, actor: Actor, *, named: bool) -> Line:
    """A token with what it may do and its dates in words."""
    told = actor.show.datetime
    over = token.expires_at is not None and token.expires_at <= clock.now()
    ends = _("ends %(date)s") % {"date": told(token.expires_at)} if token.expires_at else _("no end date")
    used = _("last used %(date)s") % {"date": told(token.used_at)} if token.used_at else _("never used")
    dates = [_("made %(date)s") % {"date": told(token.created_at)}, _("ended") if over else ends, used]
    about = [token.user.name] if named else []
    return Line(
        token.pk,
        token.label or _("Without a name"),
        " · ".join([*about, may(token.scopes)]),
        " · ".join(dates),
        over,
    )


def may(scopes: list[str]) -> str:
    """What a token may do, in words."""
    if not scopes:
        return _("everything that its owner may do")
    said: dict[str, list[str]] = {}
    for scope in scopes:
        entity, _colon, verb = scope.partition(":")
        spec = None if entity == "*" else registry.spec(entity)
        said.setdefault(entity, []).append(_("everything") if verb == "*" else verb_label(verb, spec))
    names = {"*": _("All records")}
    return "; ".join(
        f"{names.get(entity) or entity_label(entity)}: {', '.join(verbs)}" for entity, verbs in said.items()
    )


@opened("GET", "POST")
@proved
def new(request: Any) -> HttpResponse:
    """A new token, whose text is shown this once."""
    errors: dict[str, list[Any]] = {}
    context: dict[str, Any] = {"inside": "fragments/form.html"}
    if request.method == "POST":
        try:
            context = {"inside": "fragments/token.html", "token": made(request), "back": PLACE}
        except Invalid as error:
            errors = error.errors
    if "token" not in context:
        context["form"] = form_of(request, errors)
    response = page(
        request,
        "web/settings.html",
        fragment=context["inside"],
        title=_("New API token"),
        here="settings",
        subjects=subjects(request.actor, "tokens"),
        heading=_("New API token"),
        status=422 if errors else 200,
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def made(request: Any) -> str:
    """The text of the token that the form asks for. Raises Invalid."""
    sent = request.POST
    return tokens.make(
        request.user,
        label=sent.get("label", ""),
        scopes=scopes_of(sent),
        expires_at=end_of(sent.get("expires_at", "").strip(), request.actor),
        by=request.actor,
        address=request.address,
    )


def scopes_of(sent: Any) -> list[str]:
    """The scopes that were chosen. Raises Invalid when none were, as a token without scopes may do everything."""
    access = sent.get("access", "")
    if access == EVERYTHING:
        return []
    if access == READING:
        return [f"*:{verb}" for verb in ABILITIES["read"]]
    chosen = [
        f"{spec.key}:{verb}"
        for spec in registry.specs()
        for verb in ABILITIES.get(sent.get(f"may-{spec.key}", ""), ())
    ]
    if access != CHOSEN or not chosen:
        raise Invalid({"access": [_("Choose what the token may do.")]})
    return chosen


def end_of(text: str, actor: Actor) -> dt.datetime | None:
    """The end of a day where the person is; None without one. Raises Invalid."""
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise Invalid({"expires_at": [_("This is not a date.")]}) from error
    return dt.datetime.combine(day, dt.time(23, 59, 59), ZoneInfo(actor.time_zone))


def form_of(request: Any, errors: dict[str, list[Any]]) -> Form:
    """The form of a new token: what for, until when, and what it may do."""
    sent = request.POST
    label = Bound("label", _("What it is for"), required=True, wide=True, max_length=120, focus=not errors)
    label.help = _("Such as the name of the program that will use it.")
    day = clock.today(request.actor.time_zone) + dt.timedelta(days=DAYS)
    ends = Bound("expires_at", _("Ends after"), value=day.isoformat(), input_type="date")
    ends.help = _("Without a date it works until somebody ends it.")
    ways = [
        Option(READING, _("Read everything that I see")),
        Option(CHOSEN, _("Only what is chosen below")),
        Option(EVERYTHING, _("Everything that I may do")),
    ]
    access = Bound("access", _("What it may do"), "select", READING, options=ways, required=True)
    abilities = [Option("read", _("Read")), Option("write", _("Read and change"))]
    chosen = [
        Bound(f"may-{spec.key}", str(spec.label_plural), "select", options=abilities)
        for spec in sorted(registry.specs(), key=lambda spec: GROUPS.get(spec.entity.group, len(GROUPS)))
        if request.actor.access.reach(spec.key, "read") > Reach.NONE and spec.entity.group != "parts"
    ]
    for one in (label, ends, access, *chosen):
        one.value = sent.get(one.name, one.value)
        one.errors = [str(text) for text in errors.get(one.name, ())]
    sections = [
        Section("", [label, access, ends]),
        Section(pgettext("heading", "Only what is chosen"), chosen),
    ]
    form = Form(_("New API token"), NEW, _("Make the token"), sections, cancel=PLACE)
    form.tell(errors)
    return form
