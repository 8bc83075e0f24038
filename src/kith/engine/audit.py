"""What happened without a change of a record: sign-ins and refused ones, exports, prints, reveals, reads that count.

Changes are in the journal. Both are sealed, so that nobody alters or removes them unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from kith.engine import access, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.kernel import clock

EXPORT, PRINT, READ = "export", "print", "read"
# What the kinds are called; features add their own.
KINDS = {
    "sign-in": pgettext_lazy("log", "Signed in"),
    "refused": pgettext_lazy("log", "Refused to sign in"),
    EXPORT: pgettext_lazy("log", "Exported"),
    PRINT: pgettext_lazy("log", "Printed"),
    "reveal": pgettext_lazy("log", "Revealed"),
    READ: pgettext_lazy("log", "Read"),
    "see-as": pgettext_lazy("log", "Seen as somebody else"),
    "erased": pgettext_lazy("log", "Erased from the journal"),
    "access-request": pgettext_lazy("log", "Gathered all about a person"),
    "sessions-ended": pgettext_lazy("log", "Ended sessions"),
    "app-added": pgettext_lazy("log", "Added a code app"),
    "app-removed": pgettext_lazy("log", "Removed a code app"),
    "passkey-added": pgettext_lazy("log", "Added a passkey"),
    "passkey-removed": pgettext_lazy("log", "Removed a passkey"),
    "passkey-copied": pgettext_lazy("log", "Stopped a copied passkey"),
    "recovery-used": pgettext_lazy("log", "Used a recovery code"),
    "recovery-renewed": pgettext_lazy("log", "Made new recovery codes"),
    "factors-reset": pgettext_lazy("log", "Reset two-step sign-in"),
    "roles-kept": pgettext_lazy("log", "Kept the roles at sign-on"),
}
# The log is a subject of rights like an entity: “read” and “export”. As a setting of the company it is not opened by
# what a role may do with everything else.
LOG = "log"
access.GUARDED.add(LOG)


class Occurrence(models.Model):
    """One thing that happened. `detail` says more of it, never a password, a token or a value that is to be kept from
    those who read the log."""

    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, default="")
    channel = models.CharField(max_length=12, default="")
    address = models.CharField(max_length=45, default="")
    entity = models.CharField(max_length=60, default="")
    record_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[Any] = (
            models.Index(fields=("kind", "-id"), name="occurrence_kind"),
            models.Index(fields=("actor_id", "-id"), name="occurrence_actor"),
            models.Index(fields=("entity", "record_id", "-id"), name="occurrence_record"),
            models.Index(fields=("at",), name="occurrence_at"),
        )


def note(
    kind: str,
    actor: Actor | None = None,
    *,
    entity: str = "",
    record: int | None = None,
    address: str = "",
    **detail: Any,
) -> None:
    """Write down what happened, in the transaction that is going on if there is one. Without an address it is that of
    the request that is being answered. Who looked with the actor's eyes is noted, and his reading too."""
    if actor and actor.seen_by:
        detail["seen_by"] = actor.seen_by
    with writing(always=True):
        Occurrence.objects.create(
            kind=kind,
            at=clock.now(),
            actor_id=actor.user_id if actor else None,
            actor_name=actor.name[:200] if actor else "",
            channel=actor.channel if actor else "web",
            address=address or _address.get(),
            entity=entity,
            record_id=record,
            detail=detail,
        )


def seen(record: Any, actor: Actor) -> None:
    """Write down that somebody read a record of an entity that asks for it; nothing for others."""
    spec = registry.spec_of(record)
    if spec.entity.watched:
        note(READ, actor, entity=spec.key, record=record.pk)


_address: ContextVar[str] = ContextVar("kith_address", default="")


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """While a request is answered, this is where it came from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)
