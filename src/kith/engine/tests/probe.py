"""A business object of the tests' own, with a column of every kind, that no installation has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar

from django.db import connection, models

from kith.engine import access, fields, registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.entity import Entity
from kith.engine.errors import Invalid
from kith.engine.record import LIVE, Record


class Stage(models.TextChoices):
    """Where a probe stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"


class Probe(Record):
    """One column of every kind."""

    list_sorts = ("name_key", "-created_at")

    name = fields.Text("Name", required=True, max_length=80)
    name_key = fields.SortKey("name")
    code = fields.Text("Code", max_length=20)
    number = fields.AutoNumber("Number", format="P-{year}-{n:03}")
    email = fields.Email("E-mail")
    phone = fields.Phone("Phone")
    site = fields.Url("Site")
    country = fields.Country("Country")
    language = fields.Language("Language")
    color = fields.Color("Colour")
    address = fields.Address("Address")
    note = fields.LongText("Note")
    amount = fields.Integer("Amount")
    limit = fields.Integer("Limit", minimum=0)
    share = fields.Percent("Share")
    price = fields.Decimal("Price", places=3)
    worth = fields.Money("Worth")
    cost = fields.Money("Cost")
    stars = fields.Rating("Stars")
    length = fields.Duration("Length")
    active = fields.Boolean("Active")
    day = fields.Date("Day")
    until = fields.Date("Until")
    at = fields.DateTime("At")
    hour = fields.Time("Hour")
    stage = fields.Choice(Stage, "Stage", default=Stage.OPEN, required=True)
    kinds = fields.MultiChoice(Stage, "Kinds")
    tags = fields.Tags("Tags")
    parent = fields.Reference("self", "Parent")
    customer = fields.Reference("customers.Customer", "Customer")
    others = fields.References("customer", "Others")
    about = fields.AnyReference("About")
    extra = fields.Structure("Extra")
    things = fields.Listed("Things")

    class Meta:
        app_label = "probes"
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(
                fields=("code",),
                condition=LIVE & ~models.Q(code=""),
                name="probe_code_once",
                violation_error_message="This code is taken.",
            ),
        )


@action("Finish", when={"field": "stage", "op": "is", "value": "open"}, event="finished")
def finish(
    probe: Probe, *, note: Annotated[str, arg("text", "Note", max_length=20)] = "", actor: Actor
) -> None:
    """Close a probe."""
    probe.stage = Stage.DONE
    probe.note = note


@action("Hand over")
def hand_over(
    probe: Probe, *, to: Annotated[int, arg("reference", "To", target="user")], actor: Actor
) -> None:
    """Give a probe to somebody."""
    probe.owner_id = to.pk  # type: ignore[attr-defined]  # links come as records


@action("Link")
def link(
    probe: Probe, *, customer: Annotated[Any, arg("reference", "Customer", target="customer")], actor: Actor
) -> None:
    """Link a probe to a customer."""
    probe.customer = customer


def derive_length(probe: Probe, *, actor: Actor) -> None:
    """Length follows amount."""
    probe.length = None if probe.amount is None else probe.amount * 2


def check_days(probe: Probe, *, actor: Actor) -> None:
    """A span does not end before it begins. Raises Invalid."""
    if probe.day and probe.until and probe.until < probe.day:
        raise Invalid({"until": ["This lies before its beginning."]})


class ProbeEntity(Entity):
    """Declared while a test needs it, so that suites derived from the registry do not see it."""

    model, key, plural = Probe, "probe", "probes"
    label, label_plural = "Probe", "Probes"
    search = ("name", "code", "phone", "email", "note")
    sort, import_by, shared_along = "name", ("code",), ("parent", "about")
    actions = (finish, hand_over, link)
    derive = (derive_length,)
    checks = (check_days,)


@contextmanager
def declared(entity: type[Entity] = ProbeEntity) -> Iterator[None]:
    """Make the entity known for a while."""
    registry.register(entity)
    try:
        yield
    finally:
        del registry._entities[entity.key]
        access.OPEN.pop(entity.key, None)
        registry._configured.clear()


def create_table() -> None:
    """The table, without constraints to others, which would forbid emptying those."""
    with connection.schema_editor() as editor:
        editor.create_model(Probe)
        editor.deferred_sql = [item for item in editor.deferred_sql if "FOREIGN KEY" not in str(item)]
