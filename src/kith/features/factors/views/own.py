"""One's own factors in the settings: the app, the passkeys, the recovery codes."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.entry import entering
from kith.engine.entry.addresses import address_of
from kith.engine.errors import Conflict, NotFound
from kith.engine.identity.models import User
from kith.features.factors import codes, having, passkeys, recovery, setting
from kith.features.factors.models import CodeApp, Passkey
from kith.features.factors.placing import code_field
from kith.features.factors.trying import counted
from kith.web.pieces import Toast
from kith.web.responses import Done, done, page, perform, remember, safe_next
from kith.web.views.opening import opened
from kith.web.views.proving import proved
from kith.web.views.subjects import subjects

NAME = 80


def shown(request: Any, inside: str, heading: str, **context: Any) -> HttpResponse:
    """A page of one's settings that is not kept by the browser."""
    response = page(
        request,
        "web/settings.html",
        title=heading,
        here="settings",
        subjects=subjects(request.actor, "security"),
        heading=heading,
        inside=inside,
        nonce=secrets.token_hex(16),
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@opened("GET")
def overview(request: Any) -> HttpResponse:
    """Which factors one has."""
    user, show = request.user, request.actor.show
    app = CodeApp.objects.filter(user=user).first()
    keys = [
        (one, show.date(one.created_at), show.date(one.used_at) if one.used_at else "")
        for one in Passkey.objects.filter(user=user).order_by("id")
    ]
    return shown(
        request,
        "factors/overview.html",
        pgettext("settings", "Two-step sign-in"),
        since=show.date(app.created_at) if app else "",
        keys=keys,
        left=recovery.left(user.pk),
        count=recovery.COUNT,
        demanded=having.demanded(user.pk),
        name=_("My device"),
    )


def app_set_up(request: Any, user: User, template: str, *, title: str, **context: Any) -> HttpResponse:
    """The picture, the secret and the question for the first code."""
    wrong = request.method == "POST"
    field = code_field(_("Code of the app"))
    field.focus, field.inputmode = True, "numeric"
    field.errors = [_("This code is not right. The clock of your device may be wrong.")] if wrong else []
    response = page(
        request,
        template,
        title=title,
        field=field,
        secret=codes.spaced(setting.waiting_secret(request)),
        name=_("My device"),
        status=422 if wrong else 200,
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def confirmed_now(request: Any, user: User) -> bool:
    """Whether this request confirms the app that is being set up. Raises TooMany."""
    sent = request.POST.get("code", "")
    return request.method == "POST" and counted(request, user, lambda: setting.confirmed(request, user, sent))


@opened("GET", "POST")
@proved
def app(request: Any) -> HttpResponse:
    """Set up an app for codes, also in the place of a former one."""
    if confirmed_now(request, request.user):
        return added(request, "app-added", Toast(_("The app is set up.")))
    heading = _("Set up an app for codes")
    return app_set_up(
        request,
        request.user,
        "web/settings.html",
        title=heading,
        here="settings",
        subjects=subjects(request.actor, "security"),
        heading=heading,
        inside="factors/app.html",
    )


def picture(request: Any) -> HttpResponse:
    """The QR code of the secret that waits in this session."""
    if request.method != "GET":
        return HttpResponseNotAllowed(("GET",))
    waiting = entering.pending(request)
    user = request.user or (entering.pending_user(waiting) if waiting else None)
    if user is None or setting.SECRET_KEY not in request.session:
        return HttpResponse(status=404)
    made = codes.picture(setting.waiting_secret(request), user)
    return HttpResponse(made, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@opened("POST")
@proved
def remove_app(request: Any) -> HttpResponse:
    """Remove the app."""

    def work() -> Done:
        with writing():
            having.removable(request.user.pk)
            gone, _rows = CodeApp.objects.filter(user=request.user).delete()
            having.tidy(request.user.pk)
            if gone:
                having.note("app-removed", request.user, request.actor, address_of(request))
        return Done(having.PLACE, Toast(_("The app is removed.")))

    return perform(request, work)


@opened("POST")
def options_to_prove(request: Any) -> HttpResponse:
    """The challenge for a fresh proof by a passkey."""
    return JsonResponse(passkeys.options_to_prove(request, "proof", request.user))


@opened("POST")
@proved
def options_to_add(request: Any) -> HttpResponse:
    """What the browser needs to make a passkey."""
    return JsonResponse(passkeys.options_to_add(request, request.user))


@opened("POST")
@proved
def add_passkey(request: Any) -> HttpResponse:
    """Keep a passkey that the browser made."""
    try:
        passkeys.add(request, request.user, request.POST.get("credential", ""), name_of(request))
    except passkeys.Refused as error:
        raise Conflict(_("This passkey was not accepted. Try again.")) from error
    return added(request, "passkey-added", Toast(_("The passkey is added.")))


def name_of(request: Any) -> str:
    """What somebody calls his passkey."""
    typed = "".join(letter for letter in request.POST.get("name", "") if letter.isprintable()).strip()
    return typed[:NAME] or str(_("My device"))


@opened("POST")
@proved
def remove_passkey(request: Any, number: int) -> HttpResponse:
    """Remove one of one's own passkeys."""

    def work() -> Done:
        with writing():
            mine = Passkey.objects.filter(user=request.user, pk=number)
            if not mine.exists():
                raise NotFound
            having.removable(request.user.pk)
            mine.delete()
            having.tidy(request.user.pk)
            having.note("passkey-removed", request.user, request.actor, address_of(request))
        return Done(having.PLACE, Toast(_("The passkey is removed.")))

    return perform(request, work)


def added(request: Any, kind: str, toast: Toast) -> HttpResponse:
    """Note a new factor; with the first one come recovery codes."""
    having.note(kind, request.user, request.actor, address_of(request))
    made = having.first_codes(request.user)
    setting.lay_down(request, made)
    response = HttpResponseRedirect(f"{having.PLACE}recovery/" if made else having.PLACE, status=303)
    remember(response, toast)
    return response


@opened("GET", "POST")
@proved
def recovery_codes(request: Any) -> HttpResponse:
    """New recovery codes, shown once."""
    if request.method == "POST":
        if not having.has_any(request.user.pk):
            raise Conflict(_("Set up an app or a passkey first."))
        setting.lay_down(request, recovery.renew(request.user.pk))
        having.note("recovery-renewed", request.user, request.actor, address_of(request))
        return done(request, Done(f"{having.PLACE}recovery/"))
    made, then = setting.take_up(request), safe_next(request, having.PLACE)
    if not made:
        return HttpResponseRedirect(then)
    return shown(request, "factors/recovery.html", _("Recovery codes"), codes=made, then=then)


def told_copied(copied: Passkey, address: str) -> None:
    """A passkey that counts backwards: note it and tell its owner."""
    having.note("passkey-copied", copied.user, Actor.system("web"), address, name=copied.name)
