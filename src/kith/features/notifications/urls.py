"""Addresses of notifications among the pages."""

from django.urls import path

from kith.features.notifications import views

urlpatterns = [
    path("notifications/", views.show, name="notifications"),
    path("notifications/read/", views.read),
    path("notifications/<int:number>/", views.follow),
]
