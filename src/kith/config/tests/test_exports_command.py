"""`kith export` with people of fixed roles."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
from tests.company import People

from kith.config.commands import exports as command
from kith.config.refusal import Refusal
from kith.engine import records
from kith.modules.customers.models import Customer


def test_the_command_writes_a_whole_file_or_none(people: People, tmp_path: Path, capsys: Any) -> None:
    def run(entity: str, name: str, username: str | None = None, *, raw: bool = False) -> int:
        return command.run(
            argparse.Namespace(entity=entity, file=tmp_path / name, username=username, raw=raw)
        )

    for name in ("Acme", "Beta", "Gamma"):
        records.create(Customer, by=people.sue, name=name)
    assert run("customers", "all.csv") == 0
    assert capsys.readouterr().out == "3 rows written\n"
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    assert run("customer", "raw.jsonl", raw=True) == 0
    for entity, name, username in (
        ("spaceships", "a.csv", None),
        ("customers", "a.pdf", None),
        ("customers", "a.csv", "sue"),
        ("customers", "x/a.csv", None),
    ):
        with pytest.raises(Refusal):
            run(entity, name, username)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["all.csv", "raw.jsonl"]
