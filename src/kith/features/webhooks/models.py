"""Webhook: an address that is told of events, with the secret that signs what it gets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kith.engine import fields
from kith.engine.record import Record


class Webhook(Record):
    """An address and the events that it wants: names, `customer.*` or `*`. It learns what its owner may read."""

    list_sorts = ("-created_at",)

    url = fields.Url(_("Address"), max_length=500, required=True)
    events = fields.Listed(_("Events"))
    secret = fields.Text(_("Secret"), max_length=120)
    active = fields.Boolean(_("Active"), default=True)

    class Meta:
        verbose_name = _("Webhook")
