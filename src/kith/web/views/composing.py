"""Writing on a record's timeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import journal, records, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden, Invalid
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.web import choosing, composing, shares, slots
from kith.web.cells import has_page
from kith.web.fields import submitted
from kith.web.pieces import Toast
from kith.web.responses import Done, is_fragment, perform, refusal
from kith.web.views import forming
from kith.web.views.opening import opened


@opened("POST")
def add(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """Add what was written; what is wrong with it is said in a toast, and the text stays where it is."""
    records.find(spec, number, request.actor, "read")
    try:
        return perform(request, lambda: written(request.POST, request.actor, (spec, number)))
    except Invalid as error:
        if is_fragment(request):
            return refusal(request, 422, complaint(error, request.actor))
        raise


def complaint(error: Invalid, actor: Actor) -> str:
    """What is wrong, each with the field that it is about."""
    parts = composing.parts(actor)
    fields = parts.fields if parts else {}
    return " ".join(
        f"{fields[key].label}: {text}" if key in fields else str(text)
        for key, found in error.errors.items()
        for text in found
    )


def written(sent: Any, actor: Actor, about: tuple[EntitySpec, int]) -> Done:
    """Create the entry with all that came with it, in one batch. Raises Forbidden, Invalid."""
    kind, text = sent.get("kind", ""), sent.get("text", "")
    place = (about[0].key, about[1])
    writer = composing.writers(about[0], actor).get(kind)
    with writing(), journal.batch(actor, "create") as batch:
        made = writer.write(place, text, actor) if writer else created(sent, actor, place)
        for _kept in slots.ask("composed", made, place, sent, actor):
            pass
    spec = registry.spec_of(made)
    toast = Toast(told(spec, made, actor), undo=forming.undo_of(batch))
    if has_page(spec.key) and spec.entity.group != "parts":
        toast.href, toast.link = f"/{spec.plural}/{made.pk}/", pgettext("button", "Open")
    shares.suggest(toast, about, made, actor)
    return Done(f"/{about[0].plural}/{about[1]}/", toast)


def told(spec: EntitySpec, made: Any, actor: Actor) -> str:
    """What was added, by the name of its kind."""
    kind = next((one for one in spec.fields.values() if one.type.key == "choice" and one.required), None)
    choice = kind.choice(spec.value(made, kind)) if kind and spec.entity.written else None
    name = title_of(spec, made, actor).partition("\n")[0]
    return _("%(thing)s “%(name)s” is added.") % {
        "thing": choice.label if choice else spec.label,
        "name": name if len(name) <= composing.SUBJECT else f"{name[: composing.SUBJECT]}…",
    }


def created(sent: Any, actor: Actor, place: tuple[str, int]) -> Any:
    """The entry of a kind that its entity declares. Raises Forbidden, Invalid."""
    parts = composing.parts(actor)
    if parts is None:
        raise Forbidden
    spec, kind = parts.spec, sent.get("kind", "")
    choice = parts.kind.choice(kind)
    subject, body = composing.split(sent.get("text", ""), str(choice.label) if choice else "")
    values = asked(sent, parts, kind, actor)
    values |= {parts.kind.key: kind, spec.title: subject, parts.body.key: body, parts.about.key: place}
    return records.create(spec.model, by=actor, texts=actor.language, **values)


def asked(sent: Any, parts: composing.Parts, kind: str, actor: Actor) -> dict[str, Any]:
    """What the kind's own inputs say. Raises Invalid."""
    own = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name.startswith(f"{kind}."):
            own.setlist(name.removeprefix(f"{kind}."), values)
    fields = {one.key: one for one in parts.asked(kind)}
    values = submitted(fields, own)
    errors = choosing.resolve(fields, values, actor)
    if errors:
        raise Invalid(errors)
    return {key: value for key, value in values.items() if value}
