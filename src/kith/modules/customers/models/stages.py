"""How far a relationship with a customer has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class RelationshipStage(models.TextChoices):
    """The four stages of a relationship, the first one first; what each asks for is said in
    docs/explanation/segments.md."""

    INTERACTION = "interaction", pgettext_lazy("relationship", "Interaction")
    CONTINUITY = "continuity", pgettext_lazy("relationship", "Continuity")
    UNDERSTANDING = "understanding", pgettext_lazy("relationship", "Understanding")
    RELATIONSHIP = "relationship", pgettext_lazy("relationship", "Relationship")
