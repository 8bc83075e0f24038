"""How views answer: a page or its fragment, something done, something wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.utils.http import url_has_allowed_host_and_scheme

from kith.engine.idempotency import Kept, once
from kith.web.frame import TOAST_COOKIE, Frame
from kith.web.pieces import Refusal, Result, Toast

TEMPLATES: dict[str, Any] = {}
LISTED = 100


def render(request: Any, template: str, context: Mapping[str, Any]) -> str:
    """The text of a template."""
    if template not in TEMPLATES:
        TEMPLATES[template] = engines["jinja2"].env.get_template(template)  # type: ignore[attr-defined]
    return str(TEMPLATES[template].render(context))


def is_fragment(request: Any) -> bool:
    """Whether htmx asks for a part of the page; going back in history asks for the whole."""
    headers = request.headers
    return headers.get("HX-Request-Type") == "partial" and "HX-History-Restore-Request" not in headers


def in_dialog(request: Any) -> bool:
    """Whether the answer goes into the dialog, or comes from a form in it."""
    return headers_target(request) == "dialog-content" or request.POST.get("dialog") == "1"


def headers_target(request: Any) -> str:
    """The id of the element that htmx will fill."""
    return str(request.headers.get("HX-Target", "")).partition("#")[2]


def page(
    request: Any,
    template: str,
    *,
    fragment: str = "",
    title: str = "",
    here: str = "",
    status: int = 200,
    url: str = "",
    **context: Any,
) -> HttpResponse:
    """A whole page, or `fragment` of it when htmx asks (`alone`). `url`: what the address bar should say."""
    frame = context.pop("frame", None) or Frame(request, here)
    part = bool(fragment) and is_fragment(request)
    text = render(
        request, fragment if part else template, {"frame": frame, "title": title, "alone": part, **context}
    )
    response = HttpResponse(text, status=status)
    if not part and frame.person:
        response.headers["Kith-Person"] = frame.person
    if part and url and url != current(request):
        response.headers["HX-Push-Url"] = url
    elif not part and TOAST_COOKIE in request.COOKIES:
        response.delete_cookie(TOAST_COOKIE)
    return response


@dataclass(slots=True)
class Done:
    """What a successful write leads to: a page, a toast, and whether an open list or record shows it at once. `left`
    is a page that is gone: a dialog over it leads away too."""

    to: str
    toast: Toast | None = None
    events: dict[str, Any] = field(default_factory=dict)
    left: str = ""


def perform(request: Any, work: Callable[[], Done]) -> HttpResponse:
    """Do the work of a form once per nonce, then show where it led. Refusals pass through and leave the nonce free."""
    return done(request, performed(request, work))


def performed(request: Any, work: Callable[[], Done]) -> Done:
    """Do the work of a form once per nonce; given again, what it led to the first time."""
    nonce = request.POST.get("nonce", "")
    if not nonce or request.actor is None:
        return work()

    def kept() -> Kept:
        result = work()
        return Kept(303, json.dumps(result.toast.data() if result.toast else {}), result.to)

    sent = [
        (key, value)
        for key, values in sorted(request.POST.lists())
        if key != "csrfmiddlewaretoken"
        for value in values
    ]
    answer = once(request.actor, f"form:{nonce[:80]}", f"{request.path}?{urlencode(sent)}".encode(), kept)
    toast = json.loads(answer.body)
    return Done(answer.location, Toast(**toast) if toast else None)


def done(request: Any, result: Done) -> HttpResponse:
    """To the next page with a toast; a dialog or a button on a page only refreshes what is behind it."""
    staying = in_dialog(request) or request.POST.get("stay") == "1"
    if is_fragment(request) and staying and not (result.left and page_behind(request) == result.left):
        response = HttpResponse(status=204)
        events = {"close-dialog": {}, "refresh": {}, **result.events}
        if result.toast:
            events["toast"] = result.toast.data()
        response.headers["HX-Trigger"] = triggers(events)
        return response
    response = led(request, result.to)
    if result.toast:
        remember(response, result.toast)
    return response


def page_behind(request: Any) -> str:
    """The path of the page from which htmx asks."""
    return str(urlsplit(request.headers.get("HX-Current-URL", "")).path)


def led(request: Any, to: str) -> HttpResponse:
    """To another page, from a page or from a dialog."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to, status=303)


def settled(request: Any, result: Done, refused: Sequence[Refusal]) -> HttpResponse:
    """As `done`; in a dialog the records that were refused are listed first, each with its reason."""
    if not (refused and result.toast and in_dialog(request) and is_fragment(request)):
        return done(request, result)
    answer = Result(result.toast.text, refused[:LISTED], len(refused), undo=result.toast.undo)
    response = page(request, "fragments/mass.html", result=answer)
    response.headers["HX-Trigger"] = triggers({"refresh": {}, **result.events})
    return response


def remember(response: HttpResponse, toast: Toast) -> None:
    """Let the next page say it."""
    text = signing.dumps(toast.data(), salt=TOAST_COOKIE, compress=True)
    response.set_cookie(TOAST_COOKIE, text, max_age=60, httponly=True, samesite="Lax")


def triggers(events: Mapping[str, Any]) -> str:
    """Events for the HX-Trigger header, sent to the body so that they arrive whatever was swapped away."""
    return json.dumps({name: {"target": "body", **detail} for name, detail in events.items()})


def current(request: Any) -> str:
    """What the address bar says, as htmx tells it."""
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def refusal(request: Any, status: int, text: str) -> HttpResponse:
    """What htmx is told when something was refused: nothing is swapped, a toast says why."""
    headers = {"HX-Trigger": triggers({"toast": Toast(text, tone="bad").data()}), "HX-Reswap": "none"}
    return HttpResponse(status=status, headers=headers)


def safe_next(request: Any, otherwise: str = "/") -> str:
    """Where a form said to go on, if that is a page of ours."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    return (
        wanted
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
        else otherwise
    )
