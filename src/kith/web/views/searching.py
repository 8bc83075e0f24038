"""Search over everything, the palette's finds, and what is offered while one types a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kith.engine import registry, searching
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import Node
from kith.engine.dependence import fitting
from kith.engine.errors import NotFound
from kith.engine.listing import Listing, Row
from kith.engine.spec import EntitySpec, UnknownField
from kith.kernel.text import fold
from kith.web import cells, choosing
from kith.web.responses import page
from kith.web.views.opening import opened

PER_ENTITY = 8
RANKED = 50
"""So many finds of an entity are put in order before the first of them are shown, unless there are very many."""
IN_PALETTE = 5


@dataclass(slots=True)
class Hit:
    """One record that was found; `also` is the other name by which it was."""

    name: str
    href: str
    about: str
    also: str = ""


@dataclass(slots=True)
class Found:
    """What was found of one entity."""

    label: str
    icon: str
    hits: list[Hit]
    all_href: str = ""


@opened("GET")
def show(request: Any) -> HttpResponse:
    """The page of results."""
    words = request.GET.get("q", "").strip()[:200]
    found = everywhere(words, request.actor, PER_ENTITY) if words else []
    return page(
        request,
        "web/search.html",
        fragment="fragments/search.html",
        title=_("Search"),
        here="search",
        q=words,
        found=found,
        url=request.get_full_path(),
    )


@opened("GET")
def palette(request: Any) -> HttpResponse:
    """Records that fit what is typed, by entity, as the palette wants them."""
    words = request.GET.get("q", "").strip()[:200]
    found = everywhere(words, request.actor, IN_PALETTE) if words else []
    shelves = [
        {
            "key": f"found-{place}",
            "label": group.label,
            "items": [
                {
                    "label": hit.name,
                    "href": hit.href,
                    "about": hit.about,
                    "icon": group.icon,
                    "words": hit.also,
                }
                for hit in group.hits
            ],
        }
        for place, group in enumerate(found)
    ]
    return JsonResponse({"q": words, "shelves": shelves}, json_dumps_params={"ensure_ascii": False})


def everywhere(words: str, actor: Actor, limit: int) -> list[Found]:
    """Hits by entity, within rights: the index says which entities have any, their lists say which may be seen."""
    query = searching.query_of(words)
    if not query.terms:
        return []
    reach = actor.access.reach
    searched = [
        spec
        for spec in registry.specs()
        if spec.entity.search
        and spec.entity.group != "settings"
        and reach(spec.key, "read") is not Reach.NONE
    ]
    kinds = searching.kinds(query)
    made = [of_entity(spec, words, actor, limit) for spec in searched if spec.key in kinds]
    return [found for found in made if found.hits]


def of_entity(spec: EntitySpec, words: str, actor: Actor, limit: int) -> Found:
    """Hits of one entity, with what tells them apart."""
    readable = spec.readable(actor)
    keys = [
        key
        for key in dict.fromkeys((*spec.entity.subtitle, *spec.columns))
        if key in readable and key not in (spec.title, "owner")
    ][:3]
    named = tuple(key for key in (spec.title, spec.entity.aliases) if key in readable)
    listing = Listing(spec, actor, fields=[*named, *keys], text=words, limit=limit)
    if listing.found_ids:
        listing.limit = RANKED
    got = listing.page()
    more, rows = bool(got.next) or len(got.rows) > limit, ranked(got.rows, named, words)[:limit]
    shown = [cells.column(readable[key], [row.values.get(key) for row in rows], actor, "") for key in keys]
    hits = []
    for place, row in enumerate(rows):
        name = str(row.values.get(spec.title) or f"{spec.label} {row.id}")
        also = other_name(row, named, words)
        about = " · ".join(filter(None, (also, *(cell[place][1] for cell in shown))))
        hits.append(Hit(name, f"/{spec.plural}/{row.id}/", about, also))
    return Found(str(spec.label_plural), spec.icon, hits, f"/{spec.plural}/" if more else "")


def other_name(row: Row, named: Sequence[str], words: str) -> str:
    """The line among the other names of a record that has the words, where its first name has not."""
    wanted, names = fold(words), [str(row.values.get(key) or "") for key in named]
    if any(wanted in fold(name) for name in names[:1]):
        return ""
    return next((line for text in names[1:] for line in text.splitlines() if wanted in fold(line)), "")


def ranked(rows: list[Row], named: Sequence[str], words: str) -> list[Row]:
    """First what is called so, then what begins so, then what has it in a name, then what has it elsewhere."""
    wanted = fold(words)

    def rank(row: Row) -> int:
        name = fold(str(row.values.get(named[0]) or "")) if named else ""
        also = fold(other_name(row, named, words))
        return (
            0
            if wanted in (name, also)
            else 1
            if name.startswith(wanted)
            else 2
            if wanted in name or also
            else 3
        )

    return sorted(rows, key=rank)


@opened("GET")
def references(request: Any, entity: str) -> JsonResponse:
    """What a type-ahead offers: [{id, text, hint}]; `for` names the field that is filled in, as customer.parent,
    `within` the record under which it chooses."""
    words = request.GET.get("q", "").strip()[:200]
    if entity == "any":
        found = choosing.anywhere(words, request.actor)
    else:
        try:
            spec = registry.spec(entity)
        except registry.UnknownEntity as error:
            raise NotFound from error
        if (
            spec.key not in ("user", "unit", "team")
            and request.actor.access.reach(entity, "read") is Reach.NONE
        ):
            raise NotFound
        allowed = allowed_by(request.GET, entity, request.actor)
        found = choosing.offers(entity, words, request.actor, allowed=allowed)
    return JsonResponse({"items": [{"id": one.id, "text": one.text, "hint": one.hint} for one in found]})


def allowed_by(asked: Any, target: str, actor: Actor) -> Node | None:
    """What the field that is being filled in allows; nothing for one that this person does not know."""
    name = asked.get("for", "")
    entity, _dot, key = name.partition(".")
    try:
        field = registry.spec(entity).resolve(key, actor, show=True) if name else None
    except (registry.UnknownEntity, UnknownField) as error:
        raise NotFound from error
    if field is None or field.target != target:
        return None
    return fitting(field, asked.get("within", ""), actor)
