"""The role editor, as a whole or one entity at a time, and two roles side by side."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records, registry
from kith.engine.access import Level
from kith.engine.errors import Invalid, Malformed, NotFound, Stale
from kith.engine.identity.models import Role
from kith.engine.rights import LIMIT_LABELS, differences, entity_label, spec_at
from kith.engine.scope import Scope
from kith.features.roles import comparing, matrix
from kith.features.roles.saying import said
from kith.kernel.numbers import identity
from kith.web.pieces import Link, Toast
from kith.web.responses import Done, is_fragment, page, perform
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("GET", "POST")
def edit(request: Any, number: int) -> HttpResponse:
    """The whole table."""
    return answered(request, number, "")


@opened("GET", "POST")
def edit_line(request: Any, number: int, key: str) -> HttpResponse:
    """One line with all its verbs and fields: a page, or what unfolds beneath the line."""
    try:
        spec_at(key)
    except registry.UnknownEntity as error:
        raise NotFound from error
    return answered(request, number, key)


def answered(request: Any, number: int, key: str) -> HttpResponse:
    """The page, what was typed with what is wrong, or the rights kept."""
    role = records.find(
        registry.spec("role"), number, request.actor, "read" if request.method == "GET" else "update"
    )
    if request.method == "GET":
        return show(request, role, role, key)
    try:
        values = said(request.POST, role)
    except Invalid as error:
        return show(request, role, role, key, errors=error.errors, status=422)
    try:
        return perform(request, lambda: kept(request, role, values, key))
    except Invalid as error:
        return show(request, role, typed(role, values), key, errors=error.errors, status=422)
    except Stale as error:
        return show(request, error.current, typed(role, values), key, status=412)


def typed(role: Role, values: dict[str, Any]) -> Role:
    """The role as it would be."""
    return Role(pk=role.pk, name=role.name, about=role.about, **values)


def kept(request: Any, role: Role, values: dict[str, Any], key: str) -> Done:
    """Store what changed, in one update, and say so."""
    changed = {name: value for name, value in values.items() if value != getattr(role, name)}
    with journal.batch(request.actor, "update", entity="role") as batch:
        records.update(role, by=request.actor, version=forming.sent_version(request), **changed)
    text = _("The rights of “%(name)s” are saved.") % {"name": role.name}
    here = f"/roles/{role.pk}/rights/"
    return Done(f"{here}{key}/" if key else here, Toast(text, undo=forming.undo_of(batch)))


def show(
    request: Any, role: Role, shown: Role, key: str, *, errors: Any = None, status: int = 200
) -> HttpResponse:
    """The page: `role` as it is stored, `shown` as it was typed."""
    actor, spec = request.actor, registry.spec("role")
    if actor.access.level("role", "grants") < Level.READ:
        raise NotFound
    may_write = actor.access.level("role", "grants") is Level.WRITE
    context: dict[str, Any] = {
        "title": _("Rights: %(name)s") % {"name": role.name},
        "here": "settings",
        "role": role,
        "key": key,
        "writable": may_write and Scope("role", actor.access, "update").covers(role),
        "reaches": matrix.reaches(),
        "levels": matrix.level_words(),
        "crumbs": [Link(str(spec.label_plural), "/roles/"), Link(role.name, f"/roles/{role.pk}/")],
        "errors": [text for texts in (errors or {}).values() for text in texts],
        "meanwhile": differences(role, shown) if status == 412 else [],
        "nonce": secrets.token_hex(16),
    }
    if key:
        one = matrix.line(key, shown.grants, shown.levels)
        rights = matrix.further(key, shown.grants)
        if not is_fragment(request):
            rights = [*one.cells, *rights]
        return page(
            request, "roles/line.html", fragment="roles/more.html", status=status, line=one,
            rights=rights, fields=matrix.fields(key, shown.levels), label=entity_label(key), **context,
        )  # fmt: skip
    return page(
        request, "roles/rights.html", status=status, groups=matrix.groups(shown.grants, shown.levels),
        limits=[(name, label, shown.limits.get(name, "")) for name, label in LIMIT_LABELS.items()], **context,
    )  # fmt: skip


@opened("GET")
def compare(request: Any) -> HttpResponse:
    """Two roles side by side: what differs, or everything."""
    roles = list(records.visible(Role, to=request.actor).order_by("name_key"))
    if request.actor.access.level("role", "grants") < Level.READ or not roles:
        raise NotFound
    known = {role.pk: role for role in roles}
    left, right = (chosen(request.GET.get(name, ""), known, place) for place, name in enumerate("ab"))
    everything = request.GET.get("all") == "1"
    return page(
        request,
        "roles/compare.html",
        title=_("Compare roles"),
        here="settings",
        crumbs=[Link(str(registry.spec("role").label_plural), "/roles/")],
        roles=roles,
        left=left,
        right=right,
        everything=everything,
        lines=comparing.everything(left, right) if everything else differences(left, right),
    )


def chosen(text: str, known: dict[int, Role], place: int) -> Role:
    """The role that the address names, else the first or second there is. Raises Malformed."""
    if not text:
        return list(known.values())[min(place, len(known) - 1)]
    number = identity(text)
    if number not in known:
        raise Malformed
    return known[number]
