"""Proving that the journal is what it was: every block, and every row of every block."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kith.engine.audit import Occurrence
from kith.engine.sealing import keys, rows
from kith.engine.sealing.erasing import ERASED
from kith.engine.sealing.making import GENESIS, MARK
from kith.engine.sealing.models import Seal
from kith.kernel import clock

LATE = dt.timedelta(hours=1)
PART = 50
LINE = re.compile(r"(?:kith-seal\s+([0-9]{1,18})\s+)?([0-9a-f]{64})(?:\s.*)?")


class Broken(Exception):
    """The first thing that is not as it was sealed, in one line."""


@dataclass
class Proof:
    """How much was proved, up to which block."""

    blocks: int = 0
    rows: int = 0
    last: Seal | None = None


@dataclass
class _Walk:
    """A walk over the chain; `wanted` are the hashes of blocks kept elsewhere, by number where it is known."""

    wanted: list[tuple[int | None, str, str]]
    proof: Proof = field(default_factory=Proof)
    known: dict[str, str] = field(default_factory=keys.keys)
    seen: set[str] = field(default_factory=set)

    def step(self, block: Seal) -> None:
        """The block itself: its place in the chain, its own hash, its signature. Raises Broken."""
        before = self.proof.last
        number = before.number + 1 if before else 1
        if block.number != number:
            raise Broken(f"block {number} is missing")
        if block.hash != block.digest():
            raise Broken(f"block {number} was altered")
        if block.previous != (before.hash if before else GENESIS):
            raise Broken(f"block {number} was not made upon the block {number - 1} that is here")
        self._signed(block)
        self._kept(block)
        for kind in rows.KINDS:
            after, upto, _count = block.spans[kind.key]
            if after != (before.spans[kind.key][1] if before else 0) or upto < after:
                raise Broken(f"block {number} leaves out rows of the kind {kind.key}")

    def _signed(self, block: Seal) -> None:
        key = self.known.get(block.key)
        if key is None:
            raise Broken(f"block {block.number} is signed with a key that is not here ({block.key})")
        if not keys.signed(block.hash, block.signature, key):
            raise Broken(f"block {block.number} has a wrong signature")

    def _kept(self, block: Seal) -> None:
        for number, digest, said in self.wanted:
            if number == block.number and digest != block.hash:
                raise Broken(f"block {block.number} is not the one that was kept: {said}")
            if digest == block.hash:
                self.seen.add(digest)

    def content(self, block: Seal) -> None:
        """Its rows. Raises Broken naming the first one that is not as it was."""
        root = hashlib.sha256()
        found: dict[str, list[tuple[int, bytes]]] = {}
        for kind in rows.KINDS:
            after, upto, count = block.spans[kind.key]
            # One row more than there should be is enough to see that there are too many.
            lines = rows.read(kind, after, upto, count + 1)
            if kind is rows.ENTRY:
                _require_erasures(lines)
            digests = list(rows.digests(kind, lines))
            root.update(b"".join(digests))
            found[kind.key] = [(line[0], digest) for line, digest in zip(lines, digests, strict=True)]
            self.proof.rows += len(lines)
        if root.hexdigest() != block.root:
            raise Broken(f"block {block.number}: {_difference(block, found)}")

    def end(self) -> None:
        """What was kept elsewhere has been met, and nothing waits for long. Raises Broken."""
        for _number, digest, said in self.wanted:
            if digest not in self.seen:
                raise Broken(f"the block that was kept is not here: {said}")
        waiting = late(self.proof.last)
        if waiting:
            raise Broken(waiting)


def late(last: Seal | None) -> str:
    """What should have been sealed long ago, "" when nothing waits."""
    for kind in rows.KINDS:
        after = last.spans[kind.key][1] if last else 0
        waiting = kind.model.objects.filter(pk__gt=after, at__lt=clock.now() - LATE)
        first = waiting.order_by("pk").values_list("pk", "at").first()
        if first:
            return (
                f"{waiting.count()} rows of the kind {kind.key} from {first[0]} on ({first[1]:%Y-%m-%d %H:%M}) "
                "are not sealed though they are older than an hour: is a worker running?"
            )
    return ""


def check(against: str = "", told: Callable[[int], None] = lambda _rows: None) -> Proof:
    """Prove the whole journal, and that it goes on from what was kept elsewhere: a line of `kith seal --print`, its
    hash, or a file of such lines. Raises Broken for the first thing that is wrong."""
    walk = _Walk(wanted(against))
    for block in _blocks():
        walk.step(block)
        walk.content(block)
        walk.proof.last, walk.proof.blocks = block, walk.proof.blocks + 1
        told(walk.proof.rows)
    walk.end()
    return walk.proof


def wanted(against: str) -> list[tuple[int | None, str, str]]:
    """Number, hash and text of every block that must be there. Raises Broken for what cannot be read."""
    texts = [against] if against else []
    if against and not LINE.fullmatch(against.strip()):
        try:
            texts = Path(against).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise Broken(f"{against} cannot be read") from error
    found = []
    for text in (*texts, keys.noted()):
        said = LINE.fullmatch(text.strip())
        if said:
            found.append((int(said[1]) if said[1] else None, said[2], text.strip()))
        elif text.strip():
            raise Broken(f"this is no line of kith seal --print: {text.strip()[:80]}")
    return found


def _blocks() -> Iterator[Seal]:
    last = -1
    while part := list(Seal.objects.filter(number__gt=last).order_by("number")[:PART]):
        last = part[-1].number
        yield from part


def _difference(block: Seal, found: dict[str, list[tuple[int, bytes]]]) -> str:
    """Which row it is, by the marks of the block."""
    place, marks = 0, bytes(block.marks)
    for kind in rows.KINDS:
        count = block.spans[kind.key][2]
        mine = found[kind.key]
        kept = [marks[start : start + MARK] for start in range(place, place + count * MARK, MARK)]
        place += count * MARK
        text = _first(kind.key, mine, kept)
        if text:
            return text
    return "its rows are not those that were sealed"


def _first(kind: str, found: Sequence[tuple[int, bytes]], kept: Sequence[bytes]) -> str:
    """The first difference between rows and marks, "" for none."""
    pairs = zip(found, kept, strict=False)
    place = next(
        (at for at, (row, mark) in enumerate(pairs) if row[1][:MARK] != mark), min(len(found), len(kept))
    )
    if len(found) > len(kept):
        return f"{kind} {found[place][0]} was added"
    if len(found) < len(kept):
        before = f" after {kind} {found[place - 1][0]}" if place else ""
        return f"a row of the kind {kind} is missing{before}"
    return f"{kind} {found[place][0]} was altered" if place < len(found) else ""


def _require_erasures(lines: Sequence[rows.Row]) -> None:
    """Every entry that lost values has an occurrence which says so, and is since then as it was left. Raises Broken."""
    place = {name: at for at, name in enumerate(rows.ENTRY.columns)}
    for line in lines:
        if line[-1] and _left(line[place["entity"]], line[place["record_id"]], line[0]) != rows.payload(line):
            raise Broken(f"entry {line[0]} lost values that nobody erased")


def _left(entity: str, record: int, entry: int) -> Any:
    """The hash of what the last erasure left of an entry."""
    told = Occurrence.objects.filter(kind=ERASED, entity=entity, record_id=record).order_by("-id")
    details = (detail["left"] for detail in told.values_list("detail", flat=True))
    return next((left[str(entry)] for left in details if str(entry) in left), None)
