"""Addresses of menus among the pages."""

from django.urls import path

from kith.features.menus import views

urlpatterns = [path("shape/menu/", views.arrange)]
