"""Which of several records is suggested as the one that stays: the one of which most is known, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.merging import merging
from kith.features.merging.choosing import Choosing


@dataclass(frozen=True, slots=True)
class Known:
    """How much is known of a record: fields that say something, and what is linked to it."""

    record: Any
    filled: int
    linked: int

    @property
    def order(self) -> tuple[int, Any, int]:
        """Its place: first the one of which most is known, then the oldest."""
        return (-self.filled - self.linked, self.record.created_at, self.record.pk)


def suggested(spec: EntitySpec, records: Sequence[Any], actor: Actor) -> tuple[int, str]:
    """The number of the record that is suggested to stay, and why."""
    lines = Choosing(spec, records, records[0], actor).lines.values()
    every = [
        Known(one, sum(line.says(one.pk) for line in lines), linked(spec, one.pk, actor)) for one in records
    ]
    best, second, *_others = sorted(every, key=lambda one: one.order)
    if best.order[0] == second.order[0]:
        return best.record.pk, _("Suggested because it is the oldest; as much is known of another one.")
    return best.record.pk, _("Suggested because most is known of it: %(fields)s and %(records)s.") % {
        "fields": ngettext("%(count)s filled field", "%(count)s filled fields", best.filled)
        % {"count": actor.show.number(best.filled)},
        "records": ngettext("%(count)s linked record", "%(count)s linked records", best.linked)
        % {"count": actor.show.number(best.linked)},
    }


def linked(spec: EntitySpec, number: int, actor: Actor) -> int:
    """How many records are linked to one, of the kinds that the actor may know of."""
    return sum(count for child, count in merging.linked(spec, [number]) if merging.told(child, actor))
