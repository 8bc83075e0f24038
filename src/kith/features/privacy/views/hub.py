"""Privacy among the settings: where everything about it is, and the statements."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.formatting import formatter
from kith.engine.settings import company
from kith.features.privacy.statements import STATEMENTS, may_read
from kith.kernel import clock
from kith.web import slots
from kith.web.frame import TONGUES
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened
from kith.web.views.subjects import subjects

KEPT = ("purpose", "retention-rule", "legal-hold", "destruction", "consent")


def lists(actor: Actor) -> list[tuple[Link, str]]:
    """The lists that somebody may read here, and what each is for."""
    about = {
        "purpose": _("What data about people are processed for, by which right, and who is given them."),
        "retention-rule": _("What is done with records that are kept long enough; with a preview."),
        "legal-hold": _("People about whom nothing may be erased for now."),
        "destruction": _("What was erased, when, why and by whom."),
        "consent": _("Who agreed to what, and who withdrew it."),
    }
    specs = [registry.spec(key) for key in KEPT if actor.access.reach(key, "read") is not Reach.NONE]
    return [(Link(str(spec.label_plural), f"/{spec.plural}/", spec.icon), about[spec.key]) for spec in specs]


@opened("GET")
def hub(request: Any) -> HttpResponse:
    """The page of privacy. Raises NotFound for who may read none of it."""
    if not may_read(request.actor):
        raise NotFound
    statements = [
        (Link(str(one.title), f"/settings/privacy/{key}/", "file-text"), str(one.law))
        for key, one in STATEMENTS.items()
    ]
    return page(
        request, "web/settings.html", title=_("Privacy"), here="settings", heading=_("Privacy"),
        inside="privacy/hub.html", subjects=subjects(request.actor, "privacy"),
        groups=[("", lists(request.actor)), (_("Statements"), statements)],
    )  # fmt: skip


@opened("GET")
def statement(request: Any, kind: str) -> HttpResponse:
    """A statement, to be printed, in a language of one's choice. Raises NotFound."""
    found = STATEMENTS.get(kind)
    if found is None or not may_read(request.actor):
        raise NotFound
    language = request.GET.get("language", "")
    language = language if language in TONGUES else request.actor.language
    show = formatter(language, request.actor.time_zone)
    with translation.override(language):
        return page(
            request, "privacy/statement.html", title=str(found.title), here="settings", law=str(found.law),
            parts=list(found.parts(request.actor, show)), company=company().name, today=show.datetime(clock.now()),
            crumbs=[Link(_("Settings"), "/settings/"), Link(_("Privacy"), "/settings/privacy/")],
            tongues=[Link(name, f"?language={key}", current=key == language) for key, name in TONGUES.items()],
        )  # fmt: skip


def link(actor: Actor) -> list[Link]:
    """The place of privacy among the settings."""
    return [Link(_("Privacy"), "/settings/privacy/", "fingerprint", key="privacy")] if may_read(actor) else []


slots.add("settings", link)
