"""To the provider and back: the way in, the first link, an invitation."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine.entry import entering
from kith.engine.entry.addresses import address_of
from kith.engine.entry.hosts import origin_of
from kith.engine.errors import Refused
from kith.engine.identity.models import User
from kith.features.signon import oidc, people
from kith.features.signon.models import IdentityProvider
from kith.features.signon.placing import PLACE, provider_of
from kith.kernel import clock
from kith.web.pieces import Toast
from kith.web.responses import remember, safe_next
from kith.web.views.opening import opened
from kith.web.views.proving import proved

KEY = "kith-sign-on"
SECONDS = 600


def begin(request: Any, number: int) -> HttpResponse:
    """To the provider, to sign in; with an invitation, to take over an account."""
    if request.method != "GET":
        return HttpResponseNotAllowed(("GET",))
    provider = provider_of(number)
    if request.actor is not None or provider is None:
        return HttpResponseRedirect("/" if request.actor else "/sign-in/")
    return sent(
        request, provider, then=safe_next(request), invitation=request.GET.get("invitation", "")[:100]
    )


@opened("GET")
@proved
def link(request: Any, number: int) -> HttpResponse:
    """To the provider, to link one's own account."""
    provider = provider_of(number)
    if provider is None:
        return HttpResponseRedirect(PLACE)
    return sent(request, provider, then=PLACE, user=request.user.pk)


def sent(request: Any, provider: IdentityProvider, **more: Any) -> HttpResponse:
    """Remember in the session what is asked, and go."""
    back = f"{origin_of(request)}/sign-in/with/{provider.pk}/back/"
    try:
        asked, target = oidc.begin(provider, back)
    except oidc.Failed as error:
        return failed(request, provider, str(error), more["then"] if "user" in more else "")
    request.session[KEY] = {"asked": asdict(asked), "at": clock.now().timestamp(), "id": provider.pk, **more}
    return HttpResponseRedirect(target, headers={"Referrer-Policy": "no-referrer"})


def back(request: Any, number: int) -> HttpResponse:
    """From the provider: believed once, in the session that asked."""
    if request.method != "GET":
        return HttpResponseNotAllowed(("GET",))
    provider, kept = provider_of(number), request.session.pop(KEY, None)
    if provider is None or not isinstance(kept, dict) or kept["id"] != number:
        return failed(request, provider, "not asked")
    linking = kept.get("user")
    own = request.user.pk if request.user else None
    if clock.now().timestamp() - kept["at"] > SECONDS or own != linking:
        return failed(request, provider, "another session", PLACE if own else "")
    try:
        known = oidc.finish(provider, oidc.Asked(**kept["asked"]), dict(request.GET.items()))
        if linking:
            return linked(request, known)
        user = person(request, provider, known, kept["invitation"])
    except oidc.Failed as error:
        return failed(request, provider, str(error), PLACE if linking else "")
    except Refused as error:
        return failed(request, provider, "no account", PLACE if linking else "", told=str(error))
    by = "trusted-sign-on" if provider.second_factor else "sign-on"
    return HttpResponseRedirect(entering.enter(request, user, by=by, then=kept["then"]))


def person(request: Any, provider: IdentityProvider, known: oidc.Known, invitation: str) -> User:
    """The account behind what the provider says. Raises Refused."""
    user = people.linked(known)
    if user is not None:
        people.follow(provider, user, known)
        return user
    if not people.is_known(known):
        accepted = people.invited(provider, invitation) if invitation else None
        if accepted is not None:
            return people.accept(accepted, known, address_of(request))
        if provider.creates:
            return people.made(provider, known, address_of(request))
    raise Refused(
        _("This sign-on is not linked to an account here. Sign in as usual and link it in the settings.")
    )


def linked(request: Any, known: oidc.Known) -> HttpResponse:
    """One's own account is linked. Raises Refused."""
    people.link(request.user, known, request.actor, address_of(request))
    response = HttpResponseRedirect(PLACE)
    remember(response, Toast(_("The sign-on is linked.")))
    return response


def failed(
    request: Any, provider: IdentityProvider | None, why: str, where: str = "", *, told: str = ""
) -> HttpResponse:
    """Back with a sentence; the log says more."""
    entering.refused(request, request.user, f"sign-on: {why}"[:200])
    name = provider.name if provider else ""
    text = told or _("Signing in with %(name)s did not work. Try again.") % {"name": name}
    response = HttpResponseRedirect(where or "/sign-in/")
    remember(response, Toast(text, tone="bad"))
    return response
