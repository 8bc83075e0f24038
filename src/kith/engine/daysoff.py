"""Days off and worked weekends of a country, put into working hours."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.identity.staffing import WorkingHours
from kith.kernel.calendars import exceptions

EARLIEST, LATEST = 1990, 2100


@action(
    _("Fill in days off"),
    done=pgettext_lazy("done", "Days off filled in"),
    icon="calendar-plus",
    many=False,
    help=_("The public holidays of a country, and the weekend days that are worked instead."),
)
def fill_days(
    hours: WorkingHours,
    *,
    country: Annotated[str, arg("country", _("Country"))],
    year: Annotated[int, arg("integer", _("Year"), minimum=EARLIEST, maximum=LATEST, format="plain")],
    actor: Actor,
) -> None:
    """The days of that year as the country has them; what stands there of other years stays. Raises Invalid."""
    try:
        found = exceptions(country, year, actor.language)
    except ValueError:
        raise Invalid(
            {"country": [_("The holidays of this country are not known. Write them by hand.")]}
        ) from None
    off = [f"{day.isoformat()} {name}".strip() for day, name in found.off.items()]
    hours.holidays = _with(hours.holidays, year, off)
    hours.workdays = _with(hours.workdays, year, [day.isoformat() for day in found.on])


def _with(text: str, year: int, lines: list[str]) -> str:
    """Lines of days with those of a year replaced, in their order."""
    kept = [line for line in text.splitlines() if line.strip() and not line.strip().startswith(f"{year}-")]
    return "\n".join(sorted([*kept, *lines]))
