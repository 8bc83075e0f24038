"""Recovery codes: ten at a time, each good once, for the day on which app and passkeys are lost."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

from kith.engine.connections import writing
from kith.features.factors.models import RecoveryCode
from kith.kernel import clock

COUNT = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4


def renew(user_id: int) -> list[str]:
    """Ten new codes in the place of all former ones; they are readable this once."""
    made = ["-".join(_group() for _number in range(GROUPS)) for _code in range(COUNT)]
    with writing():
        RecoveryCode.objects.filter(user_id=user_id).delete()
        RecoveryCode.objects.bulk_create(
            [RecoveryCode(user_id=user_id, digest=_digest(user_id, code)) for code in made]
        )
    return made


def left(user_id: int) -> int:
    """How many codes are unused."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def use(user_id: int, code: str) -> bool:
    """Whether a code is one of the unused ones; it is used up then."""
    unused = RecoveryCode.objects.filter(user_id=user_id, digest=_digest(user_id, code), used_at=None)
    with writing():
        return unused.update(used_at=clock.now()) == 1


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(GROUP))


def _digest(user_id: int, code: str) -> str:
    """Keyed, so that the table alone does not let anybody try codes: they are too short for a plain digest."""
    said = "".join(letter for letter in code.casefold() if letter.isalnum())[:64]
    return salted_hmac("kith.factors.recovery", f"{user_id}:{said}", algorithm="sha256").hexdigest()
