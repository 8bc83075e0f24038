"""What proves a person besides the password. No business records: nobody else reads them, and no journal holds them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from kith.engine.identity.models import User


class CodeApp(models.Model):
    """An app that shows codes of six digits (RFC 6238). `last_step` is the interval of the last code that was used:
    none is used twice."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=255)
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code for the day on which everything else is lost; stored as a keyed digest, used once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once"),
        )


class Passkey(models.Model):
    """A credential after WebAuthn. `handle` names its person to authenticators and says nothing else of him; `host` is
    the name of this installation under which it was made and works; `sign_count` only ever grows, or stays 0."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=253)
    credential_id = models.CharField(max_length=1_400, unique=True)
    credential = models.BinaryField()
    handle = models.CharField(max_length=64)
    transports = models.JSONField(default=list)
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("user", "-id"), name="passkey_user"),)
