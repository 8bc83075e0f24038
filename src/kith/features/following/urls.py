"""Addresses of following among the pages."""

from django.urls import path

from kith.features.following import views

urlpatterns = [path("<slug:plural>/<int:number>/follow/", views.turn)]
