"""Pages that say what went wrong, what was kept and what to do, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _

from kith.engine.errors import Moved, Refused, TooMany
from kith.web.frame import BareFrame
from kith.web.pieces import Link
from kith.web.responses import is_fragment, page, refusal


@dataclass(slots=True)
class Wrong:
    """What an error page shows."""

    status: int
    title: str
    text: str
    actions: list[Link]


def texts(status: int) -> tuple[str, str]:
    """Title and advice of a status."""
    known = {
        400: (
            _("That request makes no sense"),
            _("The address or form was damaged on its way. Go back and try again."),
        ),
        403: (_("You may not do this"), _("Your roles do not allow it. An administrator can widen them.")),
        404: (_("Nothing here"), _("It was removed, never existed, or is not shared with you.")),
        405: (_("Not in this way"), _("This address is not opened like that. Use the buttons of the page.")),
        409: (_("This contradicts something"), _("Nothing was changed.")),
        412: (_("Somebody was faster"), _("The record was changed meanwhile. Nothing was overwritten.")),
        413: (_("That is too large"), _("Send less at once. Nothing was stored.")),
        422: (_("Some values are not right"), _("Nothing was saved. Go back, correct them and save again.")),
        429: (_("Too many attempts"), ""),
        500: (
            _("Something broke on our side"),
            _("It was written down. What you typed is kept in this browser; please try again."),
        ),
    }
    return known.get(status, known[500 if status >= 500 else 400])


def show(request: Any, status: int, message: str = "", **context: Any) -> HttpResponse:
    """The error page of a status, or a toast when htmx asked."""
    title, advice = texts(status)
    if is_fragment(request):
        return refusal(request, status, message or title)
    actions = [Link(_("To the start page"), "/")]
    wrong = Wrong(
        status, title, f"{message} {advice}".strip() if message and message != advice else advice, actions
    )
    return page(request, "web/wrong.html", title=title, status=status, wrong=wrong, **context)


def barred(why: str) -> str:
    """Why somebody may not be in from where he is or now, in words."""
    known = {
        "network": _("Your roles let you in only from certain networks, and you are in none of them now."),
        "hours": _("Your roles let you in only at certain hours, and this is not one of them."),
    }
    return known.get(why, "")


def kept_out(request: Any) -> HttpResponse:
    """The page of somebody whose session waits until he is back where, or when, he may be in."""
    if is_fragment(request):
        return refusal(request, 403, barred(request.barred))
    advice = _("Your session waits. An administrator can change what your roles demand.")
    wrong = Wrong(
        403, _("Not from here, or not now"), f"{barred(request.barred)} {advice}", [Link(_("Try again"), "/")]
    )
    return page(request, "web/wrong.html", title=wrong.title, status=403, wrong=wrong)


def only_looking(request: Any, why: str) -> HttpResponse:
    """The refusal for who looks as somebody else."""
    if is_fragment(request):
        return refusal(request, 403, why)
    wrong = Wrong(403, _("You are only looking"), why, [Link(_("To the start page"), "/")])
    return page(request, "web/wrong.html", title=wrong.title, status=403, wrong=wrong)


def refused(request: Any, error: Refused) -> HttpResponse:
    """The page of a refusal of the gate; who looks at what went up in another record is led to that one."""
    if isinstance(error, TooMany):
        return too_many(request, error)
    if isinstance(error, Moved) and request.method in ("GET", "HEAD") and not is_fragment(request):
        return HttpResponsePermanentRedirect(f"/{error.plural}/{error.to}/")
    return show(request, error.status, str(error))


def too_many(request: Any, error: TooMany) -> HttpResponse:
    """The page of a caller who has to wait: built without asking the database for anything."""
    response = show(request, error.status, str(error), frame=BareFrame(request))
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def bad_request(request: Any, exception: Any = None) -> HttpResponse:
    """Django's 400."""
    return show(request, 400)


def forbidden(request: Any, exception: Any = None) -> HttpResponse:
    """Django's 403."""
    return show(request, 403)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old."""
    return show(
        request,
        403,
        _("This form was open for too long or came from elsewhere. Reload the page and send it again."),
    )


def not_found(request: Any, exception: Any = None) -> HttpResponse:
    """Django's 404."""
    return show(request, 404)


def server_error(request: Any) -> HttpResponse:
    """Django's 500: built without asking the database for anything."""
    return show(request, 500, frame=BareFrame(request))
