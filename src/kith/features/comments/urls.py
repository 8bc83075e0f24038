"""Addresses of comments among the pages."""

from django.urls import path

from kith.features.comments import views

urlpatterns = [path("<str:plural>/<int:number>/comments/", views.write)]
