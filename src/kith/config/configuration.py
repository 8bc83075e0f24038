"""The configuration of an installation as data: company, roles, custom fields, pipelines and what else shapes the work.

Rows are known by their natural key (the unique constraint of their model), never by number, so that a file fits
another installation. Reading a file changes what differs, adds what is missing and removes nothing.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import UniqueConstraint

from kith.config.refusal import Refusal
from kith.engine import journal, records, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Refused
from kith.engine.settings import Company, company, save_company
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec

FORMAT = 1
ALSO = frozenset({"role", "custom-field"})


@dataclass
class Outcome:
    """What reading a configuration did; `batch` takes it back, None when nothing differed."""

    created: int = 0
    updated: int = 0
    same: int = 0
    batch: int | None = None


def key_fields(spec: EntitySpec) -> tuple[str, ...]:
    """Return the fields by which a row is known anywhere, empty when it has none."""
    unique = (item for item in spec.model._meta.constraints if isinstance(item, UniqueConstraint))
    return next((tuple(item.fields) for item in unique if set(item.fields) <= set(spec.fields)), ())


def entities() -> list[EntitySpec]:
    """Return the entities that are configuration, each behind those that it links to."""
    waiting = {spec.key: spec for spec in registry.specs() if _is_configuration(spec)}
    ordered: list[EntitySpec] = []
    while waiting:
        ready = [key for key, spec in waiting.items() if not (_targets(spec) - {key}) & waiting.keys()]
        ordered += [waiting.pop(key) for key in ready or list(waiting)]
    return ordered


def _is_configuration(spec: EntitySpec) -> bool:
    return bool(key_fields(spec)) and (spec.entity.bumps == "config" or spec.key in ALSO)


def _targets(spec: EntitySpec) -> set[str]:
    return {field.target for field in spec.fields.values() if field.type.key == "reference" and field.target}


def _shared(spec: EntitySpec) -> list[str]:
    """The fields that go into a file: own values, and links to other configuration."""
    known = {item.key for item in registry.specs() if _is_configuration(item)}
    return [
        name
        for name, field in spec.fields.items()
        if name not in SYSTEM_FIELDS and not field.readonly and (not field.target or field.target in known)
        if field.type.key != "references"
    ]


def read() -> dict[str, Any]:
    """Return the whole configuration."""
    rows = {spec.plural: [_as_data(spec, row) for row in _rows(spec)] for spec in entities()}
    return {"format": FORMAT, "company": asdict(company()), **rows}


def _rows(spec: EntitySpec) -> Any:
    return spec.model.live().order_by("pk")


def _as_data(spec: EntitySpec, row: Any) -> dict[str, Any]:
    return {name: _value(spec, row, name) for name in _shared(spec)}


def _value(spec: EntitySpec, row: Any, name: str) -> Any:
    field = spec.fields[name]
    if field.target and field.type.key == "reference":
        linked = getattr(row, name)
        return None if linked is None else _natural(registry.spec(field.target), linked)
    value = row.custom.get(name) if field.custom else getattr(row, field.column or name)
    return field.type.to_json(value, field)


def _natural(spec: EntitySpec, row: Any) -> list[Any]:
    return [_value(spec, row, name) for name in key_fields(spec)]


def apply(data: Any, *, by: Actor, label: str) -> Outcome:
    """Apply a configuration, all or nothing, as one batch that can be undone (company settings aside).

    :raises Refusal: the file is not a configuration, or one of its rows is refused; nothing was changed then
    """
    _refuse_unfit(data)
    outcome = Outcome()
    with writing(), journal.batch(by, "config", label=label) as log:
        if data.get("company", asdict(company())) != asdict(company()):
            save_company(_company(data["company"]))
        for spec in entities():
            _apply_rows(spec, data.get(spec.plural, []), by, outcome)
        outcome.batch = log.pk
    return outcome


def _refuse_unfit(data: Any) -> None:
    if not isinstance(data, dict) or "format" not in data:
        raise Refusal("the file is not a configuration of Kith")
    if data["format"] != FORMAT:
        raise Refusal("the configuration was written by a newer version of Kith: update first")
    unknown = data.keys() - {"format", "company", *(spec.plural for spec in entities())}
    if unknown:
        raise Refusal(f"the configuration holds {min(unknown)!r}, which this version does not know")


def _company(values: Any) -> Company:
    try:
        return Company(**values)
    except TypeError as error:
        raise Refusal("company: a setting is not known here") from error


def _apply_rows(spec: EntitySpec, rows: Any, by: Actor, outcome: Outcome) -> None:
    present = {repr(_natural(spec, row)): row for row in _rows(spec)}
    for number, values in enumerate(rows, 1):
        try:
            _apply_row(spec, values, present, by=by, outcome=outcome)
        except (Refused, KeyError, TypeError, AttributeError) as error:
            reason = f"has no {error}" if isinstance(error, KeyError) else str(error)
            raise Refusal(f"{spec.plural}, row {number}: {reason}") from error


def _apply_row(
    spec: EntitySpec, values: dict[str, Any], present: dict[str, Any], *, by: Actor, outcome: Outcome
) -> None:
    row = present.get(repr([values[name] for name in key_fields(spec)]))
    if row is None:
        made = records.create(spec.model, by=by, **_linked(spec, values))
        present[repr(_natural(spec, made))] = made
        outcome.created += 1
    elif changed := {name: value for name, value in values.items() if value != _value(spec, row, name)}:
        records.update(row, by=by, **_linked(spec, changed))
        outcome.updated += 1
    else:
        outcome.same += 1


def _linked(spec: EntitySpec, values: dict[str, Any]) -> dict[str, Any]:
    """Values for the gate: natural keys of linked rows become their numbers."""
    return {name: _number(spec.fields[name].target, value) for name, value in values.items()}


def _number(target: str | None, value: Any) -> Any:
    if target is None or value is None:
        return value
    spec = registry.spec(target)
    found = next((row.pk for row in _rows(spec) if _natural(spec, row) == value), None)
    if found is None:
        raise Refusal(f"there is no {target} {value}")
    return found
