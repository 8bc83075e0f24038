"""Where the composer of comments sends to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.engine import journal, records
from kith.engine.errors import Invalid
from kith.engine.spec import EntitySpec
from kith.features.comments.models import Comment
from kith.web import shares, wrong
from kith.web.pieces import Toast
from kith.web.responses import Done, perform
from kith.web.views.opening import opened


@opened("POST")
def write(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Comment on a record."""
    text = request.POST.get("text", "")
    records.find(spec, number, request.actor, "read")

    def work() -> Done:
        with journal.batch(request.actor, "create", entity="comment") as batch:
            made = records.create(Comment, by=request.actor, about=(spec.key, number), text=text)
        told = Toast(_("Your comment is there."), undo=f"/undo/{batch.pk}/")
        shares.suggest(told, (spec, number), made, request.actor)
        return Done(f"/{spec.plural}/{number}/?tab=comments", told)

    try:
        return perform(request, work)
    except Invalid as error:
        said = " ".join(str(text) for texts in error.errors.values() for text in texts)
        return wrong.show(request, 422, said)
