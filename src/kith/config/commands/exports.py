"""`kith export ENTITY FILE`: write everything that may be exported into a file."""

import argparse
from pathlib import Path

from kith.config.commands.users import find
from kith.config.refusal import Refusal
from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.errors import Refused
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.features.exports.writing import TYPES, allowed, log, write
from kith.features.tabular import TableError


def run(options: argparse.Namespace) -> int:
    """Write a file beside its place, then put it there; an older file of that name is replaced only by a whole one."""
    target: Path = options.file
    kind = target.suffix.lstrip(".").lower()
    if kind not in TYPES:
        raise Refusal(f"{target.name} must end in one of .{', .'.join(TYPES)}")
    if not target.resolve().parent.is_dir():
        raise Refusal(f"there is no folder {target.resolve().parent}")
    with epoch.turn():
        print(f"{_written(options, target, kind)} rows written")
    return 0


def _written(options: argparse.Namespace, target: Path, kind: str) -> int:
    spec = entity(options.entity)
    actor = Actor.of(find(options.username)) if options.username else Actor.system()
    part = target.with_name(f".{target.name}.part")
    try:
        listing = allowed(Listing(spec, actor, verb="export"))
        rows = write(listing, kind, part, raw=options.raw)
        part.replace(target)
    except (Refused, TableError) as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        raise Refusal(f"{target} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    log(listing, kind, rows)
    return rows


def entity(name: str) -> EntitySpec:
    """The entity of a plural or key.

    :raises Refusal: there is none
    """
    found = registry.by_plural(name)
    try:
        return found or registry.spec(name)
    except registry.UnknownEntity:
        raise Refusal(f"there is no kind of record {name!r}") from None
