"""Records that are there more than once, for the score of their quality: they share a key with another one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec
from kith.features.duplicates.marking import KINDS
from kith.features.duplicates.models import MatchKey
from kith.features.quality.scoring import doubles

SURE = tuple(KINDS[word] for word in ("phone", "mail", "tax"))
"""Two people may share a name; of firms it counts too."""


def doubled(spec: EntitySpec, ids: Sequence[int]) -> set[int]:
    """Those of some records whose own fields share a phone, mail address or tax number with another record of their
    kind; where they are not all persons, a name too. One query."""
    if not spec.entity.alike:
        return set()
    code = code_of(spec.key)
    kinds = SURE if spec.entity.person == () else (*SURE, KINDS["name"])
    others = MatchKey.objects.filter(mark=OuterRef("mark"), entity=code).exclude(
        record_id=OuterRef("record_id")
    )
    rows = MatchKey.objects.filter(source=code, source_id__in=ids, kind__in=kinds)
    return set(rows.filter(Exists(others)).values_list("source_id", flat=True))


doubles.append(doubled)
