"""Erasing a person, in two steps on one page: choose and count, then do it; and the act that is left."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.formatting import Formatter, formatter
from kith.engine.journal import Batch, Entry
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told
from kith.engine.titles import title_of
from kith.features.privacy import erasing
from kith.features.privacy.finding import Tie, person
from kith.features.privacy.models import Destruction, Ground
from kith.features.privacy.planning import Choice, Line, Plan, plan
from kith.features.privacy.views.person import crumbs
from kith.features.privacy.words import CHOICES, COPIES, DONE, TIES
from kith.web.frame import TONGUES
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, page, perform
from kith.web.views.opening import opened

NAMED = 5


@opened("GET", "POST")
def erase(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """What would be done with these choices; with "erase" it is done."""
    record = person(spec, number, request.actor)
    chosen = {name.removeprefix("do-"): said for name, said in request.POST.items() if name.startswith("do-")}
    made = plan(spec, record, chosen, request.actor)
    if request.method == "GET" or request.POST.get("step") != "erase":
        return _shown(request, made)
    missing = _missing(request)
    if missing or made.blocked:
        return _shown(request, made, missing, status=422)

    def work() -> Done:
        act = erasing.erase(
            spec, record, chosen=chosen, by=request.actor,
            ground=request.POST["ground"], note=request.POST.get("note", "").strip(),
        )  # fmt: skip
        return Done(f"/destructions/{act.pk}/act/", Toast(_("The data are erased.")))

    return perform(request, work)


def _missing(request: Any) -> str:
    """What has still to be said before anything is erased."""
    if request.POST.get("ground") not in Ground.values:
        return _("Say why the data are erased.")
    if request.POST.get("sure") != "1":
        return _("Confirm that you have looked at it: this cannot be undone.")
    return ""


def _shown(request: Any, made: Plan, error: str = "", *, status: int = 200) -> HttpResponse:
    spec, record = made.spec, made.record
    here = f"/{spec.plural}/{record.pk}/privacy/"
    return page(
        request, "privacy/erase.html", title=_("Erase"), here=spec.key, status=status, error=error,
        crumbs=[*crumbs(spec, record, request.actor), Link(_("Data about this person"), here)], base=here,
        lines=[_line(line, request.actor) for line in made.lines], blocked=made.blocked,
        grounds=[(key, label, key == request.POST.get("ground")) for key, label in Ground.choices],
        note=request.POST.get("note", ""), nonce=secrets.token_hex(16),
    )  # fmt: skip


def _line(line: Line, actor: Actor) -> dict[str, Any]:
    spec = line.group.spec
    alike = line.group.records[:NAMED] if line.group.tie is Tie.ALIKE else ()
    return {
        "key": line.group.key,
        "label": spec.label_plural,
        "icon": spec.icon,
        "how": TIES[line.group.tie],
        "links": [Link(title_of(spec, row, actor), f"/{spec.plural}/{row.pk}/") for row in alike],
        "choices": [(one.value, CHOICES[one], one is line.choice) for one in line.offered],
        "records": len(line.rows),
        "count": line.values,
        "fields": ", ".join(str(spec.fields[name].label) for name in line.names),
        "files": line.files,
        "bound": [
            (count, bound.why, actor.show.date(bound.until) if bound.until else "")
            for bound, count in line.bound.items()
        ],
    }


@opened("GET")
def act(request: Any, number: int) -> HttpResponse:
    """The act of a destruction, to be printed, in a language of one's choice. Raises NotFound."""
    row = records.find(registry.spec("destruction"), number, request.actor, "read")
    language = request.GET.get("language", "")
    language = language if language in TONGUES else request.actor.language
    show = formatter(language, request.actor.time_zone)
    with translation.override(language):
        return page(
            request, "privacy/act.html", title=_("Act of destruction %(number)s") % {"number": row.number},
            here="settings", act=row, company=company().name, ground=Ground(row.ground).label, show=show,
            lines=[_done(said, show) for said in row.lines], extract=extract(row), who=_kind(row.subject_entity),
            copies=[(COPIES.get(name, name), count) for name, count in row.copies.items()],
            tongues=[Link(name, f"?language={key}", current=key == language) for key, name in TONGUES.items()],
        )  # fmt: skip


def _done(said: dict[str, Any], show: Formatter) -> dict[str, Any]:
    """A line of an act in the language in force."""
    spec = registry.spec(said["entity"])
    kept = [
        (one["records"], one["why"], show.date(dt.date.fromisoformat(one["until"])) if one["until"] else "")
        for one in said["kept"]
    ]
    return {
        "label": spec.label_plural, "how": TIES[Tie(said["tie"])], "done": DONE[Choice(said["done"])],
        "records": said["records"], "values": said["values"], "kept": kept, "files": said["files"],
        "fields": ", ".join(str(spec.fields[name].label) for name in said["fields"] if name in spec.fields),
    }  # fmt: skip


def _kind(entity: str) -> str:
    return str(registry.spec(entity).label)


def extract(act: Destruction) -> list[dict[str, Any]]:
    """What the journal says of the destruction: number, time, who, what was done to which record, never a value."""
    batch = Batch.objects.get(pk=act.batch)
    entries = Entry.objects.filter(batch_id=act.batch).order_by("pk")
    names = {entry.pk: registry.spec(entry.entity) for entry in entries}
    return [
        {
            "number": entry.pk, "at": entry.at, "by": batch.actor_name, "done": told(entry.verb, names[entry.pk]),
            "what": f"{names[entry.pk].label} {entry.record_id}", "fields": ", ".join(sorted(entry.changes)),
        }
        for entry in entries
    ]  # fmt: skip
