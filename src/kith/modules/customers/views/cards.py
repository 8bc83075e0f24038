"""A contact as a vCard, as address books and phones take it in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kith.engine import records, registry
from kith.modules.customers import cards
from kith.web.views.opening import opened


@opened("GET")
def download(request: Any, number: int) -> HttpResponse:
    """The card of a contact that the reader sees. Raises NotFound."""
    contact = records.find(registry.spec("contact"), number, request.actor, "read")
    answer = HttpResponse(cards.of_contact(contact, request.actor), content_type=cards.CONTENT_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{contact.name}.vcf") or "attachment"
    return answer
