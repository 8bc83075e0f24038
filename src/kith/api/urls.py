"""The addresses of the API. Addresses of features are matched before these (see config/urls.py)."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from kith.api.door import door, unknown
from kith.api.places import NumberConverter
from kith.api.views import records

register_converter(NumberConverter, "number")

urlpatterns = [
    path("v1/<str:plural>", door(GET=records.listed, POST=records.created)),
    path(
        "v1/<str:plural>/<number:number>",
        door(GET=records.read, PATCH=records.changed, DELETE=records.removed),
    ),
    path("v1/<str:plural>/<number:number>/restore", door(POST=records.restored)),
    re_path("", door(ANY=unknown)),
]
