"""The page about rights: verbs, reaches, the roles that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from kith.config.reference.markdown import LANGUAGES, code, in_every_language, page, purpose, section, table
from kith.engine import registry
from kith.engine.access import FALLBACK, LEVELS, REACHES, VERBS
from kith.engine.following import Following, PartOf
from kith.engine.rule import Rule
from kith.engine.shipped import GRANTS, role_names

ABOUT = (
    "A role grants verbs per entity, each with a reach; a person may have several roles, and the widest "
    "grant wins. A manager reaches what the people under him own ([how](../explanation/access.md)). Roles "
    "are data: `roles` in the API, Settings → Roles in the pages. A role holds `grants`, such as "
    '`{"customer": {"read": "unit"}}`, and `levels`, such as `{"customer": {"revenue": "hidden"}}`.'
)
VERBS_ARE = (
    "The verbs are {verbs}, and the name of every [action](actions.md). An action that no grant names "
    "follows `update`; {fallbacks}. `*` as verb means all of them; `*` as entity means all others, and what "
    "the line of an entity leaves open is as there, unless that line takes reading away. The company's own "
    "settings are opened by `*settings`, or by `*` together with `*` as verb. `privacy` is the right to gather, "
    "and to erase, everything that is kept about a person, also what one could not read otherwise; "
    "`reveal` that to see masked values whole, one by one, counted and written down; "
    "`claim` that to see records without an owner, and to take them, as far as its reach goes."
)
REACH = {
    "none": "no record",
    "own": "records that one owns, or people under one do",
    "team": "and records of one's teams",
    "unit": "and records of one's unit",
    "below": "and records of the units under it",
    "all": "every record",
}
LEVEL = {
    "hidden": "unknown to that role, everywhere",
    "masked": "shown in part, and not to be searched, filtered or sorted by",
    "read": "seen, not changed",
    "write": "seen and changed",
}


def rights() -> str:
    """Render the page."""
    follows = ", ".join(f"`{verb}` follows `{other}`" for verb, other in sorted(FALLBACK.items()))
    return page(
        "Rights",
        ABOUT,
        section("Verbs", VERBS_ARE.format(verbs=code(*VERBS), fallbacks=follows)),
        section("Reaches", "Each contains the ones before it.", _words(tuple(REACHES), REACH, "reach")),
        section("Levels of fields", "What no role says is `write`.", _words(tuple(LEVELS), LEVEL, "level")),
        section("Roles that are shipped", _roles()),
        section("Entities with rules of their own", _own_rules()),
    )


def _words(words: tuple[str, ...], meanings: Mapping[str, str], head: str) -> str:
    return table((head, "means"), [(code(word), meanings[word]) for word in words])


def _roles() -> str:
    rows = []
    for key, grants in GRANTS.items():
        name = (code(key), *in_every_language(partial(_name, key)))
        for entity, verbs in grants.items():
            rows.append((*name, "all others" if entity == "*" else code(entity), _grants(verbs)))
    return table(("role", *LANGUAGES, "entity", "verbs by reach"), rows)


def _name(key: str) -> str:
    return role_names()[key]


def _grants(verbs: Mapping[str, str]) -> str:
    """Verbs by reach, in their usual order."""
    by_reach: dict[str, list[str]] = {}
    usual = {verb: place for place, verb in enumerate((*VERBS, "*"))}
    for verb, reach in sorted(verbs.items(), key=lambda item: (usual.get(item[0], len(usual)), item[0])):
        by_reach.setdefault(reach, []).append(verb)
    return "; ".join(f"{reach}: {code(*found)}" for reach, found in by_reach.items())


def _own_rules() -> str:
    rows = []
    for spec in sorted(registry.specs(), key=lambda spec: spec.key):
        everybody = f"everybody has {code(*spec.entity.open)}" if spec.entity.open else ""
        told = "; ".join(part for part in (everybody, said(spec.entity.rule)) if part)
        if told:
            rows.append((code(spec.key), told))
    return table(("entity", "rule"), rows)


def said(rule: Rule | None) -> str:
    """What a rule of reach means, "" for the usual one."""
    match rule:
        case None:
            return ""
        case PartOf(field=field):
            return f"who sees its `{field}` sees it, and who may change that one may change it"
        case Following(field=field):
            return f"who sees the record in `{field}` sees it; other verbs as the role says"
    return purpose(type(rule)).removeprefix("The rule: ")
