"""Whom it looks like, while one types: the address that forms ask, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import reacting, registry
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.duplicates import enforcing, wording
from kith.features.duplicates.finding import look
from kith.web import slots

MOST = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """One line: whom it looks like and why; without an address when one may not see it."""

    title: str
    why: str
    href: str = ""
    icon: str = ""


def address(spec: EntitySpec, record: Any, _actor: Actor) -> str | None:
    """Where the form of a record, or of a new one, asks."""
    if not spec.entity.alike or spec.entity.rule is not None:
        return None
    return f"/{spec.plural}/alike/" if record is None else f"/{spec.plural}/{record.pk}/alike/"


def hints(spec: EntitySpec, record: Any, values: dict[str, Any], actor: Actor) -> list[Hint]:
    """Whom a form as it stands looks like: those that one sees first, then at most one word about others."""
    change = reacting.typed(spec, record, values, actor)
    entities = [spec.key, *(key for rule in enforcing.every().get(spec.key, ()) for key in rule.entities)]
    ask = enforcing.ask_of(spec, change.record, tuple(dict.fromkeys(entities)))
    if not ask.marks:
        return []
    found = look([ask], by=actor, alike=True)[0]
    seen = [
        Hint(one.title(actor), wording.words(one.telling) or _("similar name"), *_place(one.entity, one.id))
        for one in found
        if one.seen
    ]
    told = (wording.masked(one.record, enforcing.tells(spec.key)) for one in found if not one.seen)
    hidden = [Hint("", text) for text in dict.fromkeys(told) if text]
    return [*seen[:MOST], *hidden[:1]]


def _place(entity: str, number: int) -> tuple[str, str]:
    spec = registry.spec(entity)
    return f"/{spec.plural}/{number}/", spec.entity.icon


slots.add("alike", address)
