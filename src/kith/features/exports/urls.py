"""Addresses of exports among the pages."""

from django.urls import path

from kith.features.exports import views

urlpatterns = [path("exports/<int:number>/", views.show)]
