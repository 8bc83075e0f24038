"""Adding, changing, sorting and removing fields: what was typed into the form becomes a row, through the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.base.checking import REQUIRED
from kith.engine.custom import CustomField, replacing
from kith.engine.custom.checking import taken
from kith.engine.custom.specs import canonical
from kith.engine.errors import Invalid, Stale
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.features.fields import lines
from kith.features.fields.models import ChoiceList
from kith.kernel.names import key_of
from kith.web import rollups

VALUES = ("default", "minimum", "maximum")
"""Columns that hold a value of the field itself."""
NOTHING = "-"
"""What is said when no choice takes the place of one."""


def add(spec: EntitySpec, row: CustomField, values: Mapping[str, Any], *, by: Actor) -> CustomField:
    """A new field, last in the order; without a key it gets one from its label. Raises Invalid."""
    given = dict(values)
    said: Mapping[str, str] = given.get("label") or {}
    if not any(said.values()):
        raise Invalid({"label": [REQUIRED]})
    label = said.get("en") or next((text for text in said.values() if text), "")
    given["key"] = given.get("key") or key_of(label, otherwise="field", taken=taken(spec))
    last = CustomField.live().filter(entity=spec.key).order_by("-position").values_list("position", flat=True)
    given["position"] = (last.first() or 0) + 1
    made: CustomField = records.create(
        CustomField, by=by, entity=spec.key, kind=row.kind, target=row.target, **given
    )
    return made


def typed(fields: Sequence[FieldSpec], given: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Values of the field itself as its row keeps them. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    for one in fields:
        if one.key not in VALUES or one.key not in given:
            continue
        value = given[one.key]
        try:
            read = (
                one.type.parse(value, one, actor.language)
                if isinstance(value, str)
                else one.type.clean(value, one)
            )
        except ValidationError as error:
            errors[one.key] = [
                item.message % item.params if item.params else item.message for item in error.error_list
            ]
            continue
        given[one.key] = canonical(one, read)
    if errors:
        raise Invalid(errors)
    return given


def chosen(sent: Any, row: CustomField) -> dict[str, Any]:
    """The choices that a form sent, and the one that new records begin with."""
    found = lines.sent(sent, [item["value"] for item in row.choices or ()])
    first = next((line.value for line in found if line.first), "")
    return {"choices": lines.choices(found), "default": first}


def rolled(values: Mapping[str, Any], row: CustomField) -> dict[str, Any]:
    """What a form said of a roll-up, in the one column that keeps it."""
    own = {key: value for key, value in values.items() if not key.startswith(rollups.PREFIX)}
    return {**own, "rollup": rollups.stored(rollups.source_of(row.rollup), values)}


def leaving(row: CustomField, shown: Sequence[lines.Line], sent: Any) -> list[lines.Gone]:
    """The choices that a form takes out of a field although records have them."""
    if not row.pk or sent is None:
        return []
    kept = {line.value for line in shown}
    before = {line.value: line.said for line in lines.stored(row.choices or (), "")}
    counts = replacing.in_use(row, [value for value in before if value not in kept])
    return [
        lines.Gone(value, before[value], count, sent.get(f"{lines.NAME}__for-{value}", ""))
        for value, count in counts.items()
    ]


def replaced(row: CustomField, values: Mapping[str, Any], sent: Any) -> dict[str, str]:
    """What takes the place of choices that are taken out. Raises Invalid as long as that is not said."""
    if lines.NAME not in values:
        return {}
    shown = lines.sent(sent, [item["value"] for item in row.choices or ()])
    gone = leaving(row, shown, sent)
    left = {line.value for line in shown}
    if any(one.other not in left and one.other != NOTHING for one in gone):
        raise Invalid({lines.NAME: [_("Records have a choice that you take out. Say what takes its place.")]})
    return {one.value: "" if one.other == NOTHING else one.other for one in gone}


def sort(spec: EntitySpec, keys: Sequence[str], *, by: Actor) -> None:
    """Give the added fields of an object this order; those that are not named keep theirs behind."""
    rows = {row.key: row for row in CustomField.live().filter(entity=spec.key).order_by("position", "id")}
    wanted = [key for key in dict.fromkeys(keys) if key in rows]
    for place, key in enumerate([*wanted, *(key for key in rows if key not in wanted)], start=1):
        if rows[key].position != place:
            records.update(rows[key], by=by, position=place)


def arrangement(sent: Any) -> list[dict[str, Any]]:
    """The choices of a built-in field as a form arranged them."""
    offered = set(sent.getlist("offered"))
    return [
        {
            "value": value,
            "tone": sent.get(f"tone-{value}", ""),
            **({} if value in offered else {"hidden": True}),
        }
        for value in dict.fromkeys(sent.getlist("value"))
    ]


def arrange(spec: EntitySpec, key: str, row: Any, sent: Any, *, by: Actor) -> None:
    """Keep how the choices of a built-in field are offered, or have them as Kith brings them. Raises Invalid, Stale."""
    if (str(row.version) if row else "") != sent.get("version", ""):
        raise Stale(row)
    values: dict[str, Any] = {"choices": arrangement(sent)}
    if row is None:
        records.create(ChoiceList, by=by, entity=spec.key, field=key, **values)
    elif "standard" in sent:
        records.delete(row, by=by)
    else:
        records.update(row, by=by, **values)
