"""Callers of pages and of the API, by the person who calls."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from kith.engine.identity import accounts

BACKEND = "kith.engine.identity.backend.PasswordBackend"


def browser(user: Any, **options: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(**options)
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return client


def program(user: Any) -> Client:
    """A program with a token of somebody."""
    return Client(headers={"Authorization": f"Bearer {accounts.new_token(user)}"})
