"""The addresses of the API. Addresses of features are matched before these (see config/urls.py)."""

from __future__ import annotations

from django.urls import path, re_path

from kith.api import openapi
from kith.api.door import door, unknown
from kith.api.views import acting, describing, finding, records, restoring, sharing, telling, tokens

ONE = "v1/<str:plural>/<number:number>"

urlpatterns = [
    path("v1/entities", door(GET=describing.entities)),
    path("v1/entities/<str:name>", door(GET=describing.entity)),
    path("v1/openapi.json", door(GET=openapi.document)),
    path("v1/me", door(GET=describing.me)),
    path("v1/tokens", door(GET=tokens.listed)),
    path("v1/tokens/<number:number>", door(DELETE=tokens.ended)),
    path("v1/search", door(GET=finding.search)),
    path("v1/batches", door(GET=telling.batches)),
    path("v1/batches/<number:number>", door(GET=telling.batch)),
    path("v1/batches/<number:number>/undo", door(POST=telling.undone)),
    path("v1/<str:plural>", door(GET=records.listed, POST=records.created)),
    path("v1/<str:plural>/bulk", door(POST=acting.bulked)),
    path("v1/<str:plural>/summary", door(GET=finding.summarized)),
    path("v1/<str:plural>/export", door(GET=finding.exported)),
    path("v1/<str:plural>/actions/<str:name>", door(POST=acting.performed_on_many)),
    path(ONE, door(GET=records.read, PATCH=records.changed, DELETE=records.removed)),
    path(f"{ONE}/restore", door(POST=records.restored)),
    path(f"{ONE}/claim", door(POST=records.claimed)),
    path(f"{ONE}/reveal", door(POST=records.revealed)),
    path(f"{ONE}/shares", door(GET=sharing.listed, POST=sharing.shared)),
    path(f"{ONE}/shares/<str:kind>/<number:whom>", door(DELETE=sharing.ended)),
    path(f"{ONE}/timeline", door(GET=telling.timeline)),
    path(f"{ONE}/history", door(GET=telling.history)),
    path(f"{ONE}/history/restore", door(POST=restoring.put_back)),
    path(f"{ONE}/actions/<str:name>", door(POST=acting.performed)),
    re_path("", door(ANY=unknown)),
]
