"""Where old numbers lead."""

from __future__ import annotations

from kith.engine import beside, forwarding, leftovers
from kith.engine.journal import Batch
from kith.engine.spec import EntitySpec
from kith.features.merging.models import Forward, Merge


def leads_to(spec: EntitySpec, number: int) -> int | None:
    """The record in which one went up, None for one that was brought back since."""
    row = Forward.objects.filter(entity=spec.key, record_id=number).first()
    if row is None:
        return None
    version = spec.model.objects.filter(pk=number).values_list("version", flat=True).first()
    return row.to if version in (None, row.version) else None


def remember(spec: EntitySpec, row: Merge) -> None:
    """Have the numbers of a merge's records lead to its master."""
    versions = spec.model.objects.filter(pk__in=row.losers).values_list("pk", "version")
    Forward.objects.filter(entity=spec.key, record_id__in=row.losers).delete()
    Forward.objects.bulk_create(
        Forward(entity=spec.key, record_id=number, to=row.master, version=version, merge=row)
        for number, version in versions
    )


@leftovers.undone
def take_back(batch: Batch, left: list[tuple[str, int]]) -> None:
    """What stood beside the records goes back to those that are there again, and their numbers mean them."""
    for row in Merge.objects.filter(batch_id=batch.pk):
        gone = {number for entity, number in left if entity == row.entity}
        Forward.objects.filter(merge=row).exclude(record_id__in=gone).delete()
        beside.put_back([_without(trace, gone) for trace in row.traces])


def _without(trace: beside.Trace, gone: set[int]) -> beside.Trace:
    """The trace without what belongs to records that did not come back."""
    kept = {number: ids for number, ids in trace["moved"].items() if int(number) not in gone}
    return {**trace, "moved": kept, "gone": trace["gone"] if not gone else "[]"}


forwarding.sources.append(leads_to)
beside.stays[Forward] = "says itself where the number leads"
