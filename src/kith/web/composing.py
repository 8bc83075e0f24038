"""The composer of timelines: an entity declares what is written on other records' timelines, features add to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.entity import Written
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.web import forms, slots
from kith.web.fields import Bound, bind
from kith.web.pieces import Composer, Kind

SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Writer:
    """A kind of entry that a feature brings; `write((entity, id), text, actor)` makes the record."""

    kind: str
    label: str
    icon: str
    write: Callable[[tuple[str, int], str, Actor], Any]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The entity that is written and its parts: link, kind, text, and the fields that its kinds ask for."""

    spec: EntitySpec
    about: FieldSpec
    kind: FieldSpec
    body: FieldSpec
    fields: dict[str, FieldSpec]

    def asked(self, kind: str) -> list[FieldSpec]:
        """What a kind asks for besides its text."""
        return [self.fields[key] for key in self.written(kind).asks if key in self.fields]

    def written(self, kind: str) -> Written:
        """The declaration of a kind."""
        return next((one for one in self.spec.entity.written if one.kind == kind), Written(kind, "circle"))


def parts(actor: Actor) -> Parts | None:
    """What can be written on timelines by this person, if anything."""
    for spec in registry.specs():
        if not spec.entity.written or not actor.access.reach(spec.key, "create"):
            continue
        fields = forms.writable(spec, actor, forms.NEW)
        about = next((one for one in fields.values() if one.type.key == "anyreference"), None)
        kind = next((one for one in fields.values() if one.type.key == "choice" and one.required), None)
        body = next((one for one in fields.values() if one.type.key == "longtext"), None)
        if about and kind and body and spec.title in fields:
            return Parts(spec, about, kind, body, fields)
    return None


def writers(spec: EntitySpec, actor: Actor) -> dict[str, Writer]:
    """What features add, by kind."""
    return {one.kind: one for one in slots.ask("writers", spec, actor) if one}


def composer(spec: EntitySpec, record: Any, actor: Actor, mail: str = "") -> Composer | None:
    """The composer on a record's timeline; what is written there itself has none. `mail` is whom one writes to."""
    made = parts(actor)
    if spec.entity.written or spec.entity.group == "settings":
        return None
    kinds = [kind_of(made, one, actor, mail) for one in made.spec.entity.written] if made else []
    kinds += [Kind(one.kind, one.label, one.icon, one.key) for one in writers(spec, actor).values()]
    if not kinds:
        return None
    return Composer(
        action=f"/{spec.plural}/{record.pk}/compose/",
        body="text",
        label=_("Write what happened, or what is to be done…"),
        kinds=kinds,
        draft=f"{actor.user_id}/{spec.key}/{record.pk}/compose",
        nonce=secrets.token_hex(16),
        upload=slots.first("upload", spec, record, actor) or "",
    )


def kind_of(made: Parts, one: Written, actor: Actor, mail: str) -> Kind:
    """A kind with the inputs that it asks for, named after it so that no two kinds share one."""
    choice = made.kind.choice(one.kind)
    fields = [suggesting(field, one, actor) for field in made.asked(one.kind)]
    address = f"mailto:{quote(mail, safe='@')}" if one.mail and mail else ""
    return Kind(one.kind, str(choice.label) if choice else one.kind, one.icon, one.key, fields, address)


def suggesting(field: FieldSpec, one: Written, actor: Actor) -> Bound:
    """An input with what the kind suggests; as long as nobody touches that, the record's rules decide."""
    begin = one.begin.get(field.key)
    value = begin(actor) if begin else actor.user_id if field.key == "owner" else None
    made = bind(field, value, actor)
    made.name = f"{one.kind}.{field.key}"
    made.id = f"f-{one.kind}-{field.key}"
    made.required = False
    made.untouched = str(made.value) if begin else ""
    return made


def split(text: str, otherwise: str) -> tuple[str, str]:
    """Subject and body of what was written: the first line, shortened, and the whole when that is more."""
    first = text.strip().partition("\n")[0].strip()
    if not first:
        return otherwise, ""
    subject = first if len(first) <= SUBJECT else f"{first[: SUBJECT - 1].rstrip()}…"
    whole, rest = text.strip(), text.strip().partition("\n")[2].strip()
    return subject, rest if subject == first else whole
