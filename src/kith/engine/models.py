"""Every table of the engine."""

from kith.engine.audit import Occurrence
from kith.engine.company import CompanySetting
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.entry.models import Hold, Session
from kith.engine.epoch import Epoch
from kith.engine.events import Event
from kith.engine.idempotency import Answer
from kith.engine.identity.models import RecordGrant, Role, Team, Token, Unit, User
from kith.engine.identity.staffing import Absence, Deputy, WorkingHours
from kith.engine.jobs.models import Job, Schedule
from kith.engine.journal import Batch, Entry
from kith.engine.mass import Mass
from kith.engine.objects.models import CustomObject
from kith.engine.sealing.models import Seal
from kith.engine.searching import SearchDocument
from kith.engine.sequences import Sequence
from kith.engine.settings import Setting

__all__ = (
    "Absence", "Answer", "Batch", "CompanySetting", "CurrencyRate", "CustomField", "CustomObject",
    "Deputy", "Entry", "Epoch", "Event", "Hold", "Job", "Mass", "Occurrence", "RecordGrant", "Role",
    "Schedule", "Seal", "SearchDocument", "Sequence", "Session", "Setting", "Team", "Token", "Unit",
    "User", "WorkingHours",
)  # fmt: skip
