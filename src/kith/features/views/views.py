"""What the menu at a saved view's tab does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine.errors import Invalid
from kith.features.views import keeping
from kith.features.views.models import Audience, SavedView
from kith.kernel.numbers import identity
from kith.web.fields import Bound
from kith.web.forms import Form
from kith.web.pieces import Section
from kith.web.responses import in_dialog, perform
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("GET", "POST")
def rename(request: Any, number: int) -> HttpResponse:
    """Another name."""
    actor = request.actor
    view = keeping.found(number, actor, "update")
    name = Bound("label", _("Name"), required=True, wide=True, max_length=80, value=view.name)
    if request.method == "POST":
        name.value = request.POST.get("label", "").strip()
        text, version = _("The view is called “%(name)s” now."), forming.sent_version(request)
        try:
            return perform(request, lambda: keeping.changed(number, actor, version, text, name=name.value))
        except Invalid as error:
            name.errors = [str(text) for texts in error.errors.values() for text in texts]
    return forming.show(request, name_form(request, view, name), status=422 if name.errors else 200)


def name_form(request: Any, view: SavedView, name: Bound) -> Form:
    """The form of a name."""
    form = Form(
        title=_("Rename view"),
        action=f"/views/{view.pk}/rename/",
        submit=_("Save"),
        sections=[Section("", [name])],
        cancel=keeping.address(view),
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        version=view.version,
    )
    form.focus()
    return form


@opened("POST")
def share(request: Any, number: int) -> HttpResponse:
    """Choose who finds it."""
    place, _space, team = request.POST.get("with", "").partition(" ")
    values = {"shared": place, "team": identity(team)}
    texts = {
        Audience.PRIVATE: _("Only you find “%(name)s” now."),
        Audience.EVERYONE: _("Everyone finds “%(name)s” now."),
    }
    text = texts.get(place, _("“%(name)s” is shared now."))
    version = forming.sent_version(request)
    return perform(request, lambda: keeping.changed(number, request.actor, version, text, **values))


@opened("POST")
def delete(request: Any, number: int) -> HttpResponse:
    """Into the trash."""
    version = forming.sent_version(request)
    return perform(request, lambda: keeping.removed(number, request.actor, version))
