"""Passkeys after WebAuthn: the two ceremonies, whose challenge lies in the session and is good once.

A passkey is always a discoverable credential of a device that has checked its person (PIN, finger, face): it stands
for possession and for knowledge or body, so it signs in by itself.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kith.engine.connections import writing
from kith.engine.entry.hosts import host_of, origins_of
from kith.engine.identity.models import User
from kith.engine.settings import company
from kith.features.factors.models import Passkey
from kith.kernel import clock

STATE_KEY = "kith-passkey"
SECONDS = 300
LONGEST = 20_000
REQUIRED = UserVerificationRequirement.REQUIRED
MOST = 20


class Refused(Exception):
    """The ceremony failed. `copied` is the number of a passkey whose counter went back: somebody has a copy of it."""

    def __init__(self, why: str, copied: Passkey | None = None) -> None:
        super().__init__(why)
        self.copied = copied


def server(request: Any) -> Fido2Server:
    """This installation as WebAuthn sees it, under the name of the request."""
    party = PublicKeyCredentialRpEntity(id=host_of(request), name=company().name or "Kith")
    return Fido2Server(party, verify_origin=origins_of(request).__contains__)


def options_to_add(request: Any, user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey for somebody; known ones are named so that none is made twice."""
    known = list(Passkey.objects.filter(user=user, host=host_of(request)))
    handle = known[0].handle if known else secrets.token_urlsafe(32)
    whom = PublicKeyCredentialUserEntity(
        id=websafe_decode(handle), name=user.username, display_name=user.name
    )
    options, state = server(request).register_begin(
        whom, [_credential(one) for one in known], ResidentKeyRequirement.REQUIRED, REQUIRED
    )
    _keep(request, state, "add", handle=handle, user=user.pk)
    return dict(options)


def add(request: Any, user: User, said: str, name: str) -> Passkey:
    """Keep the passkey that the browser made. Raises Refused."""
    state = _take(request, "add")
    if state["user"] != user.pk or Passkey.objects.filter(user=user).count() >= MOST:
        raise Refused("user")
    data = _parsed(said)
    try:
        made = server(request).register_complete(state, RegistrationResponse.from_dict(data))
        credential = made.credential_data
        transports = [str(one)[:20] for one in data["response"].get("transports", ())][:10]
    except Exception as error:
        # Bytes of a stranger go through several parsers: whatever they raise means that this is no passkey.
        raise Refused("registration") from error
    if credential is None:
        raise Refused("registration")
    number = websafe_encode(credential.credential_id)
    if Passkey.objects.filter(credential_id=number).exists():
        raise Refused("known")
    with writing():
        return Passkey.objects.create(
            user=user,
            name=name,
            host=host_of(request),
            credential_id=number,
            credential=bytes(credential),
            handle=state["handle"],
            transports=transports,
            sign_count=made.counter,
            created_at=clock.now(),
        )


def options_to_prove(request: Any, purpose: str, user: User | None = None) -> dict[str, Any]:
    """What the browser needs to sign: for one person with his passkeys, for nobody yet with whichever is there."""
    known = Passkey.objects.filter(user=user, host=host_of(request)) if user else ()
    options, state = server(request).authenticate_begin(
        [_credential(one) for one in known] if user else None, REQUIRED
    )
    _keep(request, state, purpose, user=user.pk if user else None)
    return dict(options)


def prove(request: Any, purpose: str, said: str) -> Passkey:
    """The passkey that signed the challenge, used now. Raises Refused."""
    state, data = _take(request, purpose), _parsed(said)
    known = Passkey.objects.select_related("user").filter(credential_id=str(data.get("id", ""))[:1_400])
    found = known.filter(host=host_of(request)).first()
    if found is None or state["user"] not in (None, found.user_id):
        raise Refused("unknown")
    try:
        answer = AuthenticationResponse.from_dict(data)
        server(request).authenticate_complete(state, [_credential(found)], answer)
        handle, counter = answer.response.user_handle, answer.response.authenticator_data.counter
        foreign = bool(answer.response.client_data.cross_origin)
    except Exception as error:
        # As above: bytes of a stranger.
        raise Refused("signature") from error
    if foreign or (handle is None and state["user"] is None):
        raise Refused("origin")
    if handle is not None and websafe_encode(handle) != found.handle:
        raise Refused("handle")
    _count(found, counter)
    return found


def _count(found: Passkey, counter: int) -> None:
    """A counter that does not grow was signed by a copy. Raises Refused."""
    row = Passkey.objects.filter(pk=found.pk)
    growing = row.filter(sign_count__lt=counter) if counter else row.filter(sign_count=0)
    with writing():
        if not growing.update(sign_count=counter, used_at=clock.now()):
            raise Refused("counter", copied=found)


def _credential(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(row.credential))


def _keep(request: Any, state: Mapping[str, Any], purpose: str, **more: Any) -> None:
    at = int(clock.now().timestamp())
    kept = {"challenge": state["challenge"], "user_verification": REQUIRED.value}
    request.session[STATE_KEY] = {**kept, "purpose": purpose, "at": at, **more}


def _take(request: Any, purpose: str) -> dict[str, Any]:
    """The challenge of this session; whatever becomes of it, it is gone."""
    state = request.session.pop(STATE_KEY, None)
    fitting = isinstance(state, dict) and state["purpose"] == purpose
    if not fitting or clock.now().timestamp() - state["at"] > SECONDS:
        raise Refused("challenge")
    return dict(state)


def _parsed(said: str) -> dict[str, Any]:
    """What the browser answered. Raises Refused."""
    try:
        data = json.loads(said) if len(said) <= LONGEST else None
    except ValueError as error:
        raise Refused("json") from error
    if not isinstance(data, dict):
        raise Refused("json")
    return data
