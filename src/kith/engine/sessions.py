"""Sessions in the database, read with one plain statement: every request of a browser does it."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection

from kith.kernel import clock


class SessionStore(DatabaseStore):
    """Django's database sessions without the ORM's cost of reading."""

    def load(self) -> dict[str, Any]:
        """The data of an unexpired session; a new empty one when there is none."""
        now = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, now],
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found
