"""A filtered list leads to a rule that shares what it finds."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link
from kith.web.shares import sharable


def offered(spec: EntitySpec, actor: Actor, state: Any) -> list[Link]:
    """The way to a new rule with the filters that are set."""
    if not sharable(spec) or actor.access.reach("sharing-rule", "create") is Reach.NONE:
        return []
    where = {"all": list(state.where)} if state.where else {}
    said = (
        {"entity": spec.key, "where": json.dumps(where, ensure_ascii=False)}
        if where
        else {"entity": spec.key}
    )
    return [Link(_("Share by a rule"), f"/sharing-rules/new/?{urlencode(said)}", "share")]


slots.add("list_menu", offered)
