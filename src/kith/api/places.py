"""What stands in an API address: an entity by its plural, a record by its number, a version in If-Match."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from kith.api.problems import UnknownPath
from kith.engine import registry
from kith.engine.access import VERBS, Reach
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Malformed
from kith.engine.spec import EntitySpec

TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


class NumberConverter:
    """A record's number; what cannot be one is no address."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """The number. Raises ValueError beyond what a database holds."""
        found = int(value)
        if found >= 2**63:
            raise ValueError(value)
        return found

    def to_url(self, value: int) -> str:
        """The number as text."""
        return str(value)


def verbs(spec: EntitySpec) -> tuple[str, ...]:
    """Everything that can be done with an entity's records."""
    return (*VERBS, *spec.actions)


def known(spec: EntitySpec, actor: Actor) -> bool:
    """Whether an actor has any right on an entity; without one it does not exist for them."""
    return any(actor.access.reach(spec.key, verb) is not Reach.NONE for verb in verbs(spec))


def entity(plural: str, actor: Actor, verb: str = "") -> EntitySpec:
    """The entity at an address. Raises UnknownPath without any right on it, Forbidden without the right to `verb`."""
    spec = registry.by_plural(plural)
    if spec is None:
        raise UnknownPath
    if verb and actor.access.reach(spec.key, verb) is not Reach.NONE:
        return spec
    if not known(spec, actor):
        raise UnknownPath
    if verb:
        raise Forbidden
    return spec


def if_match(request: Any) -> int | None:
    """The version that the caller means to change; None when any will do. Raises Malformed."""
    said = request.headers.get("If-Match", "").strip()
    if said in ("", "*"):
        return None
    found = TAG.fullmatch(said)
    if found is None:
        raise Malformed(_('If-Match is the ETag of the record, such as "3".'))
    return int(found[1])


def visible_entities(actor: Actor) -> list[EntitySpec]:
    """The entities that exist for an actor."""
    return [spec for spec in registry.specs() if known(spec, actor)]
