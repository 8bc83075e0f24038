"""What pages, API and commands do with imports: upload, describe, check, run, cancel, saved mappings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import jobs, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound
from kith.engine.jobs.models import Job, Status
from kith.engine.journal import Batch
from kith.engine.spec import EntitySpec
from kith.engine.undo import may_undo
from kith.features.imports import places, plan, problems
from kith.features.imports.guessing import guess
from kith.features.imports.jobs import take_in
from kith.features.imports.models import ACTIVE, ImportMapping, ImportRun, State
from kith.features.imports.reading import table_of
from kith.features.imports.walking import reset, walk
from kith.features.tabular import Cell, Table, TableError
from kith.kernel import clock

SMALL = 200
"""Files with fewer rows are taken in at once, without a job."""
FORMS = ("encoding", "delimiter", "sheet")


def upload(
    spec: EntitySpec,
    name: str,
    parts: Iterable[bytes],
    *,
    by: Actor,
    options: Mapping[str, Any] | None = None,
) -> ImportRun:
    """Store a file and see what it is. Raises Forbidden, and Invalid at `file` when it is no table."""
    if not plan.may_import(spec, by):
        raise Forbidden
    folder, size = places.keep(parts)
    run = ImportRun(
        entity=spec.key,
        name=_plain(name),
        folder=folder,
        size=size,
        actor_id=by.user_id,
        at=clock.now(),
        options={},
    )
    try:
        look_at(run, options or {})
        run.mapping = guess(_table(run), spec, by)
        run.save()
    except BaseException:
        places.discard(folder)
        raise
    return run


def forget(run: ImportRun) -> None:
    """Remove a run that took nothing in, with its file."""
    ImportRun.objects.filter(pk=run.pk, batch_id=None).exclude(state__in=ACTIVE).delete()
    places.discard(run.folder)


def _plain(name: str) -> str:
    """A file name without folders and control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[:255] or "file"


def look_at(run: ImportRun, options: Mapping[str, Any]) -> None:
    """Read the file's form anew with these choices of encoding, delimiter and sheet. Raises Invalid."""
    known = set(options) <= set(FORMS)
    if not known or any(len(str(value)) > 120 or not isinstance(value, str) for value in options.values()):
        raise Invalid({"options": [_("Give encoding, delimiter or sheet as text.")]})
    run.options = {key: value for key, value in options.items() if value}
    table = _table(run)
    run.kind, run.header = table.kind, table.header
    run.encoding, run.delimiter, run.sheet = (
        table.encoding or "",
        table.delimiter or "",
        (table.sheet or "")[:120],
    )
    run.rows_total = None


def look_again(run: ImportRun, options: Mapping[str, Any], *, by: Actor) -> None:
    """Store other choices of how the file is read; new columns are guessed anew. Raises Invalid, Conflict."""
    before = run.header
    look_at(run, options)
    mapping = run.mapping if run.header == before else guess(_table(run), registry.spec(run.entity), by)
    with writing():
        fresh = _idle(run)
        for name in ("options", "kind", "encoding", "delimiter", "sheet", "header", "rows_total"):
            setattr(fresh, name, getattr(run, name))
        fresh.mapping = mapping
        fresh.save()
    run.__dict__.update(fresh.__dict__)


def _table(run: ImportRun) -> Table:
    try:
        return table_of(run, places.source(run))
    except TableError as error:
        raise Invalid({"file": [error.message]}) from error


def preview(run: ImportRun, limit: int = 10) -> tuple[Table, list[tuple[int, list[Cell]]]]:
    """The table and its first rows. Raises Invalid."""
    table = _table(run)
    wrong: list[TableError] = []
    try:
        return table, list(islice(table.rows(lambda error, _cells: wrong.append(error)), limit))
    except TableError as error:
        raise Invalid({"file": [error.message]}) from error


def found(number: int, actor: Actor) -> ImportRun:
    """A run of this actor's, or anybody's for those who may do everything. Raises NotFound."""
    run: ImportRun | None = visible(actor).filter(pk=number).first()
    if run is None:
        raise NotFound
    return settled(run)


def visible(actor: Actor) -> Any:
    """The runs that an actor may see."""
    rows = ImportRun.objects.order_by("-id")
    return rows if all_powerful(actor) else rows.filter(actor_id=actor.user_id)


def all_powerful(actor: Actor) -> bool:
    """Whether an actor may look after other people's imports."""
    return may_undo(Batch(actor_id=-1), actor)


def settled(run: ImportRun) -> ImportRun:
    """A run whose job was given up has failed, even if nobody was left to say so."""
    if run.state in ACTIVE and run.job_id is not None:
        job = Job.objects.filter(pk=run.job_id).first()
        if job is None or job.status == Status.FAILED:
            text = _("The import stopped unexpectedly. What was done is kept; start it again to go on.")
            ImportRun.objects.filter(pk=run.pk, state__in=ACTIVE).update(
                state=State.FAILED, message=text, finished_at=clock.now()
            )
            run.refresh_from_db()
    return run


def configure(run: ImportRun, mapping: Any, *, by: Actor) -> None:
    """Store a mapping that can be followed. Raises Invalid, Conflict when the run has begun already."""
    spec = registry.spec(run.entity)
    plan.read(mapping, spec, run.header, by)
    with writing():
        fresh = _idle(run)
        fresh.mapping = mapping
        fresh.options = run.options
        for name in ("kind", "encoding", "delimiter", "sheet", "header"):
            setattr(fresh, name, getattr(run, name))
        fresh.save()
    run.__dict__.update(fresh.__dict__)


def choosing(mapping: Any, alike: str | None) -> Any:
    """A mapping with another choice of what becomes of rows that look like a record, if one is given."""
    return {**mapping, "alike": alike} if alike and isinstance(mapping, dict) else mapping


def _idle(run: ImportRun) -> ImportRun:
    """The run locked, if it may be changed: not at work, nothing taken in yet."""
    fresh: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state in ACTIVE:
        raise Conflict(_("This import is running."))
    if fresh.batch_id is not None:
        raise Conflict(_("This import has been run already. Upload the file again to run it once more."))
    return fresh


def start(
    run: ImportRun,
    *,
    by: Actor,
    dry: bool,
    at_once: bool | None = None,
    reasons: Mapping[str, str] | None = None,
) -> ImportRun:
    """Check a file or take it in: small ones at once, others as a job. A real run that failed goes on where it ended.
    The warnings of rules for which there are `reasons` are passed.

    Raises Invalid when the mapping cannot be followed, Conflict when it runs or ran already.
    """
    plan.read(run.mapping, registry.spec(run.entity), run.header, by)
    now = at_once if at_once is not None else _table(run).estimated_rows < SMALL
    with writing():
        fresh = _startable(run, dry=dry)
        fresh.dry = dry
        fresh.reasons = {**fresh.reasons, **(reasons or {})}
        fresh.state, fresh.message, fresh.finished_at, fresh.job_id = State.QUEUED, "", None, None
        fresh.save()
        if not now:
            job = take_in.using(unique_key=f"import:{run.pk}", actor_id=by.user_id).enqueue(run.pk)
            fresh.job_id = int(job.id)
            fresh.save(update_fields=("job_id",))
    if now:
        walk(run.pk)
    run.refresh_from_db()
    return run


def _startable(run: ImportRun, *, dry: bool) -> ImportRun:
    fresh: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.state in (State.FAILED, State.CANCELLED) and fresh.batch_id is not None and not dry:
        return fresh
    fresh = _idle(run)
    reset(fresh)
    return fresh


def cancel(run: ImportRun) -> ImportRun:
    """Stop a run after the chunk at hand. What was taken in stays, and can be undone. Raises Conflict."""
    with writing():
        rows = ImportRun.objects.filter(pk=run.pk, state__in=ACTIVE)
        if not rows.update(state=State.CANCELLED, finished_at=clock.now()):
            raise Conflict(_("This import is not running."))
        if run.job_id is not None:
            jobs.cancel(run.job_id)
    run.refresh_from_db()
    return run


def describe(run: ImportRun, actor: Actor) -> dict[str, Any]:
    """Everything about a run, as the API answers it."""
    batch = Batch.objects.filter(pk=run.batch_id).first() if run.batch_id else None
    rate, left = speed(run)
    return {
        "id": run.pk, "entity": run.entity, "file": run.name, "size": run.size, "kind": run.kind,
        "encoding": run.encoding or None, "delimiter": run.delimiter or None, "sheet": run.sheet or None,
        "header": run.header, "mapping": run.mapping, "options": run.options, "state": run.state, "dry_run": run.dry,
        "rows": run.rows_total, "done": run.rows_done, "created": run.created, "updated": run.updated,
        "skipped": run.skipped, "failed": run.failed, "links_created": run.links, "errors": problems.as_json(run),
        "problems": [{"column": column, "message": text, "rows": number} for column, text, number in run.problems],
        "warnings": [{"rule": rule, "message": text, "rows": rows} for rule, (text, rows) in run.warnings.items()],
        "rejected": f"/api/v1/imports/{run.pk}/rejected" if run.rejected else None, "message": run.message or None,
        "resumed": run.resumed, "rows_per_second": rate, "seconds_left": left, "batch": run.batch_id,
        "undone_by": batch.undone_by if batch else None, "created_at": _iso(run.at), "started_at": _iso(run.started_at),
        "finished_at": _iso(run.finished_at),
    }  # fmt: skip


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def speed(run: ImportRun) -> tuple[int | None, int | None]:
    """Rows per second so far, and how many seconds are left."""
    if run.started_at is None or not run.rows_done:
        return None, None
    seconds = ((run.finished_at or clock.now()) - run.started_at).total_seconds()
    rate = run.rows_done / max(seconds, 0.001)
    left = (
        None if run.finished_at or run.rows_total is None else round((run.rows_total - run.rows_done) / rate)
    )
    return round(rate), left


# ---------------------------------------------------------------------- saved mappings


def saved(spec: EntitySpec) -> list[ImportMapping]:
    """The saved mappings of an entity by name."""
    return list(ImportMapping.objects.filter(entity=spec.key).order_by("name"))


def save_mapping(spec: EntitySpec, name: str, mapping: Any, *, by: Actor) -> ImportMapping:
    """Give a mapping a name, in place of an earlier one of that name. Raises Invalid."""
    words = " ".join(name.split())
    if not 0 < len(words) <= 120 or not words.isprintable():
        raise Invalid({"name": [_("Give a name of at most 120 characters.")]})
    with writing():
        row, _made = ImportMapping.objects.update_or_create(
            entity=spec.key,
            name=words,
            defaults={"mapping": mapping, "actor_id": by.user_id, "at": clock.now()},
        )
    return row  # type: ignore[no-any-return]


def mapping_of(text: str, spec: EntitySpec, guessed: dict[str, Any]) -> Any:
    """The mapping that a text means: JSON, the name of a saved one, or COLUMN=field,COLUMN=field on top of the guess.

    Raises Invalid.
    """
    stripped = text.strip()
    if stripped.startswith("{"):
        try:
            return json.loads(stripped)
        except (ValueError, RecursionError) as error:
            raise Invalid({"mapping": [_("This is not valid JSON.")]}) from error
    row = ImportMapping.objects.filter(entity=spec.key, name=stripped).first()
    if row is not None:
        return row.mapping
    pairs = [part.partition("=") for part in stripped.split(",")]
    if not all(sign for _name, sign, _field in pairs):
        raise Invalid({"mapping": [_("There is no saved mapping “%(name)s”.") % {"name": stripped[:120]}]})
    columns = dict(guessed.get("columns", {}))
    given = {name.strip(): field.strip() or None for name, _sign, field in pairs}
    columns = {name: field for name, field in columns.items() if field not in given.values()}
    return {**guessed, "columns": {**columns, **given}}
