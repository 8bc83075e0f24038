"""What uses what: before a field, an object, a choice or a row that others name is removed, they are told by name.

A feature says once what its rows name (`names`), and, where its rows are something that others name, what that is
(`stands`). `uses` reads the first backwards; `stays_while_used` is the rule of an entity whose rows are not removed
while something would break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.called import bracketed, quoted
from kith.engine.condition import parse, to_q, walking
from kith.engine.errors import Invalid
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec

TOLD = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be named: an object, one of its fields, a choice of that field, or a single row of the entity."""

    entity: str
    field: str = ""
    choice: str = ""
    row: int = 0

    def within(self, other: Subject) -> bool:
        """Whether what is named belongs to another subject: a field to its object, a choice to its field."""
        return self.entity == other.entity and all(
            wanted in ("", 0, found)
            for wanted, found in (
                (other.field, self.field),
                (other.choice, self.choice),
                (other.row, self.row),
            )
        )


@dataclass(frozen=True, slots=True)
class Use:
    """Something that uses a subject, as people call it, and where it is changed. A `harmless` one only loses a part
    that it does not need; all others would break."""

    label: str
    href: str = ""
    harmless: bool = False


Reader = Callable[[Any], Iterable[Subject]]


@dataclass(frozen=True, slots=True)
class Naming:
    """How the rows of an entity name what they use."""

    read: Reader
    harmless: bool = False


PLAIN = Naming(lambda _row: ())
Provided = Callable[[Mapping[str, Any]], Iterable[tuple[Subject, str]]]
Source = Callable[[Subject], Iterable[Use]]

namings: dict[str, list[Naming]] = {}
providers: dict[str, Provided] = {}
sources: list[Source] = []
places: dict[str, Callable[[Any], str]] = {}


def names(entity: str, *, harmless: bool = False) -> Callable[[Reader], Reader]:
    """Declare what the rows of an entity name besides their links and conditions (`Entity.conditions`), which are
    known. Usable as a decorator, several times for what is harmless and what is not."""

    def wrap(read: Reader) -> Reader:
        namings.setdefault(entity, []).append(Naming(read, harmless))
        return read

    return wrap


def stands(entity: str) -> Callable[[Provided], Provided]:
    """Declare what the rows of an entity are to others: from a row's stored values, each subject with the field of the
    row at which its removal is refused. Without it a row is only itself. Usable as a decorator."""

    def wrap(provided: Provided) -> Provided:
        providers[entity] = provided
        return provided

    return wrap


def shaped_at(entity: str, place: Callable[[Any], str]) -> None:
    """Say where a row of an entity is changed: the end of an address below that of the object that it is about."""
    places[entity] = place


def href_of(spec: EntitySpec, row: Any) -> str:
    """Where a row is changed: where its object is shaped, else the page of the row itself."""
    about = _spec(str(getattr(row, "entity", ""))) if spec.key in places else None
    return (
        f"/shape/{about.plural}/{places[spec.key](row)}" if about is not None else f"/{spec.plural}/{row.pk}/"
    )


def source(function: Source) -> Source:
    """Add what knows of uses that stand in no rows. Usable as a decorator."""
    sources.append(function)
    return function


def of_condition(data: Any, entity: str) -> Iterator[Subject]:
    """What a condition on an entity names."""
    for spec, name, value in walking.steps(data, _spec(entity)):
        yield from _subjects(spec, name, value)


def of_paths(found: Iterable[Any], entity: str) -> Iterator[Subject]:
    """What names of columns and orders name."""
    spec = _spec(entity)
    for name in found if spec is not None else ():
        if isinstance(name, str) and spec is not None:
            for one, key, _value in walking.path(name, spec):
                yield Subject(one.key, key)


def _subjects(spec: EntitySpec, name: str, value: Any) -> Iterator[Subject]:
    yield Subject(spec.key, name)
    field = spec.fields.get(name)
    for one in value if isinstance(value, list) else [value]:
        if field is None or isinstance(one, bool):
            continue
        if field.choices and isinstance(one, str):
            yield Subject(spec.key, name, one)
        elif field.target and isinstance(one, int):
            yield Subject(field.target, row=one)


def uses(entity: str, field: str = "", choice: str = "", *, row: int = 0) -> list[Use]:
    """Everything that uses an object, a field, a choice or a row, what would break first."""
    subject = Subject(entity, field, choice, row)
    found = [*_named(subject), *_linked(subject), *(use for ask in sources for use in ask(subject))]
    return sorted(dict.fromkeys(found), key=lambda use: use.harmless)


def read(spec: EntitySpec, row: Any) -> Iterator[tuple[Subject, Naming]]:
    """Everything that a row names, links to single rows aside."""
    for naming in namings.get(spec.key, ()):
        yield from ((one, naming) for one in naming.read(row))
    for name, about in spec.entity.conditions.items():
        yield from ((one, PLAIN) for one in of_condition(getattr(row, name), str(getattr(row, about))))
    if "entity" in spec.fields:
        yield Subject(str(row.entity)), PLAIN


def _named(subject: Subject) -> Iterator[Use]:
    return (use for _spec, _row, use in naming(subject))


def naming(subject: Subject) -> Iterator[tuple[EntitySpec, Any, Use]]:
    """The rows that name a subject, each with its object and as a use."""
    for spec in registry.specs():
        if spec.key not in namings and not spec.entity.conditions:
            continue
        common = configuring(spec)
        for row in spec.model.live():
            how = min(
                (how for one, how in read(spec, row) if one.within(subject)),
                key=lambda how: how.harmless, default=None,
            )  # fmt: skip
            if how is not None:
                yield spec, row, _use(spec, how, row, subject) if common(row) else _own_use(spec, row)


def configuring(spec: EntitySpec) -> Callable[[Any], bool]:
    """Which rows of an entity are everybody's business, such as shared views."""
    if not isinstance(spec.entity.configures, Mapping):
        return lambda _row: True
    numbers = set(spec.model.live().filter(common(spec)).values_list("pk", flat=True))
    return lambda row: row.pk in numbers


def common(spec: EntitySpec) -> Q:
    """The same as a query."""
    which = spec.entity.configures
    return Q(**{f"{name}__in": some for name, some in which.items()}) if isinstance(which, Mapping) else Q()


def _use(spec: EntitySpec, naming: Naming, row: Any, subject: Subject) -> Use:
    """A row as a use. What belongs to an object goes and comes back with it, and so does not hold it."""
    own = subject == Subject(subject.entity) and getattr(row, "entity", None) == subject.entity
    return Use(label_of(spec, row), href_of(spec, row), naming.harmless or own)


def _own_use(spec: EntitySpec, row: Any) -> Use:
    """What somebody has for himself holds nothing, and its name is his own business."""
    person = directory().people.get(row.owner_id)
    return Use(bracketed(spec.label, person.name) if person else str(spec.label), harmless=True)


def label_of(spec: EntitySpec, row: Any) -> str:
    """What a row of the settings is called, with the records that it is about."""
    about = _spec(str(getattr(row, "entity", "")))
    title = getattr(row, spec.title, "") if spec.title != "entity" else ""
    name = f"{spec.label} {quoted(title)}" if title not in ("", None) else str(spec.label)
    return bracketed(name, about.label_plural) if about is not None else name


def _linked(subject: Subject) -> Iterator[Use]:
    """Rows that link to one row."""
    if not subject.row:
        return
    system = Actor.system()
    for spec in registry.specs():
        for field in spec.fields.values():
            if field.target != subject.entity or field.readonly or field.key in ("owner", "unit", "team"):
                continue
            op = "contains" if field.type.key == "references" else "is"
            where = {"field": field.key, "op": op, "value": subject.row}
            rows = spec.model.objects.filter(LIVE, to_q(parse(where, spec, system), system))
            if spec.entity.bumps == "config" or spec.entity.group == "settings":
                yield from (Use(label_of(spec, row), href_of(spec, row)) for row in rows[:TOLD])
            elif rows.exists():
                yield Use(str(spec.label_plural), f"/{spec.plural}/")


def provided(spec: EntitySpec, values: Mapping[str, Any], row: int) -> dict[Subject, str]:
    """What a row with these stored values is to others, each with the field at which that is said."""
    if spec.key in providers:
        return dict(providers[spec.key](values))
    return {Subject(spec.key, row=row): ""}


def stays_while_used(row: Any, *, actor: Actor) -> None:
    """Rule of entities: what others name is not removed, not renamed away, loses no choice that they name. Raises
    Invalid with the names of those who do."""
    if row.before is None:
        return
    spec = registry.spec_of(row)
    had = provided(spec, row.before, row.pk)
    has = {} if row.deleted_at else provided(spec, spec.snapshot(row), row.pk)
    errors: dict[str, list[Any]] = {}
    for subject, at in had.items():
        if subject in has or any(subject.within(gone) and subject != gone for gone in had.keys() - has):
            continue
        if said := refusal(subject):
            errors.setdefault("" if row.deleted_at else at, []).append(said)
    if errors:
        raise Invalid(errors)


def refusal(subject: Subject) -> str:
    """Why a subject cannot be removed, "" when nothing would break."""
    held = [use.label for use in uses(subject.entity, subject.field, subject.choice, row=subject.row)
            if not use.harmless]  # fmt: skip
    if not held:
        return ""
    more = len(held) - TOLD
    told = ", ".join(held[:TOLD]) + (f" (+{more})" if more > 0 else "")
    if subject.choice:
        return _("“%(choice)s” is still used: %(uses)s.") % {"choice": subject.choice, "uses": told}
    return _("This is still used: %(uses)s.") % {"uses": told}


def used_rows(spec: EntitySpec, ids: Iterable[int]) -> set[int]:
    """Those of these rows that cannot be taken away because of what they are to others."""
    if spec.key not in providers:
        return set()
    found = set()
    for row in spec.model.objects.filter(pk__in=list(ids)):
        if any(refusal(subject) for subject in provided(spec, spec.snapshot(row), row.pk)):
            found.add(row.pk)
    return found


def _spec(key: str) -> EntitySpec | None:
    try:
        return registry.spec(key)
    except registry.UnknownEntity:
        return None
