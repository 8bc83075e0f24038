"""The page that says of any person what he may do with a record, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import records
from kith.engine.access import access_of, directory
from kith.engine.errors import Forbidden
from kith.engine.explaining import explain
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.reasons.menus import may_ask
from kith.features.reasons.telling import answers
from kith.kernel.numbers import identity
from kith.web import choosing
from kith.web.fields import bind, submitted
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened

ASKED = 300
"""People who are gone through for the list of those who can see a record."""


@opened("GET")
def why(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Who can see it; of the person that was chosen, every right with its reasons."""
    actor = request.actor
    record = records.find(spec, number, actor, "read")
    if not may_ask(spec, record, actor):
        raise Forbidden
    asked = FieldSpec("user", "person", _("Person"), TYPES["reference"], target="user")
    given = submitted({"person": asked}, request.GET)
    errors = choosing.resolve({"person": asked}, given, actor)
    people = directory().people
    person = people.get(identity(str(given.get("person") or "")) or 0)
    name, here = title_of(spec, record, actor), f"/{spec.plural}/{number}/"
    return page(
        request,
        "reasons/why.html",
        title=_("Who can see “%(name)s”?") % {"name": name},
        here=spec.key,
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
        action=f"{here}why/",
        field=bind(asked, person.id if person else None, actor, errors=errors.get("person", ())),
        person=person,
        answers=answers(access_of(person.id), spec, record, actor) if person else [],
        seeing=[] if person else seeing(spec, record),
    )


def seeing(spec: EntitySpec, record: Any) -> list[tuple[int, str]]:
    """Everybody who can see the record, by name, among the first so many people."""
    people = sorted(directory().people.values(), key=lambda one: one.name.casefold())[:ASKED]
    return [(one.id, one.name) for one in people if one.active and explain(access_of(one.id), spec, record)]
