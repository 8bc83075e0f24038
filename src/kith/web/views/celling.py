"""Cells of a list: changed one by one where they stand, or a block of them pasted from a spreadsheet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import journal, mass, records, registry
from kith.engine.access import Level
from kith.engine.errors import Forbidden, Invalid, Malformed, Stale
from kith.engine.fieldtypes import FieldSpec
from kith.engine.insisting import LONGEST, mild
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told, told_of
from kith.engine.titles import title_of
from kith.kernel.numbers import identity
from kith.web import addressing, cells, choosing, forms, slots
from kith.web.columns import columns_of
from kith.web.fields import bind
from kith.web.pasting import LINKS, Paste, block, reasons, tiled, understood
from kith.web.pieces import Refusal, Toast
from kith.web.responses import Done, page, performed, settled, triggers
from kith.web.views import forming
from kith.web.views.opening import opened

MOST = 500


@dataclass(slots=True)
class Note:
    """What is said at a cell that could not be saved: why, whether a reason lets it pass (`insist`), or what stands
    there now beside what was typed."""

    text: str
    now: str = ""
    mine: str = ""
    version: int | None = None
    insist: bool = False


@opened("GET", "POST")
def cell(request: Any, spec: EntitySpec, number: int, name: str) -> HttpResponse:
    """The input of one cell, or its new value: saved, and answered with the row as it then is."""
    field = to_change(request, spec, name)
    record = records.find(spec, number, request.actor, "update")
    if request.method == "GET":
        return editor(request, record, field)
    try:
        result = performed(request, lambda: saved(request, record, field))
    except Invalid as error:
        errors = {"" if key == field.key else key: texts for key, texts in error.errors.items()}
        return noted(request, Note(mass.reason(spec, errors), insist=mild(errors)), 422)
    except Stale as error:
        return noted(request, both(request, error.current, field), 412)
    answer = row(request, spec, number)
    if result.toast:
        answer.headers["HX-Trigger"] = triggers({"toast": result.toast.data()})
    return answer


def to_change(request: Any, spec: EntitySpec, name: str) -> FieldSpec:
    """The field of a cell. Raises UnknownField for unknown and hidden ones, Forbidden with the reason for others."""
    field = spec.resolve(name, request.actor)
    if name in forms.changeable(spec, request.actor):
        return field
    if field.readonly:
        raise Forbidden(_("“%(field)s” is filled in by Kith.") % {"field": field.label})
    if request.actor.access.level(spec.key, name) < Level.WRITE:
        raise Forbidden(_("Your roles do not let you change “%(field)s”.") % {"field": field.label})
    raise Forbidden


def editor(request: Any, record: Any, field: FieldSpec) -> HttpResponse:
    """The input that fits the field, with the version that it was opened on."""
    spec = registry.spec_of(record).of(record)
    field = spec.fields.get(field.key, field)
    bound = bind(field, spec.value(record, field), request.actor)
    forms.narrow(bound, field, forming.standing(record, [field], request.actor))
    bound.id, bound.wide, bound.help = f"cell-{field.key}", False, ""
    label = _("%(field)s of %(name)s") % {"field": field.label, "name": title_of(spec, record, request.actor)}
    return page(request, "fragments/cell.html", bound=bound, label=label, version=record.version)


def saved(request: Any, record: Any, field: FieldSpec) -> Done:
    """Save it. What others changed meanwhile in other fields is no conflict. Raises Invalid, Stale."""
    spec, version = registry.spec_of(record), forming.sent_version(request)
    values = given(request, record, field)
    if version is not None and field.key not in journal.changed_since(spec.key, record.pk, version):
        version = record.version
    with journal.batch(request.actor, "update", entity=spec.key) as batch:
        kept = records.update(
            record, by=request.actor, version=version, texts=request.actor.language, **values
        )
    text = _("“%(name)s” is saved.") % {"name": title_of(spec, kept, request.actor)}
    return Done("", Toast(text, undo=forming.undo_of(batch)) if batch.pk else None)


def given(request: Any, record: Any, field: FieldSpec) -> dict[str, Any]:
    """The value as its input sent it, or as a text that was pasted. Raises Invalid."""
    text = request.POST.get("typed")
    if text is None:
        return forming.given(
            request, {field.key: field}, standing=forming.standing(record, [field], request.actor)
        )
    spec, actor = registry.spec_of(record), request.actor
    try:
        if field.type.key in LINKS:
            return {field.key: choosing.Named.of(field, [text], actor).value(text)}
        return {field.key: understood(field, text, spec.value(record, field), actor)}
    except ValidationError as error:
        raise Invalid({field.key: [reasons(error)]}) from error


def both(request: Any, current: Any, field: FieldSpec) -> Note:
    """What stands there now beside what was typed."""
    spec, actor = registry.spec_of(current), request.actor
    mine = request.POST.get("shown", "")[:200]
    who = str(current.updated_by) if current.updated_by_id else "Kith"
    return Note(
        _("%(who)s changed this meanwhile.") % {"who": who},
        cells.plain(field, spec.value(current, field), actor),
        mine,
        current.version,
    )


def noted(request: Any, note: Note, status: int) -> HttpResponse:
    """A note to be shown at the cell."""
    return page(request, "fragments/cell_note.html", note=note, longest=LONGEST, status=status)


def row(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """The row of a record in the columns that the page shows; empty when it went out of sight."""
    actor = request.actor
    columns = columns_of(spec, actor, addressing.words(request.POST.get("columns", "")))
    listing = Listing(spec, actor, fields=[one.key for one in columns], extra=Q(pk=number), limit=1)
    rows = cells.table(spec, columns, listing.page().rows, actor)
    return page(request, "fragments/rows.html", rows=rows, row_menu=slots.first("row_menu", spec, actor))


@opened("POST")
def paste(request: Any, spec: EntitySpec) -> HttpResponse:
    """A preview of what pasting would change; with `apply` it is done, in one batch."""
    block_ = laid(request, spec)
    if "apply" in request.POST:
        refused: list[Refusal] = []
        return settled(request, performed(request, lambda: applied(request, block_, refused)), refused)
    return preview(request, block_)


def laid(request: Any, spec: EntitySpec) -> Paste:
    """The block over the rows and columns that the page names. Raises Malformed, UnknownField."""
    sent = request.POST
    rows = [part.partition(":") for part in sent.get("rows", "")[: 30 * MOST].split(",")]
    high, wide = addressing.number(sent.get("high", "")), addressing.number(sent.get("wide", ""))
    lines = tiled(block(sent.get("text", "")), min(high, MOST), min(wide, MOST))
    ids = [addressing.number(number) for number, _colon, _version in rows]
    keys = addressing.words(sent.get("columns", ""))
    if not ids or not keys or not all(ids):
        raise Malformed
    versions = {
        one: said
        for number, _colon, version in rows
        if (one := identity(number)) is not None and (said := identity(version)) is not None
    }
    return Paste(spec, request.actor, ids[:MOST], keys, lines, versions)


def preview(request: Any, block_: Paste) -> HttpResponse:
    """Old and new values side by side, errors at their cells, and what is left out."""
    lines = block_.tried()
    rows = ",".join(f"{line.id}:{line.version}" for line in lines if line.version)
    good = [line for line in lines if line.values and not line.error]
    count = sum(len(line.values) for line in good)
    bad = sum(1 for line in lines for one in line.cells if one.error)
    return page(
        request,
        "fragments/paste.html",
        spec=block_.spec,
        title=_("Clear cells") if not request.POST.get("text") else _("Paste"),
        columns=[str(one.label) for one in block_.columns],
        lines=[line for line in lines if line.error or any(one.changed or one.error for one in line.cells)],
        count=count,
        facts=facts(request, block_, count=count, rows=len(good), bad=bad),
        sent=[(key, request.POST.get(key, "")) for key in ("columns", "text", "high", "wide")],
        rows=rows,
        nonce=secrets.token_hex(16),
    )


def facts(request: Any, block_: Paste, *, count: int, rows: int, bad: int) -> list[tuple[str, str]]:
    """Sentences about the whole, each with its tone."""
    number = request.actor.show.number
    found = [("", _("Nothing would change."))]
    if count:
        on = ngettext("%(count)s row", "%(count)s rows", rows) % {"count": number(rows)}
        found = [("", told_of(_("Cells that change"), f"{number(count)} · {on}"))]
    if bad:
        text = ngettext(
            "%(count)s cell cannot be used and stays as it is.",
            "%(count)s cells cannot be used and stay as they are.",
            bad,
        )
        found.append(("bad", text % {"count": number(bad)}))
    down, across = block_.beyond
    if down:
        text = ngettext(
            "%(count)s row reaches beyond the end of this page and is left out.",
            "%(count)s rows reach beyond the end of this page and are left out.",
            down,
        )
        found.append(("warn", text % {"count": number(down)}))
    if across:
        text = ngettext(
            "%(count)s column reaches beyond the last column and is left out.",
            "%(count)s columns reach beyond the last column and are left out.",
            across,
        )
        found.append(("warn", text % {"count": number(across)}))
    return found


def applied(request: Any, block_: Paste, refused: list[Refusal]) -> Done:
    """Write what the preview showed; what cannot be written any more is noted with its reason. Raises Invalid."""
    spec = block_.spec
    label = told_of(str(spec.label_plural), ", ".join(str(one.label) for one in block_.columns))
    with journal.batch(request.actor, "mass_update", label, entity=spec.key) as batch:
        outcomes = block_.run()
    refused += [
        Refusal(line.name, line.href, mass.reason(spec, one.errors)) for line, one in outcomes if one.errors
    ]
    good = len(outcomes) - len(refused)
    if not good:
        raise Invalid({"": list(dict.fromkeys(one.text for one in refused))[:5]})
    count = ngettext("%(count)s record", "%(count)s records", good) % {
        "count": request.actor.show.number(good)
    }
    text = told_of(told("update", spec), count)
    return Done(f"/{spec.plural}/", Toast(text, undo=forming.undo_of(batch)))
