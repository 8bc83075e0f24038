"""Writing on a record's timeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records
from kith.engine.errors import Forbidden, Invalid
from kith.engine.spec import EntitySpec
from kith.web import composing, forms
from kith.web.pieces import Toast
from kith.web.responses import Done, is_fragment, perform, refusal
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("POST")
def add(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Add what was written; what is wrong with it is said in a toast, and the text stays where it is."""
    actor = request.actor
    records.find(spec, number, actor, "read")
    parts = composing.parts(actor)
    if parts is None:
        raise Forbidden
    try:
        return perform(request, lambda: written(request, parts, (spec, number)))
    except Invalid as error:
        fields = parts.spec.fields
        texts = [
            f"{fields[key].label}: {text}" if key in fields else str(text)
            for key, found in error.errors.items()
            for text in found
        ]
        if is_fragment(request):
            return refusal(request, 422, " ".join(texts))
        raise


def written(request: Any, parts: composing.Parts, about: tuple[EntitySpec, int]) -> Done:
    """Create the entry."""
    actor, spec = request.actor, parts.spec
    kind = request.POST.get("kind", "")
    choice = parts.kind.choice(kind)
    subject, body = composing.split(request.POST.get("text", ""), str(choice.label) if choice else "")
    extras = {one.key: one for one in parts.extras if one.key in forms.writable(spec, actor)}
    values = {key: value for key, value in forming.given(request, extras).items() if value}
    values |= {
        parts.kind.key: kind,
        spec.title: subject,
        parts.body.key: body,
        parts.about.key: (about[0].key, about[1]),
    }
    with journal.batch(actor, "create", entity=spec.key) as batch:
        made = records.create(spec.model, by=actor, texts=actor.language, **values)
    text = _("%(thing)s “%(name)s” is added.") % {
        "thing": choice.label if choice else spec.label,
        "name": subject,
    }
    here = f"/{about[0].plural}/{about[1]}/"
    toast = Toast(
        text, undo=forming.undo_of(batch), href=f"/{spec.plural}/{made.pk}/", link=pgettext("button", "Open")
    )
    return Done(here, toast)
