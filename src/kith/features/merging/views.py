"""The pages of merging: which records, side by side with a choice per field, and how far a very large one is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.errors import Forbidden, Invalid, Malformed, Stale
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.spec import EntitySpec
from kith.engine.titles import title_of
from kith.features.merging import merging, running, showing, suggesting
from kith.features.merging.choosing import Choosing
from kith.features.merging.merging import MOST, Wish
from kith.features.merging.models import Merge
from kith.kernel.numbers import identity
from kith.web import forms
from kith.web.forms import Form
from kith.web.pieces import Link, Message, Toast
from kith.web.responses import Done, page, perform
from kith.web.views import forming
from kith.web.views.opening import opened

FIELD, VERSION = "field.", "version."


@opened("GET", "POST")
def merge(request: Any, key: str) -> HttpResponse:
    """The records side by side, then merge them; of one record alone, with which others."""
    spec = merging.spec_for(key, request.actor)
    ids = numbers(request.GET.getlist("records"))
    if len(ids) == 1:
        return others(request, spec, ids[0])
    if request.method == "POST":
        return sent(request, spec, ids)
    return compare(request, spec, ids, {})


@opened("POST")
def chosen(request: Any, key: str) -> HttpResponse:
    """From the rows chosen in a list, or named in a form, to the page that compares them."""
    spec = merging.spec_for(key, request.actor)
    named = [*request.POST.getlist("id"), request.POST.get("ids", "")]
    ids = numbers(named)
    if request.POST.get("all") == "1" or not merging.LEAST <= len(ids) <= MOST:
        said = {"least": merging.LEAST, "most": MOST}
        raise Malformed(_("Choose %(least)s to %(most)s different records.") % said)
    return away(request, address(spec, ids))


@opened("GET")
def progress(request: Any, number: int) -> HttpResponse:
    """How far a merge in the background is, or what became of it."""
    row = running.find(number, request.actor)
    spec = registry.known(row.entity)
    running_ = row.finished_at is None
    return page(
        request, "merging/progress.html", fragment="merging/progress_part.html", title=_("Merge"),
        here=row.entity, row=row, running=running_, undo=undo_of(row),
        back=f"/{spec.plural}/{row.master}/" if spec else "/",
    )  # fmt: skip


def undo_of(row: Merge) -> str:
    """Where a merge that is done is taken back."""
    return f"/undo/{row.batch_id}/" if row.batch_id and row.finished_at and not row.refused else ""


def numbers(texts: Iterable[str]) -> list[int]:
    """The numbers in an address or a form, each once. Raises Malformed."""
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    found = [identity(part) for part in dict.fromkeys(parts)]
    if not all(found) or len(found) > 2 * MOST:
        raise Malformed(_("Choose the records by their numbers."))
    return [number for number in found if number]


def address(spec: EntitySpec, ids: Sequence[int], master: int | None = None) -> str:
    """The page that compares some records."""
    more = f"&master={master}" if master else ""
    return f"/merge/{spec.key}/?records={','.join(str(number) for number in ids)}{more}"


def away(request: Any, to: str) -> HttpResponse:
    """On to another page, whoever asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to, status=303)


def compare(
    request: Any,
    spec: EntitySpec,
    ids: Sequence[int],
    errors: Mapping[str, Sequence[Any]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Side by side, with what stays marked."""
    actor = request.actor
    records = merging.found(spec, ids, actor)
    master, why = (
        (master_of(request, ids), "")
        if "master" in request.GET or request.method == "POST"
        else suggesting.suggested(spec, records, actor)
    )
    choosing = Choosing(spec, records, next(one for one in records if one.pk == master), actor)
    said = {name.removeprefix(FIELD): value for name, value in request.POST.items() if name.startswith(FIELD)}
    heads = showing.heads(choosing)
    for head in heads:
        head.href, head.why = address(spec, ids, head.id), why if head.stays else ""
    told = [Message(text if key == "" else f"{label(spec, key)}: {text}") for key, texts in errors.items()
            for text in map(str, texts)]  # fmt: skip
    losers = [one.pk for one in records if one.pk != master]
    return page(
        request, "merging/compare.html", title=_("Merge"), here=spec.key, status=status,
        form=Form(title=_("Merge"), action=address(spec, ids, master), submit=_("Merge"), sections=[],
                  cancel=f"/{spec.plural}/", errors=told,
                  crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")]),
        heads=heads, lines=showing.lines(choosing, said), along=showing.along(spec, losers, actor), spec=spec,
        versions=[(f"{VERSION}{one.pk}", one.version) for one in records],
    )  # fmt: skip


def label(spec: EntitySpec, key: str) -> str:
    """What people call what an error is about."""
    return str(spec.fields[key].label) if key in spec.fields else key


def master_of(request: Any, ids: Sequence[int]) -> int:
    """The record that stays: as the address says, else the first. Raises Malformed."""
    number = identity(request.GET.get("master", "")) or ids[0]
    if number not in ids:
        raise Malformed(_("Choose one of the records that are merged."))
    return number


def sent(request: Any, spec: EntitySpec, ids: Sequence[int]) -> HttpResponse:
    """Merge as the form says."""
    merging.found(spec, ids, request.actor)
    wish = wish_of(request, spec, ids)
    try:
        return perform(request, lambda: done(request, wish))
    except Invalid as error:
        return compare(request, spec, ids, error.errors, status=422)
    except Stale:
        said = _("One of the records was changed meanwhile. Look at the values again, then merge.")
        return compare(request, spec, ids, {"": [said]}, status=412)


def wish_of(request: Any, spec: EntitySpec, ids: Sequence[int]) -> Wish:
    """What the form says. Raises Malformed."""
    master = master_of(request, ids)
    given = request.POST.items()
    fields = {name.removeprefix(FIELD): value for name, value in given if name.startswith(FIELD)}
    versions = {
        number: version
        for number in ids
        if (version := identity(request.POST.get(f"{VERSION}{number}", ""))) is not None
    }
    return Wish(spec, master, tuple(one for one in ids if one != master), fields, versions)


def done(request: Any, wish: Wish) -> Done:
    """Merge, and lead to the record that stays."""
    result = running.begin(wish, by=request.actor)
    if isinstance(result, Merge):
        return Done(f"/merges/{result.pk}/")
    record = wish.spec.model.live().get(pk=wish.master)
    name = title_of(wish.spec, record, request.actor)
    text = _("Merged into “%(name)s”.") % {"name": name}
    return Done(f"/{wish.spec.plural}/{wish.master}/", Toast(text, undo=forming.undo_of(result)))


def others(request: Any, spec: EntitySpec, number: int) -> HttpResponse:
    """With which others a record shall become one."""
    actor = request.actor
    errors: Mapping[str, Sequence[Any]] = {}
    asked = FieldSpec(
        spec.key, "others", _("With which others"), TYPES["references"], target=spec.key, required=True,
        help=_("At most %(most)s. On the next page you choose what stays.") % {"most": MOST - 1},
    )  # fmt: skip
    record = merging.one(spec, number, actor)
    if request.method == "POST":
        try:
            found = forming.values_of(request, {"others": asked})["others"]
            ids = [number, *(one for one in found if one != number)]
            merging.found(spec, ids, actor)
            return away(request, address(spec, ids))
        except Invalid as error:
            texts = [text for several in error.errors.values() for text in several]
            errors = {"others": texts}
        except Forbidden as error:
            errors = {"others": [str(error)]}
    here = f"/{spec.plural}/{number}/"
    form = Form(
        title=_("Merge “%(name)s” with…") % {"name": title_of(spec, record, actor)}, action=address(spec, [number]),
        submit=_("Compare"), cancel=here, crumbs=[Link(str(spec.label_plural), f"/{spec.plural}/")],
        sections=forms.sections([("", [asked])], {}, actor, sent=request.POST or None, errors=errors),
    )  # fmt: skip
    form.tell(errors)
    return forming.show(request, form, here=spec.key, status=422 if errors else 200)
