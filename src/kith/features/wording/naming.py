"""Gives every object the words that the company chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kith.engine import epoch, registry
from kith.engine.fieldtypes import FieldSpec
from kith.engine.naming import Renamed, standard_of
from kith.engine.spec import EntitySpec
from kith.features.wording.models import Wording

Texts = Mapping[str, str]
Said = dict[tuple[str, str], Texts]


@epoch.per_configuration
def every() -> dict[str, Said]:
    """All words by object, then by what they are for and its key."""
    found: dict[str, Said] = {}
    for row in Wording.live().order_by("pk"):
        found.setdefault(row.entity, {})[row.what, row.key] = row.words
    return found


@registry.shaped_by
def worded(spec: EntitySpec) -> EntitySpec:
    """The same object in the company's words."""
    known = every()
    if not known:
        return spec
    said = known.get(spec.key, {})
    fields = {key: _field(field, said, known) for key, field in spec.fields.items()}
    return replace(
        spec,
        fields=fields,
        custom=tuple(fields[field.key] for field in spec.custom),
        words={**spec.words, **_words(spec, said)},
    )


def _words(spec: EntitySpec, said: Said) -> dict[str, Any]:
    """The names of an object, its sections and its actions; a section that bears its object's name goes on so."""
    found: dict[str, Any] = {}
    if texts := said.get(("entity", "one")):
        found[f"section:{standard_of(spec.label)}"] = texts
    for (what, key), texts in said.items():
        if what == "entity":
            name = {"one": "label", "many": "label_plural"}[key]
            found[name] = Renamed(texts, getattr(spec, name))
        elif what in ("section", "action"):
            found[f"{what}:{key}"] = texts
    return found


def _field(field: FieldSpec, said: Said, known: Mapping[str, Said]) -> FieldSpec:
    """A field with its words; a link that is called as what it leads to goes on being called so."""
    changed: dict[str, Any] = {}
    texts = said.get(("field", field.key)) or _follows(field, known)
    if texts:
        changed["label"] = Renamed(texts, field.label)
    if ("help", field.key) in said:
        changed["help"] = Renamed(said["help", field.key], field.help)
    mark = f"{field.key}/"
    if any(what == "choice" and key.startswith(mark) for what, key in said):
        changed["choices"] = tuple(
            replace(one, label=Renamed(said.get(("choice", f"{mark}{one.value}"), {}), one.label))
            for one in field.choices
        )
    return replace(field, **changed) if changed else field


def _follows(field: FieldSpec, known: Mapping[str, Said]) -> Texts | None:
    """The words of the object that a link leads to, when it bears its standard name."""
    if field.target is None or field.target not in known:
        return None
    many = field.type.key == "references"
    texts = known[field.target].get(("entity", "many" if many else "one"))
    if texts is None:
        return None
    entity = registry.declaration(field.target)
    standard = entity and (entity.label_plural if many else entity.label)
    return texts if standard and standard_of(field.label) == standard_of(standard) else None
