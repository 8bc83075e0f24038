"""The names of fields in formulas: those of the record, and those behind its links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula.errors import FormulaError, hint, meant, meant_label
from kith.engine.formula.functions import FORMS
from kith.engine.formula.kinds import type_of
from kith.engine.formula.links import MOST_STEPS, linked
from kith.engine.formula.nodes import SaidName
from kith.engine.spec import EntitySpec, UnknownField


@dataclass(frozen=True)
class Nameable:
    """The fields of an entity that a formula may name, as far as an actor may know them (None knows all), and those
    behind its links, as far as `specs` knows the entities there."""

    spec: EntitySpec
    actor: Any
    specs: Callable[[str], EntitySpec | None]

    def field(self, said: SaidName) -> FieldSpec:
        """The field of a name or of a path along links. Raises FormulaError with the place of the part at fault."""
        *steps, name = said.name.split(".")
        if len(steps) > MOST_STEPS:
            text = _("At most two links can be followed one after the other.")
            raise FormulaError(text, said.at, said.length)
        here, at, links = self, said.at, []
        for step in steps:
            link = here.named(step, at)
            links.append(link)
            here = here.through(link, at)
            at += len(step) + 1
        found = here.named(name, at)
        return linked(links, found) if links else found

    def named(self, name: str, at: int) -> FieldSpec:
        """The field of a name that stands at a place. Raises FormulaError."""
        try:
            return self.spec.fields[name] if self.actor is None else self.spec.resolve(name, self.actor)
        except (KeyError, UnknownField) as error:
            raise FormulaError(self._unknown(name), at, len(name)) from error

    def through(self, link: FieldSpec, at: int = 0) -> Nameable:
        """The same of what a link leads to. Raises FormulaError for what leads to no single record, or to none that
        the actor may know."""
        spec = self.specs(link.target) if link.type.key == "reference" and link.target else None
        if spec is None or (
            self.actor is not None and self.actor.access.reach(spec.key, "read") is Reach.NONE
        ):
            text = _("“%(field)s” leads to no single record whose fields could be used.")
            raise FormulaError(text % {"field": link.label}, at, len(link.key))
        return Nameable(spec, self.actor, self.specs)

    def known(self) -> Mapping[str, FieldSpec]:
        """The fields that could have been meant."""
        return self.spec.fields if self.actor is None else self.spec.readable(self.actor)

    def _unknown(self, name: str) -> str:
        """What is said of a name that no field has: perhaps it is a field's label, or a function without brackets."""
        if name.upper() in FORMS:
            return _("Behind the function %(name)s brackets are missing.") % {"name": name.upper()}
        known = self.known()
        labels = {str(one.label).casefold(): key for key, one in known.items()}
        said = _("There is no field “%(name)s”.") % {"name": name}
        if key := labels.get(name.casefold()):
            return said + hint(key)
        return said + (meant(name, known) or hint(meant_label(name, labels)))


def written(field: FieldSpec, *, further: bool = True) -> Iterator[tuple[str, str]]:
    """How a formula can name a field, if at all, and with what it goes `further` behind a link; each with its label."""
    if type_of(field) is not None:
        yield field.key, str(field.label)
    if further and field.type.key == "reference" and registry.known(field.target or "") is not None:
        yield f"{field.key}.", f"{field.label} …"
