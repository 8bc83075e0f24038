"""Addresses of duplicates among the pages."""

from django.urls import path

from kith.features.duplicates import views

urlpatterns = [
    path("<slug:plural>/alike/", views.alike),
    path("<slug:plural>/<int:number>/alike/", views.alike),
]
