"""Addresses of pins among the pages."""

from django.urls import path

from kith.features.pins import views

urlpatterns = [path("<str:plural>/<int:number>/pins/", views.pin)]
