"""Ways to the segment matrix, and to the card of a contact."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.modules.customers.views.matrix import may_open
from kith.web import slots
from kith.web.pieces import Link

HERE = "/customers/matrix/"


def of_list(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """From the list of customers."""
    if spec.key != "customer" or not may_open(actor):
        return []
    return [Link(_("Segment matrix"), HERE, "table", page=True)]


def commands(actor: Actor) -> list[Link]:
    """By the palette, from anywhere."""
    return [Link(_("Segment matrix"), HERE, "table")] if may_open(actor) else []


def of_record(spec: EntitySpec, record: Any, _actor: Actor) -> list[Link]:
    """A contact as a file for an address book."""
    if spec.key != "contact":
        return []
    return [
        Link(_("Download as vCard"), f"/contacts/{record.pk}/card.vcf", "download", page=True, download=True)
    ]


slots.add("list_menu", of_list)
slots.add("commands", commands)
slots.add("record_menu", of_record)
