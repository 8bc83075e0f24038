"""Sharing a record with people, teams and units, and no longer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records, registry, sharing
from kith.engine.access import directory
from kith.engine.errors import Invalid, NotFound
from kith.engine.sharing import Share
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.kernel.numbers import identity
from kith.web import forms, shares
from kith.web.forms import Form
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, in_dialog, perform
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("GET", "POST")
def share(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Ask with whom, how far and until when; then share."""
    record = found(request, spec, number, sharing.VERB)
    if request.method == "GET":
        return forming.show(request, form_of(request, record), here=spec.key)
    try:
        wanted = shares.wanted(forming.values_of(request, shares.fields(spec)))
        return perform(request, lambda: shared(request, record, wanted))
    except Invalid as error:
        errors = {"people" if key == "with" else key: texts for key, texts in error.errors.items()}
        return forming.show(request, form_of(request, record, errors), here=spec.key, status=422)


@opened("GET", "POST")
def unshare(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Share it no longer with somebody, after a question."""
    kind, whom = named(request)
    mine = (kind, whom) == ("user", request.actor.user_id)
    record = found(request, spec, number, "read" if mine else sharing.VERB)
    here = f"/{spec.plural}/{number}/"
    name = Share(kind, whom).name(directory())
    if request.method == "GET":
        form = Form(
            title=_("No longer share with %(name)s") % {"name": name},
            action=request.get_full_path(),
            submit=_("Stop sharing"),
            sections=[],
            cancel=here,
            dialog=in_dialog(request),
            danger=True,
            intro=_("It can be taken back afterwards."),
            hidden=[("dialog", "1")] if in_dialog(request) else [],
            crumbs=[
                Link(str(spec.label_plural), f"/{spec.plural}/"),
                Link(title_of(spec, record, request.actor), here),
            ],
        )
        return forming.show(request, form, here=spec.key)

    def work() -> Done:
        with journal.batch(request.actor, sharing.STOP, entity=spec.key) as batch:
            sharing.stop(spec, number, kind, whom, by=request.actor)
        told = Toast(_("No longer shared with %(name)s.") % {"name": name}, undo=forming.undo_of(batch))
        return Done("/" if mine else f"{here}?tab=shared", told)

    return perform(request, work)


def found(request: Any, spec: EntitySpec, number: int, verb: str) -> Any:
    """The record. Raises NotFound, Forbidden."""
    if not shares.sharable(spec):
        raise NotFound
    return records.find(spec, number, request.actor, verb)


def named(request: Any) -> tuple[str, int]:
    """Whom the address names: user-7. Raises NotFound."""
    kind, _dash, said = request.GET.get("with", "").partition("-")
    number = identity(said)
    if kind not in sharing.KINDS or number is None:
        raise NotFound
    return kind, number


def form_of(request: Any, record: Any, errors: Any = None) -> Form:
    """The form; `with` in the address changes one share, `people` are suggested."""
    spec, actor = registry.spec_of(record), request.actor
    values: dict[str, Any] = {
        "level": "read",
        "people": [n for n in map(identity, request.GET.getlist("people")) if n],
    }
    if "with" in request.GET:
        values = present(spec, record, *named(request))
    name, here = title_of(spec, record, actor), f"/{spec.plural}/{record.pk}/"
    *first, part = shares.fields(spec).values()
    groups = [("", first), ("", [part])]
    sent = request.POST if request.method == "POST" else None
    form = Form(
        title=_("Share %(name)s") % {"name": name},
        action=request.get_full_path(),
        submit=_("Share"),
        sections=forms.sections(groups, values, actor, sent=sent, errors=errors),
        cancel=here,
        dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
    )
    return forming.finished(form, errors)


def present(spec: EntitySpec, record: Any, kind: str, whom: int) -> dict[str, Any]:
    """What the form says of a share as it is."""
    known = [one for one in sharing.shares_of(spec, record) if (one.kind, one.id) == (kind, whom)]
    key = {"user": "people", "team": "teams", "unit": "units"}[kind]
    one = next((one for one in known if one.cause != sharing.RULE), Share(kind, whom))
    return {key: [whom], "level": one.level, "until": one.until, "role": one.role}


def shared(request: Any, record: Any, wanted: list[Share]) -> Done:
    """Share it with each of them, in one batch."""
    spec = registry.spec_of(record)
    with records.transaction(), journal.batch(request.actor, sharing.VERB, entity=spec.key) as batch:
        for one in wanted:
            sharing.share(spec, record.pk, one, by=request.actor)
    names = ", ".join(one.name(directory()) for one in wanted[: shares.NAMED])
    told = Toast(_("Shared with %(names)s.") % {"names": names}, undo=forming.undo_of(batch))
    return Done(f"/{spec.plural}/{record.pk}/?tab=shared", told)
