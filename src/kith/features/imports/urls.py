"""Addresses of the import among the pages."""

from django.urls import path

from kith.features.imports import views

urlpatterns = [
    path("imports/", views.several),
    path("imports/<int:number>/", views.show),
    path("imports/<int:number>/mapping/", views.map_columns),
    path("imports/<int:number>/run/", views.start),
    path("imports/<int:number>/cancel/", views.stop),
    path("imports/<int:number>/rejected/", views.rejected),
    path("<slug:plural>/import/", views.begin),
    path("<slug:plural>/import/template/", views.template),
]
