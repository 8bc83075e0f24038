"""Addresses of grading among the pages."""

from django.urls import path

from kith.features.grading import views

urlpatterns = [path("rating-rules/<int:number>/try/", views.trial)]
