"""A condition as a value: which records are meant."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kith.engine.fieldtypes.choices import Structure


class Condition(Structure):
    """A condition (kith.engine.condition) on the records of one entity, as JSON. An empty one means all of
    them, or none where a field must have one or has the format "idle".

    The field's `target` says which entity: its key, or with a leading @ the name of another field of the same record or
    form that holds the key, such as "@entity". On a model it is `fields.Condition("@entity", _("Which"))`, for a custom
    field or an argument `FieldSpec(..., type=TYPES["condition"], target="customer")`.

    The gate asks that every name in it is known to its writer and every value fits its field
    (`kith.engine.condition.subjects`). Forms edit it with the builder of filters (`kith.web.conditioned`), wherever
    fields are bound by `forms.sections` and read by `forming.given`; people read it as a sentence.
    """

    key = "condition"
    label = _("Condition")
    widget: ClassVar[str] = "condition"
