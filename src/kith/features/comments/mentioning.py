"""Finding the colleagues whom a text names: @sue, @sue.seller."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.identity.models import User
from kith.features.comments.models import Comment

MOST = 50
# A mail address is no mention: before the sign stands no Latin letter or digit. Chinese is written without spaces, so
# other letters may stand before the sign, and end a name in Latin letters.
MENTION = re.compile(r"(?<![A-Za-z0-9_.+-])@([A-Za-z0-9][A-Za-z0-9_.+-]{0,79}|\w[\w.+-]{0,79})")


def named(text: str) -> list[str]:
    """The sign-in names in a text, folded, in their order; a full stop that ends a sentence is none of the name."""
    return list(dict.fromkeys(word.rstrip(".-+").lower() for word in MENTION.findall(text)))[:MOST]


def mentioned(names: Iterable[str]) -> dict[str, int]:
    """Ids of active users by sign-in name; unknown names are left out."""
    wanted = list(names)
    if not wanted:
        return {}
    people = User.live().filter(is_active=True).annotate(folded=Lower("username"))
    return dict(people.filter(folded__in=wanted).values_list("folded", "pk"))


def fill_mentions(comment: Comment, *, actor: Actor) -> None:
    """Rule: the mentions follow the text."""
    found = mentioned(named(comment.text))
    comment.mentions = [found[name] for name in named(comment.text) if name in found]


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
