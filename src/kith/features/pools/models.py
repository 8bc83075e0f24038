"""How pools work: Pool, PoolLimit, PoolRule, PoolReason. What stands where, and since when: Standing, PoolMove."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import fields
from kith.engine.record import Record

COLUMN = "recycled_on"
"""The column of a record, where it has one, that shows when it goes to the pool."""
DAYS: dict[str, Any] = {"minimum": 0, "maximum": 3660}
COUNT: dict[str, Any] = {"minimum": 0, "maximum": 1_000_000}


class Taking(models.TextChoices):
    """How records leave a pool."""

    MEMBERS = "members", pgettext_lazy("pool", "Members see them and take them")
    GIVEN = "given", pgettext_lazy("pool", "Only its administrators see and assign them")
    EVENLY = "evenly", pgettext_lazy("pool", "Kith gives them out: who has been given fewest is next")
    RANDOM = "random", pgettext_lazy("pool", "Kith gives them out by chance")


class Tasks(models.TextChoices):
    """What becomes of the open tasks of who loses a record."""

    KEEP = "keep", pgettext_lazy("pool", "They stay with their owner")
    CLOSE = "close", pgettext_lazy("pool", "They are closed")
    ADMIN = "admin", pgettext_lazy("pool", "They go to the pool’s first administrator")


class Joined(models.TextChoices):
    """How the kinds of days of one rule go together."""

    ALL = "all", pgettext_lazy("pool", "All of them together")
    ANY = "any", pgettext_lazy("pool", "Any one of them")


class Base(models.TextChoices):
    """From when the days without a deal count."""

    OWNED = "owned", pgettext_lazy("pool", "When the owner got it")
    CREATED = "created", pgettext_lazy("pool", "When it was created")
    LATER = "later", pgettext_lazy("pool", "Whichever came later")


class Ending(models.TextChoices):
    """What happens when a lock is over."""

    STAY = "stay", pgettext_lazy("pool", "The owner keeps it, and the rules count again")
    RETURN = "return", pgettext_lazy("pool", "It goes back to the pool")


class Pool(Record):
    """Records of one entity that belong to nobody, and who may have them on which terms. 0 days or an empty number
    means that there is no such limit.

    Members are `everyone` or those in `people`, `units` and `roles`. What an owner loses goes to the first pool, in the
    order of `position`, of which he is a member.
    """

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=80, required=True)
    entity = fields.Choice(None, _("Object"), max_length=60, default="customer", required=True)
    active = fields.Boolean(_("Active"), default=True)
    position = fields.Integer(_("Place in the order"), default=0)
    admins = fields.References("user", pgettext_lazy("pool", "Administrators"))
    everyone = fields.Boolean(pgettext_lazy("pool", "Everybody is a member"), default=True)
    people = fields.References("user", pgettext_lazy("pool", "Members: people"))
    units = fields.References("unit", pgettext_lazy("pool", "Members: units"))
    roles = fields.References("role", pgettext_lazy("pool", "Members: roles"))
    taking = fields.Choice(
        Taking,
        pgettext_lazy("pool", "How records leave it"),
        max_length=10,
        default=Taking.MEMBERS,
        required=True,
    )
    hidden = fields.MultiChoice(None, pgettext_lazy("pool", "Not shown before it is taken"))
    masked = fields.MultiChoice(None, pgettext_lazy("pool", "Shown in part before it is taken"))
    claims = fields.Integer(pgettext_lazy("pool", "Claims in a period"), **COUNT)
    period = fields.Integer(
        pgettext_lazy("pool", "Length of the period in days"), default=1, minimum=1, maximum=366
    )
    cap = fields.Integer(pgettext_lazy("pool", "Most that one may hold from it"), **COUNT)
    spared = fields.Condition("@entity", pgettext_lazy("pool", "Do not count as held"), idle=True)
    unworked = fields.Integer(pgettext_lazy("pool", "Most without a follow-up"), **COUNT)
    cooling = fields.Integer(
        pgettext_lazy("pool", "Days in which who lost it may not take it"), default=0, **DAYS
    )
    freeze = fields.Integer(
        pgettext_lazy("pool", "Days in which nobody may take what is new in it"), default=0, **DAYS
    )
    protection = fields.Integer(pgettext_lazy("pool", "Days of protection after taking"), default=0, **DAYS)
    clear_team = fields.Boolean(pgettext_lazy("pool", "The team goes when the owner goes"), default=True)
    contacts = fields.Boolean(
        pgettext_lazy("pool", "What belongs to the record goes with it, such as contacts"), default=True
    )
    tasks = fields.Choice(
        Tasks, pgettext_lazy("pool", "Open tasks"), max_length=10, default=Tasks.KEEP, required=True
    )
    each = fields.Integer(
        pgettext_lazy("pool", "Given to one person at a time"), default=1, minimum=1, maximum=1_000
    )
    daily = fields.Integer(pgettext_lazy("pool", "Given to one person in a day at most"), **COUNT)
    spacing = fields.Integer(
        pgettext_lazy("pool", "Minutes between two times for one person"),
        default=0,
        minimum=0,
        maximum=100_000,
    )
    onward = fields.Reference("self", pgettext_lazy("pool", "Goes on to this pool"), panel=False)
    onward_days = fields.Integer(
        pgettext_lazy("pool", "when nobody took it for so many days"), minimum=1, maximum=3660
    )

    class Meta:
        verbose_name = pgettext_lazy("pool", "Pool")


class PoolLimit(Record):
    """How many records of one entity somebody may own (`cap`) and lock (`locked` of them, for `lock_days`). Of several
    that are about a person the first by `position` counts."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=80, required=True)
    entity = fields.Choice(None, _("Object"), max_length=60, default="customer", required=True)
    active = fields.Boolean(_("Active"), default=True)
    position = fields.Integer(_("Place in the order"), default=0)
    everyone = fields.Boolean(pgettext_lazy("pool", "Counts for everybody"), default=True)
    people = fields.References("user", pgettext_lazy("pool", "Counts for people"))
    units = fields.References("unit", pgettext_lazy("pool", "Counts for units"))
    roles = fields.References("role", pgettext_lazy("pool", "Counts for roles"))
    cap = fields.Integer(pgettext_lazy("pool", "Most that one may own"), **COUNT)
    spared = fields.Condition("@entity", pgettext_lazy("pool", "Do not count as owned"), idle=True)
    locked = fields.Integer(pgettext_lazy("pool", "Most that one may lock"), default=0, **COUNT)
    lock_days = fields.Integer(
        pgettext_lazy("pool", "Longest lock in days"), default=30, minimum=1, maximum=3660
    )
    after_lock = fields.Choice(
        Ending,
        pgettext_lazy("pool", "When a lock is over"),
        max_length=10,
        default=Ending.STAY,
        required=True,
    )

    class Meta:
        verbose_name = pgettext_lazy("pool", "Limit of what one owns")


class PoolRule(Record):
    """When records go to a pool by themselves: after so many whole days without what each field names.

    Days are a number, or one for each value of the field `level`: "A 90, B 60, others 30". They are calendar days where
    the company is, or its working days.
    """

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=80, required=True)
    entity = fields.Choice(None, _("Object"), max_length=60, default="customer", required=True)
    active = fields.Boolean(_("Active"))
    where = fields.Condition("@entity", pgettext_lazy("pool", "Which records"))
    pool = fields.Reference(Pool, pgettext_lazy("pool", "Goes to the pool"), panel=False)
    follow_up = fields.Text(pgettext_lazy("pool", "Days without a follow-up"), max_length=200)
    opportunity = fields.Text(pgettext_lazy("pool", "Days without an opportunity"), max_length=200)
    deal = fields.Text(pgettext_lazy("pool", "Days without a deal won"), max_length=200)
    level = fields.Choice(
        None, pgettext_lazy("pool", "The days differ by the field"), max_length=60, default="grade"
    )
    joined = fields.Choice(
        Joined, pgettext_lazy("pool", "Several of these"), max_length=5, default=Joined.ALL, required=True
    )
    base = fields.Choice(
        Base, pgettext_lazy("pool", "Days without opportunity or deal begin"), max_length=10, default=Base.OWNED,
        required=True,
    )  # fmt: skip
    working = fields.Boolean(pgettext_lazy("pool", "Only working days count"))
    won = fields.Boolean(pgettext_lazy("pool", "Also who bought already"))
    dealing = fields.Boolean(pgettext_lazy("pool", "Also with an open opportunity"))
    locked = fields.Boolean(pgettext_lazy("pool", "Also what is locked"))
    warning = fields.Integer(
        pgettext_lazy("pool", "Warn so many days before"), default=3, minimum=0, maximum=60, required=True
    )
    hour = fields.Integer(
        pgettext_lazy("pool", "Hour of the day"),
        default=2,
        minimum=0,
        maximum=23,
        required=True,
        format="plain",
    )

    class Meta:
        verbose_name = pgettext_lazy("pool", "Rule of recycling")


class PoolReason(Record):
    """Why somebody gives a record back."""

    list_sorts = ("-created_at",)

    name = fields.Text(_("Name"), max_length=120, required=True)
    position = fields.Integer(_("Place in the order"), default=0)
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = pgettext_lazy("pool", "Reason to give back")


class Standing(models.Model):
    """Where one record stands, kept by every write of it: in a pool since when, or whose since when, from which pool.

    `owner_id` is the record's owner, `since` when he got it; `held` is the pool that he took it from. The days are in
    the company's time zone: the last one of protection and of a lock, the one on which it goes to the pool, as far as
    that is near.
    """

    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    pool_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(null=True)
    previous_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, default="")
    owner_id = models.BigIntegerField(null=True)
    since = models.DateTimeField(null=True)
    held = models.BigIntegerField(null=True)
    protected_until = models.DateField(null=True)
    locked_until = models.DateField(null=True)
    due_on = models.DateField(null=True)
    warned_on = models.DateField(null=True)
    returns = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("entity", "record_id"), name="pool_once"),
        )
        indexes: ClassVar[Any] = (
            models.Index(
                fields=("pool_id", "-entered_at", "-id"),
                name="pool_waiting",
                condition=Q(pool_id__isnull=False),
            ),
            models.Index(fields=("owner_id", "held"), name="pool_held", condition=Q(held__isnull=False)),
            models.Index(
                fields=("owner_id", "entity"), name="pool_locked", condition=Q(locked_until__isnull=False)
            ),
            models.Index(fields=("entity", "due_on"), name="pool_due", condition=Q(due_on__isnull=False)),
        )


def store(rows: Collection[Standing], names: Sequence[str]) -> None:
    """Write standings: new ones whole, known ones these columns."""
    new, old = ([row for row in rows if row._state.adding is adding] for adding in (True, False))
    Standing.objects.bulk_create(new)
    Standing.objects.bulk_update(old, names, batch_size=200)


class Happened(models.TextChoices):
    """What a row of the ledger says."""

    CLAIMED = "claimed", pgettext_lazy("pool move", "Taken from the pool")
    ASSIGNED = "assigned", pgettext_lazy("pool move", "Assigned from the pool")
    SPREAD = "spread", pgettext_lazy("pool move", "Given out by Kith")
    RETURNED = "returned", pgettext_lazy("pool move", "Given back")
    RECYCLED = "recycled", pgettext_lazy("pool move", "Recycled by rule")
    ENTERED = "entered", pgettext_lazy("pool move", "Put into the pool")
    PASSED = "passed", pgettext_lazy("pool move", "Passed on to another pool")
    CHANGED = "changed", pgettext_lazy("pool move", "Another owner")
    LOCKED = "locked", pgettext_lazy("pool move", "Locked")
    UNLOCKED = "unlocked", pgettext_lazy("pool move", "Unlocked")


class LedgerQuerySet(models.QuerySet["PoolMove"]):
    """Rows that nothing changes or removes."""

    def update(self, **_values: Any) -> int:
        """Raises TypeError."""
        raise TypeError(APPEND_ONLY)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises TypeError."""
        raise TypeError(APPEND_ONLY)


APPEND_ONLY = "the ledger of pools is only added to"


class PoolMove(models.Model):
    """The ledger: every change of an owner, and what else happened to a record in pools. Only added to; limits count
    here, so that nothing that is done to records later gives a claim back."""

    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Happened.choices)
    at = models.DateTimeField()
    pool_id = models.BigIntegerField(null=True)
    source_id = models.BigIntegerField(null=True)
    """Who lost it."""
    target_id = models.BigIntegerField(null=True)
    """Who got it."""
    operator_id = models.BigIntegerField(null=True)
    """Who did it, None for Kith itself."""
    reason = models.CharField(max_length=300, default="")
    rule_id = models.BigIntegerField(null=True)
    days = models.IntegerField(null=True)

    objects: ClassVar[Any] = LedgerQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[Any] = (
            models.Index(fields=("entity", "record_id", "-id"), name="poolmove_record"),
            models.Index(fields=("target_id", "pool_id", "at"), name="poolmove_target"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a row. Raises TypeError for one that is there already."""
        if self.pk is not None:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises TypeError."""
        raise TypeError(APPEND_ONLY)


class PoolRun(models.Model):
    """That a rule ran on a day, and how many it moved and left."""

    rule_id = models.BigIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    moved = models.BigIntegerField(default=0)
    left = models.BigIntegerField(default=0)
    batch_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("rule_id", "day"), name="poolrun_once"),
        )
