"""One request to an address of somebody else's choice: only to public addresses, without redirects, within ten seconds.

The name is resolved once; every address it has must be public or lie in a network of KITH_OUTGOING_ALLOW, and the
connection goes to an address that was checked, so that a name that changes its mind in between gains nothing.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import os
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 10.0
MOST = 512 * 1024
WITHIN = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""Addresses of IPv6 that end in one of IPv4, to which translators pass them on."""


class Refused(Exception):
    """The address may not be called."""


class Unanswered(Exception):
    """Nobody answered, or not in a way that can be understood; another try may help."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is cut off after so many bytes as were asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    most: int = MOST,
) -> Answer:
    """Send and return what came back. Raises Refused or Unanswered."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("no address of the web")
    port = parts.port or (443 if secure else 80)
    address = checked(host, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    watch = threading.Timer(SECONDS, _cut, (connection,))
    watch.start()
    try:
        connection.sock = _connected(address, port, host if secure else "")
        connection.request(method, target, body, dict(headers or {}))
        response = connection.getresponse()
        told = {name.lower(): text for name, text in response.getheaders()}
        return Answer(response.status, told, response.read(most))
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(str(error) or type(error).__name__) from error
    finally:
        watch.cancel()
        connection.close()


def checked(host: str, port: int) -> str:
    """An address of the host, all of whose addresses may be called. Raises Refused, or Unanswered without any."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unanswered(f"{host}: {error}") from error
    addresses = [str(item[4][0]) for item in found]
    if not all(public(address) or allowed(address) for address in addresses):
        raise Refused(f"{host} is not a public address")
    return addresses[0]


def allowed(address: str) -> bool:
    """Whether an address lies in one of the networks that the installation allows besides the public ones."""
    found = ipaddress.ip_address(address.partition("%")[0])
    said = (item.strip() for item in os.environ.get("KITH_OUTGOING_ALLOW", "").split(","))
    networks = (ipaddress.ip_network(item, strict=False) for item in said if item)
    return any(found in network for network in networks if network.version == found.version)


def public(address: str) -> bool:
    """Whether an IP address lies in the public internet, also when it is written as one inside IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if any(found in net for net in WITHIN):
        return public(str(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)))
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    teredo = getattr(found, "teredo", None)
    if inner is not None or teredo is not None:
        return inner is not None and public(str(inner))
    return found.is_global and not found.is_multicast


def _connected(address: str, port: int, secure_host: str) -> socket.socket:
    plain = socket.create_connection((address, port), timeout=SECONDS)
    if not secure_host:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=secure_host)


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a call that drips: what waits on the socket fails at once."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):  # it ended by itself just now
            connection.sock.shutdown(socket.SHUT_RDWR)
