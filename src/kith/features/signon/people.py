"""From what a provider says to an account: by issuer and subject alone. A first link needs more than a mail address.

Somebody who is in already links his own account; an administrator's invitation links another's; an account that is
made at the first sign-on is a new one, never one that was there.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import audit, plugs, records
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.entry import entering
from kith.engine.errors import Conflict, Refused
from kith.engine.identity import accounts
from kith.engine.identity.models import User
from kith.features.signon.ldap import Directory
from kith.features.signon.models import ForeignIdentity, IdentityProvider, Invitation
from kith.features.signon.oidc import Known
from kith.kernel import clock

INVITED = timedelta(days=7)
NOT_A_NAME = re.compile(r"[^\w.@+-]+")
UPPER = {number: number + 32 for number in range(ord("A"), ord("Z") + 1)}


def lowered(mail: str) -> str:
    """A mail address for comparing: A to Z only. Whoever folds more takes strangers for one another."""
    return mail.strip().translate(UPPER)


def linked(known: Known) -> User | None:
    """The active user whom this provider knows by this number."""
    row = ForeignIdentity.objects.filter(issuer=known.issuer, subject=known.subject).first()
    user: User | None = User.live().filter(pk=row.user_id, is_active=True).first() if row else None
    if row is not None and user is not None:
        with writing():
            ForeignIdentity.objects.filter(pk=row.pk).update(used_at=clock.now())
    return user


def is_known(known: Known) -> bool:
    """Whether this number is somebody's already, active or not."""
    return ForeignIdentity.objects.filter(issuer=known.issuer, subject=known.subject).exists()


def fits(user: User, known: Known) -> bool:
    """Whether the provider has verified a mail address, and the account names no other one."""
    return bool(known.mail) and (not user.email or lowered(user.email) == lowered(known.mail))


def remember(user: User, known: Known) -> None:
    """From now on a provider's number means this account."""
    now = clock.now()
    ForeignIdentity.objects.create(
        user=user,
        issuer=known.issuer,
        subject=known.subject,
        mail=known.mail[:254],
        linked_at=now,
        used_at=now,
    )


def link(user: User, known: Known, actor: Actor, address: str) -> None:
    """Let a provider's number mean an account from now on, and tell its owner. Raises Conflict."""
    if is_known(known):
        raise Conflict(_("This sign-on belongs to another account already."))
    if not fits(user, known):
        raise Conflict(
            _("The other system has not verified your mail address, or it is not the one of this account.")
        )
    with writing():
        remember(user, known)
        audit.note(
            "sign-on-linked", actor, entity="user", record=user.pk, address=address, issuer=known.issuer
        )
    plugs.notify(
        [user.pk], "signon.linked", title=lambda _reader: _("Your account was linked to another sign-on."),
        href="/settings/sign-on/",
    )  # fmt: skip


def invite(user: User, provider: IdentityProvider) -> str:
    """The text of an invitation; former ones of the same person end."""
    text = secrets.token_urlsafe(32)
    with writing():
        Invitation.objects.filter(user=user, provider=provider, used_at=None).delete()
        Invitation.objects.create(
            user=user, provider=provider, digest=accounts.digest(text), expires_at=clock.now() + INVITED
        )
    return text


def invited(provider: IdentityProvider, text: str) -> Invitation | None:
    """The unused invitation that a text is."""
    found = Invitation.objects.select_related("user").filter(provider=provider, digest=accounts.digest(text))
    return found.filter(used_at=None, expires_at__gt=clock.now()).first()


def accept(invitation: Invitation, known: Known, address: str) -> User:
    """Link an account by invitation. What opened it before opens it no longer: somebody else may have set it up in
    advance. Raises Conflict."""
    user: User = invitation.user
    if not user.is_active or user.deleted_at is not None:
        raise Conflict(_("This account may not sign in."))
    with writing():
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now()):
            raise Conflict(_("This invitation was used already."))
        link(user, known, Actor.of(user), address)
        entering.forget_proofs(user)
    return User.live().get(pk=user.pk)


def made(provider: IdentityProvider | Directory, known: Known, address: str) -> User:
    """A new account for somebody whom the provider vouches for. Raises Conflict."""
    domain = lowered(known.mail).rpartition("@")[2]
    if (provider.mail_needed and not known.mail) or (provider.domains and domain not in provider.domains):
        raise Conflict(_("Your mail address there is not verified, or its domain may not sign on here."))
    mails = User.live().exclude(email="").values_list("email", flat=True) if known.mail else ()
    taken = any(same(mail, known.mail) for mail in mails)
    username = username_of(known)
    if taken or User.live().filter(username__iexact=username).exists():
        raise Conflict(
            _("There is an account for you already. Sign in as usual and link it in the settings.")
        )
    roles = roles_of(provider, known.claims)
    if not roles:
        raise Conflict(_("The other system gives you no role here. Ask an administrator."))
    with writing():
        user: User = records.create(
            User, by=Actor.system("web"), username=username, name=known.name or username, email=known.mail,
            unit=provider.new_unit_id, roles=roles,
        )  # fmt: skip
        remember(user, known)
        audit.note(
            "account-made",
            Actor.of(user),
            entity="user",
            record=user.pk,
            address=address,
            issuer=known.issuer,
        )
    return user


def same(one: str, other: str) -> bool:
    """Whether two mail addresses might be one: here folded widely, since likeness only refuses."""
    return one.strip().casefold() == other.strip().casefold()


def username_of(known: Known) -> str:
    """A sign-in name from what the provider calls the person."""
    return NOT_A_NAME.sub("-", known.username or lowered(known.mail))[:80].strip("-") or "user"


def roles_of(provider: IdentityProvider | Directory, claims: Mapping[str, Any]) -> list[int]:
    """The roles of everybody, and those that the claim's values are mapped to."""
    said = claims.get(provider.role_claim) if provider.role_claim else None
    values = {one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)}
    keys = {key for value, key in (provider.role_map or {}).items() if value in values}
    mapped = [number for number, role in directory().roles.items() if role.key in keys]
    return sorted({*(provider.roles or ()), *mapped})


def follow(provider: IdentityProvider | Directory, user: User, known: Known) -> None:
    """Give a person the roles that the provider names now, no longer those that it does not."""
    roles = roles_of(provider, known.claims)
    if not provider.follows or sorted(user.roles or ()) == roles:
        return
    try:
        records.update((User, user.pk), by=Actor.system("web"), roles=roles)
    except Refused as error:
        # The last administrator stays one, whatever a directory says.
        audit.note("roles-kept", Actor.of(user), entity="user", record=user.pk, why=type(error).__name__)


def unlink(user: User, number: int, actor: Actor, address: str) -> None:
    """Let a provider's number mean nothing any more. Raises Conflict where it is the only way in."""
    mine = ForeignIdentity.objects.filter(user=user, pk=number)
    if not accounts.has_password(user) and ForeignIdentity.objects.filter(user=user).count() == 1:
        raise Conflict(_("This is your only way in. Let an administrator set a password first."))
    with writing():
        if mine.delete()[0]:
            audit.note("sign-on-unlinked", actor, entity="user", record=user.pk, address=address)
