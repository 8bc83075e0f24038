"""Coming in and going out: sign-in, sign-out, and the set-up of a new installation."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from kith.engine.entry import entering, proving
from kith.engine.errors import Conflict, Invalid, Refused, TooMany
from kith.engine.formatting import formatter
from kith.engine.identity.models import User
from kith.engine.installing import set_up as make_company
from kith.engine.settings import Company
from kith.kernel.money import CURRENCIES
from kith.web import slots, wrong
from kith.web.fields import Bound, countries, currencies, language_options, password_help, time_zones
from kith.web.forms import Form
from kith.web.pieces import Section
from kith.web.responses import page, safe_next

LANGUAGE_COOKIE = "kith_language"
YEAR = 365 * 24 * 3600
COUNTRIES = {
    "en": ("GB", "EUR", "Europe/London"),
    "zh-hans": ("CN", "CNY", "Asia/Shanghai"),
    "ru": ("RU", "RUB", "Europe/Moscow"),
}


def in_language(request: Any) -> HttpResponse | None:
    """A stranger chose a language: remember it in this browser and show the page again."""
    chosen = request.GET.get("language", "")
    if chosen not in {code for code, _name in settings.LANGUAGES}:
        return None
    response = HttpResponseRedirect(request.path)
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def sign_in(request: Any) -> HttpResponse:
    """Name and password."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(("GET", "POST"))
    if request.method == "GET" and (turned := in_language(request)):
        return turned
    if request.actor is not None:
        return HttpResponseRedirect(safe_next(request))
    if not User.objects.exists():
        return HttpResponseRedirect("/set-up/")
    if request.method != "POST":
        return sign_in_page(request, wrong.barred(request.GET.get("barred", "")))
    try:
        user = proving.by_password(
            request, clean(request.POST.get("username", "")), request.POST.get("password", "")
        )
    except Refused as error:
        return not_now(request, error)
    if user is None:
        return sign_in_page(request, _("This name and password do not belong together."), 422)
    return HttpResponseRedirect(entering.enter(request, user, then=safe_next(request)), status=303)


def not_now(request: Any, error: Refused) -> HttpResponse:
    """The form again: too many tries, or who has to be asked does not answer."""
    response = sign_in_page(request, str(error), error.status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def sign_in_page(request: Any, error: str = "", status: int = 200) -> HttpResponse:
    """The form of name and password, with what was wrong; the password is asked for anew."""
    fields = [
        Bound(
            "username",
            _("Sign-in name"),
            value=clean(request.POST.get("username", "")),
            required=True,
            autocomplete="username",
            max_length=80,
        ),
        Bound(
            "password",
            _("Password"),
            input_type="password",
            required=True,
            autocomplete="current-password",
            max_length=1_000,
        ),
    ]
    fields[1 if error else 0].focus = True
    form = {"action": "/sign-in/", "next": safe_next(request), "error": error, "fields": fields}
    ways = slots.gather("ways_in", request)
    return page(request, "web/sign_in.html", title=_("Sign in"), status=status, form=form, ways=ways)


def new_password(request: Any) -> HttpResponse:
    """On the way in with a password that somebody else chose: one of one's own."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(("GET", "POST"))
    if entering.pending(request) is None:
        return HttpResponseRedirect("/sign-in/")
    errors: list[str] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(entering.renew(request, request.POST.get("password", "")), status=303)
        except Invalid as error:
            errors = [str(text) for texts in error.errors.values() for text in texts]
    fresh = Bound("password", _("New password"), input_type="password", required=True, focus=True)
    fresh.autocomplete, fresh.max_length, fresh.errors = "new-password", 1_000, errors
    fresh.help = password_help()
    return page(
        request,
        "web/new_password.html",
        title=_("New password"),
        status=422 if errors else 200,
        field=fresh,
    )


def clean(text: str) -> str:
    """A typed name without what no name has."""
    return "".join(character for character in text if character.isprintable()).strip()[:80]


def sign_out(request: Any) -> HttpResponse:
    """End the session."""
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    entering.leave(request)
    # What the browser holds for its back button goes with the person.
    return HttpResponseRedirect("/sign-in/", status=303, headers={"Clear-Site-Data": '"cache"'})


def set_up(request: Any) -> HttpResponse:
    """The first visit: what the company is called, how it counts, who is in charge. Gone once anybody exists."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(("GET", "POST"))
    if User.objects.exists():
        return HttpResponseRedirect("/")
    if request.method == "GET":
        return in_language(request) or page(
            request, "web/set_up.html", title=_("Set up"), form=set_up_form(request)
        )
    try:
        user = made(request)
    except Invalid as error:
        form = set_up_form(request, error.errors)
        return page(request, "web/set_up.html", title=_("Set up"), status=422, form=form)
    except Conflict as error:
        return wrong.refused(request, error)
    return HttpResponseRedirect(entering.enter(request, user, by="set-up"), status=303)


def made(request: Any) -> User:
    """Check what was typed and make the company. Raises Invalid."""
    sent = {
        key: clean(request.POST.get(key, ""))
        for key in ("company", "language", "country", "currency", "time_zone", "name", "username")
    }
    errors = {key: [_("This must be filled in.")] for key, value in sent.items() if not value}
    password = request.POST.get("password", "")
    if sent["language"] not in dict(settings.LANGUAGES):
        errors["language"] = [_("Choose one of the listed values.")]
    if sent["currency"] not in CURRENCIES:
        errors["currency"] = [_("There is no such currency.")]
    if sent["time_zone"] not in available_timezones():
        errors["time_zone"] = [_("There is no such time zone.")]
    if not password:
        errors["password"] = [_("This must be filled in.")]
    if errors:
        raise Invalid(errors)
    company = Company(
        name=sent["company"],
        language=sent["language"],
        currency=sent["currency"],
        time_zone=sent["time_zone"],
        country=sent["country"],
        week_start=0,
    )
    with override(sent["language"]):
        return make_company(company, username=sent["username"], name=sent["name"], password=password)


def set_up_form(request: Any, errors: Any = None) -> Form:
    """The questions, with answers that are likely for the language; what was typed stays, but the password."""
    sections = [
        Section(_("Your company"), company_fields(get_language() or "en")),
        Section(_("You, the first administrator"), own_fields()),
    ]
    form = Form(title=_("Set up"), action="/set-up/", submit=pgettext("button", "Start"), sections=sections)
    for one in (bound for section in sections for bound in section.fields):
        if one.name in request.POST and one.name != "password":
            one.value = clean(request.POST[one.name])
        one.errors = [str(text) for text in (errors or {}).get(one.name, ())]
    if errors:
        form.tell(errors)
    form.focus()
    return form


def company_fields(language: str) -> list[Bound]:
    """What the company is called and how it counts."""
    country, currency, zone = COUNTRIES.get(language, COUNTRIES["en"])
    locale = formatter(language, "UTC").locale
    name = Bound("company", _("Company name"), required=True, wide=True, max_length=80)
    name.autocomplete = "organization"
    money = Bound("currency", _("Currency"), "select", currency, options=currencies(locale), required=True)
    money.help = _("Reports add up in it.")
    return [
        name,
        Bound("language", _("Language"), "select", language, options=language_options(), required=True),
        Bound("country", _("Country"), "select", country, options=countries(locale), required=True),
        money,
        Bound("time_zone", _("Time zone"), "select", zone, options=time_zones(), required=True),
    ]


def own_fields() -> list[Bound]:
    """Who is in charge, and the password."""
    password = Bound(
        "password", _("Password"), input_type="password", required=True, wide=True, max_length=1_000
    )
    password.autocomplete, password.help = "new-password", password_help()
    return [
        Bound("name", _("Your name"), required=True, max_length=80, autocomplete="name"),
        Bound("username", _("Sign-in name"), required=True, max_length=80, autocomplete="username"),
        password,
    ]
