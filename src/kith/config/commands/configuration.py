"""`kith config export|plan|import FILE`: the configuration as a readable document, and what one would change here."""

import argparse
import sys
from pathlib import Path

from kith.config.commands.users import find
from kith.config.refusal import Refusal
from kith.engine import epoch
from kith.engine.actor import Actor
from kith.engine.configuring import calling, document, parts, planning, telling
from kith.engine.configuring.comparing import Fate, Item
from kith.engine.configuring.planning import Plan, RefusedPlan
from kith.engine.errors import Refused

SIGNS = {"added": "+", "changed": "~", "removed": "-"}


def write(options: argparse.Namespace) -> int:
    """Write the configuration, or the parts that are named, and tell what cannot stand in it."""
    with epoch.turn():
        found = planning.present(_actor(options))
        if options.only:
            found = parts.part(found, options.only)
        options.file.write_text(document.text_of(found), encoding="utf-8", newline="\n")
    print(f"{options.file}: {len(found.rows)} rows written")
    for row, reason in found.left:
        print(f"left out: {telling.kind(row)} {calling.Caller().called(row)}: {reason}", file=sys.stderr)
    return 0


def show(options: argparse.Namespace) -> int:
    """Tell what a document would change; answer 1 when some of it is refused."""
    with epoch.turn():
        plan = _plan(options)
        _print(plan)
    return 1 if plan.refused else 0


def read(options: argparse.Namespace) -> int:
    """Show the plan, ask, and carry it out: all of it or nothing.

    :raises Refusal: when some of it is refused, or nobody agreed
    """
    with epoch.turn():
        plan = _plan(options)
        _print(plan)
        if plan.refused:
            raise Refusal("nothing was changed")
        if not plan.todo:
            return 0
        if not options.yes:
            _ask()
    with epoch.turn():
        if (
            planning.drafted(_document(options.file), by=_actor(options), exact=options.exact).mark
            != plan.mark
        ):
            raise Refusal(
                "nothing was changed: the configuration was changed meanwhile, look at the plan again"
            )
        try:
            batch = planning.applied(plan, by=_actor(options), label=options.file.name)
        except RefusedPlan as error:
            _print(error.plan)
            raise
    print("applied" + (f"; kith undo {batch.pk} takes it back" if batch is not None else ""))
    return 0


def _actor(options: argparse.Namespace) -> Actor:
    return Actor.of(find(options.username)) if options.username else Actor.system()


def _ask() -> None:
    if not sys.stdin.isatty():
        raise Refusal("nothing was changed: say --yes to apply this plan")
    if input("Apply this plan? [y/N] ").strip().lower() not in ("y", "yes"):
        raise Refusal("nothing was changed")


def _plan(options: argparse.Namespace) -> Plan:
    wanted = _document(options.file)
    return planning.planned(wanted, by=_actor(options), exact=options.exact)


def _document(file: Path) -> document.Document:
    try:
        return document.parsed(file.read_bytes())
    except Refused as error:
        raise Refusal(f"{file}: {error}") from error


def _print(plan: Plan) -> None:
    """One line a row that changes, with its fields below; refusals with their place."""
    teller, caller = telling.Teller(Actor.system()), calling.Caller()
    for item in plan.todo:
        print(f"{SIGNS[item.fate]} {telling.kind(item.shown)}: {caller.called(item.shown)}")
        for label, old, new in teller.lines(item):
            print(f"    {label}: {old} -> {new}")
        if secrets := telling.secrets(item):
            print(f"    to be typed in afterwards: {secrets}")
    for item in plan.refused:
        for text in refusals(item):
            print(f"! {text}", file=sys.stderr)
    fates: tuple[Fate, ...] = ("added", "changed", "removed", "same")
    counts = {fate: len(plan.of(fate)) for fate in fates}
    print(", ".join(f"{count} {fate}" for fate, count in counts.items()) + f", {len(plan.refused)} refused")


def refusals(item: Item) -> list[str]:
    """What is refused of a row, each with its place."""
    place = document.place_of(item.shown)
    return [f"{place}{f', {name}' if name else ''}: {text}" for name, text in item.errors]
