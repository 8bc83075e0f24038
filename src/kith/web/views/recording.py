"""One record: name, path, facts; its story and related lists in the middle, its details at the side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kith.engine import audit, plugs, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Moved, NotFound
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.web import composing
from kith.web.arrangement import Arrangement, arrangement_of, device_of
from kith.web.facts import facts_of, sections_of
from kith.web.heading import first_of, head
from kith.web.pieces import Link
from kith.web.related import list_of, related, tabs_of
from kith.web.responses import is_fragment, led, page
from kith.web.stages import path_of, wanting
from kith.web.story import Asked, story
from kith.web.views.opening import opened


@opened("GET")
def show(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The page of a record."""
    actor = request.actor
    record, trashed = found(spec, number, actor)
    if spec.entity.reads and not (trashed or request.GET or is_fragment(request)):
        return led(request, spec.entity.reads.format(id=number))
    spec = spec.of(record)
    audit.seen(record, actor)
    writable = not trashed and Scope(spec.key, actor.access, "update").covers(record)
    tab = request.GET.get("tab", "")
    template, panel = opened_tab(request, record, tab)
    query = f"?tab={tab}" if tab else Asked.of(request.GET).query()
    about = head(spec, record, actor, writable=writable, trashed=trashed, query=query)
    chosen = arrangement_of(spec, actor, device_of(request))
    return page(
        request,
        "web/record.html",
        fragment="fragments/record.html",
        title=about.name,
        here=spec.key,
        page=about,
        url=about.here if query else "",
        path=path_of(spec, record, actor, writable=writable),
        facts=facts_of(spec, record, actor, chosen),
        sections=sections_of(spec, record, actor, chosen, writable=writable),
        tabs=tabs_shown(tabs_of(spec, record, actor, tab), chosen),
        panel_template=template,
        **panel,
    )


def tabs_shown(tabs: list[Link], chosen: Arrangement) -> list[Link]:
    """The tabs as they are arranged: the timeline first, and the open one even where it is hidden."""
    timeline, *rest = tabs
    shown = chosen.tabbed(rest, lambda one: one.key)
    return [timeline, *shown, *(one for one in rest if one.current and one not in shown)]


@opened("GET")
def needs(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """What a step of the path still requires, as a sentence; "" when nothing does."""
    record = records.find(spec, number, request.actor, "update")
    names = wanting(spec.of(record), record, request.GET.get("to", "")[:80], request.actor)
    text = _("Still needed: %(names)s") % {"names": ", ".join(names)} if names else ""
    return JsonResponse({"text": text}, json_dumps_params={"ensure_ascii": False})


def found(spec: EntitySpec, number: int, actor: Actor) -> tuple[Any, bool]:
    """The record, and whether it lies in the trash, where those who may delete it still see it. Raises NotFound, and
    Moved for what went up in another record."""
    try:
        return records.find(spec, number, actor, "read"), False
    except Moved:
        raise
    except NotFound:
        record = spec.model.objects.filter(pk=number, deleted_at__isnull=False).first()
        if record is None or not Scope(spec.key, actor.access, "delete").covers(record):
            raise
        return record, True


def opened_tab(request: Any, record: Any, tab: str) -> tuple[str, dict[str, Any]]:
    """Template and context of the open tab. Raises NotFound."""
    actor, spec = request.actor, registry.spec_of(record)
    if not tab:
        mail = "" if record.deleted_at else first_of(spec, record, actor, "email")
        composer = None if record.deleted_at else composing.composer(spec, record, actor, mail)
        told = story(spec, record, actor, Asked.of(request.GET))
        return "fragments/timeline.html", {"composer": composer, "timeline": told}
    for panel in plugs.panels:
        if panel.key == tab and panel.when(spec):
            return panel.template, {
                "panel": panel,
                "record": record,
                "spec": spec,
                **panel.context(spec, record, actor),
            }
    child, link = list_of(spec, tab, actor)
    return "fragments/related.html", {"related": related(child, link, record, actor)}
