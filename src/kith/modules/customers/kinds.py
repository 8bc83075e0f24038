"""What a new company can relate customers and people by."""

from __future__ import annotations

from django.utils.translation import pgettext

from kith.engine import bulk, plugs
from kith.engine.actor import Actor
from kith.modules.customers.models import RelationKind


@plugs.set_up_steps.append
def ship() -> None:
    """Some kinds of relations, in the company's language; nothing where there are any."""
    if RelationKind.objects.exists():
        return
    words = (
        (pgettext("relation", "Supply"), pgettext("relation", "supplies"), pgettext("relation", "buys from")),
        (pgettext("relation", "Competition"), pgettext("relation", "competes with"),
         pgettext("relation", "competes with")),
        (pgettext("relation", "Partnership"), pgettext("relation", "is partner of"),
         pgettext("relation", "is partner of")),
        (pgettext("relation", "Ownership"), pgettext("relation", "holds shares of"),
         pgettext("relation", "is partly owned by")),
        (pgettext("relation", "Recommendation"), pgettext("relation", "recommended"),
         pgettext("relation", "was recommended by")),
        (pgettext("relation", "Family"), pgettext("relation", "is family of"),
         pgettext("relation", "is family of")),
        (pgettext("relation", "Acquaintance"), pgettext("relation", "knows"),
         pgettext("relation", "is known by")),
    )  # fmt: skip
    rows = [
        {"name": name, "forth": forth, "back": back, "position": number}
        for number, (name, forth, back) in enumerate(words)
    ]
    bulk.create(RelationKind, rows, by=Actor.system())
