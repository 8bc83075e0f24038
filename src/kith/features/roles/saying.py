"""What the form of the editor says, put on the rights that are stored: only words of its own stay in a line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.errors import Invalid, Malformed
from kith.engine.rights import LIMITS, spec_at, verbs_of

Said = dict[str, dict[str, str]]


def said(sent: Any, role: Any) -> dict[str, Any]:
    """The rights, field rights and limits that a role shall have. What the form does not name stays as it is.

    Raises Malformed for names that do not exist, Invalid for limits that are no numbers.
    """
    grants: Said = {key: dict(words) for key, words in role.grants.items()}
    levels: Said = {key: dict(words) for key, words in role.levels.items()}
    limits: dict[str, int] = dict(role.limits)
    for name, word in sent.items():
        kind, _bar, rest = name.partition("|")
        key, _bar, inner = rest.partition("|")
        if kind == "g":
            put(grants, key, known_verb(key, inner), word)
        elif kind == "l":
            put(levels, key, known_field(key, inner), "" if word == "write" else word)
        elif kind == "limit" and rest in LIMITS:
            put_limit(limits, rest, word)
    return {"grants": filled(grants), "levels": filled(levels), "limits": limits}


def put(words: Said, key: str, inner: str, word: str) -> None:
    """Store a word, or with "" let it follow."""
    if word:
        words.setdefault(key, {})[inner] = word
    else:
        words.get(key, {}).pop(inner, None)


def put_limit(limits: dict[str, int], name: str, text: str) -> None:
    """Store a limit, or with "" lift it. Raises Invalid."""
    text = "".join(text.split())
    if not text:
        limits.pop(name, None)
    elif text.isascii() and text.isdigit() and len(text) < 10:
        limits[name] = int(text)
    else:
        raise Invalid({"limits": [_("A limit is a whole number.")]})


def filled(words: Said) -> Said:
    """Without empty lines."""
    return {key: inner for key, inner in words.items() if inner}


def known_verb(key: str, verb: str) -> str:
    """The verb, if it can be granted there. Raises Malformed."""
    try:
        if verb in (*verbs_of(spec_at(key)), "*"):
            return verb
    except registry.UnknownEntity:
        pass
    raise Malformed


def known_field(key: str, name: str) -> str:
    """The field, if there is one. Raises Malformed."""
    try:
        if name in registry.spec(key).fields:
            return name
    except registry.UnknownEntity:
        pass
    raise Malformed
