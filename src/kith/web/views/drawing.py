"""Conditions inside forms, drawn step by step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from kith.engine.errors import Malformed
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.web.conditioned import drawing
from kith.web.fields import Bound
from kith.web.responses import page
from kith.web.views.opening import opened


@opened("POST")
def step(request: Any) -> HttpResponse:
    """The condition of a form after one step, which names it: `do=add.where~0`; nothing is stored."""
    sent = request.POST
    word, _dot, place = sent.get("do", "").partition(".")
    name = place.partition("~")[0]
    if name not in sent:
        raise Malformed
    by = sent.get(f"{name}__of", "")
    entity = sent.get(by, "") if by else sent[name]
    made = Bound(name, "", "condition")
    field = FieldSpec("", name, "", TYPES["condition"], target=entity)
    made.value = drawing(field, None, request.actor, name)
    made.value.named_by = by
    made.value.idle = f"{name}__idle" in sent
    made.value.resume(sent, name)
    template = "fragments/condition_said.html" if word == "say" else "components/condition.html"
    return page(request, template, fragment=template, f=made, step=made.value)
