"""Relations between objects, made in one step: a link with its list on the other side, or an object in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import translation

from kith.engine import journal, records, registry
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.objects.declaring import OwnEntity
from kith.engine.objects.models import CustomObject, Standing
from kith.engine.objects.naming import free
from kith.engine.spec import EntitySpec
from kith.kernel.names import slug_of

Texts = Mapping[str, str]


def link(
    many: EntitySpec, one: EntitySpec, label: Texts, *, by: Actor, required: bool = False
) -> CustomField:
    """Each record of `many` leads to one record of `one`, whose page then lists them. It is indexed, so that these
    lists are fast."""
    found: CustomField = records.create(
        CustomField, by=by, entity=many.key, key=field_key(many, label, one.key), kind="reference", target=one.key,
        label=dict(label) or texts_of(one), indexed=True, required=required,
    )  # fmt: skip
    return found


def part(child: EntitySpec, whole: EntitySpec, label: Texts, *, by: Actor) -> CustomField:
    """Records of an own object become part of records of another: their pages stand under those. Raises TypeError for
    what Kith brings."""
    if not issubclass(child.entity, OwnEntity):
        raise TypeError(child.key)
    with journal.batch(by, "create", entity="custom-field"):
        made = link(child, whole, label, by=by, required=child.key != whole.key)
        records.update((CustomObject, child.entity.number), by=by, under=made.key)
    return made


def between(left: EntitySpec, right: EntitySpec, label: Texts, *, by: Actor) -> CustomObject:
    """An object whose records each join one record of either side, and can have fields of their own."""
    with journal.batch(by, "create", entity="custom-object"):
        row = CustomObject(label=dict(label) or in_languages(lambda: pair(left, right)))
        row.key = free(row) or f"{left.key[:18]}-{right.key[:18]}"
        made: CustomObject = records.create(
            CustomObject, by=by, key=row.key, label=row.label, group=Standing.PARTS, icon="link",
            numbering="{n:04}", features=[],
        )  # fmt: skip
        for end in (left, right):
            link(registry.spec(made.key), end, {}, by=by, required=True)
    return made


def pair(left: EntitySpec, right: EntitySpec) -> str:
    """What an object in between is called as long as nobody named it."""
    return f"{left.label} – {right.label}"


def beyond(child: EntitySpec, link: str) -> EntitySpec | None:
    """What an object in between joins with what this link of it leads to, as long as nobody named it: where records of
    one end list it, they list those of the other. Nothing for any other object."""
    joins = child.entity.joins
    if link not in joins:
        return None
    ends = [registry.spec(child.fields[key].target or "") for key in joins]
    return ends[1 - joins.index(link)] if str(child.label) == pair(*ends) else None


def field_key(spec: EntitySpec, label: Texts, otherwise: str) -> str:
    """A free key for a field, after its name."""
    word = next(
        (slug for text in (label.get("en", ""), *label.values()) if (slug := slug_of(text, 34))), otherwise
    )
    stem = word.replace("-", "_")
    gone = CustomField.objects.filter(entity=spec.key).values_list("key", flat=True)
    taken = {*spec.fields, *gone, *(name for name in (stem,) if hasattr(spec.model, name))}
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 200))) if key not in taken)


def texts_of(spec: EntitySpec) -> dict[str, str]:
    """What an object is called, in every language."""
    return in_languages(lambda: str(spec.label))


def in_languages(say: Callable[[], str]) -> dict[str, str]:
    """What something says in every language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = say()
    return found
