"""How much somebody may take out or change at once, as his roles say; every shell and job asks here."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.errors import Forbidden
from kith.engine.listing import Listing
from kith.kernel import clock


class Beyond(Forbidden):
    """More than a role allows, at once or in a day (403)."""

    code = "limit"
    default = gettext_lazy("This is more than your role allows.")


def today(kind: str, by: Actor) -> int:
    """How often a person has done this since the midnight where he is, as the log says."""
    now = clock.now().astimezone(ZoneInfo(by.time_zone))
    since = now.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    return Occurrence.objects.filter(kind=kind, actor_id=by.user_id, at__gte=since).count()


def changed_at_once(entity: str, verb: str, count: int, by: Actor) -> None:
    """Raise Beyond when so many records may not be changed at once."""
    limit = by.access.limit(entity, "mass_rows", verb)
    if limit is not None and count > limit:
        given = {"count": by.show.number(count), "limit": by.show.number(limit)}
        raise Beyond(_("These are %(count)s records; your role allows changing %(limit)s at once.") % given)


def rows_of_export(listing: Listing) -> None:
    """Raise Beyond when a list has more rows than may leave in one file."""
    by = listing.actor
    limit = by.access.limit(listing.spec.key, "export_rows", "export")
    if limit is None:
        return
    count, exact = listing.count(limit)
    if not exact or count > limit:
        given = {"limit": by.show.number(limit)}
        raise Beyond(
            _("Your role allows %(limit)s rows in one export. Filter the list and export less.") % given
        )


def exports_of_day(entity: str, by: Actor, waiting: int = 0) -> None:
    """Raise Beyond when nothing more may be exported today; `waiting` are exports that are still being written."""
    limit = by.access.limit(entity, "exports_per_day", "export")
    if limit is not None and today("export", by) + waiting >= limit:
        given = {"limit": by.show.number(limit)}
        raise Beyond(_("Your role allows %(limit)s exports a day, and none is left for today.") % given)
