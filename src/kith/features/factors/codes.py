"""Codes of an app (TOTP, RFC 6238): six digits of every thirty seconds, each good once."""

from __future__ import annotations

import hmac
import io

import pyotp
import segno

from kith.engine.connections import writing
from kith.engine.encrypting import Unreadable, decrypt, encrypt
from kith.engine.identity.models import User
from kith.engine.settings import company
from kith.features.factors.models import CodeApp
from kith.kernel import clock

SECONDS = 30
TOLERANCE = 1
DIGITS = 6


def new_secret() -> str:
    """A fresh secret of 160 bits, as apps take it."""
    return pyotp.random_base32()


def address(secret: str, user: User) -> str:
    """What an app reads from the picture: secret, company and sign-in name."""
    issuer = (company().name or "Kith").replace(":", " ")
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)


def picture(secret: str, user: User) -> bytes:
    """The address as a QR code, a plain SVG without styles, dark on white on every background."""
    out = io.BytesIO()
    segno.make(address(secret, user), error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return out.getvalue()


def spaced(secret: str) -> str:
    """The secret in groups of four, for typing."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """The interval that a code belongs to, one before and one after now included; None when it is wrong or not later
    than `after`. Every possible code is compared, so that the time tells nothing."""
    said = "".join(code.split())
    if len(said) != DIGITS or not said.isascii() or not said.isdigit():
        return None
    now, generator = int(clock.now().timestamp()) // SECONDS, pyotp.TOTP(secret)
    steps = range(now - TOLERANCE, now + TOLERANCE + 1)
    fitting = [step for step in steps if hmac.compare_digest(generator.generate_otp(step), said)]
    return next((step for step in fitting if step > after), None)


def keep(user: User, secret: str, code: str) -> bool:
    """Make an app a person's own in the place of a former one, if its code is right. The code counts as used."""
    step = step_of(secret, code)
    if step is None:
        return False
    now = clock.now()
    said = {"secret": encrypt(secret), "last_step": step, "created_at": now, "used_at": now}
    with writing():
        CodeApp.objects.update_or_create(user=user, defaults=said)
    return True


def use(user_id: int, code: str) -> bool:
    """Whether a code is right; it is used up then, also against another who types it at the same moment."""
    app = CodeApp.objects.filter(user_id=user_id).first()
    if app is None:
        return False
    try:
        step = step_of(decrypt(app.secret), code, after=app.last_step)
    except Unreadable:
        return False
    if step is None:
        return False
    with writing():
        fresh = CodeApp.objects.filter(pk=app.pk, secret=app.secret, last_step__lt=step)
        return fresh.update(last_step=step, used_at=clock.now()) == 1
