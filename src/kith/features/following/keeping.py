"""Who follows what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine import beside, leaving, plugs
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.leaving import Trace
from kith.engine.leftovers import purged
from kith.engine.plugs import Scene
from kith.engine.prepared import Prepared
from kith.engine.spec import EntitySpec
from kith.features.following.models import Follow
from kith.kernel import clock
from kith.web import slots
from kith.web.pieces import Follow as Shown

beside.tables.append(beside.Table(Follow, once=("user_id",)))


@lru_cache(maxsize=1)
def _mine() -> Prepared:
    rows = Follow.objects.order_by("pk")
    return Prepared(
        lambda entity, number, user: rows.filter(entity=entity, record_id=number, user_id=user), str, int, int
    )


def may_follow(spec: EntitySpec) -> bool:
    """Whether records of an entity are followed: those that people work with, and no parts of others."""
    return spec.entity.group in ("work", "lists") and spec.entity.rule is None


def follows(spec: EntitySpec, record: Any, actor: Actor) -> bool:
    """Whether an actor follows a record: he said so, or owns it and did not say otherwise."""
    said = _mine()(spec.key, record.pk, actor.user_id or 0)
    return bool(said[0].on) if said else record.owner_id == actor.user_id


def follow(spec: EntitySpec, number: int, actor: Actor, *, on: bool) -> None:
    """Follow a record that the actor sees, or no longer."""
    row = Follow(user_id=actor.user_id or 0, entity=spec.key, record_id=number, on=on, at=clock.now())
    with writing():
        Follow.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=("entity", "record_id", "user_id"),
            update_fields=("on", "at"),
        )


def followers(entity: str, number: int, owner: int | None) -> set[int]:
    """Everybody who follows a record, its owner too unless he does not want to."""
    said = dict(Follow.objects.filter(entity=entity, record_id=number).values_list("user_id", "on"))
    found = {user for user, on in said.items() if on}
    return found | {owner} if owner is not None and said.get(owner, True) else found


def shown(spec: EntitySpec, record: Any, actor: Actor) -> Shown | None:
    """The button of the record's bar."""
    if not may_follow(spec) or actor.user_id is None:
        return None
    href, on = f"/{spec.plural}/{record.pk}/follow/", follows(spec, record, actor)
    if on:
        return Shown(href, on, _("Following"), _("You are told of changes and comments. Press to stop."))
    return Shown(href, on, _("Follow"), _("Be told of changes and comments"))


@plugs.scenes
def followed(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """The tab of what one follows without owning it."""
    if not may_follow(spec):
        return []
    mine = Follow.objects.filter(user_id=actor.user_id or 0, entity=spec.key, on=True).values("record_id")
    return [Scene("followed", _("Following"), rows=Q(pk__in=mine), empty=_("You follow nothing here yet"))]


def _left(person: int) -> Any:
    return Follow.objects.filter(user_id=person, on=True)


def _pass_on(person: int, receivers: Sequence[int]) -> list[int]:
    """The first receiver follows what he has not decided about yet."""
    known = Follow.objects.filter(user_id=receivers[0]).values_list("entity", "record_id")
    said = set(known)
    rows = _left(person).values_list("pk", "entity", "record_id")
    ids = [number for number, *place in rows if tuple(place) not in said]
    Follow.objects.filter(pk__in=ids).update(user_id=receivers[0])
    return ids


def _take_back(person: int, ids: list[int]) -> None:
    Follow.objects.filter(pk__in=ids).update(user_id=person)


leaving.traces.append(
    Trace(
        "follow",
        gettext_lazy("Followed records"),
        lambda one: int(_left(one).count()),
        _pass_on,
        _take_back,
        True,
    )
)


@purged
def forget(spec: EntitySpec, ids: list[int]) -> None:
    """Nobody follows what is gone for good."""
    Follow.objects.filter(entity=spec.key, record_id__in=ids).delete()


slots.add("follow", shown)
