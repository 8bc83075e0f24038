"""Addresses of presence among the pages."""

from django.urls import path

from kith.features.presence import views

urlpatterns = [path("<slug:plural>/<int:number>/present/", views.present)]
