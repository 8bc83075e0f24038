"""Addresses of the role editor among the pages."""

from django.urls import path

from kith.features.roles import views

urlpatterns = [
    path("roles/compare/", views.compare),
    path("roles/<int:number>/rights/", views.edit),
    path("roles/<int:number>/rights/<str:key>/", views.edit_line),
]
