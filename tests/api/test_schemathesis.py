"""The API against its own OpenAPI document: generated requests, right and wrong, meet only documented answers.

KITH_FUZZ multiplies the number of requests (1 by default).
"""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from kith.engine import registry
from tests.api.callers import Caller
from tests.values import create_valid

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.specs.openapi import checks

# Left out, with reasons: positive_data_acceptance (rules between values, links and rights go beyond a schema),
# missing_required_header and ignored_auth (need the anonymous call: test_bad_input has it), use_after_free and
# ensure_resource_availability (walk links between operations: the contract tests do), negative_data_rejection for
# parameters (every query parameter is text whose own grammar answers 400).
CHECKS: list[Any] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
GRAMMARS = {"where", "cursor", "fields", "sort", "before", "group", "measure"}
EXAMPLES = 2 * int(os.environ.get("KITH_FUZZ", "1"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def fuzz(operation: Any, caller: Caller, mode: Any, problems: list[str], met: Counter[int]) -> None:
    """Some requests of one operation; what goes wrong is noted with the request that did it, and every status met."""

    @SETTINGS
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            aim(case)
        given_ = {"Authorization": f"Bearer {caller.token}", "Accept-Encoding": "identity"}
        case.headers = {**(case.headers or {}), **given_}
        response = case.call()
        met[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as error:
            problems.append(
                f"{mode.value} {case.method} {case.formatted_path} {case.body!r:.300}: {error!r:.200} {_inner(error)}"
            )

    attempt()


def aim(case: Any) -> None:
    """Lead a right request to something that is there: texts with a grammar of their own only get refused."""
    for name in GRAMMARS & set(case.query or {}):
        del case.query[name]
    mine = any(
        word in case.path for word in ("/users/", "/roles/", "/batches/")
    )  # the caller would take away his own rights
    if "id" in (case.path_parameters or {}) and not mine:
        case.path_parameters["id"] = 1


def _inner(error: Any) -> str:
    return "; ".join(str(item)[:400] for item in getattr(error, "exceptions", (error,)))


@contextmanager
def kept_connection() -> Iterator[None]:
    """The application answers within the test's own transaction: as with Django's client, no request may end it."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::Warning")
def test_generated_requests_meet_documented_answers_only(boss: Caller) -> None:
    for spec in registry.specs():
        if (
            spec.key not in ("user", "role", "unit", "team", "attachment", "destruction")
            and not spec.model.live().exists()
        ):
            create_valid(spec, boss.actor)
    schema = schemathesis.openapi.from_dict(boss.get("openapi.json").json())
    schema.app = get_wsgi_application()
    problems: list[str] = []
    met: Counter[int] = Counter()
    with kept_connection():
        for found in schema.get_all_operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                operation = found.ok()  # type: ignore[union-attr] # our own document is valid
                try:
                    fuzz(operation, boss, mode, problems, met)
                except Exception as error:
                    if "negate" not in str(error).lower() and type(error).__name__ not in (
                        "Unsatisfiable",
                        "SkipTest",
                    ):
                        raise
    assert not problems, "\n".join(problems[:30])
    assert {200, 201, 400, 404, 422} <= set(met), met
