"""What pages show of pools: what lies in one, as far as one may know it before taking it, and why one cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Level, directory
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import masked
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.features.pools import judging
from kith.features.pools.configured import leads, limit_of, shown, takes
from kith.features.pools.models import Pool, Standing, Taking
from kith.web import cells
from kith.web.pieces import Cell

PAGE = 50


@dataclass(slots=True)
class Lying:
    """One record in a pool: its number, name and cells; since when and why it is there, and why it cannot be taken."""

    number: int
    name: str
    cells: list[Cell]
    since: str
    iso: str
    reason: str
    why: str = ""


@dataclass
class Sight:
    """A page of a pool for somebody. `before` is the standing after which it begins."""

    pool: Pool
    actor: Actor
    before: int | None = None
    rows: list[Lying] = field(default_factory=list)
    following: int | None = None

    def __post_init__(self) -> None:
        rows = self._standings()
        if len(rows) > PAGE:
            rows, self.following = rows[:PAGE], rows[PAGE - 1].pk
        self.rows = self._lying(rows)

    @property
    def spec(self) -> EntitySpec:
        """What lies in it."""
        return registry.spec(self.pool.entity)

    def _standings(self) -> list[Standing]:
        """The newest first, after the place where the page before ended."""
        rows = Standing.objects.filter(pool_id=self.pool.pk, entity=self.pool.entity)
        last = rows.filter(pk=self.before).first() if self.before else None
        if last is not None:
            # The first condition says nothing new, but lets the index begin there.
            rows = rows.filter(entered_at__lte=last.entered_at).filter(
                Q(entered_at__lt=last.entered_at) | Q(entered_at=last.entered_at, pk__lt=last.pk)
            )
        return list(rows.order_by("-entered_at", "-pk")[: PAGE + 1])

    @property
    def columns(self) -> list[FieldSpec]:
        """What is shown of a record before it is taken: the standard columns, less what the pool hides and what one's
        rights hide, in part what either masks."""
        hides, masks = self.pool.hidden or (), self.pool.masked or ()
        found = []
        for known in shown(self.spec):
            key, sees = known.key, self.actor.access.level(self.spec.key, known.key)
            if sees is Level.HIDDEN or (key in hides and key != self.spec.title):
                continue
            partly = sees is Level.MASKED or key in (*masks, *hides)
            found.append(masked(known) if partly else known)
        return found

    def _lying(self, standings: Sequence[Standing]) -> list[Lying]:
        ids = [one.record_id for one in standings]
        columns = self.columns
        listing = Listing(
            self.spec,
            self.actor.as_house(),
            fields=[one.key for one in columns],
            only=ids,
            limit=max(len(ids), 1),
        )
        known = {row.id: row for row in listing.page().rows} if ids else {}
        there = [one for one in standings if one.record_id in known]
        values = [known[one.record_id].values for one in there]
        css = cells.phone_classes(columns)
        made = [
            self._plain(cells.column(item, [row.get(item.key) for row in values], self.actor, classes))
            for item, classes in zip(columns, css, strict=True)
        ]
        whys = self._whys(there)
        return [
            Lying(
                one.record_id, line[0][1], list(line), self.actor.show.date(judging.day_of(one.entered_at)),
                one.entered_at.isoformat(), one.reason, whys.get(one.record_id, ""),
            )
            for one, line in zip(there, zip(*made, strict=True), strict=True)
            if one.entered_at is not None
        ]  # fmt: skip

    @staticmethod
    def _plain(column: list[Cell]) -> list[Cell]:
        """Cells that lead nowhere: the record is not one's own yet."""
        return [(css, text, "", badge) for css, text, _href, badge in column]

    def _whys(self, standings: Sequence[Standing]) -> dict[int, str]:
        """Why single records cannot be taken now."""
        if leads(self.pool, self.actor) or not takes(self.pool, self.actor):
            return {}
        person = self.actor.user_id or 0
        ids = [one.record_id for one in standings]
        lost = judging.lost_at(self.pool, ids, person) if self.pool.cooling else {}
        found = {}
        for one in standings:
            whys = (
                *judging.frozen(self.pool, one, self.actor),
                *judging.cools(self.pool, lost.get(one.record_id), self.actor),
            )
            if whys:
                found[one.record_id] = str(whys[0])
        return found

    @property
    def barred(self) -> str:
        """Why nothing can be taken at all now, "" when something can."""
        pool, by, person = self.pool, self.actor, self.actor.user_id or 0
        if not takes(pool, by):
            return judging.outside(pool, by)
        checks = [judging.full(pool, person, by)]
        if not leads(pool, by):
            checks = [judging.used_up(pool, person, by), *checks, judging.unworked(pool, person, by)]
        return next((str(refusal) for check in checks for refusal in check), "")

    @property
    def room(self) -> list[str]:
        """How much one may still take and hold, with numbers."""
        pool, person, show = self.pool, self.actor.user_id or 0, self.actor.show.number
        found = []
        if pool.claims is not None and not leads(pool, self.actor):
            left = max(pool.claims - judging.used(pool, person), 0)
            said = (
                _("Claims left today: %(left)s of %(most)s")
                if (pool.period or 1) == 1
                else _("Claims left in this period: %(left)s of %(most)s")
            )
            found.append(said % {"left": show(left), "most": show(pool.claims)})
        if pool.cap is not None:
            said = _("Held from this pool: %(have)s of %(most)s")
            found.append(said % {"have": show(judging.held(pool, person)), "most": show(pool.cap)})
        limit = limit_of(pool.entity, person)
        if limit is not None and limit.cap is not None:
            said = _("Owned in all: %(have)s of %(most)s")
            found.append(said % {"have": show(judging.owned(limit, person)), "most": show(limit.cap)})
        return found

    @property
    def manner(self) -> str:
        """How records leave it."""
        return str(Taking(self.pool.taking).label)


def name_of(person: int | None) -> str:
    """What somebody is called; Kith itself where it is nobody."""
    known = directory().people.get(person or 0)
    return known.name if known else (_("somebody who left") if person else pgettext("actor", "Kith"))
