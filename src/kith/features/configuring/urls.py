"""Addresses of the configuration file and of the versions."""

from django.urls import path

from kith.features.configuring import views

urlpatterns = [
    path("shape/file/", views.file),
    path("shape/file/download/", views.download),
    path("shape/file/apply/", views.apply),
    path("shape/versions/", views.every),
    path("shape/versions/compare/", views.compare),
    path("shape/versions/<int:moment>/", views.back),
]
