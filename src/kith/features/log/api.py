"""The API of the log: GET /log, newest first, for those who may look at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kith.api import asking as given
from kith.api import openapi
from kith.api.answers import answer
from kith.api.door import door
from kith.api.operations import ANY_OBJECT, TEXT, items, limit, operation, query
from kith.api.schemas import ID
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.errors import Malformed
from kith.features.log import asking
from kith.kernel.numbers import identity


def listed(request: Any) -> HttpResponse:
    """GET /log?kind=export&actor=7&entity=customer&record=12&since=…&until=…&limit=50&cursor=ID."""
    asking.require(request.actor)
    said = request.GET
    given.only(said, "kind", "actor", "entity", "record", "since", "until", "limit", "cursor")
    asked = asking.Asked(
        kind=said.get("kind", ""), actor=_number(said.get("actor")), entity=said.get("entity", ""),
        record=_number(said.get("record")), since=given.moment(said.get("since")),
        until=given.moment(said.get("until")),
    )  # fmt: skip
    most = given.limit(said)
    rows = list(asked.rows(_number(said.get("cursor")))[: most + 1])
    following = str(rows[most - 1].pk) if len(rows) > most else None
    return answer({"items": [item(row) for row in rows[:most]], "next": following})


def item(row: Occurrence) -> dict[str, Any]:
    """One row as the API gives it."""
    return {
        "id": row.pk, "at": row.at, "kind": row.kind, "actor": {"id": row.actor_id, "name": row.actor_name},
        "channel": row.channel, "address": row.address, "entity": row.entity or None, "record": row.record_id,
        "detail": row.detail,
    }  # fmt: skip


def _number(said: str | None) -> int | None:
    """An id. Raises Malformed."""
    found = identity(said) if said is not None else None
    if said is not None and found is None:
        raise Malformed(_("This is no number of a record."))
    return found


@openapi.describes
def described(actor: Actor) -> openapi.Paths:
    """The address, for those who may look at the log."""
    if not asking.may(actor):
        return {}
    narrow = (query("kind", TEXT), query("entity", TEXT), query("actor", ID), query("record", ID))
    moments = (query("since", TEXT), query("until", TEXT))
    return {
        "/api/v1/log": {
            "get": operation(
                "Read the log", *narrow, *moments, limit(), query("cursor", TEXT), ok=items(ANY_OBJECT)
            )
        }
    }


urlpatterns = [path("v1/log", door(GET=listed))]
