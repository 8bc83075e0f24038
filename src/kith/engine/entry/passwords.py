"""Which passwords are refused: short ones, and those that a guesser tries first. Nothing is asked of any network."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine.entry import devices
from kith.engine.entry.policy import policy
from kith.engine.errors import Invalid
from kith.engine.identity import accounts
from kith.engine.identity.accounts import LONGEST
from kith.engine.identity.models import User
from kith.engine.settings import company

FOLDED = str.maketrans("@4301!5$7+", "aaeoiisstt")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "1234567890", "qwertzuiop",
        "azertyuiop", "1qaz2wsx3edc4rfv5tgb6yhn")  # fmt: skip
OTHERS = ("пароль", "привет", "любовь", "наташа", "солнышко", "йцукен", "woaini", "mima", "kith", "crm")
WORD = re.compile(r"[^\W\d_]{3,}")
ENOUGH = 6
RUN = 4


def change(user: User, password: str, *, keep: str = "") -> None:
    """Store a password that a person chose for himself; his sessions end, but for the one with the key `keep`.

    Raises Invalid: also for the password that he has already.
    """
    if accounts.fits(user, password):
        raise Invalid({"password": [_("This is the password that you have already.")]})
    accounts.set_password(user, password)
    devices.end_all(user.pk, but=keep)


def give(user: User, password: str) -> None:
    """Store a password that somebody else chose for a person: it opens only the page where he makes his own. All his
    sessions end. Raises Invalid."""
    accounts.set_password(user, password, once=True)
    devices.end_all(user.pk)


class Length:
    """At least as long as the company demands, at most a thousand characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        least = policy().password_length
        if len(password) < least:
            text = ngettext(
                "This is too short: at least %(count)s character is needed.",
                "This is too short: at least %(count)s characters are needed.",
                least,
            )
            raise ValidationError(text % {"count": least}, code="password_too_short")
        if len(password) > LONGEST:
            raise ValidationError(
                _("This is too long: %(count)s characters at most.") % {"count": LONGEST},
                code="password_too_long",
            )


class Guessable:
    """Nothing that a guesser tries first: what is left without common words, own names and runs must be long enough."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        plain = password.casefold()
        if len(set(plain)) < 4 or _repeats(plain):
            raise ValidationError(_("This repeats the same signs over and over."), code="password_repeats")
        if len(_without_runs(plain)) < ENOUGH:
            raise ValidationError(
                _("This is mostly a run of keys or numbers, which is guessed first."), code="password_runs"
            )
        if any(_bare(text) in common() for text in (plain, plain.translate(FOLDED))):
            raise ValidationError(
                _("This is a common password with something added, which is guessed first."),
                code="password_common",
            )
        if len(_without(plain, _names(user))) < ENOUGH:
            raise ValidationError(
                _("This is mostly the name of the person or of the company, which is guessed first."),
                code="password_names",
            )


@cache
def common() -> frozenset[str]:
    """The passwords that were leaked most often."""
    return frozenset({*CommonPasswordValidator().passwords, *OTHERS})


def _bare(text: str) -> str:
    """A text without digits and signs around it: hunter2024! is hunter."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


def _repeats(text: str) -> bool:
    return re.fullmatch(r"(.{1,8}?)\1{2,}.{0,3}", text) is not None


def _without_runs(text: str) -> str:
    """The text without four or more signs in a row that lie beside each other on a keyboard or in the alphabet."""
    left, run = "", text[:1]
    for one, two in pairwise(text):
        if _beside(one, two):
            run += two
            continue
        left, run = left + (run if len(run) < RUN else ""), two
    return left + (run if len(run) < RUN else "")


def _beside(one: str, two: str) -> bool:
    return abs(ord(one) - ord(two)) <= 1 or any(one + two in row or two + one in row for row in ROWS)


def _names(user: Any) -> list[str]:
    texts = [company().name, "kith"]
    if user is not None:
        texts += [user.username, user.name, (user.email or "").partition("@")[0]]
    words = {
        word for text in texts for word in (*WORD.findall(text.casefold()), text.casefold()) if len(word) > 2
    }
    return sorted(words, key=len, reverse=True)


def _without(text: str, words: list[str]) -> str:
    folded = text.translate(FOLDED)
    for word in words:
        text, folded = text.replace(word, ""), folded.replace(word.translate(FOLDED), "")
    return min(text, folded, key=len)
