"""Consents on the page of a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import plugs
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.plugs import Panel
from kith.engine.spec import EntitySpec
from kith.features.privacy import consents
from kith.features.privacy.models import Channel, Standing


def context(spec: EntitySpec, record: Any, actor: Actor) -> dict[str, Any]:
    """What the panel shows."""
    access = actor.access
    reads = (
        access.reach("consent", "read") is not Reach.NONE and access.level("consent", "purpose") >= Level.READ
    )
    writes = record.deleted_at is None and access.reach("consent", "create") is not Reach.NONE
    found = consents.of((spec.key, record.pk)) if reads else ()
    return {
        "consents": [_shown(row, actor) for row in found],
        "give": f"/consents/new/?about={spec.key}:{record.pk}" if writes else "",
    }


def _shown(row: Any, actor: Actor) -> dict[str, Any]:
    given = row.standing == Standing.GIVEN
    return {
        "href": f"/consents/{row.pk}/",
        "purpose": row.purpose.name,
        "channel": Channel(row.channel).label,
        "state": Standing(row.standing).label,
        "tone": "tone-good" if given else "tone-bad",
        "when": actor.show.datetime(row.given_at if given else row.withdrawn_at or row.given_at),
        "about": ", ".join(part for part in (row.source, row.wording) if part),
        "until": actor.show.date(row.valid_until) if row.valid_until else "",
        "deed": f"/consents/{row.pk}/{'withdraw' if given else 'give'}/",
        "given": given,
    }


plugs.panel(
    Panel(
        "consents", _("Consents"), "circle-check", "privacy/consents.html", context,
        when=lambda spec: spec.entity.person is not None and spec.entity.group != "settings",
        place=10,
    )
)  # fmt: skip
