"""With whom a record is shared, on its page; the form that shares one or many; the offer to share after a mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kith.engine import plugs, records, sharing
from kith.engine.access import access_of, directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.plugs import Panel
from kith.engine.scope import Scope
from kith.engine.sharing import Share
from kith.engine.spec import EntitySpec
from kith.web.pieces import Toast

ICONS = {"user": "user", "team": "users-group", "unit": "building"}
KINDS: dict[str, Any] = {
    "user": pgettext_lazy("share", "Person"),
    "team": pgettext_lazy("share", "Team"),
    "unit": pgettext_lazy("share", "Unit"),
}
NAMED = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """One share as the panel lists it. `change` and `remove` are addresses, "" where the reader may not."""

    name: str
    kind: str
    icon: str
    about: str
    by: str
    person: bool = False
    change: str = ""
    remove: str = ""


def sharable(spec: EntitySpec) -> bool:
    """Whether records of an entity can be shared one by one: those that people work with, and no parts of others."""
    return spec.entity.group in ("work", "lists") and spec.entity.rule is None


def context(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What the panel shows."""
    may = sharing.may_share(spec, record, actor)
    return {
        "shares": [_shown(spec, record, one, actor, may=may) for one in sharing.shares_of(spec, record)],
        "share": f"/{spec.plural}/{record.pk}/share/" if may else "",
    }


def _shown(spec: EntitySpec, record: Any, one: Share, actor: Actor, *, may: bool) -> Shown:
    people = directory()
    here = f"/{spec.plural}/{record.pk}/"
    mine = one.kind == "user" and one.id == actor.user_id
    said = one.cause != sharing.RULE
    by = people.people.get(one.by or 0)
    return Shown(
        name=one.name(people),
        kind=str(KINDS.get(one.kind, "")),
        icon=ICONS.get(one.kind, "shield"),
        about=one.says(actor),
        by=_("by %(who)s") % {"who": by.name} if by else "" if said else _("by a rule"),
        person=one.kind == "user",
        change=f"{here}share/?with={one.kind}-{one.id}" if may and said else "",
        remove=f"{here}unshare/?with={one.kind}-{one.id}" if (may or mine) and said else "",
    )


def fields(spec: EntitySpec) -> dict[str, FieldSpec]:
    """What the form asks: with whom, how far, until when."""

    def one(key: str, label: Any, kind: str, **more: Any) -> FieldSpec:
        return FieldSpec(spec.key, key, label, TYPES[kind], **more)

    levels = (Choice("read", pgettext("share", "Read")), Choice("write", pgettext("share", "Change")))
    made = (
        one("people", _("People"), "references", target="user"),
        one("teams", _("Teams"), "references", target="team"),
        one("units", _("Units"), "references", target="unit"),
        one("level", pgettext("share", "May"), "choice", choices=levels, required=True, default="read"),
        one("until", pgettext("share", "Until"), "datetime", help=_("Empty: for as long as nobody ends it.")),
        one(
            "role",
            pgettext("share", "Part in it"),
            "text",
            max_length=sharing.LONGEST,
            help=_("Who has a part in it, such as “technical advice”, is of its team."),
        ),
    )
    return {field.key: field for field in made}


def wanted(values: Mapping[str, Any]) -> list[Share]:
    """The shares that the form's cleaned values mean. Raises Invalid."""
    named = [
        (kind, number)
        for key, kind in (("people", "user"), ("teams", "team"), ("units", "unit"))
        for number in values.get(key) or ()
    ]
    if not named:
        raise Invalid({"people": [_("Choose with whom to share.")]})
    return [
        Share(kind, number, values.get("level") or "read", values.get("until"), values.get("role") or "")
        for kind, number in named
    ]


def ordered(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same as the order for many records says it. Raises Invalid."""
    made = wanted(values)
    until = made[0].until
    return {
        "with": [[one.kind, one.id] for one in made],
        "level": made[0].level,
        "until": until and until.isoformat(),
        "role": made[0].role,
    }


def suggest(toast: Toast, about: tuple[EntitySpec, int], made: Any, actor: Actor) -> None:
    """Let a toast say who was mentioned and does not see the record, and lead to sharing it with them."""
    mentioned, (spec, number) = getattr(made, "mentions", None), about
    if not mentioned or not sharable(spec):
        return
    record = records.find(spec, number, actor, "read")
    people = directory().people
    blind = [one for one in mentioned if one in people and not Scope(spec.key, access_of(one)).covers(record)]
    if not blind or not sharing.may_share(spec, record, actor):
        return
    names = ", ".join(people[one].name for one in blind[:NAMED])
    toast.text += " " + _("Who does not see this record: %(names)s.") % {"names": names}
    query = "&".join(f"people={one}" for one in blind[:NAMED])
    toast.href, toast.link = f"/{spec.plural}/{number}/share/?{query}", _("Share")


plugs.panel(
    Panel(
        "shared",
        gettext_lazy("Shared with"),
        "share",
        "fragments/shares.html",
        context,
        when=sharable,
        place=20,
    )
)
