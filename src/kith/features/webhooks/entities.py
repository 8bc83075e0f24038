"""Declaration of webhooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import uses
from kith.engine.actions import action
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.registry import register
from kith.features.webhooks.delivering import ping
from kith.features.webhooks.models import Webhook
from kith.features.webhooks.signing import key_of, new_secret

PATTERN = re.compile(r"\*|[a-z][a-z0-9-]*\.(\*|[a-z_-]+)")
MOST_EVENTS = 100
# A part of an address that nobody would choose as a name.
TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.~%-]{16,}", re.ASCII)


def check(webhook: Webhook, *, actor: Actor) -> None:
    """Addresses carry no password, events are names, the secret is one. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    webhook.secret = webhook.secret or new_secret()
    if "@" in urlsplit(webhook.url).netloc:
        errors["url"] = [_("Write the address without user name and password.")]
    names = webhook.events or []
    if len(names) > MOST_EVENTS or not all(
        isinstance(name, str) and PATTERN.fullmatch(name) for name in names
    ):
        errors["events"] = [_("Give names of events, such as customer.created, customer.* or *.")]
    try:
        key_of(webhook.secret)
    except ValueError:
        errors["secret"] = [
            _("Write whsec_ and 24 to 64 bytes in Base64, or leave this empty for a new one.")
        ]
    if errors:
        raise Invalid(errors)


def says_a_secret(stored: Mapping[str, Any]) -> Any:
    """Why a webhook stays here: whoever knows some addresses may use them."""
    parts = urlsplit(str(stored.get("url") or ""))
    if parts.query or any(map(TOKEN.fullmatch, parts.path.split("/"))):
        return _("Its address may hold a secret of the other system.")
    return ""


@action(_("Send a test"), done=pgettext_lazy("done", "Test sent"), icon="send", event="pinged")
def test(webhook: Webhook, *, actor: Actor) -> None:
    """Tell the address that it is known."""
    ping(webhook)


@register
class WebhookEntity(Entity):
    """Addresses of other systems that want to know what happens here."""

    model, key, plural, icon, group = Webhook, "webhook", "webhooks", "webhook", "settings"
    label, label_plural, title = _("Webhook"), _("Webhooks"), "url"
    columns = ("url", "events", "active", "owner", "created_at")
    layout = (Section.of(_("Webhook"), "url", "events", "active", "secret", "owner"),)
    search, features, bumps = ("url",), (), "config"
    known_by, stays = ("url",), says_a_secret
    secrets: ClassVar[dict[str, Any]] = {"secret": _("Secret")}
    checks, actions = (check,), (test,)


@uses.names("webhook", harmless=True)
def told(webhook: Webhook) -> Iterator[uses.Subject]:
    """The objects whose events are told."""
    entities = (str(name).partition(".")[0] for name in webhook.events)
    return (uses.Subject(entity) for entity in entities if entity != "*")
