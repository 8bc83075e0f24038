"""Imports can put what they make straight into a pool, for its administrators."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.destinations import takers
from kith.engine.errors import Invalid
from kith.engine.spec import EntitySpec
from kith.features.pools import moving
from kith.features.pools.configured import leads, pools_of
from kith.features.pools.models import Happened


class Pools:
    """The pools of an object that somebody administers."""

    def places(self, spec: EntitySpec, actor: Actor) -> list[tuple[str, str]]:
        """Each pool by its number."""
        return [
            (f"pool:{pool.pk}", _("the public pool “%(pool)s”") % {"pool": pool.name})
            for pool in pools_of(spec.key)
            if leads(pool, actor)
        ]

    def take(self, spec: EntitySpec, key: str, ids: Sequence[int], by: Actor) -> None:
        """Put new records there, as one line each in the ledger."""
        pool = next(one for one in pools_of(spec.key) if key == f"pool:{one.pk}")
        what = moving.Doing(Happened.ENTERED, dict.fromkeys(ids, pool))
        for outcome in moving.enter(spec, ids, what, by):
            if outcome.errors:
                raise Invalid(outcome.errors)


takers.append(Pools())
