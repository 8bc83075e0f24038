"""One POST to an address of somebody else's choice: only to public addresses, without redirects, within ten seconds.

The name is resolved once; every address it has must be public, and the connection goes to an address that was
checked, so that a name that changes its mind in between gains nothing.
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
from urllib.parse import urlsplit

SECONDS = 10.0


class Refused(Exception):
    """The address may not be called."""


class Undelivered(Exception):
    """The address did not take it; another try may help. `status` is its answer, 0 when it gave none."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(f"{status} {why}".strip())
        self.status = status


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send and return the status, 200 to 299. Raises Refused or Undelivered."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = checked(host, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    watch = threading.Timer(SECONDS, _cut, (connection,))
    watch.start()
    try:
        connection.sock = _connected(address, port, host if secure else "")
        connection.request("POST", target, body, dict(headers))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Undelivered(0, str(error) or type(error).__name__) from error
    finally:
        watch.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise Undelivered(status, http.client.responses.get(status, ""))
    return status


def checked(host: str, port: int) -> str:
    """An address of the host, all of whose addresses are public. Raises Refused, or Undelivered without any address."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Undelivered(0, f"{host}: {error}") from error
    addresses = [str(item[4][0]) for item in found]
    if os.environ.get("KITH_WEBHOOK_PRIVATE") != "1" and not all(public(address) for address in addresses):
        raise Refused(f"{host} is not a public address")
    return addresses[0]


def public(address: str) -> bool:
    """Whether an IP address lies in the public internet, also when it is written as one inside IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
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
