"""Addresses of layouts among the pages."""

from django.urls import path

from kith.features.layouts.views import homes, pages

urlpatterns = [
    path("shape/home/", homes.arrange),
    path("shape/home/add/", homes.add),
    path("shape/<slug:plural>/layout/", pages.arrange),
]
