"""What a role demands of signing in: a second factor, how long a session lasts, from where and when it may be used."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.entry.demands import wrong_parts
from kith.engine.entry.policy import BOUNDS
from kith.engine.errors import Forbidden, Invalid
from kith.engine.identity.models import Role
from kith.web import slots
from kith.web.fields import Bound, Option
from kith.web.forms import Form
from kith.web.pieces import Link, Section, Toast
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened
from kith.web.views.sessions import number_of
from kith.web.views.subjects import subjects

WHOLE_WEEK = [str(day) for day in range(1, 8)]


@opened("GET", "POST")
def of_role(request: Any, number: int) -> HttpResponse:
    """The form of a role's demands."""
    role = records.find(registry.spec("role"), number, request.actor, "read")
    if request.actor.access.reach("role", "update") is Reach.NONE:
        raise Forbidden
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            return perform(request, lambda: keep(request, role))
        except Invalid as error:
            errors = {"" if name == "demands" else name: texts for name, texts in error.errors.items()}
    return page(
        request,
        "web/settings.html",
        fragment="fragments/form.html",
        title=_("Demands on signing in"),
        here="settings",
        subjects=subjects(request.actor, "role"),
        heading=_("Demands of the role %(name)s on signing in") % {"name": role.name},
        form=form_of(request, role, errors),
        inside="fragments/form.html",
        status=422 if errors else 200,
    )


def keep(request: Any, role: Role) -> Done:
    """Store what was asked for. Raises Invalid."""
    version = number_of(request.POST.get("version", ""))
    records.update((Role, role.pk), by=request.actor, version=version, demands=demanded(request.POST))
    return Done(f"/roles/{role.pk}/", Toast(_("The demands are saved; they act at once.")))


def demanded(sent: Any) -> dict[str, Any]:
    """The demands that a form says; what is left empty is not demanded. Raises Invalid at the fields."""
    said: dict[str, Any] = {
        name: number_of(sent[name]) for name in ("idle", "absolute") if sent.get(name, "").strip()
    }
    if "true" in sent.getlist("second_factor"):
        said["second_factor"] = True
    if networks := sent.get("networks", "").replace(",", " ").split():
        said["networks"] = networks
    if sent.get("from") or sent.get("to"):
        days = [int(day) for day in sent.getlist("days") if day in WHOLE_WEEK]
        said["hours"] = {"days": days, "from": sent.get("from", "")[:5], "to": sent.get("to", "")[:5]}
    if wrong := wrong_parts(said):
        raise Invalid({"from" if name == "hours" else name: [advice(name)] for name in wrong})
    return said


def advice(name: str) -> str:
    """What a part of the demands must be."""
    if name in BOUNDS:
        least, most = BOUNDS[name]
        return _("From %(least)s to %(most)s.") % {"least": least, "most": most}
    if name == "networks":
        return _("Write networks as 10.0.0.0/8 or 2001:db8::/32, one a line.")
    return _("Choose at least one day, and two times that differ.")


def form_of(request: Any, role: Role, errors: dict[str, list[Any]]) -> Form:
    """The form, with what is stored or was sent."""
    said, actor = role.demands or {}, request.actor
    factor = Bound(
        "second_factor", _("A second factor is needed"), "checkbox", bool(said.get("second_factor"))
    )
    lasting = [
        Bound(
            "idle", _("Minutes without a sign of life after which a session ends"), value=said.get("idle", "")
        ),
        Bound(
            "absolute", _("Minutes after which a session ends in any case"), value=said.get("absolute", "")
        ),
    ]
    for one in lasting:
        one.inputmode, one.help = "numeric", _("Empty: as the company says.")
    networks = Bound("networks", _("Networks"), "textarea", "\n".join(said.get("networks", ())))
    networks.help = _("One a line, such as 10.0.0.0/8. Empty: from anywhere. You are at %(address)s.") % {
        "address": request.address
    }
    factor.wide = networks.wide = True
    sections = [
        Section("", [factor, *lasting]),
        Section(pgettext("heading", "From where"), [networks]),
        Section(pgettext("heading", "At which hours"), hours(said.get("hours") or {}, actor)),
    ]
    for bound in (one for section in sections for one in section.fields):
        if request.method == "POST":
            sent = request.POST.getlist(bound.name)
            bound.value = {"multiselect": sent, "checkbox": "true" in sent}.get(
                bound.widget, "".join(sent[:1])
            )
        bound.errors = [str(text) for text in errors.get(bound.name, ())]
    form = Form(
        title=_("Demands on signing in"),
        action=f"/settings/demands/{role.pk}/",
        submit=_("Save"),
        sections=sections,
        cancel=f"/roles/{role.pk}/",
        version=role.version,
        intro=_("They hold for everybody who has this role. Of several roles the strictest counts."),
    )
    form.tell(errors)
    return form


def hours(said: dict[str, Any], actor: Actor) -> list[Bound]:
    """Days and times, by the names of the days in the reader's language."""
    names = actor.show.locale.days["stand-alone"]["wide"]
    days = Bound(
        "days", _("Days"), "multiselect", [str(day) for day in said.get("days", range(1, 6))], wide=True
    )
    days.options = [Option(str(day), str(names[day - 1]).capitalize()) for day in range(1, 8)]
    start = Bound("from", pgettext("time", "From"), value=said.get("from", ""), input_type="time")
    end = Bound("to", pgettext("time", "Until"), value=said.get("to", ""), input_type="time")
    end.help = _("In the person's own time zone. Empty: at any time.")
    return [days, start, end]


def menu(spec: Any, record: Any, actor: Actor) -> list[Link]:
    """The way there from a role."""
    if spec.key != "role" or actor.access.reach("role", "update") is Reach.NONE:
        return []
    return [Link(_("Demands on signing in"), f"/settings/demands/{record.pk}/", "shield-lock", page=True)]


slots.add("record_menu", menu)
