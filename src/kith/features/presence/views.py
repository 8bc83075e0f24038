"""What the page of a record asks while it is seen."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kith.engine import records
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.presence.looking import look
from kith.web.avatars import initials, tone_of
from kith.web.views.opening import opened


@opened("POST")
def present(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Note that somebody looks at a record; who else does, and whether it is still what the page shows."""
    record = records.find(spec, number, request.actor, "read")
    people = [
        {
            "name": name,
            "initials": initials(name, small=True),
            "tone": tone_of(name),
            "said": _("%(name)s is looking at this too") % {"name": name},
        }
        for name in look(spec, record, request.actor)
    ]
    return JsonResponse(
        {"people": people, "version": record.version, "changed": changed(record, request.actor)},
        json_dumps_params={"ensure_ascii": False},
    )


def changed(record: Any, actor: Actor) -> str:
    """Who changed the record last, as a sentence."""
    if record.updated_by_id == actor.user_id:
        return _("You changed this elsewhere just now.")
    person = directory().people.get(record.updated_by_id or 0)
    return _("%(name)s changed this just now.") % {"name": person.name if person else "Kith"}
