"""Addresses of reasons among the pages."""

from django.urls import path

from kith.features.reasons import views

urlpatterns = [path("<slug:plural>/<int:number>/why/", views.why)]
