"""Reading what callers send: JSON taken literally or refused, never guessed at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from django.utils.translation import gettext as _

from kith.api import schemas
from kith.api.problems import WrongType
from kith.engine.errors import Invalid, Malformed, TooLarge
from kith.engine.fieldtypes import FieldSpec

MAX_DEPTH = 40
TYPES = ("application/json", "application/merge-patch+json")
_decoder = msgspec.json.Decoder(float_hook=Decimal)


class _Twice(ValueError):
    """An object names a key twice."""


def raw(request: Any) -> bytes:
    """The body's bytes. Raises TooLarge beyond the size that is taken, Malformed when it breaks off."""
    try:
        return bytes(request.body)
    except RequestDataTooBig as error:
        raise TooLarge from error
    except UnreadablePostError as error:
        raise Malformed from error


def read(request: Any) -> dict[str, Any]:
    """The object in the body. An empty body is an empty object. Raises TooLarge, WrongType or Malformed."""
    content = raw(request)
    if not content:
        return {}
    charset = request.content_params.get("charset", "utf-8").lower()
    if request.content_type not in TYPES or charset not in ("utf-8", "utf8"):
        raise WrongType
    found = parse(content)
    if not isinstance(found, dict):
        raise Malformed(_("The body must be a JSON object."))
    return found


def parse(content: bytes) -> Any:
    """A JSON document. Decimal numbers stay exact; keys given twice, NaN, damaged text, deep nesting are Malformed."""
    try:
        found = _decoder.decode(content)
        json.loads(content, object_pairs_hook=_once)
    except _Twice as error:
        raise Malformed(_("“%(key)s” is given twice.") % {"key": str(error)[:80]}) from error
    except RecursionError as error:
        raise Malformed(_("This is nested too deeply.")) from error
    except (msgspec.DecodeError, ValueError, ArithmeticError) as error:
        raise Malformed(_("This is not valid JSON in UTF-8.")) from error
    if _depth(found) > MAX_DEPTH:
        raise Malformed(_("This is nested too deeply."))
    return found


def _once(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _value in pairs:
        if key in seen:
            raise _Twice(key)
        seen.add(key)


def _depth(value: Any) -> int:
    """How deep lists and objects are nested, level by level so that depth itself costs no stack."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        depth += bool(level)
    return depth


def number(value: Any, name: str) -> int:
    """A record's number in a body. Raises Invalid naming the key."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    raise Invalid({name: [_("Choose a record by its number.")]})


def version(value: Any) -> int | None:
    """A record's version in a body. Raises Invalid."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise Invalid({"version": [_("The version is a whole number.")]})


def values(fields: Mapping[str, FieldSpec], body: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a body as the gate takes them; exact numbers inside free structures become plain ones.

    Raises Invalid for values of the wrong JSON type.
    """
    schemas.check(fields, body)
    return {
        name: _floats(value)
        if name in fields and fields[name].type.key in ("structure", "condition", "listed")
        else value
        for name, value in body.items()
    }


def _floats(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return value


def empty(request: Any) -> None:
    """Make sure that nothing was sent which would be ignored. Raises Invalid."""
    body = read(request)
    if body:
        raise Invalid({name: [_("There is no such field.")] for name in body})
