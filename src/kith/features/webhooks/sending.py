"""One delivery of a webhook: a POST to where nobody inside can be reached, that must be answered with 2xx."""

from __future__ import annotations

import http.client
from collections.abc import Mapping

from kith.engine import outgoing
from kith.engine.outgoing import Refused

__all__ = ("Refused", "Undelivered", "post")


class Undelivered(Exception):
    """The address did not take it; another try may help. `status` is its answer, 0 when it gave none."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(f"{status} {why}".strip())
        self.status = status


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send and return the status, 200 to 299. Raises Refused or Undelivered."""
    try:
        status = outgoing.call("POST", url, body=body, headers=headers, most=1_024).status
    except outgoing.Unanswered as error:
        raise Undelivered(0, str(error)) from error
    if not 200 <= status < 300:
        raise Undelivered(status, http.client.responses.get(status, ""))
    return status
