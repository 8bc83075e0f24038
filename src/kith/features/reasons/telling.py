"""Reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kith.engine.access import REACHES, Access, Reach, directory
from kith.engine.actor import Actor
from kith.engine.called import bracketed
from kith.engine.explaining import Reason, explain, missing
from kith.engine.rights import REACH_LABELS, verb_label
from kith.engine.sharing import Share
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of

# What opened a single record, by the cause of the grant; whoever adds a cause adds its words.
CAUSES: dict[str, Any] = {
    "share": pgettext_lazy("reason", "Shared"),
    "team": pgettext_lazy("reason", "Team of this record"),
    "rule": pgettext_lazy("reason", "Rule of sharing"),
}
WAYS: dict[str, Any] = {
    "all": gettext_lazy("reaches all records"),
    "own": gettext_lazy("owns this record"),
    "led": gettext_lazy("leads the owner, %(name)s"),
    "stands": gettext_lazy("stands in for the owner, %(name)s"),
    "team": gettext_lazy("is in its team, %(name)s"),
    "unit": gettext_lazy("is in its unit, %(name)s"),
    "below": gettext_lazy("its unit, %(name)s, is below"),
}
ASKED = ("read", "update", "delete", "assign", "share", "export")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody may do, or not, and why."""

    label: str
    yes: bool
    reasons: list[str]


def answers(access: Access, spec: EntitySpec, record: Any, reader: Actor) -> list[Answer]:
    """The verbs of a record one by one."""
    known = (verb for verb in (*ASKED, *spec.actions))
    return [answer(access, spec, record, verb, reader=reader) for verb in known]


def answer(access: Access, spec: EntitySpec, record: Any, verb: str, *, reader: Actor) -> Answer:
    """One verb; what cannot be read is not touched either."""
    found = explain(access, spec, record, verb)
    if found and verb != "read" and not explain(access, spec, record):
        found = []
    told = [said(one, reader) for one in found] or [lacking(access, spec, record, verb)]
    return Answer(verb_label(verb, spec), bool(found), list(dict.fromkeys(told)))


def said(reason: Reason, reader: Actor) -> str:
    """One reason as a sentence."""
    if reason.kind == "role" and reason.role is None:
        return _("Everybody may")
    if reason.role is not None:
        way = str(WAYS[reason.way]) % {"name": name_of(reason)}
        return _("Role “%(role)s”: %(way)s") % {"role": reason.role.name, "way": way}
    if reason.kind == "grant" and reason.grant is not None:
        share = Share.of(reason.grant)
        cause = str(CAUSES.get(reason.grant.cause, reason.grant.cause))
        return " · ".join((f"{cause}: {share.name(directory())}", share.says(reader)))
    if reason.kind == "claim":
        because = "; ".join(said(one, reader) for one in reason.because)
        return _("Nobody owns it, and it may be taken (%(why)s)") % {"why": because}
    if reason.of is not None:
        spec, record = reason.of
        because = "; ".join(said(one, reader) for one in reason.because)
        part = _("Belongs to “%(name)s”") % {"name": title_of(spec, record, reader)}
        return bracketed(part, because) if because else part
    return _("By a rule of these records")


def name_of(reason: Reason) -> str:
    """The person, team or unit that a reason names."""
    people, number = directory(), reason.number or 0
    if reason.way in ("led", "stands"):
        return people.people[number].name if number in people.people else ""
    places: Mapping[int, Any] = people.teams if reason.way == "team" else people.units
    return str(places.get(number, ("",))[0])


def lacking(access: Access, spec: EntitySpec, record: Any, verb: str) -> str:
    """What is missing, as a sentence."""
    what, reach = missing(access, spec, record, verb)
    words = {number: str(REACH_LABELS[word]) for word, number in REACHES.items()}
    told = {
        "roles": _("Has no role, or may not sign in."),
        "right": _("None of the roles gives this right."),
        "reading": _("The record cannot be read, so nothing can be done with it."),
        "whole": _("The record that this one belongs to is out of reach."),
        "reach": _("The right goes as far as “%(reach)s”, and this record lies beyond: %(place)s.")
        % {"reach": words[reach], "place": place(record)},
    }
    return told[what] if reach is not Reach.ALL else told["right"]


def place(record: Any) -> str:
    """Owner, team and unit of a record."""
    people = directory()
    owner = people.people.get(record.owner_id or 0)
    found = (
        (_("owner"), owner.name if owner else ""),
        (_("team"), people.teams.get(record.team_id or 0, ("",))[0]),
        (_("unit"), people.units.get(record.unit_id or 0, ("",))[0]),
    )
    return ", ".join(f"{label} {name}" for label, name in found if name) or _("it has no owner")
