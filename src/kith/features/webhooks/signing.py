"""Signatures after Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA256 over id, time and body."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


def new_secret() -> str:
    """A fresh secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret, 24 to 64 bytes. Raises ValueError."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("secret") from error
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise ValueError("secret")
    return key


def headers(secret: str, number: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes with a body: its id, time (seconds since 1970) and signature."""
    signed = b".".join((number.encode(), str(timestamp).encode(), body))
    signature = base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": number, "webhook-timestamp": str(timestamp), "webhook-signature": f"v1,{signature}"}
