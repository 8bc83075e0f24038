"""Addresses of types among the pages."""

from django.urls import path

from kith.features.types.views import assigning, choosing, pages

urlpatterns = [
    path("shape/<slug:plural>/types/", pages.every),
    path("shape/<slug:plural>/types/new/", pages.new),
    path("shape/<slug:plural>/types/assign/", assigning.assign),
    path("shape/<slug:plural>/types/ready/", choosing.choose),
    path("shape/<slug:plural>/types/<int:number>/", pages.one),
    path("<slug:plural>/<int:number>/type/", pages.change),
]
