"""What rows of imports look like: they are recognised by the keys by which duplicates are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.duplicates import enforcing, marking, wording
from kith.features.duplicates.finding import SAME, Ask, Found, look, near_names
from kith.features.duplicates.marking import Marks
from kith.features.duplicates.models import Tells
from kith.features.imports.alike import Like, Said, comparers


class Keys:
    """Compares by name, phone, mail and tax number, as duplicates do."""

    def said(self, spec: EntitySpec, values: Mapping[str, Any]) -> Said:
        """The texts of the fields that records are recognised by."""
        found = {
            what: "\n".join(str(values[name]) for name in names if values.get(name) is not None)
            for what, names in spec.entity.alike.items()
        }
        return {what: text for what, text in found.items() if text}

    def marks(self, said: Said) -> frozenset[int]:
        """The marks of which one alone can mean that two are the same."""
        return frozenset(strong(Ask((), said)))

    def same(self, spec: EntitySpec, one: Said, other: Said) -> bool:
        """Whether what two rows share is enough; names that only sound alike are not shared."""
        first, second = Ask((), one), Ask((), other)
        equal = {marking.WORDS[kind] for mark, kind in strong(first).items() if mark in second.marks}
        if near_names(first.names, second.names) < SAME:
            equal.discard("name")
        return sure(spec, frozenset(equal))

    def likes(self, spec: EntitySpec, rows: Sequence[Said], actor: Actor) -> list[Like | None]:
        """The records that rows look like, by one look for all. Of what he may not see the importer hears as the rules
        tell it, and nothing where there is no rule."""
        tells = enforcing.tells(spec.key) if enforcing.every().get(spec.key) else Tells.NOTHING
        found = look([Ask((spec.key,), said) for said in rows], by=actor)
        return [chosen([one for one in some if sure(spec, one.equal)], tells, actor) for some in found]


def strong(ask: Ask) -> Marks:
    """The marks of which one alone can mean that two are the same."""
    return {mark: kind for mark, kind in ask.marks.items() if kind in marking.STRONG}


def sure(spec: EntitySpec, equal: frozenset[str]) -> bool:
    """Whether what is equal says that two are the same. Persons may share a name or the phone of their firm, but hardly
    both."""
    if spec.entity.person != ():
        return bool(equal)
    return bool(equal & {"mail", "tax"}) or {"name", "phone"} <= equal


def chosen(found: Sequence[Found], tells: str, actor: Actor) -> Like | None:
    """The surest of several records, one that the actor sees before those of which he only hears."""
    seen = [one for one in found if one.seen]
    if seen:
        others = [one.id for one in seen[1:] if len(one.equal) == len(seen[0].equal)]
        return Like(wording.warning(seen[0], tells, actor), seen[0].id, tuple(others))
    told = (wording.masked(one.record, tells) for one in found)
    return next((Like(text) for text in told if text), None)


comparers.append(Keys())
