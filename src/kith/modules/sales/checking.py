"""The check before a visit: is this customer free? It looks at everything, and tells of what the asker may not see only
that it is there, until when, and a masked name of its owner. Every check stands in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kith.engine import audit, records, registry
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import TYPES
from kith.engine.titles import title_of
from kith.features.duplicates import finding
from kith.features.pools.moving import in_pools
from kith.modules.customers.models import Customer
from kith.modules.sales import protection
from kith.modules.sales.fingerprint import Fingerprint
from kith.modules.sales.models import Lead, Opportunity, Outcome, Registration, RegistrationState

CHECK = "registration-check"
audit.KINDS[CHECK] = pgettext_lazy("log", "Checked whether a customer is free")

PROTECTED, SUBMITTED, MINE, COLLEAGUE, DEAL, POOL, NOBODY, FREE = (
    "protected",
    "submitted",
    "mine",
    "colleague",
    "deal",
    "pool",
    "nobody",
    "free",
)
VERDICTS: Mapping[str, Any] = {
    PROTECTED: gettext_lazy("Protected"),
    SUBMITTED: gettext_lazy("Submitted by somebody, not decided yet"),
    MINE: gettext_lazy("In your own list"),
    COLLEAGUE: gettext_lazy("With a colleague"),
    DEAL: gettext_lazy("A colleague has an open opportunity"),
    POOL: gettext_lazy("In a pool"),
    NOBODY: gettext_lazy("Without an owner"),
    FREE: gettext_lazy("Free"),
}
"""What a check may answer; of several finds the first of these counts."""
THEIRS = (COLLEAGUE, DEAL)
"""What somebody else is at work on, which one registers for a reason only."""
ASKED = ("name", "tax_number", "phone", "address", "project_address", "category")
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

    def said(self, to: Actor) -> str:
        """What stands in the way, with its end where it has one."""
        if self.until and self.kind in (PROTECTED, MINE):
            said = {"kind": VERDICTS[self.kind], "until": to.show.datetime(self.until)}
            return _("%(kind)s until %(until)s") % said
        return str(VERDICTS[self.kind])

    @property
    def href(self) -> str:
        """Its page, "" where the asker may not see it."""
        return f"/{registry.spec(self.entity).plural}/{self.id}/" if self.id else ""


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

    @classmethod
    def of(cls, record: Registration) -> Question:
        """What a registration asks for."""
        named = ("name", "tax_number", "phone", "address", "project_address")
        return cls(**{name: getattr(record, name) for name in named}, category=record.category_id)

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
    found = look(question, by)
    verdict = found[0].kind if found else FREE
    ends = [one.until for one in found if one.kind == PROTECTED]
    until = None if None in ends else max((end for end in ends if end), default=None)
    answer = Answer(verdict, found[:MOST], until)
    _note(question, found, by)
    return answer


def _note(question: Question, found: Sequence[Found], by: Actor) -> None:
    """Write down that somebody looked."""
    audit.note(
        CHECK, by, entity="registration", verdict=found[0].kind if found else FREE, name=question.name,
        tax_number=question.tax_number, category=question.category, found=len(found),
    )  # fmt: skip


def typed(record: Registration, by: Actor) -> list[Found]:
    """Who else has the customer of a registration that somebody types. What it tells of others' stands in the log like
    any other check. Raises NotFound."""
    require_right(by)
    question = Question.of(record)
    if question.name and len(question.fingerprint.match_key) < SHORTEST:
        return []
    found = conflicts(record, by)
    if any(one.id is None for one in found):
        _note(question, found, by)
    return found


def look(
    question: Question, by: Actor, *, whose: int | None = None, itself: int | None = None
) -> list[Found]:
    """All that is there, the weightiest first: as it stands to the asker, or to another person (`whose`). The
    registration that is asked about is not `itself` in its way."""
    person = whose if whose is not None else by.user_id
    found = [*_registrations(question, by, person, itself), *_records(question, by, person)]
    return sorted(found, key=lambda one: _weight(one.kind))


def conflicts(record: Registration, by: Actor) -> list[Found]:
    """Who else has the customer that a registration is about: protections, other submissions, who owns him, and whose
    open opportunities he is in; what belongs to its applicant himself is no conflict."""
    question = Question.of(record)
    whose = record.owner_id if record.owner_id is not None else by.user_id
    found = [] if question.fingerprint.empty else look(question, by, whose=whose, itself=record.pk)
    named = list(Customer.live().filter(pk=record.customer_id or 0))
    open_ = _open(Customer, [one.pk for one in named], by)
    linked = [
        _found(one, COLLEAGUE, by, seen=one.pk in open_) for one in named if one.owner_id not in (None, whose)
    ]
    linked += _deals([one.pk for one in named], by, whose)
    found += [one for one in linked if one not in found]
    return [one for one in found if one.kind in (PROTECTED, SUBMITTED, *THEIRS)]


def _weight(kind: str) -> int:
    return list(VERDICTS).index(kind)


# ---------------------------------------------------------------------- what there is


def _registrations(question: Question, by: Actor, person: int | None, itself: int | None) -> Iterator[Found]:
    """Protections in force, and what waits for a decision."""
    alike = (
        protection.alike(question.fingerprint, question.category)
        .select_related("category")
        .exclude(pk=itself or 0)
    )
    keys = question.fingerprint
    rows: list[Any] = list(alike.filter(protection.in_force()).order_by("protected_from", "pk")[:MOST])
    rows += list(alike.filter(state=RegistrationState.SUBMITTED).order_by("submitted_at", "pk")[:MOST])
    rows = [row for row in rows if not keys.clashes(row, question.name)]
    open_ = _open(Registration, [row.pk for row in rows], by)
    for row in rows:
        mine = row.owner_id is not None and row.owner_id == person
        waits = row.state == RegistrationState.SUBMITTED
        kind = MINE if mine else SUBMITTED if waits else PROTECTED
        yield _found(
            row, kind, by, seen=row.pk in open_, until=row.protected_until, category=row.category.name
        )


def _records(question: Question, by: Actor, person: int | None) -> Iterator[Found]:
    """Customers and leads of the same name, number or tax number, whoever has them; of a contact his customer."""
    texts = {"name": question.name, "phone": question.phone, "tax": question.tax_number}
    ask = finding.Ask(("customer", "lead", "contact"), {what: text for what, text in texts.items() if text})
    rows: dict[tuple[str, int], Any] = {}
    people: list[Any] = []
    for one in finding.look([ask], by=by)[0]:
        if one.entity != "contact":
            rows[one.entity, one.id] = one.record
        elif one.equal - {"name"}:
            people.append(one.record)
    for firm in Customer.live().filter(pk__in=[one.customer_id for one in people]).order_by("pk"):
        rows["customer", firm.pk] = firm
    for model in (Customer, Lead):
        found = [row for row in rows.values() if isinstance(row, model)][:MOST]
        open_ = _open(model, [row.pk for row in found], by)
        pooled = in_pools(registry.spec_of(model).key, [row.pk for row in found])
        for row in found:
            yield _found(row, _whose(row, pooled, person), by, seen=row.pk in open_)
    yield from _deals([number for entity, number in rows if entity == "customer"], by, person)


def _deals(customers: Sequence[int], by: Actor, person: int | None) -> Iterator[Found]:
    """Open opportunities of customers that somebody else has."""
    others = Opportunity.live().filter(customer_id__in=customers, outcome=Outcome.OPEN).exclude(owner=None)
    rows = list(others.exclude(owner=person).order_by("pk")[:MOST]) if customers else []
    open_ = _open(Opportunity, [row.pk for row in rows], by)
    for row in rows:
        yield _found(row, DEAL, by, seen=row.pk in open_)


def _whose(row: Any, pooled: set[int], person: int | None) -> str:
    """Who has a record, as it stands to a person."""
    if row.owner_id is None:
        return POOL if row.pk in pooled else NOBODY
    return MINE if row.owner_id == person else COLLEAGUE


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
