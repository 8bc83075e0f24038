"""Declarations of what is known of people: days to remember, and who stands in which relation to whom."""

from django.utils.translation import gettext_lazy as _

from kith.engine.entity import Entity, Section
from kith.engine.following import Between, PartOf
from kith.engine.registry import register
from kith.modules.customers.actions import dates, relations
from kith.modules.customers.models import Relation, RelationKind, SpecialDate


@register
class SpecialDateEntity(Entity):
    """Days to remember of contacts, by either calendar."""

    model, key, plural, icon, group = SpecialDate, "special-date", "special-dates", "gift", "parts"
    label, label_plural, title = _("Special day"), _("Special days"), "name"
    columns = ("kind", "name", "month", "day", "year", "lunar", "contact")
    layout = (Section.of(_("Special day"), "contact", "kind", "name", "month", "day", "year", "lunar"),)
    filters, search = ("kind", "lunar", "month"), ("name",)
    quick = ("contact", "kind", "name", "month", "day", "year", "lunar")
    rule, features = PartOf("contact", "contact"), ()
    derive, checks = (dates.note_day,), (dates.check_day,)


@register
class RelationKindEntity(Entity):
    """The company's words for relations."""

    model, key, plural, icon = RelationKind, "relation-kind", "relation-kinds", "link"
    label, label_plural, group = _("Kind of relation"), _("Kinds of relations"), "settings"
    columns = ("name", "forth", "back", "position")
    layout = (Section.of(_("Kind of relation"), "name", "forth", "back", "position"),)
    search, sort, import_by = ("name",), "position", ("name",)
    small, open, bumps, features = True, ("read",), "config", ()


@register
class RelationEntity(Entity):
    """Who stands in which relation to whom."""

    model, key, plural, icon, group = Relation, "relation", "relations", "link", "parts"
    label, label_plural, title = _("Relation"), _("Relations"), "note"
    columns = ("kind", "one", "other", "note", "since")
    layout = (Section.of(_("Relation"), "one", "kind", "other", "note", "since"),)
    filters, search = ("kind",), ("note",)
    quick = ("one", "kind", "other", "note")
    rule, features = Between("one", "other"), ()
    checks = (relations.check_ends, relations.check_once)
