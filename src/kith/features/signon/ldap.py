"""A directory after LDAP: finds one person by what was typed, then binds as this person with the password.

What was typed is escaped, an empty password is never sent (servers take it for a stranger and say yes), referrals are
not followed, and without TLS nothing is said unless the installation says so.
"""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from kith.engine.access import directory as organisation
from kith.features.signon.oidc import Known

SECONDS = 5
VARIABLES = (
    "KITH_LDAP_URL", "KITH_LDAP_BASE", "KITH_LDAP_FILTER", "KITH_LDAP_USER", "KITH_LDAP_PASSWORD", "KITH_LDAP_CA",
    "KITH_LDAP_PLAIN", "KITH_LDAP_CREATE", "KITH_LDAP_ROLES", "KITH_LDAP_ROLE_MAP", "KITH_LDAP_FOLLOW",
)  # fmt: skip
NUMBERS = ("entryUUID", "objectGUID", "nsUniqueId", "ipaUniqueID")


class Unreachable(Exception):
    """The directory does not answer, or not as it is configured. The text is for the log."""


@dataclass(frozen=True)
class Directory:
    """The directory as KITH_LDAP_* describe it. What an account made from it gets is said as for other providers."""

    url: str
    base: str
    search: str
    user: str
    password: str
    ca: str
    plain: bool
    creates: bool
    role_keys: tuple[str, ...]
    role_map: Mapping[str, str]
    follows: bool
    domains: tuple[str, ...] = ()
    new_unit_id: int | None = None
    role_claim: str = "groups"
    mail_needed: bool = False

    @property
    def issuer(self) -> str:
        """The name under which accounts are linked to it: its place in the tree, whichever machine serves it."""
        return f"ldap:{self.base.lower()}"

    @property
    def roles(self) -> list[int]:
        """The roles of everybody."""
        return [number for number, role in organisation().roles.items() if role.key in self.role_keys]


def configured() -> Directory | None:
    """The directory of this installation, None without KITH_LDAP_URL."""
    said = os.environ.get
    if not said("KITH_LDAP_URL"):
        return None
    return _read(tuple((name, said(name, "")) for name in VARIABLES))


@lru_cache(maxsize=2)
def _read(variables: tuple[tuple[str, str], ...]) -> Directory:
    said = dict(variables)
    parts = urlsplit(said["KITH_LDAP_URL"])
    if parts.scheme not in ("ldap", "ldaps") or not parts.hostname or not said.get("KITH_LDAP_BASE"):
        raise ImproperlyConfigured("KITH_LDAP_URL is ldaps://HOST or ldap://HOST and needs KITH_LDAP_BASE")
    try:
        library()
        role_map = dict(json.loads(said.get("KITH_LDAP_ROLE_MAP") or "{}"))
    except ImportError as error:
        raise ImproperlyConfigured("KITH_LDAP_URL needs the package ldap3: pip install kith[ldap]") from error
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured("KITH_LDAP_ROLE_MAP is no JSON object") from error
    return Directory(
        url=said["KITH_LDAP_URL"],
        base=said["KITH_LDAP_BASE"],
        search=said.get("KITH_LDAP_FILTER") or "(&(objectClass=person)(uid={}))",
        user=said.get("KITH_LDAP_USER", ""),
        password=said.get("KITH_LDAP_PASSWORD", ""),
        ca=said.get("KITH_LDAP_CA", ""),
        plain=said.get("KITH_LDAP_PLAIN") == "1",
        creates=said.get("KITH_LDAP_CREATE") == "1",
        role_keys=tuple(one.strip() for one in said.get("KITH_LDAP_ROLES", "").split(",") if one.strip()),
        role_map={str(group).lower(): str(key) for group, key in role_map.items()},
        follows=said.get("KITH_LDAP_FOLLOW") == "1",
    )


def library() -> Any:
    """The package ldap3, which is an extra. Raises ImportError."""
    return import_module("ldap3")


def find(place: Directory, typed: str) -> tuple[str, Known] | None:
    """The name (DN) of the one entry that a typed sign-in name means, and who it is. Raises Unreachable."""
    escape = import_module("ldap3.utils.conv").escape_filter_chars
    wanted = place.search.replace("{}", escape(typed))
    with Bound(place, place.user, place.password) as bound:
        if not bound.good:
            raise Unreachable("the directory refuses KITH_LDAP_USER")
        try:
            bound.link.search(
                place.base, wanted, attributes=["*", *NUMBERS], size_limit=2, time_limit=SECONDS
            )
        except library().core.exceptions.LDAPException as error:
            raise Unreachable(type(error).__name__) from error
        found = [one for one in bound.link.response or () if one.get("type") == "searchResEntry"]
    if len(found) != 1:
        return None
    name = str(found[0]["dn"])
    return name, described(place, name, found[0]["raw_attributes"])


def described(place: Directory, name: str, raw: Mapping[str, Any]) -> Known:
    """Who an entry is. The number that the directory gives its entries stays when somebody is renamed."""
    held = {key.lower(): [value for value in values if value] for key, values in raw.items()}

    def text(key: str) -> str:
        values = held.get(key.lower()) or [b""]
        return str(values[0].decode("utf-8", "replace")).strip()[:200]

    number = next((held[one.lower()][0] for one in NUMBERS if held.get(one.lower())), name.lower().encode())
    groups = [one.decode("utf-8", "replace").lower() for one in held.get("memberof", ())]
    subject = number.decode("ascii") if number.isascii() else number.hex()
    username = text("uid") or text("sAMAccountName")
    return Known(
        place.issuer,
        subject[:255],
        text("displayName") or text("cn"),
        username,
        text("mail"),
        {"groups": groups},
    )


def proves(place: Directory, name: str, password: str) -> bool:
    """Whether an entry's password is this one. Raises Unreachable."""
    if not password or "\0" in password:
        return False
    with Bound(place, name, password) as bound:
        return bound.good


class Bound:
    """A connection that is bound as somebody, encrypted before anything is said; `good` says whether it was let in."""

    def __init__(self, place: Directory, user: str, password: str) -> None:
        self.place, self.user, self.password = place, user, password
        self.good = False

    def __enter__(self) -> Bound:
        ldap3, parts = library(), urlsplit(self.place.url)
        tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=self.place.ca or None, sni=parts.hostname)
        server = ldap3.Server(
            parts.hostname,
            port=parts.port,
            use_ssl=parts.scheme == "ldaps",
            tls=tls,
            get_info=ldap3.NONE,
            connect_timeout=SECONDS,
        )
        who = {"user": self.user, "password": self.password} if self.user else {}
        self.link = ldap3.Connection(
            server,
            auto_bind=False,
            auto_referrals=False,
            receive_timeout=SECONDS,
            **who,
            raise_exceptions=False,
        )
        try:
            self.link.open(read_server_info=False)
            if (
                parts.scheme == "ldap"
                and not self.place.plain
                and not self.link.start_tls(read_server_info=False)
            ):
                raise Unreachable("no TLS")
            self.good = bool(self.link.bind(read_server_info=False))
        except (ldap3.core.exceptions.LDAPException, OSError, ValueError) as error:
            self.hang_up()
            raise Unreachable(type(error).__name__) from error
        return self

    def hang_up(self) -> None:
        """End the connection, also one that never came about."""
        socket = self.link.socket
        self.link.unbind()
        if socket is not None:
            socket.close()

    def __exit__(self, *_error: object) -> None:
        self.hang_up()
