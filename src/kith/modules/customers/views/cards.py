"""A contact as a vCard, as address books and phones take them in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.titles import titles
from kith.kernel.vcards import Person, card_of, written
from kith.modules.customers.models import Contact
from kith.web.views.opening import opened

FIRST_YEAR = 1900
"""A birthday before that has no known year."""


@opened("GET")
def download(request: Any, number: int) -> HttpResponse:
    """The card of a contact that the reader sees. Raises NotFound."""
    contact = records.find(registry.spec("contact"), number, request.actor, "read")
    answer = HttpResponse(card(contact, request.actor), content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{contact.name}.vcf") or "attachment"
    return answer


def card(contact: Contact, actor: Actor) -> str:
    """What the reader may read whole of a contact; what is masked for him, he does not take along."""
    spec = registry.spec("contact")
    known = spec.known(actor) if actor.access.holds(contact.owner_id) else spec.readable(actor)

    def said(name: str) -> str:
        return str(getattr(contact, name) or "") if name in known else ""

    person = Person(
        name=said("name"),
        company=company(contact, actor) if "customer" in known else "",
        position=said("position"), mobile=said("mobile"), phone=said("phone"), email=said("email"),
        language=said("language"), birthday=birthday(contact) if "birthday" in known else "",
        nicknames=tuple(said("other_names").splitlines()),
        tags=tuple(contact.tags or ()) if "tags" in known else (),
    )  # fmt: skip
    return written(card_of(person))


def company(contact: Contact, actor: Actor) -> str:
    """What the main customer is called, where the reader sees it."""
    number = contact.customer_id
    return titles("customer", [number], actor).get(number, "") if number is not None else ""


def birthday(contact: Contact) -> str:
    """The day as cards write it, without a year that is not known."""
    day = contact.birthday
    if day is None:
        return ""
    return f"--{day:%m-%d}" if day.year < FIRST_YEAR else day.isoformat()
