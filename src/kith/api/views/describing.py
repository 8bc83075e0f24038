"""What there is: entities, fields, choices, actions and rights as this caller may use them; who the caller is."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.api import asking, places
from kith.api.answers import answer
from kith.api.problems import UnknownPath
from kith.engine import plugs, registry
from kith.engine.access import Level, Reach, directory
from kith.engine.actions import Action
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import Masked, clear
from kith.engine.settings import company
from kith.engine.spec import EntitySpec


def entities(request: Any) -> HttpResponse:
    """GET /entities: everything that this caller may use in some way."""
    asking.only(request.GET)
    return answer({"items": [_brief(spec, request.actor) for spec in places.visible_entities(request.actor)]})


def entity(request: Any, name: str) -> HttpResponse:
    """GET /entities/{name}: one of them, by key or plural, with fields and actions."""
    asking.only(request.GET)
    spec = next((item for item in registry.specs() if name in (item.key, item.plural)), None)
    if spec is None or not places.known(spec, request.actor):
        raise UnknownPath
    return answer(described(spec, request.actor))


def _brief(spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    reach = actor.access.reach
    return {
        "key": spec.key,
        "plural": spec.plural,
        "label": str(spec.label),
        "label_plural": str(spec.label_plural),
        "icon": spec.icon,
        "group": spec.entity.group,
        "title": spec.title,
        "path": f"/api/v1/{spec.plural}",
        "rights": {
            verb: reach(spec.key, verb).name.lower()
            for verb in places.verbs(spec)
            if reach(spec.key, verb) is not Reach.NONE
        },
    }


def described(spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    """An entity as its caller may use it."""
    readable = spec.readable(actor)
    return {
        **_brief(spec, actor),
        "fields": [_field(field, actor) for field in spec.shown(actor).values()],
        "actions": [
            _action(action, spec, actor) for action in spec.actions.values() if _may(action, spec, actor)
        ],
        "columns": [name for name in spec.columns if name in spec.known(actor)],
        "filters": [name for name in spec.filters if name in readable],
        "search": [name for name in spec.entity.search if name in readable],
        "sort": spec.sort,
        "person": spec.entity.person is not None,
        **{name: value for more in plugs.describers for name, value in more(spec, actor).items()},
    }


def _may(action: Action, spec: EntitySpec, actor: Actor) -> bool:
    return actor.access.reach(spec.key, action.name) is not Reach.NONE


def _field(field: FieldSpec, actor: Actor) -> dict[str, Any]:
    """One field; limits that do not apply are left out. What is masked can be written on one's own records."""
    known, level = clear(field), actor.access.level(field.entity, field.key)
    writable = not known.readonly and level in (Level.MASKED, Level.WRITE)
    limits = {
        "max_length": field.max_length,
        "places": field.places or None,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "target": field.target,
        "currency": field.currency,
        "help": str(field.help) or None,
        "choices": _choices(known) or None,
        "masked": isinstance(field.type, Masked) or None,
    }
    return {
        "key": field.key,
        "label": str(field.label),
        "kind": known.type.key,
        "required": field.required,
        "writable": writable,
        "custom": field.custom,
        "unique": field.unique,
        "personal": field.personal,
        "operators": list(field.type.operators),
        "sortable": field.type.sortable,
        "groupable": field.type.groupable,
        "aggregates": list(field.type.aggregates),
        **{name: value for name, value in limits.items() if value is not None},
    }


def _choices(field: FieldSpec) -> list[dict[str, str]]:
    return [{"value": item.value, "label": str(item.label), "tone": item.tone} for item in field.choices]


def _action(action: Action, spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    return {
        "name": action.name,
        "label": str(action.label),
        "help": str(action.help),
        "icon": action.icon,
        "tone": action.tone,
        "many": action.many,
        "when": action.when,
        "arguments": [_field(field, actor) for field in action.arguments(spec.key).values()],
    }


def me(request: Any) -> HttpResponse:
    """GET /me: who the caller is to Kith."""
    asking.only(request.GET)
    actor = request.actor
    people = directory()
    roles = [
        people.roles[number] for number in people.people[actor.user_id].role_ids if number in people.roles
    ]
    settings = company()
    return answer(
        {
            "id": actor.user_id,
            "name": actor.name,
            "username": request.user.username,
            "email": request.user.email,
            "language": actor.language,
            "time_zone": actor.time_zone,
            "unit": actor.unit_id,
            "teams": sorted(actor.access.teams),
            "roles": [{"id": role.pk, "key": role.key, "name": role.name} for role in roles],
            "scopes": list(actor.access.scopes),
            "company": {
                "name": settings.name,
                "currency": settings.currency,
                "time_zone": settings.time_zone,
            },
        }
    )
