"""Ways to the segment matrix and the structure, and to the card of a contact; what the head of a customer says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.modules.customers.views.matrix import ALONE, HERE, bare, may_open
from kith.web import slots
from kith.web.addressing import State
from kith.web.pieces import Link, Sign


def of_list(spec: EntitySpec, actor: Actor, state: State) -> list[Link]:
    """From the list of customers, with its filter."""
    if spec.key != "customer" or not may_open(actor):
        return []
    return [replace(link, page=True) for link in _links(bare(state).url(HERE))]


def commands(actor: Actor) -> list[Link]:
    """By the palette, from anywhere."""
    return _links(HERE) if may_open(actor) else []


def _links(address: str) -> list[Link]:
    join = "&" if "?" in address else "?"
    alone = f"{address}{join}columns={ALONE}"
    return [
        Link(pgettext("customers", "Structure"), alone, "chart-bar"),
        Link(_("Segment matrix"), address, "table"),
    ]


def of_record(spec: EntitySpec, record: Any, _actor: Actor) -> list[Link]:
    """A contact as a file for an address book."""
    if spec.key != "contact":
        return []
    return [
        Link(_("Download as vCard"), f"/contacts/{record.pk}/card.vcf", "download", page=True, download=True)
    ]


def signs(spec: EntitySpec, record: Any, actor: Actor) -> list[Sign]:
    """That a customer gets no credit, for those who may know it."""
    if spec.key != "customer" or "credit_blocked" not in spec.readable(actor):
        return []
    return [Sign(_("Credit blocked"), "bad")] if record.credit_blocked else []


slots.add("list_menu", of_list)
slots.add("commands", commands)
slots.add("record_menu", of_record)
slots.add("signs", signs)
