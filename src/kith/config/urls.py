"""Every address of the product."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

from kith.engine import plugins

urlpatterns: list[Any] = [
    *(path("api/", include(patterns)) for patterns in plugins.addresses("api")),
    *(path("", include(patterns)) for patterns in plugins.addresses("urls")),
    # Addresses of the API that features bring stand before those of the API itself, which knows every entity.
    path("api/", include("kith.features.files.api")),
    path("api/", include("kith.features.duplicates.api")),
    path("api/", include("kith.features.exports.api")),
    path("api/", include("kith.features.imports.api")),
    path("api/", include("kith.features.log.api")),
    path("api/", include("kith.features.merging.api")),
    path("api/", include("kith.features.notifications.api")),
    path("api/", include("kith.features.privacy.api")),
    path("api/", include("kith.features.tags.api")),
    path("api/", include("kith.modules.sales.api")),
    path("api/", include("kith.api.urls")),
    path("", include("kith.features.factors.urls")),
    path("", include("kith.features.signon.urls")),
    path("", include("kith.features.fields.urls")),
    path("", include("kith.features.buttons.urls")),
    path("", include("kith.features.comments.urls")),
    path("", include("kith.features.configuring.urls")),
    path("", include("kith.features.duplicates.urls")),
    path("", include("kith.features.layouts.urls")),
    path("", include("kith.features.log.urls")),
    path("", include("kith.features.menus.urls")),
    path("", include("kith.features.merging.urls")),
    path("", include("kith.features.pins.urls")),
    path("", include("kith.features.grading.urls")),
    path("", include("kith.features.pools.urls")),
    path("", include("kith.features.presence.urls")),
    path("", include("kith.features.privacy.urls")),
    path("", include("kith.features.following.urls")),
    path("", include("kith.features.exports.urls")),
    path("", include("kith.features.notifications.urls")),
    path("", include("kith.features.objects.urls")),
    path("", include("kith.features.organisation.urls")),
    path("", include("kith.features.places.urls")),
    path("", include("kith.features.quality.urls")),
    path("", include("kith.features.reasons.urls")),
    path("", include("kith.features.roles.urls")),
    path("", include("kith.features.rules.urls")),
    path("", include("kith.features.seeing.urls")),
    path("", include("kith.features.tags.urls")),
    path("", include("kith.features.types.urls")),
    path("", include("kith.features.imports.urls")),
    path("", include("kith.features.views.urls")),
    path("", include("kith.features.wording.urls")),
    path("", include("kith.modules.activities.urls")),
    path("", include("kith.modules.customers.urls")),
    path("", include("kith.features.files.urls")),
    path("", include("kith.modules.sales.urls")),
    path("", include("kith.modules.followup.urls")),
    path("", include("kith.web.urls")),
]

handler400 = "kith.config.faults.bad_request"
handler403 = "kith.config.faults.forbidden"
handler404 = "kith.config.faults.not_found"
handler500 = "kith.config.faults.server_error"
