"""Sessions in a table of our own, read with one plain statement: every request of a browser does it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, connection

from kith.engine.connections import writing
from kith.engine.entry.models import Session
from kith.engine.identity.accounts import digest
from kith.kernel import clock

SEEN_EVERY = 180


def seconds() -> int:
    """The present moment in whole seconds."""
    return int(clock.now().timestamp())


class SessionStore(SessionBase):
    """A browser's session. `about` is what its list tells: address, device, and by what it began."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.about: dict[str, str] = {}
        self.begun = self.seen = 0

    def load(self) -> dict[str, Any]:
        """The data of a session that has not ended; a new empty one when there is none."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT data, begun, seen FROM engine_session WHERE key = %s AND ends > %s",
                [digest(self.session_key or ""), seconds()],
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        self.begun, self.seen = row[1], row[2]
        found: dict[str, Any] = self.decode(row[0])
        return found

    def exists(self, session_key: str) -> bool:
        """Whether a key is in use."""
        return Session.objects.filter(pk=digest(session_key)).exists()

    def create(self) -> None:
        """Begin the session under a key that nobody has."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined] # of Django's base
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Store the data. Raises CreateError for a key in use, UpdateError for a session that was ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined] # of Django's base
        kept = {"data": self.encode(data), "user_id": int(data[SESSION_KEY]) if SESSION_KEY in data else None}
        if must_create:
            self._insert(kept)
            return
        with writing():
            if not Session.objects.filter(pk=digest(self.session_key)).update(**kept):
                raise UpdateError

    def _insert(self, kept: dict[str, Any]) -> None:
        now = seconds()
        self.begun, self.seen = self.begun or now, now
        row = Session(
            key=digest(self.session_key or ""),
            ends=self.begun + self.get_expiry_age(),
            begun=self.begun,
            seen=now,
            **kept,
            **self.about,
        )
        try:
            with writing():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        """End the session."""
        key = session_key or self.session_key
        if key is not None:
            with writing():
                Session.objects.filter(pk=digest(key)).delete()

    def flush(self) -> None:
        """End the session and go on with an empty one that has not begun."""
        super().flush()
        self.about, self.begun, self.seen = {}, 0, 0

    def cycle_key(self) -> None:
        """Go on under a fresh key."""
        old = self.session_key
        self._get_session()  # type: ignore[attr-defined] # of Django's base
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined] # of Django's base
        with writing():
            Session.objects.filter(pk=digest(old or "")).update(key=digest(self._session_key))
        self.modified = True

    def touch(self, address: str) -> None:
        """Note that the browser is here, once every few minutes."""
        now = seconds()
        if now - self.seen > SEEN_EVERY:
            with writing():
                Session.objects.filter(pk=digest(self.session_key or "")).update(seen=now, address=address)
            self.seen = now
