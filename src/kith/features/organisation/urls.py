"""Addresses of the organisation among the pages."""

from django.urls import path

from kith.features.organisation import views

urlpatterns = [
    path("organisation/", views.show),
    path("users/<int:number>/hand-over/", views.hand_over),
    path("units/<int:number>/merge/", views.merge),
    path("moves/<int:number>/", views.progress),
]
