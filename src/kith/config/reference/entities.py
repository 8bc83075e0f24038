"""The page about entities and their fields."""

from __future__ import annotations

from collections.abc import Iterator

from kith.config.reference.markdown import (
    LANGUAGES,
    anchor,
    code,
    labels,
    page,
    purpose,
    section,
    table,
)
from kith.config.reference.rights import said
from kith.engine import registry
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec

ABOUT = (
    "Every business object that Kith ships, with its fields. An administrator can add fields to each; "
    "they stand beside these in lists, forms, filters, imports, exports and the API. The kinds are "
    "explained in [fieldtypes.md](fieldtypes.md)."
)
ALL_HAVE = (
    "Every record has an `id`, a `version` that grows with each change, and these fields; below they are named only "
    "where they differ."
)
HEADS = ("field", *LANGUAGES, "kind", "facts")
GROUPS = {
    "work": "Work",
    "lists": "Lists to choose from",
    "parts": "Parts of other records",
    "settings": "Settings",
}


def entities() -> str:
    """Render the page."""
    specs = sorted(registry.specs(), key=lambda spec: (list(GROUPS).index(spec.entity.group), spec.key))
    return page(
        "Entities",
        ABOUT,
        section("Overview", _overview(specs)),
        section("What every record has", ALL_HAVE, _every_record()),
        *(section(spec.key, *_entity(spec)) for spec in specs),
    )


def _overview(specs: list[EntitySpec]) -> str:
    heads = ("entity", *LANGUAGES, "group", "address in web and API")
    return table(
        heads,
        [
            (anchor(spec.key), *labels(spec.label_plural), GROUPS[spec.entity.group], code(spec.plural))
            for spec in specs
        ],
    )


def _every_record() -> str:
    spec = registry.spec("customer")
    return table(HEADS, [_row(spec.fields[key]) for key in SYSTEM_FIELDS])


def _entity(spec: EntitySpec) -> Iterator[str]:
    yield f"{purpose(spec.entity)} {' / '.join(labels(spec.label))}."
    yield _facts(spec)
    standard = registry.spec("customer")
    yield table(
        HEADS,
        [
            _row(field)
            for key, field in spec.fields.items()
            if key not in SYSTEM_FIELDS or _row(field) != _row(standard.fields[key])
        ],
    )


def _facts(spec: EntitySpec) -> str:
    entity = spec.entity
    facts = {
        "Named by": code(spec.title),
        "Found by": code(*entity.search),
        "Matched in imports by": code(*entity.import_by),
        "Board by": code(entity.board.field) if entity.board else "",
        "Calendar by": code(*entity.calendar.fields) if entity.calendar else "",
        "Actions": code(*spec.actions),
        "Who reaches it": said(entity.rule),
        "Persons": _persons(entity.person),
    }
    return "\n".join(f"- {name}: {text}" for name, text in facts.items() if text)


def _persons(person: tuple[tuple[str, str], ...] | None) -> str:
    """Which records are persons, "" for none."""
    if person is None:
        return ""
    return "every record" if not person else "; ".join(f"`{name}` is `{value}`" for name, value in person)


def _row(field: FieldSpec) -> tuple[str, ...]:
    return (code(field.key), *labels(field.label), code(field.type.key), "; ".join(facts(field)))


def facts(field: FieldSpec) -> Iterator[str]:
    """What differs from a field that may hold anything of its kind or nothing."""
    marks = {
        "required": field.required,
        "filled by Kith": field.readonly,
        "unique": field.unique,
        f"{field.personal} data": field.personal,
    }
    yield from (word for word, holds in marks.items() if holds)
    if field.target:
        yield f"→ {field.target}"
    if field.choices:
        yield f"one of {code(*(choice.value for choice in field.choices))}"
    if field.places and field.type.key != "money":
        yield f"{field.places} decimal places"
    yield from (f"{word} {limit}" for word, limit in _limits(field) if limit is not None)


def _limits(field: FieldSpec) -> Iterator[tuple[str, object]]:
    yield "from", field.minimum
    yield "to", field.maximum
    yield "at most", f"{field.max_length} characters" if field.max_length and not field.choices else None
