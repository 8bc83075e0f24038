"""The composer of timelines, derived: what links to any record and is short to write can be written there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.web import forms
from kith.web.fields import Bound, bind
from kith.web.pieces import Composer, Extra, Kind

ICONS = {
    "note": "notes",
    "call": "phone",
    "task": "checkbox",
    "meeting": "users",
    "visit": "map-pin",
    "mail": "mail",
}
SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Parts:
    """The entity that is written and its parts: link, kind, text, and what else its short form asks for."""

    spec: EntitySpec
    about: FieldSpec
    kind: FieldSpec
    body: FieldSpec
    extras: tuple[FieldSpec, ...]


def parts(actor: Actor) -> Parts | None:
    """What can be written on timelines by this person, if anything."""
    for spec in registry.specs():
        if not actor.access.reach(spec.key, "create"):
            continue
        fields = forms.writable(spec, actor)
        quick = [fields[key] for key in spec.entity.quick if key in fields]
        about = next((one for one in quick if one.type.key == "anyreference"), None)
        kind = next((one for one in quick if one.type.key == "choice" and one.required), None)
        body = next((one for one in fields.values() if one.type.key == "longtext"), None)
        if about and kind and body and spec.title in fields:
            rest = tuple(one for one in quick if one not in (about, kind, body) and one.key != spec.title)
            return Parts(spec, about, kind, body, rest)
    return None


def composer(spec: EntitySpec, record: Any, actor: Actor) -> Composer | None:
    """The composer on a record's timeline; what is written there itself has none."""
    made = parts(actor)
    if made is None or made.spec.key == spec.key or spec.entity.group == "settings":
        return None
    choices = sorted(made.kind.choices, key=lambda choice: choice.value != "note")
    timed = " ".join(choice.value for choice in choices if choice.value != "note")
    return Composer(
        action=f"/{spec.plural}/{record.pk}/compose/",
        body="text",
        label=_("Write what happened, or what is to be done…"),
        kinds=[Kind(one.value, str(one.label), ICONS.get(one.value, "circle")) for one in choices],
        draft=f"{actor.user_id}/{spec.key}/{record.pk}/compose",
        nonce=secrets.token_hex(16),
        fields=[Extra(suggesting(one, actor), timed) for one in made.extras],
    )


def suggesting(one: FieldSpec, actor: Actor) -> Bound:
    """An input with what the field suggests; as long as nobody touches that, the record's rules decide."""
    made = bind(one, one.suggested(actor), actor)
    made.untouched = made.value if one.begin else ""
    return made


def split(text: str, otherwise: str) -> tuple[str, str]:
    """Subject and body of what was written: the first line, shortened, and the whole when that is more."""
    first = text.strip().partition("\n")[0].strip()
    if not first:
        return otherwise, ""
    subject = first if len(first) <= SUBJECT else f"{first[: SUBJECT - 1].rstrip()}…"
    whole, rest = text.strip(), text.strip().partition("\n")[2].strip()
    return subject, rest if subject == first else whole
