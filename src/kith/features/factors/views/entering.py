"""Pages on the way in: the second factor, setting one up because a role demands it, a passkey instead of a password."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.entry import entering
from kith.engine.entry.addresses import address_of
from kith.engine.errors import Refused, TooMany
from kith.engine.identity.models import User
from kith.features.factors import codes, having, passkeys, recovery, setting
from kith.features.factors.models import Passkey
from kith.features.factors.placing import code_field
from kith.features.factors.stepping import SECOND, SET_UP, STEP
from kith.features.factors.trying import counted
from kith.features.factors.views.own import app_set_up, confirmed_now, name_of, told_copied
from kith.web import wrong
from kith.web.pieces import Toast
from kith.web.responses import page, remember, safe_next

View = Callable[..., HttpResponse]


def on_the_way(place: str, *methods: str) -> Callable[[View], View]:
    """A view for somebody who waits before exactly this step; anybody else goes where he belongs."""

    def wrap(view: View) -> View:
        @wraps(view)
        def open_(request: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            waiting = entering.pending(request)
            user = entering.pending_user(waiting) if waiting else None
            if request.actor is not None or waiting is None or user is None:
                return HttpResponseRedirect("/sign-in/")
            where = SECOND if having.has_any(user.pk) else SET_UP
            if where != place:
                return HttpResponseRedirect(where)
            try:
                return view(request, user)
            except Refused as error:
                return wrong.refused(request, error)

        return open_

    return wrap


@on_the_way(SECOND, "GET", "POST")
def second(request: Any, user: User) -> HttpResponse:
    """A code of the app, a recovery code, or a passkey."""
    error, status = "", 200
    if request.method == "POST":
        try:
            if counted(request, user, lambda: use(request, user, request.POST.get("code", ""))):
                return HttpResponseRedirect(entering.passed(request, STEP), status=303)
            error, status = _("This code is not right, or it was used already."), 422
        except TooMany as refused:
            error, status = str(refused), 429
    field = code_field(_("Code"))
    field.focus, field.help = True, _("Six digits from your app, or one of your recovery codes.")
    return page(
        request,
        "factors/second.html",
        title=_("Second step"),
        error=error,
        field=field,
        passkeys=Passkey.objects.filter(user=user).exists(),
        status=status,
    )


def use(request: Any, user: User, code: str) -> bool:
    """Whether a typed code lets somebody in; a recovery code is told to its owner."""
    if codes.use(user.pk, code):
        return True
    if not recovery.use(user.pk, code):
        return False
    having.note("recovery-used", user, Actor.of(user), address_of(request))
    return True


@on_the_way(SECOND, "POST")
def second_options(request: Any, user: User) -> HttpResponse:
    """The challenge for one of the person's own passkeys."""
    return JsonResponse(passkeys.options_to_prove(request, "second", user))


@on_the_way(SECOND, "POST")
def second_passkey(request: Any, user: User) -> HttpResponse:
    """One of the person's own passkeys as the second factor."""
    try:
        passkeys.prove(request, "second", request.POST.get("credential", ""))
    except passkeys.Refused as error:
        return not_taken(request, error, SECOND, user)
    return HttpResponseRedirect(entering.passed(request, STEP), status=303)


def passkey_options(request: Any) -> HttpResponse:
    """The challenge for whoever has a passkey of this installation."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    return JsonResponse(passkeys.options_to_prove(request, "sign-in"))


def passkey(request: Any) -> HttpResponse:
    """In by a passkey alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    try:
        found = passkeys.prove(request, "sign-in", request.POST.get("credential", ""))
    except passkeys.Refused as error:
        return not_taken(request, error, "/sign-in/", None)
    if not found.user.is_active or found.user.deleted_at is not None:
        return not_taken(request, passkeys.Refused("user"), "/sign-in/", found.user)
    then = entering.enter(request, found.user, by="passkey", then=safe_next(request))
    return HttpResponseRedirect(then, status=303)


def not_taken(request: Any, error: passkeys.Refused, back: str, user: User | None) -> HttpResponse:
    """Back with a word that says no more than that it failed; a copied passkey is told to its owner."""
    if error.copied is not None:
        user = error.copied.user
        told_copied(error.copied, address_of(request))
    entering.refused(request, user, "passkey")
    response = HttpResponseRedirect(back, status=303)
    remember(response, Toast(_("This passkey was not accepted."), tone="bad"))
    return response


@on_the_way(SET_UP, "GET", "POST")
def set_up(request: Any, user: User) -> HttpResponse:
    """A role demands a second factor and this person has none: nothing else opens before it is set up."""
    if confirmed_now(request, user):
        return begun(request, user, "app-added")
    return app_set_up(request, user, "factors/set_up.html", title=_("Set up a second factor"))


@on_the_way(SET_UP, "POST")
def set_up_options(request: Any, user: User) -> HttpResponse:
    """What the browser needs to make the first passkey."""
    return JsonResponse(passkeys.options_to_add(request, user))


@on_the_way(SET_UP, "POST")
def set_up_passkey(request: Any, user: User) -> HttpResponse:
    """The first passkey, as the demanded factor."""
    try:
        passkeys.add(request, user, request.POST.get("credential", ""), name_of(request))
    except passkeys.Refused as error:
        return not_taken(request, error, SET_UP, user)
    return begun(request, user, "passkey-added")


def begun(request: Any, user: User, kind: str) -> HttpResponse:
    """In, by way of the recovery codes that are made with the first factor."""
    having.note(kind, user, Actor.of(user), address_of(request))
    then = entering.passed(request, STEP)
    if (
        SESSION_KEY in request.session
    ):  # else a further step comes first, and the codes are made in the settings
        setting.lay_down(request, having.first_codes(user))
        then = f"{having.PLACE}recovery/?{urlencode({'next': then})}"
    return HttpResponseRedirect(then, status=303)
