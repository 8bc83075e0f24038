"""The page that says whether a customer is free, and the same for programs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import bodies, openapi
from kith.api.answers import answer
from kith.api.operations import ANY_OBJECT, TEXT, object_of, operation
from kith.api.schemas import ID
from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.modules.sales import checking
from kith.modules.sales.checking import ASKED, VERDICTS, Answer, Question
from kith.modules.sales.models import RegistrationState
from kith.web import choosing, slots
from kith.web.fields import Bound, bind, submitted
from kith.web.pieces import Link, Sign
from kith.web.responses import page
from kith.web.views.opening import opened

HERE = "/registrations/check/"
UNDECIDED = (RegistrationState.DRAFT, RegistrationState.SUBMITTED, RegistrationState.REJECTED)
ADDRESS = "/api/v1/registrations/check"
TONES = {
    "protected": "bad",
    "submitted": "warn",
    "mine": "info",
    "colleague": "warn",
    "deal": "warn",
    "pool": "good",
    "nobody": "good",
    "free": "good",
}


def fields() -> dict[str, FieldSpec]:
    """What is asked for: fields of a registration, none of them needed by itself."""
    spec = registry.spec("registration")
    return {name: spec.fields[name] for name in ASKED}


def question_of(said: dict[str, Any], *, texts: str = "") -> Question:
    """The question of a form (`texts` is its language) or a program. Raises Invalid."""
    values, errors = {}, {}
    for name, one in fields().items():
        if name not in said or said[name] in ("", None):
            continue
        given = said[name]
        try:
            text = bool(texts) and isinstance(given, str)
            values[name] = one.type.parse(given, one, texts) if text else one.type.clean(given, one)
        except ValidationError as error:
            errors[name] = [item.message % (item.params or {}) for item in error.error_list]
    if errors:
        raise Invalid(errors)
    return Question(**values)


@opened("GET", "POST")
def show(request: Any) -> HttpResponse:
    """The form, and the answer to what was sent."""
    actor = request.actor
    checking.require_right(actor)
    found, errors = None, {}
    if request.method == "POST":
        said = submitted(fields(), request.POST)
        errors = dict(choosing.resolve(fields(), said, actor))
        try:
            found = None if errors else checking.check(question_of(said, texts=actor.language), by=actor)
        except Invalid as error:
            errors = dict(error.errors)
    title = _("Is this customer free?")
    spec = registry.spec("registration")
    return page(
        request, "sales/check.html", title=title, here=spec.key, action=HERE, status=422 if errors else 200,
        crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
        fields=asked(request, actor, errors), answer=found, told=told(found, actor) if found else None,
    )  # fmt: skip


def asked(request: Any, actor: Actor, errors: Any) -> list[Bound]:
    """The fields of the form with what was sent."""
    sent = request.POST if request.method == "POST" else request.GET
    found = []
    for name, one in fields().items():
        made = bind(one, None, actor, sent=sent, errors=errors.get(name, ()))
        made.required = False
        made.placeholder = ""
        found.append(made)
    found[0].focus = True
    return found


def told(found: Answer, actor: Actor) -> dict[str, Any]:
    """The answer as the page shows it."""
    text = str(VERDICTS[found.verdict])
    if found.verdict == checking.PROTECTED:
        text = _("Protected until the deal closes")
        if found.until:
            text = _("Protected until %(until)s") % {"until": actor.show.datetime(found.until)}
    return {
        "verdict": text,
        "tone": TONES[found.verdict],
        "rows": [{"one": one, "said": one.said(actor), "href": one.href} for one in found.found],
        "register": _registering(found),
    }


def _registering(found: Answer) -> bool:
    """Whether registering makes sense now."""
    return found.verdict != checking.PROTECTED


# ---------------------------------------------------------------------- for programs


def checked(request: Any) -> HttpResponse:
    """POST /registrations/check: the verdict with all that it stands on."""
    checking.require_right(request.actor)
    said = bodies.read(request)
    unknown = {name: [_("There is no such field.")] for name in said if name not in ASKED}
    if unknown:
        raise Invalid(unknown)
    found = checking.check(question_of(said), by=request.actor)
    return answer(
        {
            "verdict": found.verdict,
            "until": found.until,
            "found": [
                {
                    "kind": one.kind, "entity": one.entity, "id": one.id, "title": one.title, "owner": one.owner,
                    "until": one.until, "category": one.category or None,
                }
                for one in found.found
            ],
        }
    )  # fmt: skip


@openapi.describes
def described(actor: Actor) -> openapi.Paths:
    """The address, for those who may check."""
    if not checking.may_check(actor):
        return {}
    body = object_of({**dict.fromkeys(ASKED[:-1], TEXT), "category": ID})
    return {
        ADDRESS: {"post": operation("Is this customer free?", body=body, ok=ANY_OBJECT, tag="registrations")}
    }


# ---------------------------------------------------------------------- ways to the page


def in_list(spec: EntitySpec, actor: Actor, _state: Any) -> list[Link]:
    """From the lists of those whom one would like to have."""
    if spec.key not in ("registration", "customer", "lead") or not checking.may_check(actor):
        return []
    return [Link(_("Is this customer free?"), HERE, "search", page=True)]


def in_palette(actor: Actor) -> list[Link]:
    """By the palette, from anywhere."""
    return [Link(_("Is this customer free?"), HERE, "search")] if checking.may_check(actor) else []


def in_record(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """From a customer to his registration, which is filled in beforehand (`registrations.react`)."""
    if spec.key != "customer" or actor.access.reach("registration", "create") is Reach.NONE:
        return []
    return [Link(_("Register"), f"/registrations/new/?customer={record.pk}", "flag")]


def signs(spec: EntitySpec, record: Any, actor: Actor) -> list[Sign]:
    """Who else has the customer of a registration that nobody decided on yet."""
    if spec.key != "registration" or record.state not in UNDECIDED or not checking.may_check(actor):
        return []
    kinds = dict.fromkeys(one.kind for one in checking.conflicts(record, actor))
    return [Sign(str(VERDICTS[kind]), TONES[kind]) for kind in kinds]


slots.add("record_menu", in_record)
slots.add("signs", signs)
slots.add("list_menu", in_list)
slots.add("commands", in_palette)
