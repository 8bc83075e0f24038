"""What the gate would refuse, asked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.base.gate import Write


def refusals(record: Any, *, by: Actor, texts: str = "", **values: Any) -> Mapping[str, Sequence[Any]]:
    """Errors by field that changing a record in this way would end with; none when it would be done. The record in
    memory is spent afterwards; nothing is stored."""
    write = Write(registry.spec_of(record), by, "update")
    change = write.begin(record)
    write.assign(change, values, texts=texts)
    write.examine([change])
    return change.errors
