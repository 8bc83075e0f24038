"""Addresses of looking as somebody else."""

from django.urls import path

from kith.features.seeing import views

urlpatterns = [path("see-as/end/", views.end), path("users/<int:number>/see-as/", views.begin)]
