"""Declarations of when people work: hours, absences and deputies, and who may say so for whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kith.engine import plugs, registry, worktime
from kith.engine.access import Access, Reach, directory
from kith.engine.actor import Actor
from kith.engine.daysoff import fill_days
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.events import Event, on
from kith.engine.identity.staffing import Absence, Deputy, WorkingHours
from kith.engine.registry import register
from kith.engine.scope import Scope


def speaks_for(access: Access, person: int | None) -> bool:
    """Whether somebody may say when a person is away and who stands in: he himself, who leads him, who may change
    every user. A deputy may not: nobody passes on what was only lent to him."""
    return runs_users(access) or (access.user_id is not None and person in directory().led(access.user_id))


def runs_users(access: Access) -> bool:
    """Whether somebody may change every user."""
    return access.everything or access.reach("user", "update") is Reach.ALL


@dataclass(frozen=True, slots=True)
class OfPerson:
    """The rule of absences and deputies: whoever speaks for the person writes them; the deputy reads them too."""

    def predicate(self, scope: Scope) -> Q:
        """Rows in reach."""
        access = scope.access
        if runs_users(access):
            return Q()
        if access.user_id is None:
            return Q(pk__in=())
        found = Q(person_id__in=sorted(directory().led(access.user_id)))
        return found | Q(deputy_id=access.user_id) if scope.verb == "read" else found

    def covers(self, scope: Scope, record: Any) -> bool:
        """The same for one row."""
        deputy = scope.verb == "read" and record.deputy_id is not None
        mine = deputy and record.deputy_id == scope.access.user_id
        return mine or speaks_for(scope.access, record.person_id)


def check_deputy(row: Any, *, actor: Actor) -> None:
    """A deputy is somebody else who may sign in, named by whoever speaks for the person. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    known = directory().people
    if not row.restored and not speaks_for(actor.access, row.person_id):
        errors["person"] = [_("You may name a deputy for yourself and for those whom you lead.")]
    if row.deputy_id is not None and row.deputy_id == row.person_id:
        errors["deputy"] = [_("Nobody stands in for himself.")]
    elif row.moved("deputy") and row.deputy_id in known and not known[row.deputy_id].active:
        errors["deputy"] = [_("This person may not sign in.")]
    if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
        errors["ends_at"] = [_("The end must be after the beginning.")]
    if errors:
        raise Invalid(errors)


def fill_name(row: Any, *, actor: Actor) -> None:
    """Called by the people whom it is about."""
    numbers = (row.person_id,) if isinstance(row, Absence) else (row.person_id, row.deputy_id)
    people = (directory().people.get(number or 0) for number in numbers)
    row.name = " → ".join(person.name for person in people if person is not None)[:200]


@register
class AbsenceEntity(Entity):
    """Leave, sickness, trips; everybody writes his own."""

    model, key, plural, icon, group = Absence, "absence", "absences", "beach", "parts"
    open = ("create", "read", "update", "delete")
    label, label_plural = _("Absence"), _("Absences")
    columns = ("person", "kind", "starts_at", "ends_at", "deputy")
    layout = (
        Section.of(_("Absence"), "person", "kind", "starts_at", "ends_at", "note"),
        Section.of(_("Deputy"), "deputy", "extent"),
    )
    filters, sort, features, bumps = ("person", "kind", "starts_at", "deputy"), "-starts_at", (), "access"
    derive, checks, rule = (fill_name,), (check_deputy,), OfPerson()


@register
class DeputyEntity(Entity):
    """Who stands in for whom, from when until when."""

    model, key, plural, icon, group = Deputy, "deputy", "deputies", "user-share", "parts"
    open = ("create", "read", "update", "delete")
    label, label_plural = _("Deputy"), _("Deputies")
    columns = ("person", "deputy", "starts_at", "ends_at", "extent")
    layout = (Section.of(_("Deputy"), "person", "deputy", "starts_at", "ends_at", "extent", "note"),)
    filters, sort, features, bumps = ("person", "deputy", "starts_at"), "-starts_at", (), "access"
    derive, checks, rule = (fill_name,), (check_deputy,), OfPerson()


def check_hours(hours: WorkingHours, *, actor: Actor) -> None:
    """Hours and days are written so that they can be read. Raises Invalid."""
    errors = worktime.mistakes(hours)
    if errors:
        raise Invalid(errors)


@register
class WorkingHoursEntity(Entity):
    """Hours of a week that people and clocks keep."""

    model, key, plural, icon, group = WorkingHours, "working-hours", "working-hours", "clock", "settings"
    open = ("read",)
    label, label_plural = _("Working hours"), _("Working hours")
    columns = ("name", "time_zone", "monday", "friday", "standard")
    layout = (
        Section.of(_("Working hours"), "name", "time_zone", "standard"),
        Section.of(_("Week"), *worktime.DAYS),
        Section.of(_("Exceptions"), "holidays", "workdays"),
    )
    search, sort, features, bumps, small = ("name",), "name", (), "access", True
    configures, known_by = True, ("name",)
    checks, actions = (check_hours,), (fill_days,)


@on("deputy.created", "absence.created")
def on_named(event: Event) -> None:
    """Who stands in is told, unless he said so himself."""
    row = registry.spec(event.entity).model.live().filter(pk=event.record_id).first()
    if row is None or row.deputy_id in (None, event.actor_id):
        return
    plugs.notify(
        [row.deputy_id], "deputy.named", title=partial(_told, row), body=partial(_period, row),
        entity=event.entity, record_id=row.pk, key=f"deputy:{event.entity}:{row.pk}",
    )  # fmt: skip


def _told(row: Any, _reader: Actor) -> str:
    person = directory().people.get(row.person_id)
    return gettext("You stand in for %(name)s") % {"name": person.name if person else ""}


def _period(row: Any, reader: Actor) -> str:
    said = {"start": reader.show.datetime(row.starts_at), "end": reader.show.datetime(row.ends_at)}
    return gettext("From %(start)s until %(end)s") % said
