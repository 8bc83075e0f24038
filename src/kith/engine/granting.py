"""Who may give rights: nobody more than he holds himself, nobody to himself, and one administrator always stays.

These are rules of users and roles, so pages, API, imports and undo all keep them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import (
    LEVELS,
    OTHERS,
    REST_OF_SETTINGS,
    Access,
    Level,
    access_of,
    directory,
    merged_grants,
    opens_everything,
    reads,
)
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Forbidden, Invalid
from kith.engine.identity.models import Role, User
from kith.engine.rights import (
    LIMIT_LABELS,
    LIMITS,
    SUBJECTS,
    entity_label,
    field_label,
    spec_at,
    verb_label,
    verbs_of,
)

NAMED = 5
SIGN_IN = ("username", "email", "is_active", "roles")


def rights_of(role: Role) -> Access:
    """What somebody might do who had this role only."""
    return Access(user_id=None, grants=merged_grants([role]), roles=(role,))


def excess(given: Access, known: Access, giver: Access) -> Iterator[tuple[str, str]]:
    """Entity and verb of each right in `given` that goes beyond both what was `known` and what the giver holds."""
    if giver.opens_everything:
        return
    verbs_everywhere = {verb for access in (given, giver) for said in access.grants.values() for verb in said}
    for entity in ("*", REST_OF_SETTINGS):
        for verb in sorted(verbs_everywhere):
            if given.reach(entity, verb) > max(known.reach(entity, verb), giver.reach(entity, verb)):
                yield entity, verb
    subjects = {spec.key: (*verbs_of(spec), OTHERS) for spec in registry.specs()} | SUBJECTS
    for entity, verbs in subjects.items():
        for verb in verbs:
            if given.reach(entity, verb) > max(known.reach(entity, verb), giver.reach(entity, verb)):
                yield entity, verb


def excess_fields(given: Role, known: Role | None, giver: Access) -> Iterator[tuple[str, str]]:
    """Entity and field of each field right that goes beyond what the role had and what the giver holds."""
    if giver.opens_everything:
        return
    every: tuple[Mapping[str, Any], ...] = (given.levels, known.levels if known else {}, giver.levels)
    for entity, name in sorted(
        {(key, name) for levels in every for key, said in levels.items() for name in said}
    ):
        after, before = level_of(given, entity, name), level_of(known, entity, name)
        if after > max(before, giver.level(entity, name)):
            yield entity, name


def level_of(role: Role | None, entity: str, name: str) -> Level:
    """What a role says of a field; nothing, for who cannot read the entity."""
    if role is None or not reads(role, entity):
        return Level.HIDDEN
    return LEVELS[role.levels.get(entity, {}).get(name, "write")]


def excess_limits(given: Role, known: Role | None, giver: Access) -> Iterator[str]:
    """Each limit that is wider than it was and than the giver's own."""
    for name, verb in LIMITS.items():
        own = giver.limit("*", name, verb)
        before = known.limits.get(name) if known else 0
        after = given.limits.get(name)
        if own is None or before is None or (after is not None and after <= max(own, before)):
            continue
        yield name


def check_rights(role: Role, *, actor: Actor) -> None:
    """Nobody gives a right that he does not hold, and nobody widens a role that he has himself. Raises Invalid."""
    if actor.access.opens_everything:
        return
    before = stored(role)
    if before is not None and not any(role.moved(name) for name in ("grants", "levels", "limits")):
        return
    errors = _beyond_giver(role, before, actor.access)
    if not errors and before is not None and role.pk in {one.pk for one in actor.access.roles}:
        nothing = Access(user_id=None)
        widened = any(excess(rights_of(role), rights_of(before), nothing))
        if widened or any(excess_fields(role, before, nothing)):
            errors["grants"] = [_("You have this role yourself: somebody else has to widen it.")]
    if errors:
        raise Invalid(errors)


def _beyond_giver(role: Role, before: Role | None, giver: Access) -> dict[str, list[Any]]:
    """What a role gains that the giver does not hold, by field of the role."""
    known = rights_of(before) if before else Access(user_id=None)
    told = {
        "grants": [_right(*pair) for pair in excess(rights_of(role), known, giver)],
        "levels": [field_label(*pair) for pair in excess_fields(role, before, giver)],
        "limits": [str(LIMIT_LABELS[name]) for name in excess_limits(role, before, giver)],
    }
    return {name: [_beyond(found)] for name, found in told.items() if found}


def check_given(user: User, *, actor: Actor) -> None:
    """Nobody gives a role with rights that he does not hold, nor touches how somebody signs in who may do more than he.

    Raises Invalid.
    """
    if actor.access.opens_everything:
        return
    before = None if was_away(user) else user.before
    if before is not None and not any(user.moved(name) for name in SIGN_IN):
        return
    had = set(before["roles"] or ()) if before else set()
    roles = directory().roles
    errors: dict[str, list[Any]] = {}
    for number in set(user.roles or ()) - had:
        role = roles.get(number)
        if role is None:
            continue
        told = [_right(*pair) for pair in excess(rights_of(role), Access(None), actor.access)]
        told += [field_label(*pair) for pair in excess_fields(role, None, actor.access)]
        if told:
            errors["roles"] = [f"{role.name}: {_beyond(told)}"]
    if before is not None and user.pk != actor.user_id and above(user, actor):
        errors[""] = [_("This person may do more than you: somebody else has to change how he signs in.")]
    if errors:
        raise Invalid(errors)


def above(user: User, actor: Actor) -> bool:
    """Whether somebody holds a right that the actor does not."""
    return any(excess(access_of(user.pk), Access(None), actor.access))


def require_not_above(user: User, actor: Actor) -> None:
    """Raise Forbidden when the actor would take over somebody who may do more."""
    if user.pk != actor.user_id and above(user, actor):
        raise Forbidden(_("This person may do more than you: somebody else has to change how he signs in."))


def an_administrator_stays(rows: Sequence[Any], *, actor: Actor) -> None:
    """Somebody who may do everything stays, whatever is changed, switched off or taken back. Raises Conflict."""
    if any(opened(row) for row in rows) and not any(administrators()):
        raise Conflict(_("This is the last administrator: somebody has to stay who may do everything."))


def administrators() -> Iterator[int]:
    """Everybody who may sign in and do everything."""
    people = directory()
    known: dict[tuple[int, ...], bool] = {}
    for person in people.people.values():
        if person.active:
            if person.role_ids not in known:
                known[person.role_ids] = _open(person.role_ids)
            if known[person.role_ids]:
                yield person.id


def opened(row: User | Role) -> bool:
    """Whether a row, as it was before it was written, helped somebody to do everything."""
    if row.before is None:
        return False
    if isinstance(row, Role):
        return opens_everything([_as_before(row)])
    return bool(row.before["is_active"]) and _open(row.before["roles"] or ())


def _open(numbers: Iterable[int]) -> bool:
    roles = directory().roles
    found = [roles[number] for number in numbers if number in roles]
    return bool(found) and opens_everything(found)


def stored(role: Role) -> Role | None:
    """A role as it was before it is written; None for a new one and for one that comes out of the trash."""
    return None if was_away(role) else _as_before(role)


def _as_before(role: Role) -> Role:
    said: Mapping[str, Any] = role.before or {}
    return Role(pk=role.pk, **{name: said.get(name) or {} for name in ("grants", "levels", "limits")})


def was_away(row: Any) -> bool:
    """Whether a row is new, or lies in the trash as it is stored."""
    return row.before is None or type(row).objects.filter(pk=row.pk, deleted_at__isnull=False).exists()


def _right(entity: str, verb: str) -> str:
    return f"{entity_label(entity)}: {verb_label(verb or '*', spec_at(entity))}"


def _beyond(told: Sequence[str]) -> str:
    named = ", ".join(dict.fromkeys(told[:NAMED])) + (" …" if len(told) > NAMED else "")
    return _("You cannot give what you do not have yourself: %(rights)s.") % {"rights": named}
