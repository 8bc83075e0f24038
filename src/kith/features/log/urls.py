"""Addresses of the log among the pages."""

from django.urls import path

from kith.features.log import views

urlpatterns = [
    path("settings/log/", views.show, name="log"),
    path("settings/log/file/", views.file, name="log-file"),
    path("printed/", views.printed, name="printed"),
]
