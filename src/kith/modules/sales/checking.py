"""The check before a visit: is this customer free? It looks at everything, and tells of what the asker may not see only
that it is there, until when, and a masked name of its owner. Every check stands in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kith.engine import audit, records, registry, searching
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import TYPES
from kith.engine.titles import title_of
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales import protection
from kith.modules.sales.fingerprint import Fingerprint, name_key, phone_key
from kith.modules.sales.models import Lead, Registration, RegistrationState

CHECK = "registration-check"
audit.KINDS[CHECK] = pgettext_lazy("log", "Checked whether a customer is free")

PROTECTED, SUBMITTED, MINE, COLLEAGUE, POOL, FREE = (
    "protected",
    "submitted",
    "mine",
    "colleague",
    "pool",
    "free",
)
VERDICTS: Mapping[str, Any] = {
    PROTECTED: gettext_lazy("Protected"),
    SUBMITTED: gettext_lazy("Submitted by somebody, not decided yet"),
    MINE: gettext_lazy("In your own list"),
    COLLEAGUE: gettext_lazy("With a colleague"),
    POOL: gettext_lazy("In a pool"),
    FREE: gettext_lazy("Free"),
}
"""What a check may answer; of several finds the first of these counts."""
ASKED = ("name", "tax_number", "phone", "address", "project_address", "category")
NAMES: tuple[tuple[Any, tuple[str, ...]], ...] = ((Customer, ("name",)), (Lead, ("company", "name")))
NUMBERS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Customer, ("phone",)),
    (Lead, ("phone", "mobile")),
    (Contact, ("phone", "mobile")),
)
SHORTEST = 2
MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Something that stands in the way, or that one has already. Without `id` the asker may not see it, and `title` and
    `owner` are masked. `until` is when a protection ends, None while that is open."""

    kind: str
    entity: str
    label: str
    title: str
    owner: str
    id: int | None = None
    until: dt.datetime | None = None
    category: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, and all that it stands on, the weightiest first."""

    verdict: str
    found: Sequence[Found] = ()
    until: dt.datetime | None = None

    @property
    def open_ended(self) -> bool:
        """Whether the protection holds until a deal closes."""
        return self.verdict == PROTECTED and self.until is None


@dataclass(frozen=True)
class Question:
    """What somebody wants to know of a customer or a project, as cleaned values; `category` narrows protections."""

    name: str = ""
    tax_number: str = ""
    phone: str = ""
    address: str = ""
    project_address: str = ""
    category: int | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """The normal forms."""
        said = {"name": self.name, "tax_number": self.tax_number, "phone": self.phone}
        return Fingerprint.of(**said, address=self.address, project=self.project_address)

    def require(self) -> None:
        """Raises Invalid where there is too little to look for."""
        keys = self.fingerprint
        if keys.empty or (self.name and len(keys.match_key) < SHORTEST):
            raise Invalid({"name": [_("Give a name, a number or an address.")]})


def require_right(actor: Actor) -> None:
    """Who may register customers may check them. Raises NotFound."""
    if not may_check(actor):
        raise NotFound


def may_check(actor: Actor) -> bool:
    """Whether somebody may use the check."""
    reach = actor.access.reach
    return Reach.NONE not in (reach("registration", "read"), reach("registration", "create"))


def check(question: Question, *, by: Actor) -> Answer:
    """Look everywhere and write down that somebody looked. Raises NotFound and Invalid."""
    require_right(by)
    question.require()
    found = sorted(
        [*_registrations(question, by), *_records(question, by)], key=lambda one: _weight(one.kind)
    )
    verdict = found[0].kind if found else FREE
    ends = [one.until for one in found if one.kind == PROTECTED]
    until = None if None in ends else max((end for end in ends if end), default=None)
    answer = Answer(verdict, found[:MOST], until)
    audit.note(
        CHECK, by, entity="registration", verdict=verdict, name=question.name,
        tax_number=question.tax_number, category=question.category, found=len(found),
    )  # fmt: skip
    return answer


def _weight(kind: str) -> int:
    return list(VERDICTS).index(kind)


# ---------------------------------------------------------------------- what there is


def _registrations(question: Question, by: Actor) -> Iterator[Found]:
    """Protections in force, and what waits for a decision."""
    alike = protection.alike(question.fingerprint, question.category).select_related("category")
    rows: list[Any] = list(alike.filter(protection.in_force()).order_by("protected_from", "pk")[:MOST])
    rows += list(alike.filter(state=RegistrationState.SUBMITTED).order_by("submitted_at", "pk")[:MOST])
    open_ = _open(Registration, [row.pk for row in rows], by)
    for row in rows:
        mine = row.owner_id is not None and row.owner_id == by.user_id
        waits = row.state == RegistrationState.SUBMITTED
        kind = MINE if mine else SUBMITTED if waits else PROTECTED
        yield _found(
            row, kind, by, seen=row.pk in open_, until=row.protected_until, category=row.category.name
        )


@dataclass
class _Gathered:
    """Ids of records that agree, by model."""

    ids: dict[Any, set[int]] = field(default_factory=dict)

    def add(self, model: Any, numbers: Iterable[int]) -> None:
        """Note some."""
        self.ids.setdefault(model, set()).update(number for number in numbers if number)


def _records(question: Question, by: Actor) -> Iterator[Found]:
    """Customers and leads that are the same, whoever has them; of a contact its customer."""
    found = _Gathered()
    for model, names in NAMES:
        found.add(model, _named(model, names, question.name))
    for model, columns in NUMBERS:
        found.add(model, _reached(model, columns, question.phone))
    contacts = Contact.live().filter(pk__in=found.ids.pop(Contact, set()))
    found.add(Customer, contacts.values_list("customer_id", flat=True))
    for model, numbers in found.ids.items():
        rows = list(model.live().filter(pk__in=sorted(numbers)[:MOST]).order_by("pk"))
        open_ = _open(model, [row.pk for row in rows], by)
        for row in rows:
            mine = row.owner_id is not None and row.owner_id == by.user_id
            kind = MINE if mine else POOL if row.owner_id is None else COLLEAGUE
            yield _found(row, kind, by, seen=row.pk in open_)


def _named(model: Any, names: Sequence[str], said: str) -> Iterator[int]:
    """Ids of records of the same name, legal forms aside: words find candidates, normal forms decide."""
    key = name_key(said)
    if not key:
        return
    spec = registry.spec_of(model)
    ids = searching.few(spec, searching.query_of(said)) or []
    for number, *values in model.live().filter(pk__in=ids).values_list("pk", *names):
        if key in map(name_key, values):
            yield number


def _reached(model: Any, names: Sequence[str], said: str) -> Iterator[int]:
    """Ids of records with the same number."""
    key = phone_key(said)
    if not key:
        return
    spec = registry.spec_of(model)
    ids = searching.few(spec, searching.query_of(said)) or []
    for number, *values in model.live().filter(pk__in=ids).values_list("pk", *names):
        if key in map(phone_key, values):
            yield number


# ---------------------------------------------------------------------- what is told


def _open(model: Any, ids: Sequence[int], by: Actor) -> set[int]:
    """Those that the asker may see."""
    return (
        set(records.visible(model, to=by).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    )


def _found(
    row: Any, kind: str, by: Actor, *, seen: bool, until: dt.datetime | None = None, category: str = ""
) -> Found:
    spec = registry.spec_of(row)
    person = directory().people.get(row.owner_id or 0)
    owner = person.name if person else ""
    title = title_of(spec, row, by)
    return Found(
        kind,
        spec.key,
        str(spec.label),
        title if seen else masked(str(getattr(row, spec.title))),
        owner if seen else masked(owner),
        row.pk if seen else None,
        until,
        category,
        kind == MINE,
    )


def masked(name: str) -> str:
    """The first letter of a name."""
    return TYPES["text"].mask(name) if name else ""
