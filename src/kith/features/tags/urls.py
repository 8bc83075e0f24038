"""Addresses of tags among the pages."""

from django.urls import path

from kith.features.tags import views

urlpatterns = [path("<slug:plural>/tags/<slug:field>/", views.offer)]
