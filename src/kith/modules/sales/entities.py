"""Declarations of leads, opportunities, registrations and what sellers choose from."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry, uses
from kith.engine.entity import Board, Calendar, Entity, Section
from kith.engine.following import PartOf
from kith.engine.registry import register
from kith.engine.spec import EntitySpec
from kith.modules.customers.actions.customers import note_owner
from kith.modules.sales import queries
from kith.modules.sales.actions import (
    conversion,
    extensions,
    leads,
    lines,
    opportunities,
    registrations,
    stages,
)
from kith.modules.sales.models import (
    Competitor,
    Lead,
    LostReason,
    Opportunity,
    OpportunityLine,
    Pipeline,
    Product,
    ProductCategory,
    Registration,
    RegistrationDispute,
    RegistrationExtension,
    Stage,
)


@register
class LeadEntity(Entity):
    """Possible customers."""

    model, key, plural, icon = Lead, "lead", "leads", "user-plus"
    label, label_plural = _("Lead"), _("Leads")
    subtitle = ("company",)
    columns = ("name", "company", "status", "warmth", "mobile", "phone", "owner", "created_at")
    facts = ("status", "warmth", "mobile", "phone", "email", "owner", "last_contact_at", "next_contact_on")
    layout = (
        Section.of(_("Who"), "name", "company", "position", "status", "warmth", "source", "tags"),
        Section.of(_("Reach"), "mobile", "phone", "email", "website", "country", "city", "address"),
        Section.of(
            _("Interest"),
            "product",
            "amount",
            "industry",
            "employees",
            "next_contact_on",
            "last_contact_at",
            "followed_at",
            "owner_since",
            "about",
        ),
        Section.of(
            _("Result"),
            "customer",
            "contact",
            "opportunity",
            "converted_at",
            "disqualified_because",
            later=True,
        ),
    )
    alike: ClassVar[Any] = {"name": ("company",), "phone": ("mobile", "phone"), "mail": ("email",)}
    filters = (
        "status",
        "warmth",
        "owner",
        "source",
        "created_at",
        "respond_by",
        "last_contact_at",
        "followed_at",
        "next_contact_on",
        "owner_since",
    )
    search = ("name", "company", "phone", "mobile", "email", "city", "tags")
    path = "status"
    board = Board(
        "status", total="amount", due="next_contact_on", ends=("converted", "disqualified"), since="created_at",
        days={"new": 3}, next="next_contact_on", planned=queries.planned_for_leads,
    )  # fmt: skip
    import_by = ("email", "mobile", "phone", "name")
    quick = ("name", "company", "mobile", "email", "source")
    synonyms = pgettext_lazy("search words", "prospect, inquiry, request")
    derive, checks = (note_owner, leads.stop_clock), (leads.check_status,)
    next_contact, person = "next_contact_on", ()
    features = ("files", "comments", "merging")
    actions = (conversion.convert, leads.disqualify, leads.revive)


@register
class OpportunityEntity(Entity):
    """Deals."""

    model, key, plural, icon = Opportunity, "opportunity", "opportunities", "target-arrow"
    label, label_plural = _("Opportunity"), _("Opportunities")
    subtitle = ("customer",)
    columns = ("name", "customer", "stage", "amount", "probability", "close_on", "owner")
    facts = ("customer", "amount", "probability", "close_on", "owner", "next_step")
    layout = (
        Section.of(_("Deal"), "name", "customer", "contact", "amount", "product", "source", "tags"),
        Section.of(_("Progress"), "pipeline", "stage", "probability", "close_on", "next_step", "engaged_on"),
        Section.of(
            _("Result"),
            "outcome",
            "closed_on",
            "days_to_close",
            "lost_reason",
            "competitor",
            "lost_note",
            later=True,
        ),
        Section.of(_("More"), "about"),
    )
    filters = ("stage", "outcome", "owner", "customer", "close_on", "pipeline", "product")
    search = ("name", "next_step", "tags")
    path = "stage"
    board = Board(
        "stage", total="amount", weight="probability", group="pipeline", tone="tone", due="close_on",
        since="stage_changed_at", days="stall_days", next="next_step", planned=queries.planned_for_deals,
    )  # fmt: skip
    calendar, measures = Calendar("close_on", about="customer"), ("amount",)
    import_by = ("name",)
    quick = ("name", "customer", "amount", "close_on")
    synonyms = pgettext_lazy("search words", "deal, sale, pipeline")
    gather, derive = (opportunities.fill_customers,), (opportunities.follow_stage,)
    checks = (
        opportunities.check_stage,
        opportunities.check_needs,
        opportunities.check_reason,
        opportunities.check_amount,
    )
    actions = (opportunities.win, opportunities.lose, opportunities.reopen)


@register
class OpportunityLineEntity(Entity):
    """Products in deals."""

    model, key, plural, group = OpportunityLine, "opportunity-line", "opportunity-lines", "parts"
    label, label_plural, icon, title = _("Product line"), _("Product lines"), "list-details", "name"
    columns = ("name", "quantity", "price", "amount", "opportunity")
    layout = (Section.of(_("Product line"), "opportunity", "product", "name", "quantity", "price", "amount"),)
    filters, measures = ("product", "opportunity"), ("amount", "quantity")
    quick = ("opportunity", "product", "quantity", "price")
    gather, derive, after = (lines.fill_from_product,), (lines.multiply,), (lines.add_up,)
    rule, features = PartOf("opportunity", "opportunity"), ()


@register
class ProductEntity(Entity):
    """What is sold."""

    model, key, plural, icon, group = Product, "product", "products", "package", "lists"
    label, label_plural = _("Product"), _("Products")
    columns = ("name", "code", "series", "price", "active")
    layout = (Section.of(_("Product"), "name", "code", "series", "price", "active", "about"),)
    filters, search = ("series", "active"), ("name", "code", "series")
    sort, import_by, open, quick = "name", ("code", "name"), ("read",), ("name", "code", "price")


@register
class CompetitorEntity(Entity):
    """Who else wants our customers."""

    model, key, plural, icon, group = Competitor, "competitor", "competitors", "flag", "lists"
    label, label_plural = _("Competitor"), _("Competitors")
    columns = ("name", "website", "owner")
    layout = (Section.of(_("Competitor"), "name", "website", "strengths", "weaknesses"),)
    search, sort, import_by, quick = ("name", "website"), "name", ("name",), ("name", "website")
    small, open, bumps, configures = True, ("read",), "config", False


@register
class PipelineEntity(Entity):
    """Ways in which deals are done."""

    model, key, plural, icon, group = Pipeline, "pipeline", "pipelines", "filter", "settings"
    label, label_plural = _("Pipeline"), _("Pipelines")
    columns = ("name", "position", "days", "active")
    layout = (Section.of(_("Pipeline"), "name", "position", "days", "active"),)
    search, sort, import_by = ("name",), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()


@register
class StageEntity(Entity):
    """Steps of pipelines."""

    model, key, plural, icon, group = Stage, "stage", "stages", "trending-up", "settings"
    label, label_plural = _("Stage"), _("Stages")
    columns = ("name", "pipeline", "position", "probability", "outcome", "stall_days")
    layout = (
        Section.of(
            _("Stage"),
            "pipeline",
            "name",
            "position",
            "probability",
            "outcome",
            "tone",
            "stall_days",
            "requires",
        ),
    )
    search, filters, sort, import_by = ("name",), ("pipeline", "outcome"), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()
    derive, checks = (stages.settle,), (stages.check_in_use, uses.stays_while_used)


@register
class LostReasonEntity(Entity):
    """Why deals are lost."""

    model, key, plural, icon, group = LostReason, "lost-reason", "lost-reasons", "circle-x", "settings"
    label, label_plural = _("Lost reason"), _("Lost reasons")
    columns = ("name", "position")
    layout = (Section.of(_("Lost reason"), "name", "position"),)
    search, sort, import_by = ("name",), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()


@register
class RegistrationEntity(Entity):
    """Customers and projects that somebody announced first."""

    model, key, plural, icon = Registration, "registration", "registrations", "flag"
    label, label_plural = _("Registration"), _("Registrations")
    subtitle = ("category",)
    columns = ("name", "category", "state", "dealer", "protected_until", "owner", "submitted_at")
    facts = ("state", "category", "protected_until", "dealer", "owner", "opportunity", "dispute")
    layout = (
        Section.of(
            pgettext_lazy("registration", "Whom"),
            *("name", "tax_number", "contact_name", "contact_position", "phone", "address", "customer"),
        ),
        Section.of(
            pgettext_lazy("registration", "What for"),
            *("category", "products", "project_name", "project_address", "dealer", "evidence", "despite"),
        ),
        Section.of(
            pgettext_lazy("registration", "Decision"),
            *("number", "state", "submitted_at", "decided_at", "decided_by", "decision", "dispute"),
            later=True,
        ),
        Section.of(
            _("Protection"),
            *("protected_from", "protected_until", "granted_days", "extension_count", "opportunity"),
            later=True,
        ),
    )
    filters = ("state", "category", "dealer", "owner", "protected_until", "submitted_at")
    search = ("name", "number", "tax_number", "phone", "project_name")
    import_by = ("name",)
    quick = ("name", "category", "contact_name", "phone", "project_address")
    synonyms = pgettext_lazy("search words", "deal registration, protection, conflict, announce")
    checks = (registrations.check_settled, registrations.check_asked)
    after = (registrations.note_rivals,)
    actions = (
        registrations.submit,
        registrations.approve,
        registrations.reject,
        registrations.extend,
        registrations.convert,
        registrations.cancel,
        registrations.expire,
    )


@registry.shaped_by
def filled_in(spec: EntitySpec) -> EntitySpec:
    """The form of a registration takes over what is known of its customer."""
    if spec.key != "registration":
        return spec
    return replace(spec, reacting=(*spec.reacting, registrations.react))


@register
class RegistrationExtensionEntity(Entity):
    """Extensions of protections."""

    model, key, plural, group = (
        RegistrationExtension,
        "registration-extension",
        "registration-extensions",
        "parts",
    )
    label, label_plural, icon, title = _("Extension"), _("Extensions"), "hourglass", "reason"
    columns = ("reason", "days", "until_before", "until", "created_by", "created_at")
    layout = (Section.of(_("Extension"), "registration", "reason", "days", "until_before", "until"),)
    filters, quick = ("registration",), ("registration", "reason")
    gather, checks = (extensions.count_days,), (extensions.check_extension,)
    keeps = (extensions.carry_extensions,)
    rule, features = PartOf("registration", "registration"), ()


@register
class RegistrationDisputeEntity(Entity):
    """What an arbitrator decides."""

    model, key, plural, icon = RegistrationDispute, "registration-dispute", "registration-disputes", "gavel"
    label, label_plural, group = _("Dispute"), _("Disputes"), "lists"
    columns = ("name", "category", "state", "winner", "decided_by", "created_at")
    facts = ("state", "category", "winner", "decided_by", "decided_at")
    layout = (
        Section.of(_("Dispute"), "name", "category"),
        Section.of(
            pgettext_lazy("registration", "Decision"),
            *("state", "winner", "reason", "decided_by", "decided_at"),
            later=True,
        ),
    )
    filters, search = ("state", "category", "created_at"), ("name",)
    actions = (registrations.decide,)


@register
class ProductCategoryEntity(Entity):
    """What one registers for."""

    model, key, plural, icon, group = (
        ProductCategory,
        "product-category",
        "product-categories",
        "tag",
        "settings",
    )
    label, label_plural = _("Product category"), _("Product categories")
    columns = ("name", "position", "days", "extension_days", "warn_days", "active")
    layout = (
        Section.of(
            _("Product category"),
            *("name", "position", "days", "extension_days", "warn_days", "needs_evidence", "active"),
        ),
    )
    search, sort, import_by = ("name",), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()
    checks = (registrations.check_category, registrations.check_category_free)
