"""A record as it was: what differs from today, and the way to put chosen fields back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import audit, records, registry, restoring
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid, NotFound, Stale
from kith.engine.restoring import Past
from kith.engine.spec import EntitySpec
from kith.engine.timeline import stored_text
from kith.engine.titles import title_of
from kith.kernel import clock
from kith.kernel.numbers import identity
from kith.web.forms import Form
from kith.web.pieces import Link, Then, Toast
from kith.web.responses import Done, in_dialog, page, perform
from kith.web.views.forming import sent_version, undo_of
from kith.web.views.opening import opened


@opened("GET", "POST")
def put_back(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Show how a record was before one of its changes or at a time; posted, put the chosen fields back."""
    actor = request.actor
    record = records.find(spec, number, actor, "update")
    audit.seen(record, actor)
    past = past_of(request, spec, record)
    if request.method == "GET":
        return show(request, record, past)
    try:
        return perform(request, lambda: restored(request, spec, record, past))
    except Invalid as error:
        return show(request, record, past, error.errors)
    except Stale:
        text = _("This record was changed meanwhile. Nothing was put back; look again at what differs.")
        return show(request, records.find(spec, number, actor, "update"), past, {"": [text]}, status=412)


def past_of(request: Any, spec: EntitySpec, record: Any) -> Past | None:
    """Which state is meant: `before` a change, or `at` a time where the reader is; None for no time of the record's."""
    entry = identity(request.GET.get("before", ""))
    if entry is not None:
        return restoring.before(spec, record, entry)
    try:
        moment = dt.datetime.fromisoformat(request.GET.get("at", ""))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(request.actor.time_zone))
        return restoring.at(spec, record, moment)
    except (ValueError, OverflowError, NotFound):
        return None


def show(
    request: Any, record: Any, past: Past | None, errors: Any = None, *, status: int = 422
) -> HttpResponse:
    """What differs, each field with a box; those that the change altered are chosen, or all of them."""
    actor, spec = request.actor, registry.spec_of(record)
    here = f"/{spec.plural}/{record.pk}/"
    name = title_of(spec, record, actor)
    form = Form(
        title=_("Put back: %(name)s") % {"name": name}, action=f"{here}history/?{request.GET.urlencode()}",
        submit=_("Put back"), sections=[], cancel=here, version=record.version, dialog=in_dialog(request),
        hidden=[("dialog", "1")] if in_dialog(request) else [],
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/"), Link(name, here)],
    )  # fmt: skip
    if errors:
        form.tell({label_of(spec, key): texts for key, texts in errors.items()})
    then = thens(request, spec, record, past)
    more = any(one.writable and not one.chosen for one in then)
    return page(
        request, "web/put_back.html", fragment="fragments/put_back.html", title=form.title, here=spec.key,
        status=status if errors else 200, form=form, then=then, when=when_of(past, actor),
        at=local(past, actor), past=past, history=f"{here}history/", more=more,
    )  # fmt: skip


def label_of(spec: EntitySpec, key: str) -> str:
    """A field as people call it."""
    return str(spec.fields[key].label) if key in spec.fields else key


def thens(request: Any, spec: EntitySpec, record: Any, past: Past | None) -> list[Then]:
    """The fields that differ, as text."""
    if past is None:
        return []
    actor = request.actor
    found = restoring.differences(spec, record, past, actor)
    chosen = {one.field.key for one in found}
    if request.method == "POST":
        chosen = set(request.POST.getlist("fields"))
    elif past.entry is not None and "all" not in request.GET:
        chosen = set(past.entry.changes)
    return [
        Then(
            key=one.field.key,
            label=str(one.field.label),
            now=text(one.field, one.now, actor),
            then=text(one.field, one.then, actor),
            chosen=one.writable and one.field.key in chosen,
            writable=one.writable,
        )
        for one in found
    ]


def text(field: Any, stored: Any, actor: Actor) -> str:
    """A stored value for reading, "" for none."""
    return "" if stored in (None, "", [], {}) else stored_text(field, stored, actor)


def when_of(past: Past | None, actor: Actor) -> str:
    """Which state is shown, as a sentence."""
    if past is None or past.until is None:
        return ""
    moment = actor.show.datetime(past.until)
    if past.entry is None:
        return _("As it was on %(time)s.") % {"time": moment}
    person = directory().people.get(past.entry.actor_id or 0)
    who = person.name if person else "Kith"
    return _("As it was before %(who)s changed it on %(time)s.") % {"who": who, "time": moment}


def local(past: Past | None, actor: Actor) -> str:
    """A time for the field that asks for one."""
    moment = past.until if past is not None and past.until is not None else clock.now()
    return moment.astimezone(ZoneInfo(actor.time_zone)).strftime("%Y-%m-%dT%H:%M")


def restored(request: Any, spec: EntitySpec, record: Any, past: Past | None) -> Done:
    """Put the chosen fields back and say so. Raises Invalid when none is chosen."""
    chosen = request.POST.getlist("fields")
    if past is None or not chosen:
        raise Invalid({"": [_("Choose what is to be put back.")]})
    kept, batch = restoring.put_back(
        record, past, by=request.actor, fields=chosen, version=sent_version(request)
    )
    toast = Toast(
        _("“%(name)s” is as it was.") % {"name": title_of(spec, kept, request.actor)}, undo=undo_of(batch)
    )
    return Done(f"/{spec.plural}/{kept.pk}/", toast)
