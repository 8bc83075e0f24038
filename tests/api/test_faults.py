"""A fault outside every view is answered in the form of the shell that was asked, never bare."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import RequestFactory

from kith.config import faults

pytestmark = pytest.mark.django_db


def asked(path: str) -> Any:
    """A stranger's request."""
    request = RequestFactory().get(path)
    request.actor = request.user = None  # type: ignore[attr-defined, assignment]
    return request


@pytest.mark.parametrize(
    ("answer", "status"),
    [(faults.server_error, 500), (faults.not_found, 404), (faults.bad_request, 400), (faults.forbidden, 403)],
)
def test_programs_get_a_problem_document_and_people_a_page(answer: Any, status: int) -> None:
    program, person = answer(asked("/api/v1/x")), answer(asked("/x/"))
    assert (program.status_code, person.status_code) == (status, status)
    assert program["Content-Type"] == "application/problem+json"
    assert json.loads(program.content)["status"] == status
    assert person["Content-Type"].startswith("text/html")
    assert b"Traceback" not in person.content
    assert b"<main" in person.content or b"<h1" in person.content
