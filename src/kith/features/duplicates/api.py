"""The API of duplicates: groups to review, keeping them apart, having the whole database searched. A group is merged
by POST /api/v1/customers/7/merge {"with": [8]}."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kith.api import asking, bodies, openapi
from kith.api.answers import answer
from kith.api.door import door
from kith.api.operations import IDS, TEXT, empty, items, limit, object_of, operation, query
from kith.api.schemas import ID
from kith.engine.actor import Actor
from kith.engine.base.gate import UNKNOWN
from kith.engine.errors import Invalid, Malformed
from kith.features.duplicates import deciding, grouping, marking

MOST = 1_000
MEMBER = object_of({"entity": TEXT, "id": ID, "title": TEXT}, ("entity", "id", "title"))
GROUP = object_of(
    {"id": ID, "entity": TEXT, "percent": {"type": "integer"}, "members": {"type": "array", "items": MEMBER}},
    ("id", "entity", "percent", "members"),
)


def listed(request: Any) -> HttpResponse:
    """GET /duplicates?entity=customer&limit=20&cursor=…: open groups, the surest first, with the records that one sees;
    a group of which one sees less than two is not there."""
    said = request.GET
    asking.only(said, "entity", "limit", "cursor")
    specs = {spec.key: spec for spec in deciding.reviewed(request.actor)}
    spec = specs.get(said.get("entity", next(iter(specs))))
    if spec is None:
        raise Malformed(_("Choose one of %(list)s.") % {"list": ", ".join(sorted(specs))})
    cursor = said.get("cursor", "")
    if cursor and grouping.place_of(cursor) is None:
        raise Malformed
    found, further = grouping.groups(spec, request.actor, after=cursor, most=asking.limit(said))
    rows = [
        {
            "id": one.id, "entity": spec.key, "percent": one.percent,
            "members": [{"entity": own.entity, "id": own.id, "title": own.title} for own in one.members],
        }
        for one in found
    ]  # fmt: skip
    return answer({"items": rows, "next": further or None, "running": deciding.running()})


def apart(request: Any) -> HttpResponse:
    """POST /duplicates/apart {"groups": [1, 2]}: none of their records is the same as another, for good. Answers the
    groups that this was said of: those that one sees whole."""
    body = bodies.read(request)
    ids = body.pop("groups", None)
    if body:
        raise Invalid({name: [UNKNOWN] for name in body})
    if not isinstance(ids, list) or len(ids) > MOST:
        raise Invalid({"groups": [_("Give a list of values.")]})
    closed = deciding.keep_apart([bodies.number(one, "groups") for one in ids], by=request.actor)
    return answer({"groups": sorted(row.pk for row in closed)})


def search(request: Any) -> HttpResponse:
    """POST /duplicates/search: 202, and a job looks through the whole database; the person is told when it is done."""
    bodies.empty(request)
    deciding.search(request.actor)
    return answer({"running": True}, status=202)


@openapi.describes
def described(actor: Actor) -> openapi.Paths:
    """The addresses, for those who may review something."""
    found: openapi.Paths = {}
    base, groups = "/api/v1/duplicates", object_of({"groups": IDS}, ("groups",))
    if any(deciding.may_review(spec, actor) for spec in marking.marked()):
        asked = (query("entity", TEXT), limit(), query("cursor", TEXT))
        found[base] = {"get": operation("List groups of likely duplicates", *asked, ok=items(GROUP))}
        found[f"{base}/apart"] = {"post": operation("Say that groups are not the same", body=groups)}
    if deciding.may_search(actor):
        found[f"{base}/search"] = {"post": operation("Look for duplicates", body=empty(), status=202)}
    return found


urlpatterns = [
    path("v1/duplicates", door(GET=listed)),
    path("v1/duplicates/apart", door(POST=apart)),
    path("v1/duplicates/search", door(POST=search)),
]
