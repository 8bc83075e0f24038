"""From an event to a delivery: which addresses want it, what their owners may know of it, and the job that sends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kith.api import rendering
from kith.api.answers import encode
from kith.engine import epoch, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.events import Event, on
from kith.engine.identity.models import User
from kith.engine.jobs import PermanentError, task
from kith.engine.scope import Scope
from kith.features.webhooks import sending, signing
from kith.features.webhooks.models import Webhook
from kith.kernel import clock

GONE = 410


@epoch.per_configuration
def wanted() -> dict[int, tuple[str, ...]]:
    """The events that each active webhook wants."""
    rows = Webhook.live().filter(active=True).values_list("pk", "events")
    return {row[0]: tuple(row[1] or ()) for row in rows}


def wants(events: tuple[str, ...], name: str) -> bool:
    """Whether one of these names or patterns means the event."""
    return "*" in events or name in events or f"{name.partition('.')[0]}.*" in events


def any_wants(event: Event) -> bool:
    """Whether anybody is to be told. Webhooks do not hear of webhooks: their secrets stay here."""
    return event.entity != "webhook" and any(wants(events, event.name) for events in wanted().values())


@on("*", when=any_wants)
def on_event(event: Event) -> None:
    """One delivery per webhook that wants the event; its id is fixed here, before the first try."""
    for number, events in wanted().items():
        if wants(events, event.name):
            key = f"msg_{event.pk}_{number}"
            fact = {
                "type": event.name,
                "timestamp": event.at.isoformat(),
                "entity": event.entity,
                "id": event.record_id,
                "actor": event.actor_id,
                "batch": event.batch_id,
                "changes": event.changes,
            }
            deliver.using(unique_key=key).enqueue(number, key, fact)


def ping(webhook: Webhook) -> None:
    """Enqueue a delivery that says no more than that the address is known."""
    now = clock.now()
    key = f"msg_ping_{webhook.pk}_{int(now.timestamp() * 1_000_000)}"
    deliver.using(unique_key=key).enqueue(
        webhook.pk, key, {"type": "webhook.pinged", "timestamp": now.isoformat()}
    )


@task(max_attempts=10, backoff=15.0)
def deliver(number: int, key: str, fact: dict[str, Any]) -> str:
    """Send one fact to one webhook; returns what became of it. Raises Undelivered, upon which it is tried again."""
    webhook = Webhook.live().filter(pk=number, active=True).first()
    if webhook is None:
        return "no such webhook"
    body = payload(webhook, fact)
    if body is None:
        return "its owner may not know"
    head = signing.headers(webhook.secret, key, int(clock.now().timestamp()), body)
    try:
        status = sending.post(
            webhook.url, body, {"Content-Type": "application/json", "User-Agent": "Kith", **head}
        )
    except sending.Refused as error:
        raise PermanentError(str(error)) from error
    except sending.Undelivered as error:
        if error.status != GONE:
            raise
        records.update(webhook, by=Actor.system(), active=False)
        return "gone: switched off"
    return str(status)


def payload(webhook: Webhook, fact: dict[str, Any]) -> bytes | None:
    """The body as far as the webhook's owner may read it now; None when that is nothing."""
    if "entity" not in fact:
        return encode({"type": fact["type"], "timestamp": fact["timestamp"], "data": {}})
    owner = User.live().filter(pk=webhook.owner_id or 0, is_active=True).first()
    if owner is None:
        return None
    actor = Actor.of(owner, "api")
    try:
        spec = registry.spec(fact["entity"])
        found = seen(spec, fact["id"], actor)
    except (registry.UnknownEntity, NotFound):
        return None
    data = {
        "entity": spec.key,
        "id": found.pk,
        "record": rendering.current(found, actor),
        "changes": rendering.changes(spec, fact["changes"], actor, found),
        "actor": fact["actor"],
        "batch": fact["batch"],
    }
    at = dt.datetime.fromisoformat(fact["timestamp"])
    return encode({"type": fact["type"], "timestamp": at, "data": data})


def seen(spec: Any, number: int, actor: Actor) -> Any:
    """The record, in the trash or not, within its reader's reach. Raises NotFound."""
    found = spec.model.objects.filter(pk=number).first()
    if found is None or not Scope(spec.key, actor.access).covers(found):
        raise NotFound
    return found
