"""Reads over many records: search in everything, reports by group, files of whole lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kith.api import asking, places
from kith.api.answers import PRIVATE, answer
from kith.api.rendering import converter
from kith.engine import plugs, registry, searching, summary
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Malformed
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.engine.summary import Group, Line
from kith.engine.titles import titles

YES = {"true": True, "false": False}


def search(request: Any) -> HttpResponse:
    """GET /search?q=: records of every kind that the words find, as far as the caller may see them."""
    asking.only(request.GET, "q", "limit", "entity")
    words = asking.text(request.GET)
    most = asking.limit(request.GET, usual=20)
    wanted = asking.words(request.GET.get("entity", ""))
    specs = [spec for spec in registry.specs() if spec.entity.search and (not wanted or spec.key in wanted)]
    specs = [spec for spec in specs if request.actor.access.reach(spec.key, "read") is not Reach.NONE]
    hits = searching.kinds(searching.query_of(words)) if words.strip() else set()
    items: list[dict[str, Any]] = []
    for spec in specs:
        if spec.key in hits and len(items) < most:
            items += _seen(spec, words, request.actor, most - len(items))
    return answer({"items": items})


def _seen(spec: EntitySpec, words: str, actor: Actor, most: int) -> list[dict[str, Any]]:
    """Finds of one entity that the actor may see, called by their titles."""
    fields = (spec.title,) if spec.title in spec.readable(actor) else ()
    page = Listing(spec, actor, fields=fields, text=words, limit=most).page()
    return [
        {
            "entity": spec.key,
            "plural": spec.plural,
            "id": row.id,
            "title": str(row.values.get(spec.title) or f"{spec.label} {row.id}"),
        }
        for row in page.rows
    ]


def summarized(request: Any, plural: str) -> HttpResponse:
    """GET /{entity}/summary: counts and measures by group, within reach."""
    spec = places.entity(plural, request.actor, "read")
    given = request.GET
    groups = tuple(dict.fromkeys(asking.words(given.get("group", ""))))
    measures = tuple(dict.fromkeys(asking.words(given.get("measure", ""))))
    if len(groups) > 2:
        raise Malformed(_("Group by at most two fields."))
    where = asking.condition(given, spec, request.actor, ("group", "measure"))
    text = asking.text(given)
    lines = summary.summarize(spec, request.actor, groups=groups, measures=measures, where=where, text=text)
    by = {name: summary.group_of(spec, request.actor, name) for name in groups}
    measured = {name: converter(summary.measure_of(spec, request.actor, name)[1]) for name in measures}
    labels = [
        _names(group, {line.keys[place] for line in lines}, request.actor)
        for place, group in enumerate(by.values())
    ]
    return answer({"items": [_line(line, by, labels, measured) for line in lines]})


def _line(
    line: Line, by: Mapping[str, Group], labels: Sequence[Mapping[Any, str]], measured: Mapping[str, Any]
) -> Any:
    """One group with its keys, what they are called, and its figures."""
    group: dict[str, Any] = {}
    for name, key, names in zip(by, line.keys, labels, strict=True):
        group |= {name: key, f"{name}.label": names.get(key)}
    values = {
        name: value if convert is None or value is None else convert(value)
        for (name, convert), value in zip(measured.items(), line.values, strict=True)
    }
    return {"group": group, "count": line.count, "values": values}


def _names(group: Group, keys: set[Any], actor: Actor) -> dict[Any, str]:
    """What the keys of a group are called."""
    field = group.field
    if field.type.key == "reference" and field.target:
        return dict(titles(field.target, keys - {None}, actor))
    return {key: "" if key is None else field.type.text(key, field, actor.show) for key in keys}


def exported(request: Any, plural: str) -> HttpResponseBase:
    """GET /{entity}/export: the whole list as a file, at once or by a job when it is long."""
    spec = places.entity(plural, request.actor, "export")
    given = request.GET.copy()
    kind = given.pop("format", ["csv"])[-1]
    raw = YES.get(given.pop("raw", ["false"])[-1])
    writers = plugs.exporters_of(spec)
    writer = writers.get(kind)
    if writer is None or raw is None:
        raise Malformed(_("Formats are: %(formats)s.") % {"formats": ", ".join(writers)})
    found, plan = asking.listing(given, spec, request.actor, "export")
    if plan.links:
        raise Malformed(_("Files hold the record's own fields only."))
    done = writer(found, kind, raw)
    if done.parts is None:
        return answer(
            {"job": done.job, "location": done.location}, status=202, headers={"Location": done.location}
        )
    headers = {**PRIVATE, "Content-Disposition": content_disposition_header(True, done.name) or "attachment"}
    return StreamingHttpResponse(done.parts, content_type=done.content_type, headers=headers)
