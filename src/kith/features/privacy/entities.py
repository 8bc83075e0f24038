"""Declarations of purposes, legal holds, acts of destruction, consents and retention rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.following import Following
from kith.engine.persons import is_person
from kith.engine.registry import register
from kith.features.privacy import acts, consents, retention
from kith.features.privacy.models import Consent, Destruction, LegalHold, Purpose, RetentionRule
from kith.features.privacy.planning import is_day


def check_purpose(purpose: Purpose, *, actor: Actor) -> None:
    """The records exist, and so does the day that the time is counted from. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    known = {entity.key for entity in registry.entities()}
    if purpose.entity not in known:
        errors["entity"] = [_("There is no such object.")]
    elif purpose.keep_days and not is_day(purpose.entity, purpose.since):
        errors["since"] = [_("Name a field of these records that is a date.")]
    if errors:
        raise Invalid(errors)


def check_hold(hold: Any, *, actor: Actor) -> None:
    """Only persons are held. Raises Invalid."""
    spec = next((one for one in registry.specs() if one.key == hold.about_entity), None)
    found = spec.model.objects.filter(pk=hold.about).first() if spec else None
    if spec is None or found is None or not is_person(spec, found):
        raise Invalid({"about": [_("This is no person.")]})


@register
class PurposeEntity(Entity):
    """What data about people are processed for."""

    model, key, plural, icon, group = Purpose, "purpose", "purposes", "target", "settings"
    label, label_plural = _("Purpose of processing"), _("Purposes of processing")
    columns = ("name", "entity", "basis", "law", "keep_days", "recipients", "countries")
    layout = (
        Section.of(_("Purpose"), "name", "entity", "basis", "law"),
        Section.of(_("Keeping"), "keep_days", "since"),
        Section.of(_("Recipients"), "recipients", "countries", "safeguards"),
    )
    filters, search, features, open = ("entity", "basis"), ("name", "law"), (), ("read",)
    checks, configures, known_by = (check_purpose,), True, ("entity", "name")


@register
class LegalHoldEntity(Entity):
    """Persons about whom nothing may be erased for now."""

    model, key, plural, icon, group = LegalHold, "legal-hold", "legal-holds", "gavel", "settings"
    label, label_plural, title = _("Legal hold"), _("Legal holds"), "reason"
    columns = ("reason", "about", "until", "owner", "created_at")
    layout = (Section.of(_("Legal hold"), "about", "reason", "until"),)
    filters, features = ("until",), ()
    checks = (check_hold,)


@register
class DestructionEntity(Entity):
    """What was destroyed, when, why, by whom and how."""

    model, key, plural, icon, group = Destruction, "destruction", "destructions", "eraser", "settings"
    label, label_plural, title = _("Act of destruction"), _("Acts of destruction"), "number"
    columns = ("number", "done_at", "ground", "subject_entity", "subject", "done_by")
    layout = (
        Section.of(pgettext_lazy("act", "Act"), "number", "done_at", "done_by", "ground", "note"),
        Section.of(_("What was destroyed"), "subject_entity", "subject", "lines", "copies", "batch"),
    )
    filters, search, features = ("ground", "done_at", "subject_entity"), ("number", "note"), ()
    derive, checks = (acts.fill_act,), (acts.check_act,)


@register
class ConsentEntity(Entity):
    """What persons have consented to; who sees a person sees them and may take a withdrawal."""

    model, key, plural, icon, group = Consent, "consent", "consents", "circle-check", "parts"
    label, label_plural, title = _("Consent"), _("Consents"), "source"
    columns = ("about", "purpose", "channel", "standing", "given_at", "source", "valid_until")
    layout = (
        Section.of(_("Consent"), "about", "purpose", "channel", "standing"),
        Section.of(
            pgettext_lazy("consent", "How it was given"), "given_at", "source", "wording", "language", "proof",
            "valid_until",
        ),
        Section.of(pgettext_lazy("consent", "Withdrawal"), "withdrawn_at", "withdrawn_where", later=True),
    )  # fmt: skip
    filters, features = ("purpose", "channel", "standing", "given_at", "valid_until"), ()
    rule, open = Following("about"), ("withdraw",)
    checks, actions = (consents.check_consent,), (consents.withdraw, consents.give)


@register
class RetentionRuleEntity(Entity):
    """How long what is kept."""

    model, key, plural, icon, group = (
        RetentionRule,
        "retention-rule",
        "retention-rules",
        "hourglass",
        "settings",
    )
    label, label_plural = _("Retention rule"), _("Retention rules")
    columns = ("name", "entity", "since", "days", "ending", "active")
    layout = (
        Section.of(_("Retention rule"), "name", "entity", "where", "since", "days", "ending", "active"),
    )
    filters, search, sort, features = ("entity", "ending", "active"), ("name",), "-created_at", ()
    derive, checks, configures, known_by = (
        (retention.pause,),
        (retention.check_rule,),
        True,
        ("entity", "name"),
    )
    actions = (retention.switch_on, retention.switch_off)
