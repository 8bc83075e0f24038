"""Record: what every business row has, and the lock that keeps its writing inside the gate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from kith.engine import fields, guard

LIVE = Q(deleted_at__isnull=True)
SCOPE_COLUMNS = ("owner", "unit", "team")


def list_indexes(table: str, sort: str) -> list[models.Index]:
    """The four indexes that make a list sorted by `sort` fast for every reach: whole table, owner, unit, team."""
    sign, column = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    short = f"{table[:14]}_{column[:8]}"
    ends = (f"{sign}{column}", f"{sign}id")
    return [
        models.Index(fields=ends, name=f"{short}_all", condition=LIVE),
        *(
            models.Index(fields=(scope, *ends), name=f"{short}_{scope[0]}", condition=LIVE)
            for scope in SCOPE_COLUMNS
        ),
    ]


def unique_live(*names: str, name: str, message: Any = None) -> models.UniqueConstraint:
    """A constraint that holds among rows that are not in the trash."""
    return models.UniqueConstraint(
        fields=names, condition=LIVE, name=name, violation_error_message=message or _("This exists already.")
    )


class RecordBase(ModelBase):
    """Adds the list indexes of `list_sorts` to every concrete record."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> Any:
        meta = attrs.get("Meta")
        if (
            not getattr(meta, "abstract", False)
            and attrs.get("__module__") != "__fake__"
            and any(isinstance(base, RecordBase) for base in bases)
        ):
            sorts = attrs.get("list_sorts") or next(
                (base.list_sorts for base in bases if hasattr(base, "list_sorts")), ()
            )
            indexes = [index for sort in sorts for index in list_indexes(name.lower(), sort)]
            options = dict(vars(meta)) if meta else {}
            options["indexes"] = [*options.get("indexes", ()), *indexes]
            attrs["Meta"] = type(
                "Meta", (), {key: value for key, value in options.items() if not key.startswith("__")}
            )
        return super().__new__(mcs, name, bases, attrs, **kwargs)


class RecordQuerySet(models.QuerySet[Any]):
    """A queryset whose writing verbs work only inside the gate."""

    def update(self, **kwargs: Any) -> int:
        guard.require_open("update()")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        guard.require_open("delete()")
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        guard.require_open("delete()")
        return super()._raw_delete(using)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        guard.require_open("bulk_create()")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        guard.require_open("bulk_update()")
        return super().bulk_update(objs, fields, batch_size)


class Before(dict[str, Any]):
    """The stored form of every field of a record before a write; `spec` is the record's EntitySpec.

    `restoring` tells that the write puts back what was there once: checks of steps, not of states, let it pass.
    """

    def __init__(self, spec: Any, record: Record, *, restoring: bool = False) -> None:
        super().__init__(spec.snapshot(record))
        self.spec = spec
        self.restoring = restoring
        self.trashed = record.deleted_at is not None

    def differs(self, record: Record, name: str) -> bool:
        """Whether the record has another value by now."""
        field = self.spec.fields[name]
        return bool(self[name] != field.type.dump(self.spec.value(record, field), field))


class Record(models.Model, metaclass=RecordBase):
    """Abstract business row. Written by the gate only; soft-deleted into the trash; custom values in one JSON column.

    `list_sorts` names the sorts for which list indexes exist; each must be a column that is never null.
    """

    list_sorts: ClassVar[tuple[str, ...]] = ("-created_at",)

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    owner = fields.Reference("engine.User", _("Owner"), db_index=False, panel=False)
    unit = fields.Reference("engine.Unit", _("Unit"), db_index=False, panel=False)
    team = fields.Reference("engine.Team", _("Team"), db_index=False, panel=False)
    created_at = fields.DateTime(_("Created"), required=True, readonly=True)
    created_by = fields.Reference("engine.User", _("Created by"), db_index=False, panel=False, readonly=True)
    updated_at = fields.DateTime(_("Changed"), required=True, readonly=True)
    updated_by = fields.Reference("engine.User", _("Changed by"), db_index=False, panel=False, readonly=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    custom = models.JSONField(default=dict, editable=False)

    # The stored form of every field as it was before the write that is going on; the gate sets it for the rules.
    before: Before | None = None

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; raises WriteOutsideGate unless the gate does it."""
        guard.require_open("save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the row for good; raises WriteOutsideGate unless the gate does it."""
        guard.require_open("delete()")
        return super().delete(*args, **kwargs)

    @property
    def restored(self) -> bool:
        """Whether the write that is going on puts back what was there once."""
        return self.before is not None and self.before.restoring

    def moved(self, name: str) -> bool:
        """Whether the write that is going on changes this field (or makes the record)."""
        return self.before is None or self.before.differs(self, name)

    @classmethod
    def live(cls) -> models.QuerySet[Self]:
        """Rows that are not in the trash, without regard to rights: for the gate and constraints only."""
        found: models.QuerySet[Self] = cls.objects.filter(LIVE)
        return found
