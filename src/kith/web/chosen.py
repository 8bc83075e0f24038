"""Which records of a list are chosen: by hand, or all that what one looks at finds, without naming them in the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.called import quoted
from kith.engine.errors import Malformed
from kith.engine.listing import Listing
from kith.engine.mass import Order
from kith.kernel.numbers import identity
from kith.web.look import Look
from kith.web.tabs import ALL

MOST = 5_000
"""Records that can be chosen by hand."""


@dataclass
class Chosen:
    """The records that an order is about. `named` are chosen by hand; without them it is all that `look` finds."""

    order: Order
    actor: Actor
    named: list[int]
    look: Look | None = None

    @classmethod
    def of(cls, request: Any, order: Order) -> Chosen:
        """What the page sent. Raises Malformed."""
        sent = request.POST if request.method == "POST" else request.GET
        if sent.get("all") == "1":
            return cls(order, request.actor, [], Look.of(request, order.spec))
        texts = [*sent.getlist("id"), *(part for part in sent.get("ids", "").split(",") if part)]
        named = [number for number in map(identity, dict.fromkeys(texts)) if number is not None]
        if len(named) < len(set(texts)) or not 0 < len(named) <= MOST:
            raise Malformed(
                _("Choose at least one row, and not more than %(most)s.")
                % {"most": request.actor.show.number(MOST)}
            )
        return cls(order, request.actor, named)

    @cached_property
    def ids(self) -> list[int]:
        """The records that it may be done with, as they are now."""
        if self.look is None:
            return self.named
        return [row.id for rows in self._listing(self.order.right).walk() for row in rows]

    @cached_property
    def count(self) -> int:
        """How many it may be done with now."""
        return len(self.named) if self.look is None else self._listing(self.order.right).count(None)[0]

    @cached_property
    def others(self) -> int:
        """How many fit besides that it may not be done with."""
        return 0 if self.look is None else max(0, self._listing("read").count(None)[0] - self.count)

    @cached_property
    def said(self) -> list[str]:
        """What all of them have in common, in words."""
        if self.look is None:
            return []
        tab = [one.label for one in self.look.tabs() if one.current and one.key not in ("", ALL)]
        text = [quoted(self.look.state.q)] if self.look.state.q else []
        return [*tab, *text, *(chip.text for chip in self.look.chips())]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The choice as hidden fields; of all of them only how many they were."""
        if self.look is None:
            return [("ids", ",".join(str(number) for number in self.named))]
        return [("all", "1"), ("seen", str(self.count))]

    def _listing(self, verb: str) -> Listing:
        assert self.look is not None  # noqa: S101 - told to the type checker
        return Listing(
            self.order.spec,
            self.actor,
            where=self.look.where(),
            text=self.look.state.q,
            extra=self.look.rows,
            verb=verb,
        )
