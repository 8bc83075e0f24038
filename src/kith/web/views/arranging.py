"""How a person arranges the tabs of a list: which opens first, and in which order they stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine.errors import NotFound
from kith.engine.identity import accounts
from kith.engine.spec import EntitySpec
from kith.web.look import Look
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.tabs import ALL, Tabs
from kith.web.views.opening import opened

STEPS = {"left": -1, "right": 1}


@opened("POST")
def arrange(request: Any, spec: EntitySpec) -> HttpResponse:
    """Move a tab, or let it open first or no longer."""
    known = Look.of(request, spec).row
    key, do = request.POST.get("tab", "")[:80], request.POST.get("do", "")
    if key not in {tab.key for tab in known.known} or do not in (*STEPS, "first"):
        raise NotFound
    return perform(request, lambda: arranged(request, known, key, do))


def arranged(request: Any, known: Tabs, key: str, do: str) -> Done:
    """Keep it with the person."""
    if do == "first":
        habit = known.opening(key)
        toast = Toast(
            _("This tab opens first now.") if habit.first == key else _("All records open first now.")
        )
    else:
        habit, toast = known.moved(key, STEPS[do]), None
    accounts.save_preferences(request.user, tabs=habit.kept(request.user, known.spec))
    return Done(f"/{known.spec.plural}/?view={key if key != ALL else ''}", toast)
