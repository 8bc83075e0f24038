"""Consents: who may be reached for what and by which way. Senders ask `allowed` at the moment of sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import records
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.persons import entities
from kith.features.privacy.models import Channel, Consent, Standing
from kith.kernel import clock

FIXED = ("about", "purpose", "channel", "given_at", "wording")


def allowed(person: tuple[str, int], purpose: str, channel: str, at: dt.datetime | None = None) -> bool:
    """Whether a person, as (entity, id), has consented to a purpose (its name) by this way at a moment (now).

    Of all that was said about this way or about every way, the last word counts; a consent whose day is over is none.
    """
    at = at or clock.now()
    rows = Consent.live().filter(
        about_entity=person[0], about=person[1], purpose__name=purpose, channel__in=(channel, Channel.ANY),
        given_at__lte=at,
    )  # fmt: skip
    last: tuple[dt.datetime, int, bool] | None = None
    for row in rows.order_by("pk"):
        withdrawn = row.withdrawn_at is not None and row.withdrawn_at <= at
        said = (row.withdrawn_at if withdrawn else row.given_at, row.pk, not withdrawn and _valid(row, at))
        last = said if last is None or said[:2] >= last[:2] else last
    return last is not None and last[2]


def _valid(row: Any, at: dt.datetime) -> bool:
    return row.valid_until is None or row.valid_until >= at.date()


def of(person: tuple[str, int]) -> Sequence[Any]:
    """Everything that a person has consented to and withdrawn, the last word first."""
    rows = Consent.live().filter(about_entity=person[0], about=person[1]).select_related("purpose")
    return list(rows.order_by("-given_at", "-pk"))


def check_consent(consent: Any, *, actor: Actor) -> None:
    """Persons and companies consent, not before it was asked and never differently afterwards. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    if consent.before is None:
        if consent.about_entity not in {spec.key for spec in entities()}:
            errors["about"] = [_("Only persons and companies consent.")]
        if consent.given_at and consent.given_at > clock.now() + dt.timedelta(minutes=5):
            errors["given_at"] = [_("This lies ahead.")]
    elif not consent.restored:
        for name in FIXED:
            if consent.moved(name):
                errors[name] = [_("What was consented to stays as it was. Write a new consent.")]
    if errors:
        raise Invalid(errors)


@action(
    pgettext_lazy("consent", "Withdraw"),
    done=pgettext_lazy("done", "Consent withdrawn"),
    icon="circle-x",
    when={"field": "standing", "op": "is", "value": Standing.GIVEN.value},
    help=_("From now on nothing is sent for this purpose by this way. Nobody has to say why."),
)
def withdraw(
    consent: Any,
    *,
    where: Annotated[str, arg("text", _("Withdrawn where"), max_length=200)] = "",
    actor: Actor,
) -> None:
    """The person takes the consent back."""
    consent.standing, consent.withdrawn_at, consent.withdrawn_where = Standing.WITHDRAWN, clock.now(), where


@action(
    pgettext_lazy("consent", "Give again"),
    done=pgettext_lazy("done", "Consent given"),
    icon="circle-check",
    when={"field": "standing", "op": "is", "value": Standing.WITHDRAWN.value},
)
def give(
    consent: Any,
    *,
    source: Annotated[str, arg("text", _("Given where"), max_length=200)],
    actor: Actor,
) -> Any:
    """The person consents again: a row of its own, so that what was before stays to be seen."""
    return records.create(
        Consent, by=actor, about=(consent.about_entity, consent.about), purpose=consent.purpose_id,
        channel=consent.channel, source=source, wording=consent.wording, language=consent.language,
        given_at=clock.now(),
    )  # fmt: skip
