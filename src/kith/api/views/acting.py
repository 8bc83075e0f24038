"""Named changes: of one record, of several at once, and lists of writes in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import bodies, places, rendering
from kith.api.answers import answer, etag
from kith.api.problems import Rows
from kith.api.views.records import RESERVED, expected, given
from kith.engine import bulk, journal, records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.base.gate import UNKNOWN
from kith.engine.connections import writing
from kith.engine.errors import Forbidden, Invalid, NotFound, Refused, TooLarge
from kith.engine.limits import changed_at_once
from kith.engine.record import Record
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec

MOST_ROWS = 1_000


def performed(request: Any, plural: str, number: int, name: str) -> HttpResponse:
    """POST /{entity}/{id}/actions/{action}: run it with the arguments in the body."""
    spec = places.entity(plural, request.actor)
    body = bodies.read(request)
    version = expected(request, body)
    result = records.perform(
        name, (spec.model, number), by=request.actor, version=version, **arguments(spec, name, body)
    )
    found = spec.model.live().filter(pk=number).first()
    if found is None or not Scope(spec.key, request.actor.access).covers(found):
        return answer({"record": None, "result": told(result, None)})
    shown = rendering.current(found, request.actor)
    return answer({"record": shown, "result": told(result, found)}, headers={"ETag": etag(found.version)})


def performed_on_many(request: Any, plural: str, name: str) -> HttpResponse:
    """POST /{entity}/actions/{action}: run it on each of `ids`, all or none, as one batch."""
    spec = places.entity(plural, request.actor)
    body = bodies.read(request)
    ids = numbers(body.pop("ids", None), "ids")
    action = spec.actions.get(name)
    if action is None or not action.many:
        raise NotFound(_("There is no such action."))
    wanted = arguments(spec, name, body)
    wrong = []
    with writing(), journal.batch(request.actor, name, entity=spec.key) as batch:
        for index, number in enumerate(ids):
            errors = _attempt(lambda: records.perform(name, (spec.model, number), by=request.actor, **wanted))  # noqa: B023
            if errors:
                wrong.append({"list": "ids", "index": index, "id": number, "errors": errors})
        if wrong:
            raise Rows(wrong)
    return answer({"batch": batch.pk, "ids": ids})


def _attempt(work: Callable[[], Any]) -> Mapping[str, Any]:
    """Errors by field of one piece of work; refusals are errors of the whole row."""
    try:
        with writing():
            work()
    except Invalid as error:
        return error.errors
    except Refused as error:
        return {"": [error.message]}
    return {}


def arguments(spec: EntitySpec, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments for the gate. Raises NotFound for an unknown action, Invalid for reserved words."""
    action = spec.actions.get(name)
    if action is None:
        raise NotFound(_("There is no such action."))
    wrong = RESERVED & body.keys()
    if wrong:
        raise Invalid({word: [_("There is no such argument.")] for word in sorted(wrong)})
    return bodies.values(action.arguments(spec.key), body)


def told(result: Any, found: Any) -> Any:
    """What an action returned, with records as their entity and number; None when it is the record itself."""
    if isinstance(result, Record):
        same = found is not None and type(result) is type(found) and result.pk == found.pk
        return None if same else {"entity": registry.key_of(result), "id": result.pk}
    if isinstance(result, Mapping):
        return {str(key): told(value, None) for key, value in result.items()}
    if isinstance(result, list | tuple | set | frozenset):
        return [told(value, None) for value in result]
    return result


def numbers(given_: Any, name: str) -> list[int]:
    """A list of different record numbers. Raises Invalid or TooLarge."""
    if not isinstance(given_, list) or not given_:
        raise Invalid({name: [_("Give a list of values.")]})
    if len(given_) > MOST_ROWS:
        raise TooLarge(_("At most %(max)s rows at once are possible.") % {"max": MOST_ROWS})
    found = [bodies.number(item, name) for item in given_]
    if len(set(found)) < len(found):
        raise Invalid({name: [_("A record is named twice.")]})
    return found


# ---------------------------------------------------------------------- bulk


def bulked(request: Any, plural: str) -> HttpResponse:
    """POST /{entity}/bulk: lists to create, update and delete, all or none, as one batch that can be undone."""
    spec = places.entity(plural, request.actor)
    lists = _lists(bodies.read(request))
    if (
        sum(map(len, lists.values())) > 1
        and request.actor.access.reach(spec.key, "mass_update") is Reach.NONE
    ):
        raise Forbidden
    changed_at_once(spec.key, "mass_update", len(lists["update"]) + len(lists["delete"]), request.actor)
    wrong, work = _prepared(spec, request.actor, lists)
    if wrong:
        raise Rows(wrong)
    done: dict[str, list[int | None]] = {}
    with writing(), journal.batch(request.actor, "bulk", entity=spec.key) as batch:
        for name, rows in work.items():
            outcomes = _run(spec, name, rows, request.actor)
            wrong += [
                {"list": name, "index": index, "id": lists_id(lists, name, index), "errors": outcome.errors}
                for index, outcome in enumerate(outcomes)
                if outcome.errors
            ]
            done[name] = [outcome.id for outcome in outcomes]
        if wrong:
            raise Rows(wrong)
    return answer({"batch": batch.pk, **{f"{name}d": done.get(name, []) for name in lists}})


def _lists(body: dict[str, Any]) -> dict[str, list[Any]]:
    """The three lists. Raises Invalid for anything else, TooLarge for too many rows."""
    names = ("create", "update", "delete")
    errors: dict[str, list[Any]] = {name: [UNKNOWN] for name in body if name not in names}
    errors |= {name: [_("Give a list.")] for name in names if not isinstance(body.get(name, []), list)}
    if errors:
        raise Invalid(errors)
    found = {name: body.get(name, []) for name in names}
    if sum(map(len, found.values())) > MOST_ROWS:
        raise TooLarge(_("At most %(max)s rows at once are possible.") % {"max": MOST_ROWS})
    return found


def lists_id(lists: Mapping[str, list[Any]], name: str, index: int) -> int | None:
    """The record number that a row of a request names, if it names one."""
    row = lists[name][index]
    number = row.get("id") if isinstance(row, dict) else row
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _prepared(
    spec: EntitySpec, actor: Actor, lists: Mapping[str, list[Any]]
) -> tuple[list[dict[str, Any]], dict[str, list[Any]]]:
    """Rows as the bulk gate takes them, and what is wrong with their form."""
    readers: dict[str, Callable[[EntitySpec, Actor, Any, set[int]], Any]] = {
        "create": _new,
        "update": _old,
        "delete": _gone,
    }
    seen: set[int] = set()
    wrong: list[dict[str, Any]] = []
    work: dict[str, list[Any]] = {}
    for name, rows in lists.items():
        for index, row in enumerate(rows):
            try:
                work.setdefault(name, []).append(readers[name](spec, actor, row, seen))
            except Invalid as error:
                wrong.append(
                    {"list": name, "index": index, "id": lists_id(lists, name, index), "errors": error.errors}
                )
    return wrong, work


def _new(spec: EntitySpec, actor: Actor, row: Any, _seen: set[int]) -> Mapping[str, Any]:
    return given(spec, actor, _object(row))


def _old(
    spec: EntitySpec, actor: Actor, row: Any, seen: set[int]
) -> tuple[int, int | None, Mapping[str, Any]]:
    values = dict(_object(row))
    number = _first(values.pop("id", None), seen)
    version = bodies.version(values.pop("version", None))
    return number, version, given(spec, actor, values)


def _gone(_spec: EntitySpec, _actor: Actor, row: Any, seen: set[int]) -> int:
    return _first(row, seen)


def _object(row: Any) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise Invalid({"": [_("Give an object.")]})
    return row


def _first(value: Any, seen: set[int]) -> int:
    """A record's number, named once per request. Raises Invalid."""
    number = bodies.number(value, "id")
    if number in seen:
        raise Invalid({"id": [_("A record is named twice.")]})
    seen.add(number)
    return number


def _run(spec: EntitySpec, name: str, rows: list[Any], by: Actor) -> list[bulk.Outcome]:
    if name == "create":
        return bulk.create(spec.model, rows, by=by)
    if name == "update":
        return bulk.update(spec.model, rows, by=by, right="mass_update" if len(rows) > 1 else "")
    return bulk.delete(spec.model, rows, by=by)
