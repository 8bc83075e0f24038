"""Every table of the engine."""

from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.epoch import Epoch
from kith.engine.events import Event
from kith.engine.idempotency import Answer
from kith.engine.identity.models import RecordGrant, Role, Team, Token, Unit, User
from kith.engine.jobs.models import Job, Schedule
from kith.engine.journal import Batch, Entry
from kith.engine.searching import SearchDocument
from kith.engine.sequences import Sequence
from kith.engine.settings import Setting

__all__ = (
    "Answer", "Batch", "CurrencyRate", "CustomField", "Entry", "Epoch", "Event", "Job", "RecordGrant", "Role",
    "Schedule", "SearchDocument", "Sequence", "Setting", "Team", "Token", "Unit", "User",
)  # fmt: skip
