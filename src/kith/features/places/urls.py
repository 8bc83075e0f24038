"""Addresses of places among the pages."""

from django.urls import path

from kith.features.places import views

urlpatterns = [
    path("places/", views.palette),
    path("places/seen/", views.seen),
    path("places/starred/", views.starred),
    path("<slug:plural>/<int:number>/star/", views.star),
]
