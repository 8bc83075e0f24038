"""Declarations of what belongs to visits."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine.entity import Entity, Section
from kith.engine.following import PartOf
from kith.engine.registry import register
from kith.modules.activities.actions import answers, visits
from kith.modules.activities.models import (
    CompetitorNote,
    PositionConsent,
    Visit,
    VisitAnswer,
    VisitForm,
    VisitNorm,
    VisitPosition,
    VisitQuestion,
    VisitRule,
)


@register
class VisitEntity(Entity):
    """What visits have beside other activities."""

    model, key, plural, icon, group = Visit, "visit", "visits", "map-pin", "parts"
    label, label_plural, title = _("Visit"), _("Visits"), "purpose"
    columns = ("activity", "customer", "purpose", "in_at", "in_state", "minutes", "valid", "wanting")
    layout = (
        Section.of(_("Visit"), "activity", "customer", "purpose", "findings", "next_step"),
        Section.of(_("Check-in"), "in_at", "in_state", "in_distance", "in_accuracy", "in_reason", later=True),
        Section.of(
            _("Check-out"), "out_at", "out_state", "out_distance", "out_accuracy", "out_reason", later=True
        ),
        Section.of(_("Result"), "minutes", "valid", "wanting", "pictures_until", later=True),
    )
    filters, measures = ("purpose", "in_at", "in_state", "valid", "wanting", "customer"), ("minutes",)
    gather, after = (visits.fill_customers,), (visits.finish,)
    actions = (visits.check_in, visits.check_out)
    rule, features, quick = PartOf("activity", "activity"), (), ("activity", "purpose")


@register
class VisitPositionEntity(Entity):
    """Where somebody was when he checked in and out."""

    model, key, plural, icon, group = (
        VisitPosition,
        "visit-position",
        "visit-positions",
        "current-location",
        "parts",
    )
    label, label_plural, title = _("Position"), _("Positions"), "moment"
    columns = ("activity", "moment", "at", "place", "accuracy", "until")
    layout = (Section.of(_("Position"), "activity", "moment", "at", "place", "accuracy", "until"),)
    filters, rule, features = ("moment", "at"), PartOf("activity", "activity"), ()


@register
class VisitAnswerEntity(Entity):
    """What was answered at visits."""

    model, key, plural, icon, group = VisitAnswer, "visit-answer", "visit-answers", "message", "parts"
    label, label_plural, title = _("Visit answer"), _("Visit answers"), "text"
    columns = ("question", "text", "number", "activity", "created_at")
    layout = (Section.of(_("Visit answer"), "activity", "question", "text", "number", "picture"),)
    filters, measures, search = ("question", "number", "created_at"), ("number",), ("text",)
    checks, rule, features = (answers.check_answer,), PartOf("activity", "activity"), ()


@register
class CompetitorNoteEntity(Entity):
    """What was seen of competitors."""

    model, key, plural, icon, group = CompetitorNote, "competitor-note", "competitor-notes", "flag", "parts"
    label, label_plural, title = _("Competitor note"), _("Competitor notes"), "competitor"
    columns = ("competitor", "product", "price", "note", "activity", "created_at")
    layout = (Section.of(_("Competitor note"), "activity", "competitor", "product", "price", "note"),)
    filters, search = ("competitor", "created_at"), ("competitor", "product")
    rule, features = PartOf("activity", "activity"), ()


@register
class VisitFormEntity(Entity):
    """Forms that are filled in at visits."""

    model, key, plural, icon, group = VisitForm, "visit-form", "visit-forms", "forms", "settings"
    label, label_plural = _("Visit form"), _("Visit forms")
    columns = ("name", "purpose", "position", "active")
    layout = (Section.of(_("Visit form"), "name", "purpose", "customers", "position", "active"),)
    search, sort, import_by, known_by = ("name",), "position", ("name",), ("name",)
    small, open, bumps, features = True, ("read",), "config", ()


@register
class VisitQuestionEntity(Entity):
    """Questions of these forms."""

    model, key, plural, icon, group = VisitQuestion, "visit-question", "visit-questions", "help", "settings"
    label, label_plural, title = _("Visit question"), _("Visit questions"), "text"
    columns = ("text", "form", "kind", "required", "position", "active")
    layout = (
        Section.of(_("Visit question"), "form", "text", "kind", "options", "required", "position", "active"),
    )
    search, filters, sort = ("text",), ("form", "kind"), "position"
    checks, known_by = (answers.check_question,), ("form", "text")
    small, open, bumps, features = True, ("read",), "config", ()


@register
class VisitRuleEntity(Entity):
    """What visits need in order to count."""

    model, key, plural, icon, group = VisitRule, "visit-rule", "visit-rules", "ruler", "settings"
    label, label_plural = _("Visit rule"), _("Visit rules")
    columns = ("name", "position", "radius", "minutes", "accuracy", "picture", "active")
    layout = (
        Section.of(pgettext_lazy("visit", "Which visits"), "name", "customers", "position", "active"),
        Section.of(_("What counts"), "radius", "accuracy", "minutes", "picture"),
        Section.of(_("Positions and pictures"), "consent", "positions_days", "pictures_days"),
    )
    search, sort, known_by = ("name",), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()


@register
class VisitNormEntity(Entity):
    """How often customers are to be visited."""

    model, key, plural, icon, group = VisitNorm, "visit-norm", "visit-norms", "repeat", "settings"
    label, label_plural, title = _("Visit norm"), _("Visit norms"), "grade"
    columns = ("grade", "times", "period")
    layout = (Section.of(_("Visit norm"), "grade", "times", "period"),)
    filters, known_by = ("grade", "period"), ("grade", "period")
    small, open, bumps, features = True, ("read",), "config", ()


@register
class PositionConsentEntity(Entity):
    """Who agreed that his position is read."""

    model, key, plural, icon, group = (
        PositionConsent, "position-consent", "position-consents", "fingerprint", "parts",
    )  # fmt: skip
    label, label_plural, title = _("Consent to positions"), _("Consents to positions"), "person"
    columns = ("person", "given_at", "ended_at")
    layout = (Section.of(_("Consent to positions"), "person", "given_at", "ended_at"),)
    filters, features, actions = ("person", "given_at"), (), (visits.take_back,)
    derive = (visits.give_consent,)
