"""Addresses of own objects among the pages."""

from django.urls import path

from kith.features.objects.views import objects, relations

urlpatterns = [
    path("shape/new/", objects.new),
    path("shape/<slug:plural>/object/", objects.settings),
    path("shape/<slug:plural>/relations/", relations.show),
]
