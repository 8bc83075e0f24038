"""The pages of pools: what lies in one, taking, assigning, and what a rule would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import journal, records, registry
from kith.engine.access import Reach, directory
from kith.engine.errors import Forbidden, Invalid, NotFound, Refused
from kith.engine.fieldtypes import TYPES, FieldSpec
from kith.engine.mass import reason
from kith.features.pools import moving, simulating
from kith.features.pools.configured import leads, places, pool_of, reads, sees
from kith.features.pools.models import Pool
from kith.features.pools.showing import Sight
from kith.kernel.numbers import identity
from kith.web import forms
from kith.web.forms import Form
from kith.web.pieces import Empty, Link, Refusal, Toast
from kith.web.responses import Done, page, performed, settled
from kith.web.views import forming
from kith.web.views.opening import opened

MOST = 200


def opening(request: Any, number: int) -> Pool:
    """A pool into which somebody looks. Raises NotFound."""
    pool = pool_of(number)
    if pool is None or not sees(pool, request.actor) or not reads(request.actor.access, [pool]):
        raise NotFound
    return pool


@opened("GET")
def first(request: Any) -> HttpResponse:
    """The first pool into which somebody looks."""
    found = reads(request.actor.access, places(request.actor))
    if found:
        return HttpResponseRedirect(f"/pool/{found[0].pk}/")
    actions = []
    if request.actor.access.reach("pool", "create") is Reach.ALL:
        actions = [Link(_("New pool"), "/pools/new/", primary=True)]
    empty = Empty(
        "inbox", _("There is no public pool for you."), _("Pools are set up among the settings."), actions
    )
    return page(request, "pools/none.html", title=_("Public pools"), here="pool", empty=empty)


@opened("GET")
def show(request: Any, number: int) -> HttpResponse:
    """What lies in a pool."""
    actor = request.actor
    pool = opening(request, number)
    sight = Sight(pool, actor, identity(request.GET.get("before", "")))
    tabs = [
        Link(one.name, f"/pool/{one.pk}/", current=one.pk == pool.pk)
        for one in reads(actor.access, places(actor))
    ]
    here = f"/pool/{pool.pk}/"
    return page(
        request, "pools/show.html", title=pool.name, here="pool", pool=pool, sight=sight, tabs=tabs,
        leads=leads(pool, actor), nonce=forming_nonce(), empty=Empty("inbox", _("Nothing lies in this pool."), ""),
        newest=here if sight.before else "", older=f"{here}?before={sight.following}" if sight.following else "",
        settings=f"/pools/{pool.pk}/" if actor.access.reach("pool", "update") is Reach.ALL else "",
    )  # fmt: skip


def forming_nonce() -> str:
    """A number for the form of a page, used once."""
    return Form("", "", "", []).nonce


def chosen(request: Any) -> list[int]:
    """The numbers of the records that were ticked, or the one whose button was pressed. Raises Invalid for none."""
    sent = request.POST if request.method == "POST" else request.GET
    if one := identity(sent.get("only", "")):
        return [one]
    found = sorted({number for text in sent.getlist("id")[:MOST] if (number := identity(text)) is not None})
    if not found:
        raise Invalid({"": [_("Choose records first.")]})
    return found


def each(
    request: Any, pool: Pool, kind: str, ids: Sequence[int], *, work: Callable[[int], Any]
) -> tuple[journal.Batch, list[Refusal], int]:
    """Do something with each of some records, each for itself. The batch, what was refused and why, how many not."""
    spec, refused, done = registry.spec(pool.entity), list[Refusal](), 0
    title = spec.fields[spec.title].column or "id"
    called = dict(spec.model.live().filter(pk__in=ids).values_list("pk", title))
    with journal.batch(request.actor, kind, entity=spec.key) as batch:
        for number in ids:
            try:
                work(number)
                done += 1
            except Refused as error:
                text = reason(spec, error.errors) if isinstance(error, Invalid) else str(error)
                refused.append(Refusal(str(called.get(number, number)), "", text))
    return batch, refused, done


def told(done: int, refused: Sequence[Refusal], said: str, batch: journal.Batch) -> Toast:
    """What came of it, in a sentence; of one that was refused the reason."""
    if not done and refused:
        return Toast(refused[0].text, tone="bad")
    more = ngettext("%(count)s could not: %(why)s", "%(count)s could not: %(why)s", len(refused))
    text = said if not refused else f"{said} {more % {'count': len(refused), 'why': refused[0].text}}"
    return Toast(text, undo=forming.undo_of(batch))


@opened("POST")
def take(request: Any, number: int) -> HttpResponse:
    """Make the ticked records one's own, as far as one may."""
    actor, pool = request.actor, opening(request, number)
    refused: list[Refusal] = []
    ids = chosen(request)

    def work() -> Done:
        batch, left, done = each(
            request, pool, "claim", ids, work=lambda one: moving.claim(pool, one, by=actor)
        )
        refused.extend(left)
        said = ngettext("%(count)s record is yours now.", "%(count)s records are yours now.", done)
        return Done(f"/pool/{pool.pk}/", told(done, left, said % {"count": actor.show.number(done)}, batch))

    return settled(request, performed(request, work), refused)


@opened("GET", "POST")
def assign(request: Any, number: int) -> HttpResponse:
    """Give the ticked records to somebody, by the administrators of the pool."""
    actor, pool = request.actor, opening(request, number)
    if not leads(pool, actor):
        raise Forbidden
    ids = chosen(request)
    asked = FieldSpec(
        "pool", "person", _("Who receives them"), TYPES["reference"], target="user", required=True
    )
    fields = {"person": asked}
    errors: Any = None
    refused: list[Refusal] = []
    if request.method == "POST":
        try:
            person = receiver(request, fields)

            def work() -> Done:
                batch, left, done = each(
                    request, pool, "assign", ids, work=lambda one: moving.assign(pool, one, person, by=actor)
                )
                refused.extend(left)
                said = ngettext("%(count)s record is assigned.", "%(count)s records are assigned.", done)
                return Done(
                    f"/pool/{pool.pk}/", told(done, left, said % {"count": actor.show.number(done)}, batch)
                )

            return settled(request, performed(request, work), refused)
        except Invalid as error:
            errors = error.errors
    count = ngettext("Assign %(count)s record", "Assign %(count)s records", len(ids))
    form = Form(
        title=count % {"count": actor.show.number(len(ids))}, action=f"/pool/{pool.pk}/assign/", submit=_("Assign"),
        sections=forms.sections(
            [("", [asked])], {}, actor, sent=request.POST if errors else None, errors=errors
        ),
        cancel=f"/pool/{pool.pk}/", hidden=[("id", str(one)) for one in ids],
        crumbs=[Link(_("Public pools"), "/pool/"), Link(pool.name, f"/pool/{pool.pk}/")],
        intro=_("Whoever receives them must have room for them; cooling does not count."),
    )  # fmt: skip
    return forming.show(request, forming.finished(form, errors), here="pool", status=422 if errors else 200)


def receiver(request: Any, fields: dict[str, FieldSpec]) -> int:
    """Who was chosen. Raises Invalid."""
    person = identity(str(forming.given(request, fields)["person"] or ""))
    if person is None or person not in directory().people:
        raise Invalid({"person": [_("This must be filled in.")]})
    return person


@opened("GET")
def simulate(request: Any, number: int) -> HttpResponse:
    """What a rule would do tonight, whether it is switched on or not."""
    actor = request.actor
    rule = records.find(registry.spec("pool-rule"), number, actor, "read")
    spec = registry.spec(rule.entity)
    return page(
        request, "pools/simulate.html", title=_("What “%(rule)s” would do tonight") % {"rule": rule.name},
        here="settings", found=simulating.Simulation(rule, actor), rule=rule, spec=spec,
        crumbs=[Link(_("Rules of recycling"), "/pool-rules/"), Link(rule.name, f"/pool-rules/{rule.pk}/")],
    )  # fmt: skip


@opened("GET")
def people(request: Any) -> HttpResponse:
    """To which pool each person loses records, and which limit counts for him: what the settings come to."""
    if request.actor.access.reach("pool", "update") is not Reach.ALL:
        raise Forbidden
    return page(
        request, "pools/people.html", title=_("Who loses to which pool"), here="settings",
        crumbs=[Link(_("Public pools"), "/pools/")], tables=simulating.people(request.actor),
    )  # fmt: skip
