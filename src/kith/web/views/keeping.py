"""Settings of the company, the trash, and the list of changes that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import journal, records, registry, undo
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.company import save_company
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.scope import Scope
from kith.engine.settings import company
from kith.engine.timeline import told, told_of
from kith.engine.titles import title_of, titles
from kith.kernel.money import CURRENCIES
from kith.web import cells, slots
from kith.web.fields import Bound, Option, countries, currencies, language_options, time_zones
from kith.web.forms import Form
from kith.web.pieces import Section, Toast
from kith.web.responses import Done, done, page, perform
from kith.web.views.opening import opened
from kith.web.views.subjects import rules, subjects

SETTLED = frozenset({"undo", "export", *journal.FINAL})
"""Kinds of batches that offer no way back."""

SHOWN = 60


@dataclass(slots=True)
class Kept:
    """One line of the trash or of the changes."""

    name: str
    about: str
    when: str
    iso: str
    icon: str = ""
    restore: str = ""
    purge: str = ""
    undo: str = ""
    href: str = ""


@opened("GET", "POST")
def the_company(request: Any) -> HttpResponse:
    """What the set-up page asked for."""
    if not rules(request.actor):
        raise Forbidden
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            return store_company(request)
        except Invalid as error:
            errors = error.errors
    return page(
        request,
        "web/settings.html",
        fragment="fragments/form.html",
        title=_("Company"),
        here="settings",
        heading=_("Company"),
        subjects=subjects(request.actor, "company"),
        form=company_form(request, errors),
        inside="fragments/form.html",
        status=422 if errors else 200,
    )


def company_form(request: Any, errors: dict[str, list[Any]]) -> Form:
    """The form of the company, with what was typed."""
    own, locale = company(), request.actor.show.locale
    days = [Option("0", _("Monday")), Option("6", _("Sunday"))]
    money = Bound("currency", _("Currency"), "select", own.currency, options=currencies(locale))
    money.help = _("Changing it does not convert amounts that are stored already.")
    fields = [
        Bound("name", _("Company name"), value=own.name, wide=True, max_length=80),
        Bound("language", _("Language"), "select", own.language, options=language_options()),
        Bound("country", _("Country"), "select", own.country, options=countries(locale)),
        Bound("time_zone", _("Time zone"), "select", own.time_zone, options=time_zones()),
        Bound("week_start", _("Weeks begin on"), "select", str(own.week_start), options=days),
        money,
    ]
    for one in fields:
        one.required, one.value = True, request.POST.get(one.name, one.value)
        one.errors = [str(text) for text in errors.get(one.name, ())]
    sections = [Section("", fields)]
    return Form(
        title=_("Company"),
        action="/settings/company/",
        submit=_("Save"),
        sections=sections,
        cancel="/settings/",
    )


def store_company(request: Any) -> HttpResponse:
    """Check and keep. Raises Invalid."""
    sent = {
        key: request.POST.get(key, "").strip()[:80]
        for key in ("name", "language", "country", "time_zone", "currency", "week_start")
    }
    allowed = {
        "language": dict(settings.LANGUAGES),
        "time_zone": available_timezones(),
        "currency": CURRENCIES,
        "week_start": ("0", "6"),
    }
    errors = {
        key: [_("Choose one of the listed values.")]
        for key, values in allowed.items()
        if sent[key] not in values
    }
    if not sent["name"]:
        errors["name"] = [_("This must be filled in.")]
    if errors:
        raise Invalid(errors)
    save_company(replace(company(), **{**sent, "week_start": int(sent["week_start"])}), by=request.actor)
    return done(request, Done("/settings/company/", Toast(_("The company's settings are saved."))))


@opened("GET")
def trash(request: Any) -> HttpResponse:
    """What was deleted and may be taken out again, newest first."""
    actor = request.actor
    found: list[tuple[Any, Kept]] = []
    for spec in registry.specs():
        scope = Scope(spec.key, actor.access, "delete")
        if scope.reach is Reach.NONE:
            continue
        for record in spec.model.objects.filter(scope.predicate(), deleted_at__isnull=False).order_by(
            "-deleted_at"
        )[:SHOWN]:
            here = f"/{spec.plural}/{record.pk}/"
            line = Kept(
                title_of(spec, record, actor),
                str(spec.label),
                actor.show.datetime(record.deleted_at),
                record.deleted_at.isoformat(),
                spec.icon,
                f"{here}restore/",
            )
            line.purge = f"{here}purge/" if scope.reach is Reach.ALL else ""
            found.append((record.deleted_at, line))
    lines = [line for _at, line in sorted(found, key=lambda item: item[0], reverse=True)[:SHOWN]]
    return page(
        request,
        "web/settings.html",
        title=_("Trash"),
        here="settings",
        heading=_("Trash"),
        subjects=subjects(actor, "trash"),
        lines=lines,
        inside="fragments/kept.html",
        nothing=_("The trash is empty."),
    )


@opened("POST")
def purge(request: Any, spec: Any, number: int) -> HttpResponse:
    """Remove a record of the trash for good."""
    scope = Scope(spec.key, request.actor.access, "delete")
    row = spec.model.objects.filter(pk=number, deleted_at__isnull=False).first()
    if row is None or not scope.covers(row):
        raise NotFound
    if scope.reach is not Reach.ALL:
        raise Forbidden
    records.delete((spec.model, number), by=request.actor)
    return perform(request, lambda: Done("/settings/trash/", Toast(_("It is removed for good."))))


@opened("GET")
def batches(request: Any) -> HttpResponse:
    """One's own changes, everybody's for those who may change everything; each can be taken back."""
    actor = request.actor
    rows = journal.Batch.objects.order_by("-id")
    if not undo.may_undo(journal.Batch(actor_id=None), actor) or request.GET.get("who") == "me":
        rows = rows.filter(actor_id=actor.user_id)
    kept = Exists(journal.Entry.objects.filter(batch_id=OuterRef("pk")))
    shown = list(rows.annotate(kept=kept)[:SHOWN])
    named = the_one(shown, actor)
    lines = [line_of(batch, actor, *named.get(batch.pk, ("", ""))) for batch in shown]
    return page(
        request,
        "web/settings.html",
        title=_("Changes"),
        here="settings",
        heading=_("Changes"),
        subjects=subjects(actor, "batches"),
        lines=lines,
        inside="fragments/kept.html",
        nothing=_("Nothing was changed yet."),
    )


def the_one(shown: list[Any], actor: Actor) -> dict[int, tuple[str, str]]:
    """Name and address of the record of each batch that changed only one, as far as the reader may see it."""
    single = [batch.pk for batch in shown if batch.rows == 1]
    rows = journal.Entry.objects.filter(batch_id__in=single).values_list("entity", "record_id", "batch_id")
    known = {spec.key: spec for spec in registry.specs()}
    wanted: dict[str, dict[int, list[int]]] = {}
    for entity, record, batch in rows:
        if entity in known:
            wanted.setdefault(entity, {}).setdefault(record, []).append(batch)
    return {
        batch: (title, cells.address(entity, record) if cells.has_page(entity) else "")
        for entity, records in wanted.items()
        for record, title in titles(entity, records, actor).items()
        for batch in records[record]
    }


def line_of(batch: Any, actor: Actor, title: str = "", href: str = "") -> Kept:
    """A batch as a line, with the name of its record when it is one; `kept` says whether it can be taken back."""
    try:
        spec = registry.spec(batch.entity)
        what, icon = str(spec.label_plural), spec.icon
    except registry.UnknownEntity:
        spec, what, icon = None, batch.entity, "history"
    name = told_of(told(batch.kind, spec), batch.label or title or what)
    rows = ngettext("%(count)s record", "%(count)s records", batch.rows) % {
        "count": actor.show.number(batch.rows)
    }
    about = f"{batch.actor_name} · {what if title else rows}"
    if batch.undone_by is not None:
        about += f" · {told('undo', spec)}"
    open_still = batch.kept and batch.undone_by is None and batch.kind not in SETTLED
    return Kept(
        name,
        about,
        actor.show.datetime(batch.at),
        batch.at.isoformat(),
        icon,
        undo=f"/undo/{batch.pk}/" if open_still and undo.may_undo(batch, actor) else "",
        href=href,
    )


@opened("GET")
def notifications(request: Any) -> HttpResponse:
    """What one was told lately."""
    items = slots.gather("notifications", request.actor, SHOWN)
    return page(
        request, "web/notifications.html", title=_("Notifications"), here="notifications", items=items
    )
