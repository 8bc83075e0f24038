"""Addresses of privacy among the pages."""

from django.urls import path

from kith.features.privacy.views import erase, hub, person, preview

urlpatterns = [
    path("<slug:plural>/<int:number>/privacy/", person.show),
    path("<slug:plural>/<int:number>/privacy/dossier/", person.ask),
    path("<slug:plural>/<int:number>/privacy/erase/", erase.erase),
    path("destructions/<int:number>/act/", erase.act),
    path("settings/privacy/", hub.hub),
    path("settings/privacy/<slug:kind>/", hub.statement),
    path("retention-rules/<int:number>/preview/", preview.preview),
    path("dossiers/<int:number>/", person.dossier),
]
