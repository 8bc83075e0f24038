"""Settings of one's own: language, time zone, colours, density, password."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.entry import passwords, proving
from kith.engine.errors import Invalid
from kith.engine.identity import accounts
from kith.engine.identity.accounts import digest
from kith.engine.identity.models import User
from kith.engine.settings import company
from kith.web.fields import Bound, Option, language_options, password_help, time_zones
from kith.web.forms import Form
from kith.web.frame import DENSITIES, DENSITY_COOKIE, THEME_COOKIE, THEMES
from kith.web.pieces import Section, Toast
from kith.web.responses import Done, done, page, safe_next
from kith.web.views.acting import back
from kith.web.views.opening import opened
from kith.web.views.subjects import subjects

YEAR = 365 * 24 * 3600
HABITS = {"theme": THEMES, "density": DENSITIES, "keys": ("off",)}


@opened("GET", "POST")
def mine(request: Any) -> HttpResponse:
    """How Kith looks and speaks to oneself."""
    if request.method == "POST":
        return keep(request)
    return page(
        request,
        "web/settings.html",
        title=_("Settings"),
        here="settings",
        subjects=subjects(request.actor, "mine"),
        heading=_("My settings"),
        form=mine_form(request),
        inside="fragments/form.html",
    )


def mine_form(request: Any) -> Form:
    """The form of one's habits."""
    user: User = request.user
    own, chosen = company(), user.preferences.get
    language, zone = user.language or own.language, user.time_zone or own.time_zone
    themes = [Option("light", pgettext("colours", "Light")), Option("dark", pgettext("colours", "Dark"))]
    densities = [Option("compact", _("Compact")), Option("roomy", _("Roomy"))]
    colours = Bound("theme", _("Colours"), "select", chosen("theme", ""), options=themes)
    colours.help = _("Without a choice they follow the device.")
    fields = [
        Bound("language", _("Language"), "select", language, options=language_options(), required=True),
        Bound("time_zone", _("Time zone"), "select", zone, options=time_zones(), required=True),
        colours,
        Bound("density", pgettext("density", "Rows"), "select", chosen("density", ""), options=densities),
    ]
    keys = Bound("keys", _("Keyboard shortcuts of one letter"), "checkbox", chosen("keys", "") != "off")
    keys.help, keys.wide = _("Ctrl+K and Ctrl+Enter work either way."), True
    sections = [Section("", [*fields, keys])]
    return Form(title=_("My settings"), action="/settings/", submit=_("Save"), sections=sections, cancel="/")


def keep(request: Any) -> HttpResponse:
    """Store one's habits; they act on the next page."""
    sent = request.POST
    user: User = request.user
    language = sent.get("language", "") if sent.get("language") in dict(settings.LANGUAGES) else user.language
    zone = sent.get("time_zone", "") if sent.get("time_zone") in available_timezones() else user.time_zone
    if (language, zone) != (user.language, user.time_zone):
        records.update((User, user.pk), by=Actor.system("web"), language=language, time_zone=zone)
    looks = {"theme": one_of(sent.get("theme"), THEMES), "density": one_of(sent.get("density"), DENSITIES)}
    looks["keys"] = "" if "true" in sent.getlist("keys") else "off"
    accounts.save_preferences(user, **looks)
    with override(language or company().language):
        response = done(request, Done("/settings/", Toast(_("Your settings are saved."))))
    return remembered(response, looks)


def one_of(value: Any, allowed: tuple[str, ...]) -> str:
    """The value if it is allowed, else ""."""
    return str(value) if value in allowed else ""


def remembered(response: HttpResponse, looks: dict[str, str]) -> HttpResponse:
    """The same looks for this browser before one is in."""
    for name, cookie in (("theme", THEME_COOKIE), ("density", DENSITY_COOKIE)):
        if name in looks:
            response.set_cookie(cookie, looks[name], max_age=YEAR, samesite="Lax", httponly=True)
    return response


@opened("POST")
def look(request: Any) -> HttpResponse:
    """One habit from the menu or the palette: colours, density, language, single keys. "auto" takes a choice back."""
    sent, user = request.POST, request.user
    looks = {name: one_of(sent[name], allowed) for name, allowed in HABITS.items() if name in sent}
    language = one_of(sent.get("language"), tuple(dict(settings.LANGUAGES)))
    if language and language != user.language:
        records.update((User, user.pk), by=Actor.system("web"), language=language)
    if looks:
        accounts.save_preferences(user, **looks)
    return remembered(done(request, Done(safe_next(request, back(request)))), looks)


@opened("GET", "POST")
def password(request: Any) -> HttpResponse:
    """A new password, for who knows the old one."""
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            return renewed(request)
        except Invalid as error:
            errors = error.errors
    return page(
        request,
        "web/settings.html",
        fragment="fragments/form.html",
        title=_("Password"),
        here="settings",
        subjects=subjects(request.actor, "password"),
        heading=_("Password"),
        form=password_form(errors),
        inside="fragments/form.html",
        status=422 if errors else 200,
    )


def password_form(errors: dict[str, list[Any]]) -> Form:
    """The form of a new password."""
    old = Bound("old", _("Present password"), autocomplete="current-password")
    new = Bound("password", _("New password"), autocomplete="new-password")
    new.help = password_help()
    for one in (old, new):
        one.input_type, one.required, one.wide = "password", True, True
        one.errors = [str(text) for text in errors.get(one.name, ())]
    return Form(
        title=_("Password"),
        action="/settings/password/",
        submit=_("Change password"),
        sections=[Section("", [old, new])],
        cancel="/settings/",
    )


def renewed(request: Any) -> HttpResponse:
    """Store the new password; other sessions end, this one goes on. Raises Invalid."""
    user: User = request.user
    if not proving.again(request, request.POST.get("old", "")):
        raise Invalid({"old": [_("This is not your present password.")]})
    here = digest(request.session.session_key or "")
    passwords.change(user, request.POST.get("password", ""), keep=here)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session.cycle_key()
    return done(
        request, Done("/settings/", Toast(_("Your password is changed; your other sessions have ended.")))
    )
