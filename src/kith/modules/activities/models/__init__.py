"""Activities, what belongs to those that are visits, and reports on work."""

from kith.modules.activities.models.activities import CONTACTS, Activity, ActivityKind, Priority
from kith.modules.activities.models.forms import QuestionKind, VisitAnswer, VisitForm, VisitQuestion
from kith.modules.activities.models.reports import ReportKind, ReportRule, Weekday, WorkReport
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
    "ReportKind",
    "ReportRule",
    "Visit",
    "VisitAnswer",
    "VisitForm",
    "VisitNorm",
    "VisitPosition",
    "VisitQuestion",
    "VisitRule",
    "Wanting",
    "Weekday",
    "WorkReport",
)
