"""Passwords that a directory knows. An account that belongs to it opens by it alone: when it does not answer, or says
no, a password of our own does not stand in."""

from __future__ import annotations

from typing import Any

from kith.engine import audit
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.entry import entering
from kith.engine.entry.addresses import address_of
from kith.engine.errors import Conflict, NotFound, Unavailable
from kith.engine.identity.models import User
from kith.features.signon import ldap, people
from kith.features.signon.models import ForeignIdentity
from kith.features.signon.oidc import Known
from kith.kernel import clock


def row_of(user: User) -> ForeignIdentity | None:
    """What ties an account to the directory, configured now or not."""
    return ForeignIdentity.objects.filter(user=user, issuer__startswith="ldap:").first()


def judge(request: Any, user: User | None, username: str, password: str) -> User | bool:
    """Whose password this is; False when the directory says no, True when it is not asked. Raises Refused."""
    mark = row_of(user or User(pk=0))  # the same question, and time, for a name that nobody has
    place = ldap.configured()
    if (user is not None and mark is None) or (user is None and place is None):
        return True
    if place is None:
        return False
    known = asked(place, user.username if user else username, password)
    if known is None:
        return False
    if mark is not None and (mark.issuer, mark.subject) != (known.issuer, known.subject):
        return False  # another person got this name in the directory
    return person(request, place, known) or False


def asked(place: ldap.Directory, username: str, password: str) -> Known | None:
    """Who it is, if the directory knows name and password. Raises Unavailable."""
    try:
        found = ldap.find(place, username)
        if found is None or not ldap.proves(place, found[0], password):
            return None
    except ldap.Unreachable as error:
        with writing():
            audit.note("refused", why=f"directory: {error}")
        raise Unavailable from error
    return found[1]


def person(request: Any, place: ldap.Directory, known: Known) -> User | None:
    """The account of somebody whom the directory vouches for, made where that is wanted. Raises Refused."""
    user = people.linked(known)
    if user is not None:
        people.follow(place, user, known)
        return User.live().get(pk=user.pk)
    if people.is_known(known) or not place.creates:
        return None
    return people.made(place, known, address_of(request))


def belongs(user: User, password: str) -> bool:
    """Whether the directory knows this password of somebody who is in. Raises Unavailable."""
    place, mark = ldap.configured(), row_of(user)
    known = asked(place, user.username, password) if place and mark else None
    return known is not None and mark is not None and known.subject == mark.subject


def tie(user: User, actor: Actor, address: str) -> None:
    """Let an account belong to the directory's entry of its name; what opened it before does so no longer.

    Raises NotFound, Conflict, Unavailable."""
    place = ldap.configured()
    try:
        found = ldap.find(place, user.username) if place else None
    except ldap.Unreachable as error:
        raise Unavailable from error
    if found is None:
        raise NotFound
    known = found[1]
    if people.is_known(known):
        raise Conflict
    now = clock.now()
    with writing():
        ForeignIdentity.objects.create(
            user=user, issuer=known.issuer, subject=known.subject, mail=known.mail[:254], linked_at=now
        )
        entering.forget_proofs(user)
        audit.note(
            "sign-on-linked", actor, entity="user", record=user.pk, address=address, issuer=known.issuer
        )
