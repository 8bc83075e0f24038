"""The pages of the import: send a file, say what its columns are, look at the check, follow the run, take it back."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.engine.insisting import plain
from kith.engine.journal import Batch
from kith.engine.spec import EntitySpec
from kith.features.imports import mapping_form, plan, runs
from kith.features.imports.api import sending
from kith.features.imports.models import ACTIVE, ImportRun, State
from kith.features.imports.receiving import file_of
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened

ENCODINGS = (
    "utf-8", "utf-16", "gb18030", "big5", "windows-1251", "koi8-r", "cp866", "windows-1252", "windows-1250",
    "shift_jis",
)  # fmt: skip
DELIMITERS = ((",", ","), (";", ";"), ("\t", "⇥"), ("|", "|"))
LISTED = 50


def may(spec: EntitySpec, actor: Actor) -> None:
    """Raises Forbidden for those who may not import."""
    if not plan.may_import(spec, actor):
        raise Forbidden


@opened("GET", "POST")
def begin(request: Any, spec: EntitySpec) -> HttpResponse:
    """Drop a file; what it is is seen at once."""
    may(spec, request.actor)
    if request.method == "GET":
        return _begin(request, spec)
    try:
        file = file_of(request.FILES)
        run = runs.upload(spec, file.name or "", file.chunks(), by=request.actor)
    except Invalid as error:
        return _begin(request, spec, [str(text) for texts in error.errors.values() for text in texts], 422)
    return perform(request, lambda: Done(f"/imports/{run.pk}/"))


def _begin(
    request: Any, spec: EntitySpec, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    title = _("Import %(things)s") % {"things": spec.label_plural}
    recent = runs.visible(request.actor).filter(entity=spec.key)[:5]
    return page(
        request, "imports/begin.html", title=title, here=spec.key, status=status, spec=spec, errors=errors or [],
        crumbs=_crumbs(spec), recent=[_line(run) for run in recent],
    )  # fmt: skip


@opened("GET")
def template(request: Any, spec: EntitySpec) -> HttpResponse:
    """A CSV file with the headings of every field that can be imported."""
    may(spec, request.actor)
    text = io.StringIO()
    csv.writer(text).writerow([str(item.label) for item in plan.offered(spec, request.actor).values()])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{spec.plural}.csv"'
    return response


@opened("GET")
def several(request: Any) -> HttpResponse:
    """One's imports, newest first."""
    found = [_line(runs.settled(run)) for run in runs.visible(request.actor)[:LISTED]]
    return page(request, "imports/several.html", title=_("Imports"), runs=found)


def _line(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "name": run.name,
        "state": str(State(run.state).label),
        "at": run.at,
        "rows": run.rows_total,
    }


@opened("GET")
def show(request: Any, number: int) -> HttpResponse:
    """An import as it stands: its mapping, its check, its progress or its result."""
    run = runs.found(number, request.actor)
    if run.state == State.UPLOADED or (
        request.GET.get("mapping") and run.batch_id is None and run.state not in ACTIVE
    ):
        return _mapping(request, run, run.mapping)
    return _result(request, run)


def _crumbs(spec: EntitySpec) -> list[Link]:
    return [Link(str(spec.label_plural), f"/{spec.plural}/")]


def _mapping(
    request: Any, run: ImportRun, mapping: Any, *, errors: Any = None, status: int = 200
) -> HttpResponse:
    """The page that asks what the columns are."""
    spec = registry.spec(run.entity)
    may(spec, request.actor)
    try:
        table, found = runs.preview(run)
    except Invalid as error:
        return page(
            request, "imports/broken.html", title=run.name, here=spec.key, status=422, spec=spec, crumbs=_crumbs(spec),
            text="; ".join(str(text) for texts in error.errors.values() for text in texts),
        )  # fmt: skip
    rows = [cells for _number, cells in found]
    form = mapping_form.shown(spec, table.header, rows, mapping=mapping, actor=request.actor)
    _tell(form, errors or {})
    return page(
        request, "imports/mapping.html", title=run.name, here=spec.key, status=status, spec=spec, run=run, form=form,
        header=table.header, preview=[(number, [_cell(cell) for cell in cells]) for number, cells in found],
        sheets=table.sheets, encodings=sorted({*ENCODINGS, *filter(None, [run.encoding])}), delimiters=DELIMITERS,
        saved=[row.name for row in runs.saved(spec)], policies=mapping_form.policies(), locales=mapping_form.locales(),
        key=mapping_form.KEY, crumbs=_crumbs(spec),
    )  # fmt: skip


def _cell(cell: Any) -> str:
    return "" if cell is None else str(cell)[:80]


def _tell(form: mapping_form.MappingForm, errors: Any) -> None:
    """Put errors of the mapping at their column, or above the form."""
    rows = {f"mapping.columns.{row.heading}": row for row in form.rows}
    for path, texts in errors.items():
        for text in texts:
            if path in rows:
                rows[path].errors.append(str(text))
            else:
                form.errors.append(str(text))


@opened("POST")
def map_columns(request: Any, number: int) -> HttpResponse:
    """Keep the mapping and go on: look again, save it under a name, check, or import."""
    run = runs.found(number, request.actor)
    spec = registry.spec(run.entity)
    may(spec, request.actor)
    mapping = mapping_form.sent(request.POST, run.header, spec, request.actor)
    try:
        mapping = _looked(request, run, spec, mapping)
        if request.POST.get("go") == "look":
            return _mapping(request, run, mapping)
        runs.configure(run, mapping, by=request.actor)
        if request.POST.get("save_as", "").strip():
            runs.save_mapping(spec, request.POST["save_as"], mapping, by=request.actor)
        return perform(request, lambda: _go(run, request.actor, dry=request.POST.get("go") != "run"))
    except Invalid as error:
        return _mapping(request, run, mapping, errors=error.errors, status=422)


def _looked(request: Any, run: ImportRun, spec: EntitySpec, mapping: Any) -> Any:
    """The mapping after a change of how the file is read or of the saved mapping; both may change the columns."""
    options = {name: request.POST.get(name, "") for name in runs.FORMS}
    if request.POST.get("go") == "look":
        runs.look_again(run, options, by=request.actor)
        chosen = request.POST.get("saved", "")
        known = next((row.mapping for row in runs.saved(spec) if row.name == chosen), None)
        return known or (mapping if set(mapping["columns"]) == set(run.header) else run.mapping)
    return mapping


def _go(run: ImportRun, actor: Actor, *, dry: bool, reasons: Mapping[str, str] | None = None) -> Done:
    runs.start(run, by=actor, dry=dry, reasons=reasons)
    return Done(f"/imports/{run.pk}/")


def _result(request: Any, run: ImportRun) -> HttpResponse:
    """Progress, check or result."""
    spec = registry.spec(run.entity)
    batch = Batch.objects.filter(pk=run.batch_id).first() if run.batch_id else None
    rate, left = runs.speed(run)
    return page(
        request, "imports/result.html", fragment="imports/result_part.html", title=run.name, here=spec.key, spec=spec,
        run=run, state=str(State(run.state).label), busy=run.state in ACTIVE, rate=rate, left=_minutes(left),
        undone=batch is not None and batch.undone_by is not None, taken=bool(batch and batch.rows),
        nonce=secrets.token_hex(16), crumbs=_crumbs(spec),
        links=[(str(registry.spec(key).label_plural), count) for key, count in run.links.items()],
    )  # fmt: skip


def _minutes(seconds: int | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"


@opened("POST")
def start(request: Any, number: int) -> HttpResponse:
    """Import what was checked, with the reasons that let warnings pass, or go on after a failure."""
    run = runs.found(number, request.actor)
    said = {rule: plain(request.POST.get(f"reason.{rule}")) for rule in run.warnings}
    reasons = {rule: text for rule, text in said.items() if text}
    return perform(request, lambda: _go(run, request.actor, dry=False, reasons=reasons))


@opened("POST")
def stop(request: Any, number: int) -> HttpResponse:
    """Cancel a run."""
    run = runs.found(number, request.actor)

    def work() -> Done:
        runs.cancel(run)
        return Done(f"/imports/{run.pk}/", Toast(_("The import is stopped. What was taken in is kept.")))

    return perform(request, work)


@opened("GET")
def rejected(request: Any, number: int) -> HttpResponse:
    """The refused rows as a file."""
    return sending(runs.found(number, request.actor))
