"""Who looks through groups of likely duplicates, who has the whole database searched, and what is said of a group."""

from __future__ import annotations

from collections.abc import Sequence

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden
from kith.engine.jobs.models import Job, Status
from kith.engine.spec import EntitySpec
from kith.features.duplicates import grouping, marking, scanning, verdicts
from kith.features.duplicates.models import Group


def may_review(spec: EntitySpec, actor: Actor) -> bool:
    """Whoever may change many records of an entity sees which may be the same."""
    return actor.access.reach(spec.key, "mass_update") is not Reach.NONE


def may_search(actor: Actor) -> bool:
    """The whole database is looked through for whoever may change all of it."""
    return any(actor.access.reach(spec.key, "mass_update") is Reach.ALL for spec in marking.marked())


def reviewed(actor: Actor) -> list[EntitySpec]:
    """The entities whose groups somebody may look at. Raises Forbidden when there are none."""
    found = [spec for spec in marking.marked() if may_review(spec, actor)]
    if not found:
        raise Forbidden
    return found


def running() -> bool:
    """Whether the database is being looked through."""
    return Job.objects.filter(unique_key="duplicates", status__in=(Status.READY, Status.RUNNING)).exists()


def search(by: Actor) -> None:
    """Have the whole database looked through, unless it is being so already. Raises Forbidden."""
    if not may_search(by):
        raise Forbidden
    with writing():
        if not running():
            scanning.begin(by)


def keep_apart(ids: Sequence[int], *, by: Actor) -> list[Group]:
    """None of the records of these groups is the same as another, for good; returns the groups that this was said of:
    those that somebody sees whole."""
    closed = []
    with writing():
        for row in Group.objects.filter(
            pk__in=ids, entity__in=[spec.key for spec in reviewed(by)], open=True
        ):
            members = grouping.seen(row, by)
            if len(members) == len(row.members) + len(row.others):
                verdicts.differ(members, by)
                row.open = False
                row.save(update_fields=("open",))
                closed.append(row)
    return closed
