"""One step of building a filter: what the form held, what was pressed, what is shown then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.errors import Invalid, Malformed, Refused
from kith.engine.spec import EntitySpec
from kith.web import building, filtering
from kith.web.addressing import LONGEST, compact, number
from kith.web.building import Group, Row
from kith.web.filtering import Block, Offered, capital
from kith.web.operands import inputs


@dataclass
class Step:
    """`where` are the filters of the list; the one at `editing` is being built, or a new one behind all of them.

    Places in the form begin with `prefix`, for a form with more than one builder.
    `do` is what was pressed: apply, say, refresh, or with the place that it is about add, change, group, drop, pick.
    """

    spec: EntitySpec
    actor: Actor
    sent: Any
    where: Sequence[Any]
    whole: Group = field(default_factory=Group)
    do: str = ""
    choosing: str = ""
    focus: str = ""
    wrong: bool = False
    touched: bool = False
    finished: list[Any] | None = None
    prefix: str = ""

    @property
    def editing(self) -> int:
        """Which of the filters is being built."""
        text = self.sent.get("edit", "")
        return min(number(text), len(self.where)) if text else len(self.where)

    def begin(self) -> None:
        """What is shown first: the filter to change, or a comparison of the field asked for, or what one can choose."""
        if self.editing < len(self.where):
            self.whole = building.whole_of(self.where[self.editing], self.spec, self.actor)
            self.focus = "0-0"
        elif self.sent.get("field"):
            self._pick("0", self.sent["field"])
        else:
            self.choosing = "0"

    def take(self) -> None:
        """What the form held, changed by what was pressed. Raises Malformed, UnknownField."""
        self.touched = True
        self.whole = building.from_form(self.sent)
        self.do, _sep, place = self.sent.get("do", "apply").partition(".")
        place, _sep, value = place.partition("|")
        steps = {"pick": self._pick, "drop": self._drop, "add": self._choose, "change": self._choose}
        if self.do in steps:
            steps[self.do](place, value)
        elif self.do == "group":
            self._group(place)
        elif self.do == "refresh":
            self.focus = place
        elif self.do == "apply":
            self._apply()

    def _choose(self, place: str, _value: str) -> None:
        self.choosing = place

    def _pick(self, place: str, value: str) -> None:
        """A new part behind the others of a group, or instead of the one at the place."""
        spec = building.spec_at(self.whole, place, self.spec, self.actor)
        there = building.find(self.whole, place)
        if isinstance(there, Group):
            spec = building.about(there, spec, self.actor)
            there.parts.append(filtering.picked(value, spec, self.actor))
            self.focus = f"{place}-{len(there.parts) - 1}"
            return
        above, _sep, index = place.rpartition("-")
        group = building.find(self.whole, above) if above else None
        if isinstance(group, Group) and there is not None:
            group.parts[int(index)] = filtering.picked(value, spec, self.actor)
            self.focus = place

    def _drop(self, place: str, _value: str) -> None:
        building.drop(self.whole, place)
        if not self.whole.parts:
            self.choosing = "0"

    def _group(self, place: str) -> None:
        """A group inside another begins with the other way to join, for that is what it is needed for."""
        there = building.find(self.whole, place)
        if isinstance(there, Group):
            there.parts.append(Group("all" if there.join == "any" else "any"))
            self.choosing = f"{place}-{len(there.parts) - 1}"

    def _apply(self) -> None:
        """The filters that were built; rows whose inputs do not fit what is now compared are shown anew instead."""
        stale = [
            place
            for place, part in building.walk(self.whole)
            if isinstance(part, Row) and self._stale(place, part)
        ]
        if stale:
            self.focus = stale[0]
            self.do = "refresh"
            return
        try:
            built = building.meant(self.whole, self.spec, self.actor)
        except Invalid:
            self.wrong = True
            self.focus = next(
                (
                    place
                    for place, part in building.walk(self.whole)
                    if not isinstance(part, building.Kept) and part.errors
                ),
                "",
            )
            return
        self._finish(building.split(self.whole, built))

    def _finish(self, parts: list[Any]) -> None:
        """Keep what was built unless an address cannot hold it or it nests too deep: that is said over the whole."""
        try:
            if len(compact([*self.where, *parts])) > LONGEST:
                raise Malformed(_("This condition is too large."))
            parse({"all": parts}, self.spec, self.actor)
        except Refused as error:
            self.wrong, self.whole.errors = True, {"v": [str(error)]}
            return
        self.finished = parts

    def _stale(self, place: str, row: Row) -> bool:
        """Whether the inputs were made for another way to compare, and that one needs others."""
        if not row.shown or row.shown == row.op:
            return False
        one = building.field_of(
            row.path, building.spec_at(self.whole, place, self.spec, self.actor), self.actor
        )
        made = [
            [(bound.name, bound.widget) for bound in inputs(one, op, row.typed, self.actor)]
            for op in (row.shown, row.op)
        ]
        return made[0] != made[1]

    # ------------------------------------------------------------------ what templates ask

    @property
    def block(self) -> Block:
        """The whole, ready to show."""
        focus = "" if self.choosing or not self.focus else f"{self.prefix}{self.focus}"
        return filtering.block(self.whole, self.spec, self.actor, f"{self.prefix}0", focus=focus)

    @property
    def said(self) -> str:
        """The sentence of what is built so far."""
        whole = self.whole
        kept = [
            (part, part.errors)
            for _place, part in building.walk(whole)
            if not isinstance(part, building.Kept)
        ]
        text = capital(building.told(whole, self.spec, self.actor))
        for part, errors in kept:
            part.errors = errors
        return text

    @property
    def offers(self) -> list[Offered]:
        """What can be chosen at the place where one chooses."""
        there = building.find(self.whole, self.choosing)
        spec = building.spec_at(self.whole, self.choosing, self.spec, self.actor)
        return filtering.offered(
            building.about(there, spec, self.actor) if isinstance(there, Group) else spec, self.actor
        )

    @property
    def simple(self) -> bool:
        """Whether there is only one comparison: nothing to join then."""
        return len(self.whole.parts) < 2 and not any(isinstance(part, Group) for part in self.whole.parts)
