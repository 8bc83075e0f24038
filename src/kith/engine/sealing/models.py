"""Seal: one block of journal rows, bound to the block before it and signed with a key outside the database."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.db import models


class Seal(models.Model):
    """What a block holds. `spans` maps each kind of row to [after, up to, count]: the rows with after < id <= up to.

    `root` is the hash over the hashes of its rows, `hash` that of the whole block, `key` the id of the key of its
    signature. `marks` has four bytes of each row's hash: they prove nothing, they tell which row it was.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    spans = models.JSONField()
    key = models.CharField(max_length=16)
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    marks = models.BinaryField()

    def digest(self) -> str:
        """The hash of everything that the block says."""
        at = self.at.astimezone(dt.UTC).isoformat()
        said = ["kith seal 1", self.number, at, self.previous, self.root, self.spans, self.key]
        text = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def line(self) -> str:
        """Number, hash and time: what to keep elsewhere."""
        return (
            f"kith-seal {self.number} {self.hash} {self.at.astimezone(dt.UTC).isoformat(timespec='seconds')}"
        )
