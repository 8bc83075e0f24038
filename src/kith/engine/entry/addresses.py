"""From which network address somebody calls, where proxies stand before us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings

_calling: ContextVar[str] = ContextVar("kith_address", default="")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@lru_cache(maxsize=4_096)
def parsed(text: str) -> Address | None:
    """The address that a text is, None when it is none. IPv4 inside IPv6 counts as IPv4."""
    try:
        found = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    inner = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return inner or found


@lru_cache(maxsize=64)
def networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks from texts such as 10.0.0.0/8 or 192.0.2.7. Raises ValueError for one that is none."""
    return tuple(ip_network(text.strip(), strict=False) for text in texts if text.strip())


def within(address: Address | None, known: Iterable[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    return address is not None and any(address in one for one in known if one.version == address.version)


def address_of(request: Any) -> str:
    """The address of the caller: of the connection, or of the last one in X-Forwarded-For whom no trusted proxy is.

    Whoever is not behind a proxy named in KITH_PROXIES can write in that header what he likes: it is not read.
    """
    connected = str(request.META.get("REMOTE_ADDR", "")).strip()
    proxies = settings.PROXIES
    found = parsed(connected)
    if not within(found, proxies):
        return str(found or "")
    for text in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        named = parsed(text)
        if named is None:
            break
        found = named
        if not within(named, proxies):
            break
    return str(found or "")


@contextmanager
def calling(address: str) -> Iterator[None]:
    """While a request from this address is answered."""
    token = _calling.set(address)
    try:
        yield
    finally:
        _calling.reset(token)


def caller() -> str:
    """The address from which what happens now was asked for; "" in jobs and commands."""
    return _calling.get()
