"""Making blocks of the rows that are finished and not sealed yet, a few thousand at a time."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError

from kith.engine.connections import writing
from kith.engine.sealing import keys, rows
from kith.engine.sealing.models import Seal
from kith.engine.sealing.settling import settled
from kith.kernel import clock

BLOCK = 5_000
"""Most rows of one kind in a block."""
MARK = 4
GENESIS = "0" * 64


class Torn(RuntimeError):
    """The chain does not go on from the last block that was made here: somebody removed or replaced it."""


def last_seal() -> Seal | None:
    """The newest block."""
    return Seal.objects.defer("marks").order_by("-number").first()


def seal() -> int:
    """Seal all that is finished. How many blocks that made. Raises Torn."""
    upto = settled()
    made = 0
    if upto:
        _require_whole()
        while _block(upto):
            made += 1
    return made


def _require_whole() -> None:
    """Nothing is built upon a chain that lost its end."""
    line = keys.noted()
    if line and not Seal.objects.filter(number=int(line.split()[1]), hash=line.split()[2]).exists():
        message = (
            f"the database lacks the last seal made here ({line}); was it put back? see {keys.note_path()}"
        )
        raise Torn(message)


def _block(upto: dict[str, int]) -> bool:
    """One more block; False when there is nothing to seal, or another process was faster."""
    last = last_seal()
    spans: dict[str, list[int]] = {}
    root, marks = hashlib.sha256(), bytearray()
    for kind in rows.KINDS:
        after = last.spans[kind.key][1] if last else 0
        found = rows.read(kind, after, upto[kind.key], BLOCK)
        spans[kind.key] = [after, found[-1][0] if found else after, len(found)]
        for digest in rows.digests(kind, found):
            root.update(digest)
            marks += digest[:MARK]
    if not marks:
        return False
    name, key = next(iter(keys.keys().items()))
    block = Seal(
        number=last.number + 1 if last else 1, at=clock.now(), previous=last.hash if last else GENESIS,
        root=root.hexdigest(), spans=spans, key=name, marks=bytes(marks),
    )  # fmt: skip
    block.hash = block.digest()
    block.signature = keys.sign(block.hash, key)
    try:
        with writing():
            block.save(force_insert=True)
    except IntegrityError:
        return False
    keys.note(block.line())
    return True
