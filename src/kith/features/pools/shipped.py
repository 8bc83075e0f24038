"""What a new installation begins with: reasons to give a record back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import bulk, plugs
from kith.engine.actor import Actor
from kith.features.pools.models import PoolReason


@plugs.set_up_steps.append
def ship() -> None:
    """The usual reasons, in the company's language; nothing where there is any."""
    if PoolReason.objects.exists():
        return
    names = (
        _("No need at present"), _("Cannot be reached"), _("Not in my region or trade"), _("No budget"),
        _("Buys elsewhere"), _("I have no time for it"),
    )  # fmt: skip
    rows = [{"name": name, "position": number} for number, name in enumerate(names)]
    bulk.create(PoolReason, rows, by=Actor.system())
