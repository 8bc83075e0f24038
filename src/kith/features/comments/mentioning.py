"""Finding the colleagues whom a text names: @Sue Seller, @sue, @sue.seller."""

from __future__ import annotations

import re

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.identity.models import User
from kith.features.comments.models import Comment

MOST = 50
LONGEST = 80
# A mail address is no mention: before the sign stands no Latin letter or digit. Chinese is written without spaces, so
# other letters may stand before the sign, and end a name in Latin letters.
SIGN = re.compile(r"(?<![A-Za-z0-9_.+-])@(?=\w)")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,79}|\w[\w.+-]{0,79}")
SPACED = re.compile(r"[A-Za-z0-9_\u0400-\u04ff]")


def places(text: str) -> list[str]:
    """What follows each sign in a text, folded."""
    return [text[sign.end() : sign.end() + LONGEST].casefold() for sign in SIGN.finditer(text)][:MOST]


def sign_in_name(said: str) -> str:
    """The sign-in name that a place begins with; a full stop that ends a sentence is none of it."""
    word = WORD.match(said)
    return word.group().rstrip(".-+") if word else ""


def begins_with(said: str, name: str) -> bool:
    """Whether a place begins with a name and the name ends there: in scripts with spaces a longer word is another."""
    after = said[len(name) : len(name) + 1]
    return said.startswith(name) and not (SPACED.match(name[-1]) and SPACED.match(after))


def mentioned(text: str) -> list[int]:
    """Ids of the active people whom a text names, in its order: by the longest name that fits, or by sign-in name."""
    found = places(text)
    if not found:
        return []
    known = [(one.name.casefold(), one.id) for one in directory().people.values() if one.active and one.name]
    known.sort(key=lambda one: -len(one[0]))
    signed = _by_sign_in({sign_in_name(said) for said in found})
    ids: list[int] = []
    for said in found:
        name = next((name for name, _number in known if begins_with(said, name)), "")
        ids += [number for other, number in known if name and other == name] or signed.get(
            sign_in_name(said), []
        )
    return list(dict.fromkeys(ids))


def _by_sign_in(names: set[str]) -> dict[str, list[int]]:
    """Ids of active users by sign-in name; unknown names are left out."""
    people = User.live().filter(is_active=True).annotate(folded=Lower("username"))
    return {name: [number] for name, number in people.filter(folded__in=names).values_list("folded", "pk")}


def fill_mentions(comment: Comment, *, actor: Actor) -> None:
    """Rule: the mentions follow the text."""
    comment.mentions = mentioned(comment.text)


def check_place(comment: Comment, *, actor: Actor) -> None:
    """Rule: comments belong to records that may carry comments. Raises Invalid."""
    if not carries_comments(comment.about_entity):  # type: ignore[attr-defined] # the companion column of `about`
        raise Invalid({"about": [_("Records of this kind carry no comments.")]})


def carries_comments(entity: str) -> bool:
    """Whether records of an entity may have comments."""
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return False
    return spec.entity.rule is None and "comments" in spec.entity.features
