"""OpenID Connect: the authorization code with PKCE, state and nonce; a token is believed only after every check.

Addresses come from the issuer's own description. What is fetched goes to public addresses only, without redirects.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kith.engine import outgoing
from kith.engine.encrypting import Unreadable, decrypt
from kith.features.signon.models import IdentityProvider
from kith.kernel import clock

# Never "none", never a symmetric one: with those whoever knows the client secret, or nothing, could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60
KEPT = 3_600.0
SUBJECT = 255
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class Failed(Exception):
    """The provider cannot be asked, or what it said is not to be believed. The text is for the log of refusals."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one sign-on was begun with; it lies in the session until the answer comes."""

    state: str
    nonce: str
    verifier: str
    back: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a provider says of a person, after every check. `mail` is "" unless the provider has verified it."""

    issuer: str
    subject: str
    name: str
    username: str
    mail: str
    claims: Mapping[str, Any]


def begin(provider: IdentityProvider, back: str) -> tuple[Asked, str]:
    """What to keep, and the address to send the person to. Raises Failed."""
    verifier = secrets.token_urlsafe(48)
    asked = Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(24), verifier, back)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": provider.scopes,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    where = address(described(provider), "authorization_endpoint")
    return asked, f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"


def finish(provider: IdentityProvider, asked: Asked, said: Mapping[str, str]) -> Known:
    """Who came back with this answer. Raises Failed."""
    if not hmac.compare_digest(said.get("state", "").encode(), asked.state.encode()):
        raise Failed("state")
    if said.get("iss", provider.issuer) != provider.issuer:
        raise Failed("issuer")
    if "error" in said or not said.get("code"):
        raise Failed("declined")
    tokens = exchanged(provider, asked, said["code"])
    claims = verified(provider, str(tokens.get("id_token", "")), asked.nonce)
    if "email" not in claims and tokens.get("access_token"):
        claims = {**userinfo(provider, str(tokens["access_token"]), claims["sub"]), **claims}
    return known(provider, claims)


def known(provider: IdentityProvider, claims: Mapping[str, Any]) -> Known:
    """The claims that matter here, as texts."""

    def text(name: str) -> str:
        value = claims.get(name)
        return (
            "".join(one for one in value if one.isprintable()).strip()[:200] if isinstance(value, str) else ""
        )

    mail = text("email") if claims.get("email_verified") is True else ""
    return Known(provider.issuer, claims["sub"], text("name"), text("preferred_username"), mail, claims)


def exchanged(provider: IdentityProvider, asked: Asked, code: str) -> dict[str, Any]:
    """The tokens for a code. Raises Failed."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asked.back,
        "code_verifier": asked.verifier,
        "client_id": provider.client_id,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    told = described(provider)
    if provider.sealed:
        try:
            secret = decrypt(provider.sealed)
        except Unreadable as error:
            raise Failed("client secret unreadable") from error
        if "client_secret_basic" in told.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        ):
            pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_secret"] = secret
    return asked_for("POST", address(told, "token_endpoint"), urlencode(form).encode(), headers)


def verified(provider: IdentityProvider, token: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token: signed by the issuer, for us, now, and for this sign-on. Raises Failed."""
    now = int(clock.now().timestamp())
    rules = jwt.JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = decoded(provider, token)
        rules.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise Failed(f"token: {type(error).__name__}") from error
    audience = claims["aud"]
    party = claims.get(
        "azp", None if isinstance(audience, list) and len(audience) > 1 else provider.client_id
    )
    if party != provider.client_id:
        raise Failed("token: for another party")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= SUBJECT:
        raise Failed("token: no subject")
    return claims


def decoded(provider: IdentityProvider, token: str) -> dict[str, Any]:
    """The claims under a signature of the issuer's keys; new keys are fetched once. Raises JoseError, Failed."""
    try:
        return dict(jwt.decode(token, keys(provider), algorithms=list(ALGORITHMS)).claims)
    except (JoseError, ValueError):
        if not forget(provider):
            raise
    return dict(jwt.decode(token, keys(provider), algorithms=list(ALGORITHMS)).claims)


def userinfo(provider: IdentityProvider, token: str, subject: str) -> dict[str, Any]:
    """What the provider says further of the same person. Raises Failed."""
    told = described(provider)
    if "userinfo_endpoint" not in told:
        return {}
    where = address(told, "userinfo_endpoint")
    said = asked_for("GET", where, None, {"Authorization": f"Bearer {token}"})
    if said.get("sub") != subject:
        raise Failed("userinfo: another person")
    return said


def described(provider: IdentityProvider) -> dict[str, Any]:
    """The issuer's description of itself, kept for an hour. Raises Failed."""
    said = remembered(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != provider.issuer:
        raise Failed("description: another issuer")
    return said


def keys(provider: IdentityProvider) -> KeySet:
    """The public keys of the issuer. Raises Failed, JoseError."""
    said = remembered(address(described(provider), "jwks_uri"))
    asymmetric = [one for one in said.get("keys", ()) if isinstance(one, dict) and one.get("kty") != "oct"]
    return KeySet.import_key_set({"keys": asymmetric})


def forget(provider: IdentityProvider) -> bool:
    """Let the issuer's keys be fetched anew; not more often than twice a minute."""
    where = address(described(provider), "jwks_uri")
    if where in _kept and time.monotonic() - _kept[where][0] > KEPT / 120:
        del _kept[where]
        return True
    return False


def address(told: Mapping[str, Any], name: str) -> str:
    """An address of the description: https, but for networks that the installation allows. Raises Failed."""
    found = told.get(name)
    if not isinstance(found, str) or urlsplit(found).scheme not in ("https", "http"):
        raise Failed(f"description: no {name}")
    parts = urlsplit(found)
    if parts.scheme == "http" and not inside(parts.hostname or ""):
        raise Failed(f"description: {name} without https")
    return found


def inside(host: str) -> bool:
    """Whether a host is written as an address of an allowed network, where plain http may do."""
    try:
        return outgoing.allowed(host)
    except ValueError:
        return False


def remembered(where: str) -> dict[str, Any]:
    """A document, at most an hour old. Raises Failed."""
    found = _kept.get(where)
    if found is None or time.monotonic() - found[0] > KEPT:
        if len(_kept) > 100:
            _kept.clear()
        found = _kept[where] = (time.monotonic(), asked_for("GET", where, None, {}))
    return found[1]


def asked_for(method: str, where: str, body: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """A JSON object from the provider. Raises Failed."""
    try:
        answer = outgoing.call(method, where, body=body, headers={"Accept": "application/json", **headers})
        said = json.loads(answer.body) if answer.status == 200 else None
    except (outgoing.Refused, outgoing.Unanswered, ValueError, RecursionError) as error:
        raise Failed(f"{urlsplit(where).hostname}: {type(error).__name__}") from error
    if not isinstance(said, dict):
        raise Failed(f"{urlsplit(where).hostname}: {answer.status}")
    return said
