"""Addresses of words among the pages."""

from django.urls import path

from kith.features.wording import views

urlpatterns = [path("shape/<slug:plural>/words/", views.words)]
