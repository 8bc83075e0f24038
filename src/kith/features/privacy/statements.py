"""Statements for supervisors, made of marks, purposes, rules, consents and acts: nothing is kept twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition.sentence import sentence
from kith.engine.formatting import Formatter
from kith.engine.persons import marked
from kith.engine.spec import EntitySpec
from kith.features.privacy import retention
from kith.features.privacy.models import (
    Basis,
    Channel,
    Consent,
    Destruction,
    End,
    Ground,
    Purpose,
    RetentionRule,
    Standing,
)

LISTED = 500


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a statement: what it is about, its heads and rows; `nothing` is said where it is empty."""

    title: str
    about: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A kind of statement: title, the law that asks for it, and what it is made of."""

    title: Any
    law: Any
    parts: Callable[[Actor, Formatter], Iterator[Part]]


def may_read(actor: Actor) -> bool:
    """Whether somebody may read statements: who reads every act of destruction."""
    return actor.access.reach("destruction", "read") is Reach.ALL


def kinds() -> list[EntitySpec]:
    """The entities that hold data about people, persons first."""
    found = [spec for spec in registry.specs() if marked(spec)]
    return sorted(found, key=lambda spec: spec.entity.person is None)


def processing(actor: Actor, show: Formatter) -> Iterator[Part]:
    """Who processes what about whom, why, how long, and who is given it."""
    yield Part(
        _("Activities of processing"),
        _("One row for each purpose; data of kinds without a purpose are listed with “not stated”."),
        (_("Records"), _("Purpose"), _("Legal basis"), _("Given to"), _("Countries"), _("Number")),
        [row for spec in kinds() for row in _purposes(spec, show)],
    )
    yield _categories()
    yield _keeping(actor, show)
    yield _destinations()
    yield Part(_("Measures of protection"), "", (_("Measure"),), [(text,) for text in _measures()])


def pipl(actor: Actor, show: Formatter) -> Iterator[Part]:
    """Sensitive data, separate consents, and what crosses the border."""
    yield _categories(sensitive=True)
    yield _consents(show)
    rows = [
        (
            row.countries,
            row.recipients,
            row.name,
            str(Basis(row.basis).label),
            row.safeguards,
            str(_given(row)),
        )
        for row in Purpose.live().exclude(countries="").order_by("pk")
    ]
    yield Part(
        _("Provision across the border"),
        _("Security assessment, certification or standard contract is named under “Protected there by”."),
        (
            _("Country"),
            _("Recipient"),
            _("Purpose"),
            _("Legal basis"),
            _("Protected there by"),
            _("Consents in force"),
        ),
        rows,
        _("Nothing is provided across the border."),
    )
    yield _destinations()
    yield _keeping(actor, show)


def fz152(actor: Actor, show: Formatter) -> Iterator[Part]:
    """Acts of destruction, consents and their withdrawal, categories and terms."""
    yield Part(
        _("Acts of destruction"),
        _("Each act has a page of its own with an extract of the journal."),
        (_("Number"), _("Destroyed at"), _("Reason"), pgettext("consent", "Person"), _("Destroyed by")),
        [
            (
                row.number,
                show.datetime(row.done_at),
                str(Ground(row.ground).label),
                _subject(row),
                row.done_by,
            )
            for row in Destruction.live().order_by("-pk")[:LISTED]
        ],
        _("Nothing was destroyed yet."),
    )
    yield _consents(show)
    yield _categories()
    yield _keeping(actor, show)
    yield _destinations()


STATEMENTS = {
    "processing": Statement(
        gettext_lazy("Record of processing"), gettext_lazy("GDPR, Article 30"), processing
    ),
    "pipl": Statement(
        gettext_lazy("Separate consents and provision across the border"),
        gettext_lazy("PIPL, Articles 23, 29, 38 and 39"),
        pipl,
    ),
    "152-fz": Statement(
        gettext_lazy("Destruction and consents"),
        gettext_lazy("152-FZ, Articles 9 and 21; order 179 of Roskomnadzor"),
        fz152,
    ),
}


def _purposes(spec: EntitySpec, show: Formatter) -> Iterator[Sequence[str]]:
    count = show.number(spec.model.objects.count())
    rows = list(Purpose.live().filter(entity=spec.key).order_by("pk"))
    for row in rows:
        basis = str(Basis(row.basis).label)
        law = f"{basis}: {row.law}" if row.law else basis
        yield (str(spec.label_plural), row.name, law, row.recipients, row.countries, count)
    if not rows:
        yield (str(spec.label_plural), _("not stated"), "", "", "", count)


def _categories(*, sensitive: bool = False) -> Part:
    rows = []
    for spec in kinds():
        found = {
            mark: ", ".join(str(one.label) for one in marked(spec) if one.personal == mark)
            for mark in ("personal", "sensitive")
        }
        if found["sensitive"] or not sensitive:
            rows.append((str(spec.label_plural), found["personal"], found["sensitive"]))
    return Part(
        _("Sensitive data") if sensitive else _("Categories of data"), "",
        (_("Records"), pgettext("data", "Personal"), pgettext("data", "Sensitive")), rows,
        _("No field is marked as sensitive."),
    )  # fmt: skip


def _keeping(actor: Actor, show: Formatter) -> Part:
    days = {
        "purpose": _("at least %(days)s days after “%(field)s”"),
        "rule": _("%(days)s days after “%(field)s”"),
    }

    def said(row: Any, count: int, name: str, kind: str) -> str:
        field = registry.spec(row.entity).fields.get(name)
        return days[kind] % {"days": show.number(count), "field": field.label if field else name}

    rows = [
        (_kind(row.entity), row.name, said(row, row.keep_days, row.since, "purpose"), _("kept"))
        for row in Purpose.live().filter(keep_days__isnull=False).order_by("pk")
    ]
    for row in RetentionRule.live().filter(active=True).order_by("pk"):
        node = retention.condition(row)
        what = f"{row.name}: {sentence(node, actor)}" if node else row.name
        rows.append(
            (_kind(row.entity), what, said(row, row.days, row.since, "rule"), str(End(row.ending).label))
        )
    heads = (_("Records"), _("Purpose or rule"), _("Time of keeping"), _("Then"))
    return Part(
        _("Times of keeping"), "", heads, rows, _("No time is set: data are kept until they are erased.")
    )


def _consents(show: Formatter) -> Part:
    rows = Consent.live().values("purpose__name", "channel").annotate(
        given=Count("pk", filter=Q(standing=Standing.GIVEN)),
        withdrawn=Count("pk", filter=Q(standing=Standing.WITHDRAWN)),
        last=Max("given_at"),
    )  # fmt: skip
    return Part(
        _("Consents by purpose and way"), "",
        (_("Purpose"), _("Way"), pgettext("consent", "Given"), pgettext("consent", "Withdrawn"), _("Last given")),
        [
            (row["purpose__name"], str(Channel(row["channel"]).label), show.number(row["given"]),
             show.number(row["withdrawn"]), show.datetime(row["last"]))
            for row in rows.order_by("purpose__name", "channel")
        ],
        _("No consents yet."),
    )  # fmt: skip


def _given(purpose: Any) -> int:
    return Consent.live().filter(purpose=purpose, standing=Standing.GIVEN).count()


def _destinations() -> Part:
    """Where Kith itself sends to: the hosts of webhooks. It calls nobody else."""
    spec = next((one for one in registry.specs() if one.key == "webhook"), None)
    hooks = spec.model.live().filter(active=True).order_by("pk") if spec else ()
    rows = [(urlsplit(row.url).hostname or row.url, ", ".join(row.events)) for row in hooks]
    return Part(
        _("Systems that are told of changes"),
        _("Kith calls no other address by itself: no fonts, maps or measuring of others."),
        (_("System"), _("Events")), rows, _("None."),
    )  # fmt: skip


def _measures() -> Sequence[str]:
    return (
        _("Access by roles: per kind of record, per field and per record, acting on the next request."),
        _("A journal of every change, and of sign-ins, exports and reveals, sealed in a chain of blocks."),
        _("Passwords and tokens are stored as hashes; second factors can be demanded by role."),
        _("Erasing takes values out of records, search, files and journal, and leaves an act."),
    )


def _kind(entity: str) -> str:
    return str(registry.spec(entity).label_plural)


def _subject(act: Any) -> str:
    label = str(registry.spec(act.subject_entity).label) if act.subject_entity else ""
    if act.subject:
        return f"{label} {act.subject}"
    count = sum(line["records"] for line in act.lines)
    return f"{label}: {ngettext('%(count)s record', '%(count)s records', count) % {'count': count}}"
