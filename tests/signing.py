"""Callers of pages and of the API, by the person who calls."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import request_finished
from django.db import close_old_connections
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


def end(answer: Any) -> None:
    """Close an answer as a server does, but leave the test its connection to the database."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
