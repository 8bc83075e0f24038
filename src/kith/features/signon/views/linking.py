"""One's own links to other sign-ons, and an administrator's invitations."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import audit, records, registry
from kith.engine.connections import writing
from kith.engine.entry.addresses import address_of
from kith.engine.entry.hosts import origin_of
from kith.engine.errors import Forbidden, NotFound
from kith.features.signon import people, staff
from kith.features.signon.models import ForeignIdentity
from kith.features.signon.placing import PLACE, provider_of, providers
from kith.kernel.numbers import identity
from kith.web.forms import Form
from kith.web.pieces import Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views import forming
from kith.web.views.opening import opened
from kith.web.views.proving import proved
from kith.web.views.subjects import rules, subjects


@opened("GET")
def overview(request: Any) -> HttpResponse:
    """The providers, and by which of them one may sign in."""
    mine = {row.issuer: row for row in ForeignIdentity.objects.filter(user=request.user)}
    return page(
        request,
        "web/settings.html",
        title=_("Linked sign-ons"),
        here="settings",
        subjects=subjects(request.actor, "sign-on"),
        heading=_("Linked sign-ons"),
        inside="signon/overview.html",
        lines=[(one, mine.get(one.issuer)) for one in providers()],
        nonce=secrets.token_hex(16),
    )


@opened("POST")
@proved
def unlink(request: Any, number: int) -> HttpResponse:
    """Take a link away."""

    def work() -> Done:
        people.unlink(request.user, number, request.actor, address_of(request))
        return Done(PLACE, Toast(_("The link is removed.")))

    return perform(request, work)


@opened("GET", "POST")
@proved
def invite(request: Any, number: int) -> HttpResponse:
    """A link for a person, to be sent to him by a way that reaches nobody else; shown once."""
    user = records.find(registry.spec("user"), number, request.actor, "read")
    if not rules(request.actor):
        raise Forbidden
    address = ""
    if request.method == "POST":
        provider = provider_of(identity(request.POST.get("provider", "")) or 0)
        if provider is None:
            raise NotFound
        text = people.invite(user, provider)
        address = f"{origin_of(request)}/sign-in/with/{provider.pk}/?invitation={text}"
        with writing():
            audit.note(
                "sign-on-invited", request.actor, entity="user", record=user.pk, address=address_of(request)
            )
    response = page(
        request,
        "signon/invite.html",
        title=_("Invite %(name)s to sign on") % {"name": user.name},
        here="user",
        person=user,
        providers=providers(),
        address=address,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@opened("GET", "POST")
@proved
def tie(request: Any, number: int) -> HttpResponse:
    """Let an account belong to the directory from now on."""
    user = records.find(registry.spec("user"), number, request.actor, "read")
    if not rules(request.actor):
        raise Forbidden
    here = f"/users/{number}/"
    if request.method == "POST":

        def work() -> Done:
            staff.tie(user, request.actor, address_of(request))
            return Done(here, Toast(_("%(name)s signs in by the directory now.") % {"name": user.name}))

        return perform(request, work)
    form = Form(
        title=_("Let %(name)s sign in by the directory?") % {"name": user.name},
        action=f"{here}directory/",
        submit=_("Sign in by the directory"),
        sections=[],
        cancel=here,
        intro=_(
            "The account then opens with the password of the directory's entry of the same sign-in name, "
            "and by nothing that opened it before."
        ),
        danger=True,
        dialog=in_dialog(request),
    )
    return forming.show(request, form, here="user")
