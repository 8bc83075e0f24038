"""One timeline per record: what every source knows, newest first, within the reader's rights."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.engine import journal, plugs, sharing
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.condition import subjects
from kith.engine.fieldtypes.masking import clear, then
from kith.engine.insisting import REASON
from kith.engine.plugs import Moment, MomentKind
from kith.engine.prepared import Prepared
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles

CHANGE = MomentKind("change", gettext_lazy("Changes"), "history")
FOREVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


def moments(
    spec: EntitySpec,
    record: Any,
    actor: Actor,
    *,
    before: dt.datetime | None = None,
    limit: int = 20,
    kinds: frozenset[str] = frozenset(),
) -> list[Moment]:
    """The newest moments of all sources before a time, of some kinds or of all."""
    end = before or FOREVER
    lists = [
        source(spec, record, actor, before=end, limit=limit, kinds=kinds)
        for source, told in ((changes, (CHANGE,)), *plugs.timeline_sources)
        if not kinds or any(kind.key in kinds for kind in told)
    ]
    # Sources go by their own order, such as that of writing; what was written later may have happened before.
    return sorted((one for found in lists for one in found), key=lambda moment: moment.at, reverse=True)[
        :limit
    ]


def pending(
    spec: EntitySpec, record: Any, actor: Actor, *, limit: int = 20, kinds: frozenset[str] = frozenset()
) -> list[Moment]:
    """What is still to be done about a record, the most urgent first."""
    lists = (source(spec, record, actor, limit=limit, kinds=kinds) for source in plugs.pending_sources)
    return sorted((moment for found in lists for moment in found), key=lambda moment: moment.at)[:limit]


def kinds_told() -> list[MomentKind]:
    """Every kind of moment: what modules tell of before what features do, and changes last."""
    return [*(kind for _source, told in reversed(plugs.timeline_sources) for kind in told), CHANGE]


def changes(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int, kinds: frozenset[str]
) -> list[Moment]:
    """The journal of the record as moments; values of hidden fields are left out."""
    found = []
    people = directory().people
    for entry in _entries(limit)(spec.key, record.pk, before):
        person = people.get(entry.actor_id) if entry.actor_id else None
        found.append(
            Moment(
                at=entry.at, kind="change", icon="history", title=told(entry.verb, spec), actor_id=entry.actor_id,
                actor_name=person.name if person else "Kith", entity=spec.key, record_id=record.pk,
                details=tuple(told_details(spec, entry, actor, record)),
                extra={"batch": entry.batch_id, "verb": entry.verb, "entry": restorable(spec, entry)},
            )
        )  # fmt: skip
    return found


def restorable(spec: EntitySpec, entry: journal.Entry) -> int | None:
    """The entry, when the record can be put back to what it was before it."""
    return None if entry.verb == "create" or not entry.changes.keys() & spec.fields.keys() else entry.pk


def told_details(
    spec: EntitySpec, entry: journal.Entry, actor: Actor, record: Any
) -> list[tuple[str, str, str]]:
    """What an entry changed: values of fields, or with whom the record is shared."""
    if entry.verb == "create":
        return because(entry.changes)
    if entry.verb in sharing.VERBS:
        return sharing.told(entry.changes, actor)
    return details(spec, entry.changes, actor, record, entry=entry.pk)


def told(verb: str, spec: EntitySpec | None) -> str:
    """What was done by a verb of the journal or a kind of batch: “Created”, “Won”."""
    action = spec.actions.get(verb) if spec else None
    return action.told() if action else str(journal.VERBS.get(verb.removeprefix("mass_"), verb))


def told_of(what: str, name: str) -> str:
    """What was done, and to what: “Won: Acme”, with the colon of the language in force."""
    return _("%(what)s: %(name)s") % {"what": what, "name": name}


@lru_cache(maxsize=20)
def _entries(limit: int) -> Prepared:
    """The newest entries of the journal about a record before a moment."""
    rows = journal.Entry.objects.order_by("-id")
    return Prepared(
        lambda entity, number, before: rows.filter(entity=entity, record_id=number, at__lt=before)[:limit],
        str, int, dt.datetime,
    )  # fmt: skip


def because(changes_: dict[str, list[Any]]) -> list[tuple[str, str, str]]:
    """Why something was written in spite of warnings."""
    return [(_("Saved anyway, because"), "", str(changes_[REASON][1]))] if REASON in changes_ else []


def details(
    spec: EntitySpec, changes_: dict[str, list[Any]], actor: Actor, record: Any = None, *, entry: int = 0
) -> list[tuple[str, str, str]]:
    """Label, old and new text of each changed field of a record that the reader may see, as the field was when the
    `entry` was written. What only follows from others, such as since when a deal is in its stage, is left to the
    journal."""
    found = because(changes_)
    for name, (old, new) in changes_.items():
        field = spec.shown(actor, record).get(name)
        if field is None or clear(field).readonly:
            continue
        field = subjects.on_record(field, spec, record) if record is not None else field
        field = then(field, entry) if entry else field
        found.append((str(field.label), stored_text(field, old, actor), stored_text(field, new, actor)))
    return found


def stored_text(field: Any, stored: Any, actor: Actor) -> str:
    """The stored form of a value as people read it."""
    if stored in (None, "", [], {}):
        return _("empty")
    value = field.type.load(stored, field)
    if field.type.key in ("reference", "references") and field.target:
        ids = value if isinstance(value, list) else [value]
        names = titles(field.target, ids, actor)
        return ", ".join(names.get(number, f"#{number}") for number in ids)
    if field.type.key == "anyreference":
        return str(titles(value[0], [value[1]], actor).get(value[1], f"#{value[1]}"))
    if field.type.key == "condition":
        return subjects.told(value, field, actor)
    return str(field.type.text(value, field, actor.show))
