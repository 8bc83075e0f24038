"""Every address of the product."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

urlpatterns: list[Any] = [
    # Addresses of the API that features bring stand before those of the API itself, which knows every entity.
    path("api/", include("kith.features.files.api")),
    path("api/", include("kith.features.exports.api")),
    path("api/", include("kith.features.imports.api")),
    path("api/", include("kith.features.notifications.api")),
    path("api/", include("kith.features.tags.api")),
    path("api/", include("kith.api.urls")),
    path("", include("kith.features.files.urls")),
    path("", include("kith.features.comments.urls")),
    path("", include("kith.features.exports.urls")),
    path("", include("kith.features.notifications.urls")),
    path("", include("kith.features.tags.urls")),
    path("", include("kith.features.imports.urls")),
    path("", include("kith.web.urls")),
]

handler400 = "kith.config.faults.bad_request"
handler403 = "kith.config.faults.forbidden"
handler404 = "kith.config.faults.not_found"
handler500 = "kith.config.faults.server_error"
