"""Addresses of merging among the pages."""

from django.urls import path

from kith.features.merging import views

urlpatterns = [
    path("merge/<slug:key>/", views.merge),
    path("merge/<slug:key>/chosen/", views.chosen),
    path("merges/<int:number>/", views.progress),
]
