"""The words of rights for people: what verbs, reaches, levels and limits are called, and what can be granted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kith.engine.access import FALLBACK, REST_OF_SETTINGS, VERBS, word_of
from kith.engine.audit import LOG
from kith.engine.identity.models import Role
from kith.engine.registry import UnknownEntity, spec
from kith.engine.spec import EntitySpec

VERB_LABELS: dict[str, Any] = {
    "create": pgettext_lazy("right", "Create"),
    "read": pgettext_lazy("right", "Read"),
    "update": pgettext_lazy("right", "Change"),
    "delete": pgettext_lazy("right", "Delete"),
    "assign": pgettext_lazy("right", "Assign"),
    "share": pgettext_lazy("right", "Share"),
    "export": pgettext_lazy("right", "Export"),
    "mass_update": pgettext_lazy("right", "Change many"),
    "import": pgettext_lazy("right", "Import"),
    "privacy": pgettext_lazy("right", "Gather and erase personal data"),
    "reveal": pgettext_lazy("right", "Reveal masked values"),
    "claim": pgettext_lazy("right", "Take what has no owner"),
    "merge": pgettext_lazy("right", "Merge"),
    "*": pgettext_lazy("right", "Everything else"),
}
REACH_LABELS: dict[str, Any] = {
    "none": pgettext_lazy("reach", "None"),
    "own": pgettext_lazy("reach", "Own"),
    "team": pgettext_lazy("reach", "Team"),
    "unit": pgettext_lazy("reach", "Unit"),
    "below": pgettext_lazy("reach", "Unit and below"),
    "all": pgettext_lazy("reach", "All"),
}
LEVEL_LABELS: dict[str, Any] = {
    "hidden": pgettext_lazy("level", "Hidden"),
    "masked": pgettext_lazy("level", "Masked"),
    "read": pgettext_lazy("level", "Read"),
    "write": pgettext_lazy("level", "Write"),
}
# Which limits a role may set, each with the right that it limits.
LIMITS = {
    "export_rows": "export",
    "exports_per_day": "export",
    "mass_rows": "mass_update",
    "reveals_per_day": "reveal",
}
LIMIT_LABELS: dict[str, Any] = {
    "export_rows": _("Rows per export"),
    "exports_per_day": _("Exports per day"),
    "mass_rows": _("Records changed at once"),
    "reveals_per_day": _("Values revealed per day"),
}
# What rights can be about besides records, with the verbs that can be granted on each.
SUBJECTS: dict[str, tuple[str, ...]] = {LOG: ("read", "export")}
SUBJECT_LABELS: dict[str, Any] = {LOG: _("Log")}
REST_LABELS: dict[str, Any] = {"*": _("All others"), REST_OF_SETTINGS: _("All other settings")}


def verb_label(verb: str, of: EntitySpec | None = None) -> str:
    """What a right is called; an action has its own label."""
    if of is not None and verb in of.actions:
        return str(of.actions[verb].label)
    return str(VERB_LABELS.get(verb, verb))


def entity_label(key: str) -> str:
    """What the records are called whose rights stand under this key of a role."""
    if key in REST_LABELS or key in SUBJECT_LABELS:
        return str(REST_LABELS.get(key) or SUBJECT_LABELS[key])
    try:
        return str(spec(key).label_plural)
    except UnknownEntity:
        return key


def spec_at(key: str) -> EntitySpec | None:
    """The entity of a role's line, None for the lines of all others and of what is no record. Raises UnknownEntity."""
    return None if key in REST_LABELS or key in SUBJECTS else spec(key)


def verbs_of(of: EntitySpec | None) -> tuple[str, ...]:
    """Every verb that can be granted on an entity: those of all, those of features, its actions."""
    return (*VERBS, *(verb for verb in FALLBACK if verb not in VERBS), *(of.actions if of else ()))


Difference = tuple[str, str, str]


def differences(old: Role, new: Role) -> list[Difference]:
    """What differs between two roles, its word in the one and in the other, inherited words counted: rights on the
    lines that one of them names, fields, limits."""
    return [*_verbs(old, new), *_fields(old, new), *_limits(old, new)]


def _verbs(old: Role, new: Role) -> Iterator[Difference]:
    lines = sorted({*old.grants, *new.grants} - REST_LABELS.keys(), key=entity_label)
    for key in (*REST_LABELS, *lines):
        with suppress(UnknownEntity):
            of = spec_at(key)
            for verb in (*verbs_of(of), "*"):
                one, other = (word_of(role.grants, key, verb) for role in (old, new))
                if one != other and not (of and verb in of.entity.open):
                    about = f"{entity_label(key)}: {verb_label(verb, of)}"
                    yield about, str(REACH_LABELS[one]), str(REACH_LABELS[other])


def _fields(old: Role, new: Role) -> Iterator[Difference]:
    for key, name in sorted(
        {(key, name) for role in (old, new) for key, said in role.levels.items() for name in said}
    ):
        one, other = (role.levels.get(key, {}).get(name, "write") for role in (old, new))
        if one != other:
            with suppress(UnknownEntity):
                yield field_label(key, name), str(LEVEL_LABELS[one]), str(LEVEL_LABELS[other])


def _limits(old: Role, new: Role) -> Iterator[Difference]:
    for name, label in LIMIT_LABELS.items():
        one, other = (role.limits.get(name) for role in (old, new))
        if one != other:
            yield str(label), limit_said(one), limit_said(other)


def field_label(key: str, name: str) -> str:
    """An entity's field. Raises UnknownEntity."""
    of = spec(key)
    label = of.fields[name].label if name in of.fields else name
    return gettext("%(entity)s, field %(field)s") % {"entity": of.label_plural, "field": label}


def limit_said(number: int | None) -> str:
    """A limit as people read it."""
    return gettext("no limit") if number is None else str(number)
