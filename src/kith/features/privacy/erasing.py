"""Erasing a person's data for good: the one thing that cannot be undone. What is left is an act that proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kith.engine import audit, guard, journal, keeping, records
from kith.engine.actor import Actor
from kith.engine.base.gate import Write
from kith.engine.errors import Conflict
from kith.engine.fieldtypes import FieldSpec
from kith.engine.journal import Entry
from kith.engine.persons import Erased, erasers, marked
from kith.engine.sealing.erasing import erase_values
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.features.privacy import copies
from kith.features.privacy.acts import destroying
from kith.features.privacy.finding import Group, Tie, parts
from kith.features.privacy.models import Destruction, Ground
from kith.features.privacy.planning import Choice, Line, Plan, count, plan, planned
from kith.features.privacy.scrubbing import TEXTS, Words
from kith.kernel import clock

KIND = "erasure"


def erase(
    spec: EntitySpec, record: Any, *, chosen: Mapping[str, str], ground: str, note: str, by: Actor
) -> Destruction:
    """Erase what the plan of these choices says, in one transaction, and write the act.

    Whoever calls has found the person by finding.person. Raises Conflict when the person has to be kept.
    """
    with records.transaction(), journal.batch(by, KIND, f"{spec.label} {record.pk}", spec.key) as batch:
        spec.model.objects.select_for_update().get(pk=record.pk)
        made = plan(spec, record, chosen, by)
        if made.blocked:
            raise Conflict(_("This person has to be kept for now."))
        found: Counter[str] = Counter()
        for line in made.lines:
            if line.choice is not Choice.KEEP and line.rows:
                found.update(_line(line, made.words, by, batch))
        act = _act(made, found, by, ground=ground, note=note, batch=batch.pk)
        audit.note("erasure", by, entity=spec.key, record=record.pk, act=act.pk)
    return act


def erase_rows(
    spec: EntitySpec, rows: Sequence[Any], *, note: str, by: Actor, purge: bool = False
) -> Destruction:
    """Erase the personal values of records whose time is over, or with `purge` the records and what belongs to them."""
    choice, words = Choice.REMOVE if purge else Choice.ERASE, Words((), (), ())
    ids = [row.pk for row in rows]
    with records.transaction(), journal.batch(by, KIND, str(spec.label_plural), spec.key) as batch:
        groups = [*(parts(spec, ids) if purge else ()), Group(spec, Tie.SELF, tuple(rows))]
        lines = [Line(group, choice, list(group.records)) for group in groups if group.records]
        found: Counter[str] = Counter()
        for line in lines:
            count(line, words)
            found.update(_line(line, words, by, batch))
        made = Plan(spec, None, words, lines)
        return _act(made, found, by, ground=Ground.EXPIRED, note=note, batch=batch.pk)


def _line(line: Line, words: Words, by: Actor, batch: Any) -> Mapping[str, int]:
    """One group: values, files, journal, and the copies elsewhere. Counts of copies."""
    spec = line.group.spec
    whole = line.choice is not Choice.WORDS
    said = Erased(spec, tuple(row.pk for row in line.rows), words.all if whole else ())
    counts: Counter[str] = Counter()
    for function in erasers:
        counts.update(function(said))
    if line.files:
        records.purge(spec, line.rows, by.as_house(), batch)
    else:
        _values(line, words, by, batch)
    counts["journal"] += _journal(spec, line, words, by)
    counts.update(copies.forget(said, batch.pk))
    return counts


def _values(line: Line, words: Words, by: Actor, batch: Any) -> None:
    """Personal values emptied, or a neutral word where there has to be one; the person's words out of other texts."""
    spec = line.group.spec
    write = Write(spec, by.as_house(), "erase", event=f"{spec.key}.erased", trusted=True)
    changes = []
    if line.choice is Choice.ERASE:
        _values_of_old(spec, [row.pk for row in line.rows])
    for row in line.rows:
        change = write.begin(row)
        if line.choice is Choice.ERASE:
            for one in marked(spec):
                if not one.type.empty(spec.value(row, one)):
                    spec.set(row, one, neutral(spec, one, row.pk))
        for name in words.named(spec, row):
            one = spec.fields[name]
            spec.set(row, one, _without(one, str(spec.value(row, one)), words))
        changes.append(change)
    write.run(changes, batch)


def _values_of_old(spec: EntitySpec, ids: Sequence[int]) -> None:
    """What marked fields held before they were given another kind."""
    with guard.opened():
        for name in {past.place for one in marked(spec) for _until, past in one.earlier}:
            keeping.place(spec, name, dict.fromkeys(ids))


def neutral(spec: EntitySpec, one: FieldSpec, number: int) -> Any:
    """Nothing, or a word that says nothing in a field that must say something."""
    if not (one.required or one.key == spec.title) or one.type.key not in TEXTS:
        return one.type.clean(None, one)
    if one.unique or one.key == "username":
        return f"erased-{number}"
    with override(company().language):
        return _("Erased %(number)s") % {"number": number}


def _without(one: FieldSpec, text: str, words: Words) -> str:
    """Codes, such as addresses, are emptied: half of one is none."""
    return words.without(text) if one.type.key in ("text", "longtext", "address") else ""


def _journal(spec: EntitySpec, line: Line, words: Words, by: Actor) -> int:
    """Old and new values out of the journal: of marked fields, and of others where they name the person."""
    names = {one.key for one in marked(spec)}
    done = 0
    for row in line.rows:
        entries = Entry.objects.filter(entity=spec.key, record_id=row.pk)
        fields = set() if line.choice is Choice.WORDS else set(names)
        for changes in entries.values_list("changes", flat=True):
            fields |= {name for name, pair in changes.items() if words.names_in(f"{pair[0]} {pair[1]}")}
        done += erase_values(entries, fields, by=by) if fields else 0
    return done


def _act(made: Plan, found: Counter[str], by: Actor, *, ground: str, note: str, batch: int) -> Destruction:
    """The act, in the transaction of what it tells of."""
    facts = {
        "subject_entity": made.spec.key, "subject": made.record.pk if made.record else None,
        "ground": ground, "note": note[:300],
        "done_at": clock.now(), "done_by": by.name[:200], "batch": batch,
        "lines": [planned(line) for line in made.lines],
        "copies": {name: count for name, count in sorted(found.items()) if count},
    }  # fmt: skip
    token = destroying.set(facts)
    try:
        act: Destruction = records.create(Destruction, by=by.as_house())
    finally:
        destroying.reset(token)
    return act
