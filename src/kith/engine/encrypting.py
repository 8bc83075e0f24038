"""Secrets that must be read again, such as keys of second factors: encrypted with keys that follow from SECRET_KEY.

A new SECRET_KEY makes them unreadable unless the old one stands in SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """What is stored was encrypted under a key that is no longer known, or was altered."""


def encrypt(text: str) -> str:
    """A text as it may lie in the database."""
    return _keys(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(text.encode()).decode("ascii")


def decrypt(stored: str) -> str:
    """What was encrypted. Raises Unreadable."""
    try:
        return _keys(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


@lru_cache(maxsize=2)
def _keys(*secrets: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kith.engine.encrypting").derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(made)
