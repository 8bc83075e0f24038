"""Addresses of buttons among the pages."""

from django.urls import path

from kith.features.buttons.views import editing, pressing

urlpatterns = [
    path("press/rows/<slug:plural>/<int:number>/", pressing.of_row),
    path("press/<int:button>/<int:number>/", pressing.press),
    path("shape/<slug:plural>/buttons/", editing.listed),
    path("shape/<slug:plural>/buttons/new/", editing.new),
    path("shape/<slug:plural>/buttons/<int:number>/", editing.edit),
    path("shape/<slug:plural>/buttons/<int:number>/change/", editing.change),
]
