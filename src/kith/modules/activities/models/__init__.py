"""Activities, and what belongs to those that are visits."""

from kith.modules.activities.models.activities import CONTACTS, Activity, ActivityKind, Priority
from kith.modules.activities.models.forms import QuestionKind, VisitAnswer, VisitForm, VisitQuestion
from kith.modules.activities.models.visits import (
    CompetitorNote,
    Located,
    Moment,
    Period,
    PositionConsent,
    Purpose,
    Visit,
    VisitNorm,
    VisitPosition,
    VisitRule,
    Wanting,
)

__all__ = (
    "CONTACTS",
    "Activity",
    "ActivityKind",
    "CompetitorNote",
    "Located",
    "Moment",
    "Period",
    "PositionConsent",
    "Priority",
    "Purpose",
    "QuestionKind",
    "Visit",
    "VisitAnswer",
    "VisitForm",
    "VisitNorm",
    "VisitPosition",
    "VisitQuestion",
    "VisitRule",
    "Wanting",
)
