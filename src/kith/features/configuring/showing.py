"""Plans and versions as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import pgettext

from kith.engine import registry, undo
from kith.engine.actor import Actor
from kith.engine.called import bracketed, quoted
from kith.engine.configuring import document, telling
from kith.engine.configuring.calling import Called, Caller
from kith.engine.configuring.comparing import Item
from kith.engine.configuring.document import Row
from kith.engine.configuring.links import SEPARATOR
from kith.engine.configuring.versions import Deed, Version
from kith.engine.timeline import told, told_of

MOST = 6
NAMED = 4
TELLING = ("update", "bulk", "change")
LISTED = 500
UNFOLDED = 12
OWN_OBJECT = "custom-object"


@dataclass(slots=True)
class Shown:
    """One row of a plan: its kind and name, what changes in it, and why it cannot be."""

    kind: str
    called: Called
    lines: Sequence[telling.Line] = ()
    place: str = ""
    errors: Sequence[str] = ()
    secrets: str = ""


@dataclass(slots=True)
class Block:
    """Rows that shape one object, or rows of one kind that shape none."""

    label: str
    icon: str
    rows: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """The rows with one fate, in blocks, which are folded when there is much to read, or other things to read first."""

    key: str
    label: str
    icon: str
    count: int = 0
    more: int = 0
    aside: bool = False
    blocks: dict[str, Block] = field(default_factory=dict)

    @property
    def folded(self) -> bool:
        """Whether its blocks are closed at first; what is refused is never hidden."""
        return self.aside or (self.key != "refused" and self.count > UNFOLDED and len(self.blocks) > 1)

    def add(self, row: Row, names: Mapping[str, str], shown: Callable[[], Shown]) -> None:
        """Put a row into its block."""
        self.count += 1
        if self.count > LISTED:
            self.more += 1
            return
        entity = subject_of(row)
        block = self.blocks.setdefault(entity or f"/{row.entity}", _block(row, entity, names))
        block.rows.append(shown())


def groups(items: Sequence[Item], actor: Actor) -> list[Group]:
    """The rows of a plan by what becomes of them, what is refused first; in each by object."""
    teller, caller = telling.Teller(actor), Caller()
    found = [
        Group("refused", pgettext("plan", "Refused"), "alert-triangle"),
        Group("removed", pgettext("plan", "Removed"), "minus"),
        Group("changed", pgettext("plan", "Changed"), "pencil"),
        Group("added", pgettext("plan", "Added"), "plus"),
    ]
    by_key = {group.key: group for group in found}
    for other in found[1:]:
        other.aside = any(item.errors for item in items)
    names = {
        subject_of(item.shown): caller.called(item.shown).name
        for item in items
        if item.shown.entity == OWN_OBJECT
    }
    for item in items:
        if group := by_key.get("refused" if item.errors else item.fate):
            group.add(item.shown, names, partial(_shown, item, teller, caller))
    return [group for group in found if group.count]


def subject_of(row: Row) -> str:
    """The object that a row shapes, or is; "" for what concerns no single one."""
    if row.entity == OWN_OBJECT:
        return str(row.key[0])
    entity = row.values.get("entity")
    return entity if isinstance(entity, str) else ""


def _block(row: Row, entity: str, names: Mapping[str, str]) -> Block:
    spec = registry.known(entity or row.entity)
    if spec is not None:
        return Block(str(spec.label_plural), spec.icon)
    return Block(names.get(entity) or entity, "box")


def _shown(item: Item, teller: telling.Teller, caller: Caller) -> Shown:
    row = item.shown
    spec = registry.known(row.entity)
    labels = {name: str(one.label) for name, one in spec.fields.items()} if spec else {}
    errors = [told_of(labels.get(name, name), text) if name else text for name, text in item.errors]
    place = document.place_of(row) if errors and row.line else ""
    called = _within(caller.called(row), row)
    kind = telling.kind(row) if subject_of(row) else ""
    return Shown(kind, called, teller.lines(item), place, errors, telling.secrets(item))


def _within(called: Called, row: Row) -> Called:
    """What a row is called under the heading of its object, which does not say that again."""
    parts = called.name.split(SEPARATOR, 1)
    again = len(parts) > 1 and row.entity != OWN_OBJECT and subject_of(row)
    return Called(parts[1], called.key) if again else called


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done, in words; the key of what it was done to, and which of its fields."""

    text: str
    key: str = ""
    about: str = ""


@dataclass(slots=True)
class Line:
    """One version: what was done, who did it and when; where it is taken back and where one goes back to it."""

    moment: int
    words: Sequence[Told]
    more: int
    label: str
    who: str
    when: str
    iso: str
    undone: bool = False
    undo: str = ""


def line(version: Version, actor: Actor) -> Line:
    """A version as a line."""
    batch = version.batch
    words = _words(version.deeds, Caller(), undo=batch.kind == "undo")
    may = batch.undone_by is None and batch.kind != "undo" and undo.may_undo(batch, actor)
    return Line(
        version.moment, words[:MOST], max(0, len(words) - MOST), batch.label, batch.actor_name,
        actor.show.datetime(batch.at), batch.at.isoformat(), batch.undone_by is not None,
        f"/undo/{batch.pk}/" if may else "",
    )  # fmt: skip


def _words(deeds: Sequence[Deed], caller: Caller, *, undo: bool) -> list[Told]:
    """What was done, in words; of rows of one kind together."""
    said: list[Told] = []
    alike: dict[tuple[str, str], list[Deed]] = {}
    for deed in deeds:
        if sentences := telling.sentences_of(deed.row, deed.verb, deed.changes):
            said += [Told(sentence) for sentence in sentences]
        else:
            verb = "undo" if undo and deed.verb == "purge" else deed.verb
            alike.setdefault((verb, deed.row.entity), []).append(deed)
    return [*said, *(_said(verb, key, rows, caller) for (verb, key), rows in alike.items())]


def _said(verb: str, key: str, deeds: Sequence[Deed], caller: Caller) -> Told:
    spec = registry.known(key)
    what, kind = told(verb, spec), telling.kind(deeds[0].row)
    called = [caller.called(deed.row) for deed in deeds[: NAMED + 1]]
    if len(deeds) > NAMED:
        return Told(told_of(what, bracketed(kind, len(deeds))))
    names = ", ".join(quoted(one.name) for one in called)
    if len(deeds) > 1:
        return Told(told_of(what, f"{kind} {names}"))
    (deed,) = deeds
    labels = [str(spec.fields[name].label) for name in deed.fields if spec and name in spec.fields]
    about = ", ".join(labels[:MOST]) if verb in TELLING else ""
    return Told(told_of(what, f"{spec.label if spec else key} {names}"), called[0].key, about)
