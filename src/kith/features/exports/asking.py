"""A listing as plain data, so that a job can look again with the rights that its person then has."""

from __future__ import annotations

from hashlib import blake2s
from typing import Any

from kith.engine import registry
from kith.engine.access import access_of
from kith.engine.actor import Actor
from kith.engine.condition import Leaf, Node, Not, Related, parse
from kith.engine.condition.nodes import AllOf, AnyOf
from kith.engine.identity.models import User
from kith.engine.jobs import PermanentError
from kith.engine.listing import Listing


def packed(listing: Listing) -> dict[str, Any]:
    """What is needed to make the same listing again."""
    actor = listing.actor
    return {
        "fields": list(listing.fields),
        "where": None if listing.where is None else condition(listing.where),
        "text": listing.text,
        "channel": actor.channel,
        "language": actor.language,
        "scopes": list(actor.access.scopes),
    }


def rights(entity: str, user_id: int) -> str:
    """What decides which rows and fields a person's file of an entity may hold, as a short text: when it is another one
    than when the file was written, the file is not given out any more."""
    spec, access = registry.spec(entity), access_of(user_id)
    levels = {name: access.level(entity, name) for name in spec.fields}
    reaches = {other.key: access.reach(other.key, "read") for other in registry.specs()}
    places = [sorted(ids) for ids in (access.owners, access.units, access.below, access.teams)]
    said = [access.reach(entity, "export"), sorted(reaches.items()), sorted(levels.items()), places]
    return blake2s(repr(said).encode(), digest_size=16).hexdigest()


def unpacked(entity: str, user_id: int, said: dict[str, Any]) -> Listing:
    """The listing as its person may see it now. Raises PermanentError when he is gone, Refused for lost rights."""
    user: User | None = User.live().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise PermanentError("Whoever asked for this export is gone")
    actor = Actor.of(user, said["channel"], tuple(said["scopes"]))
    spec = registry.spec(entity)
    where = parse(said["where"], spec, actor) if said["where"] is not None else None
    return Listing(spec, actor, fields=said["fields"], where=where, text=said["text"], verb="export")


def condition(node: Node) -> dict[str, Any]:
    """A parsed condition as JSON again; words such as me stay words."""
    match node:
        case AllOf(parts):
            return {"all": [condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition(part) for part in parts]}
        case Not(part):
            return {"not": condition(part)}
        case Leaf(field, op):
            return {"field": field.key, "op": op, "value": node.said}
        case Related(spec, link, part, some, forward):
            inner = condition(part)
            if forward:
                return {**inner, "field": f"{link.key}.{inner['field']}"}
            return {"related": spec.plural, "by": link.key, "some" if some else "none": inner}
    raise TypeError(node)
