"""Sharing single records with people, teams and units: the one place that writes their grants, told in the story and
taken back like any other change.

Who may share a record has the verb `share` within its reach, and gives no more than he has. A share that names what
somebody does makes him one of the record's team.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import msgspec
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kith.engine import epoch, journal, plugs, records
from kith.engine.access import Directory, directory
from kith.engine.actor import Actor
from kith.engine.base.checking import reachable
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.identity.models import RecordGrant
from kith.engine.registry import code_of
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.kernel import clock

VERB, STOP = "share", "unshare"
VERBS: Final = (VERB, STOP)
KEY = "shares"
"""The name under which the journal keeps what changed of a record's shares."""
SHARE, TEAM, RULE = "share", "team", "rule"
KINDS = {"user": RecordGrant.USER, "team": RecordGrant.TEAM, "unit": RecordGrant.UNIT}
NAMES = {RecordGrant.ROLE: "role", **{number: name for name, number in KINDS.items()}}
ORDER = ("user", "team", "unit", "role")
LEVELS = {"read": 1, "write": 2}
RIGHTS = {"read": "read", "write": "update"}
LONGEST = 120
MOST = 200
"""Shares of one record."""


@dataclass(frozen=True)
class Share:
    """With whom a record is shared, how far and until when. `role` is what somebody of its team does there, `by` who
    shared it, `cause` whether a person did (share, team) or a rule."""

    kind: str
    id: int
    level: str = "read"
    until: dt.datetime | None = None
    role: str = ""
    cause: str = SHARE
    by: int | None = None

    @classmethod
    def of(cls, row: RecordGrant) -> Self:
        """The share of a stored grant."""
        kind, number = divmod(row.principal, RecordGrant.KIND)
        level = "write" if row.level > 1 else "read"
        return cls(NAMES[kind], number, level, row.expires_at, row.role, row.cause, row.by_id)

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """The share that the journal kept."""
        until = stored["until"] and dt.datetime.fromisoformat(stored["until"])
        return cls(
            stored["kind"],
            stored["id"],
            stored["level"],
            until,
            stored["role"],
            stored["cause"],
            stored["by"],
        )

    def dump(self) -> dict[str, Any]:
        """The form that the journal keeps."""
        return {
            "kind": self.kind, "id": self.id, "level": self.level, "until": self.until and self.until.isoformat(),
            "role": self.role, "cause": self.cause, "by": self.by,
        }  # fmt: skip

    @property
    def principal(self) -> int:
        """The number of whom it is shared with."""
        return KINDS[self.kind] * RecordGrant.KIND + self.id

    @property
    def over(self) -> bool:
        """Whether its time is up."""
        return self.until is not None and self.until <= clock.now()

    def name(self, people: Directory) -> str:
        """Whom it is shared with, by name."""
        if self.kind == "user":
            return people.people[self.id].name if self.id in people.people else ""
        if self.kind == "role":
            return str(people.roles[self.id].name) if self.id in people.roles else ""
        return str((people.teams if self.kind == "team" else people.units).get(self.id, ("",))[0])

    def says(self, to: Actor) -> str:
        """How far and until when, for reading."""
        level = (
            pgettext("share", "may change it") if self.level == "write" else pgettext("share", "may read it")
        )
        parts = [self.role, level]
        if self.until:
            parts.append(gettext("until %(time)s") % {"time": to.show.datetime(self.until)})
        return " · ".join(part for part in parts if part)


def shares_of(spec: EntitySpec, record: Any) -> list[Share]:
    """With whom a record is shared now, by name; whoever sees the record may know."""
    people = directory()
    rows = RecordGrant.objects.filter(entity=code_of(spec.key), record_id=record.pk)[: MOST * 2]
    found = [Share.of(row) for row in rows]
    live = [one for one in found if not one.over and one.name(people)]
    return sorted(live, key=lambda one: (ORDER.index(one.kind), one.name(people).casefold(), one.cause))


def may_share(spec: EntitySpec, record: Any, by: Actor) -> bool:
    """Whether a person may share a record."""
    return record.deleted_at is None and Scope(spec.key, by.access, VERB).covers(record)


def share(spec: EntitySpec, number: int, wanted: Share, *, by: Actor, tell: bool = True) -> Any:
    """Share a record, or change how it is shared; returns the record. `tell`: whether whom it concerns hears of it.

    Raises NotFound, Forbidden without the right or for more than one has oneself, Invalid.
    """
    with records.transaction(), journal.batch(by, VERB, entity=spec.key) as batch:
        record = records.find(spec, number, by, VERB, lock=True)
        checked(wanted, by)
        if not Scope(spec.key, by.access, RIGHTS[wanted.level]).covers(record):
            raise Forbidden(_("You cannot give more than you may do yourself."))
        made = Share(
            wanted.kind,
            wanted.id,
            wanted.level,
            wanted.until,
            wanted.role,
            TEAM if wanted.role else SHARE,
            by.user_id,
        )
        old = _present(spec, record, made.principal)
        if old is not None and replace(old, by=by.user_id) == made:
            return record
        if (
            old is None
            and RecordGrant.objects.filter(entity=code_of(spec.key), record_id=number).count() >= MOST
        ):
            raise Invalid(
                {"": [_("This record is shared with very many already. Share it with a team or unit.")]}
            )
        _put(spec, record, old, made)
        _log(spec, record, [old, made], by=by, batch=batch)
        if old is None and tell:
            _tell(spec, record, made, by)
    return record


def stop(spec: EntitySpec, number: int, kind: str, whom: int, *, by: Actor) -> Any:
    """Share a record no longer with somebody; everybody may let go of his own share. Returns the record.

    Raises NotFound, Forbidden.
    """
    with records.transaction(), journal.batch(by, STOP, entity=spec.key) as batch:
        mine = kind == "user" and whom == by.user_id
        record = records.find(spec, number, by, "read" if mine else VERB, lock=True)
        if kind not in KINDS:
            raise NotFound
        old = _present(spec, record, KINDS[kind] * RecordGrant.KIND + whom)
        if old is None:
            raise NotFound
        _put(spec, record, old, None)
        _log(spec, record, [old, None], by=by, batch=batch)
    return record


def checked(wanted: Share, by: Actor) -> None:
    """Whether it can be shared so at all. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    person = directory().people.get(wanted.id) if wanted.kind == "user" else None
    if wanted.kind not in KINDS or wanted.id not in reachable(wanted.kind, [wanted.id], by):
        errors["with"] = [_("Choose a person, a team or a unit.")]
    elif person is not None and not person.active:
        errors["with"] = [_("This person does not sign in any more.")]
    if wanted.level not in LEVELS:
        errors["level"] = [_("The level is read or write.")]
    if wanted.over:
        errors["until"] = [_("This moment has passed already.")]
    if len(wanted.role) > LONGEST:
        errors["role"] = [_("Say it in at most %(max)s characters.") % {"max": LONGEST}]
    if errors:
        raise Invalid(errors)


def _present(spec: EntitySpec, record: Any, principal: int) -> Share | None:
    """The share that a person gave somebody, if there is one."""
    row = RecordGrant.objects.filter(
        entity=code_of(spec.key), record_id=record.pk, principal=principal, cause__in=(SHARE, TEAM)
    ).first()
    return Share.of(row) if row else None


def _put(spec: EntitySpec, record: Any, old: Share | None, new: Share | None) -> None:
    """Store one share in place of another, and let rights be seen anew."""
    given = {"entity": code_of(spec.key), "record_id": record.pk}
    if old is not None:
        RecordGrant.objects.filter(**given, principal=old.principal, cause=old.cause, cause_id=0).delete()
    if new is not None:
        RecordGrant.objects.create(
            **given, principal=new.principal, level=LEVELS[new.level], cause=new.cause, expires_at=new.until,
            role=new.role, by_id=new.by,
        )  # fmt: skip
    epoch.bump("access")


def _log(
    spec: EntitySpec, record: Any, pair: Sequence[Share | None], *, by: Actor, batch: journal.Batch
) -> None:
    verb = STOP if pair[1] is None else VERB
    changes = {KEY: [one.dump() if one else None for one in pair]}
    text = msgspec.json.encode(changes).decode()
    entry = (clock.now(), by.user_id, by.channel, spec.key, record.pk, verb, record.version, text)
    journal.log(batch, [entry])


def _tell(spec: EntitySpec, record: Any, made: Share, by: Actor) -> None:
    """Tell whom it concerns; a unit is told nothing, for it may be very many people."""
    people = directory()
    members = people.teams[made.id][1] if made.kind == "team" else ()
    ids = [made.id] if made.kind == "user" else sorted(members)

    def title(reader: Actor) -> str:
        said = {"who": by.name, "name": title_of(spec, record, reader)}
        return gettext("%(who)s shared “%(name)s” with you") % said

    plugs.notify(
        [one for one in ids if one != by.user_id], "shared", title=title, body=made.says,
        entity=spec.key, record_id=record.pk,
    )  # fmt: skip


# ---------------------------------------------------------------------- in the story, and back


def told(changes: Mapping[str, Any], to: Actor) -> list[tuple[str, str, str]]:
    """Whom a change of shares concerned, how far it went before and since, as details of a moment."""
    people = directory()
    pair = [Share.load(one) if one else None for one in changes.get(KEY, ())]
    shown = [one for one in pair if one is not None]
    if not shown:
        return []
    old, new = (one.says(to) if one else gettext("empty") for one in pair)
    return [(shown[-1].name(people) or "#" + str(shown[-1].id), old, new)]


def put_back(
    spec: EntitySpec, record: Any, entries: Iterable[journal.Entry], *, by: Actor, log: journal.Batch
) -> bool:
    """Take changes of shares back, newest first; False when one was changed since, or may not be shared any more."""
    if not may_share(spec, record, by):
        return False
    for entry in reversed(list(entries)):
        old, new = (Share.load(one) if one else None for one in entry.changes[KEY])
        present = _present(spec, record, (new or old).principal)  # type: ignore[union-attr]  # one of them is there
        if present != new or (old is not None and not _possible(spec, record, old, by)):
            return False
        _put(spec, record, present, old)
        _log(spec, record, [present, old], by=by, batch=log)
    return True


def _possible(spec: EntitySpec, record: Any, old: Share, by: Actor) -> bool:
    """Whether somebody could share it so today."""
    if old.over or not Scope(spec.key, by.access, RIGHTS[old.level]).covers(record):
        return False
    try:
        checked(old, by)
    except Invalid:
        return False
    return True
