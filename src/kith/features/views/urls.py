"""Addresses of the menu at a saved view's tab."""

from django.urls import path

from kith.features.views import views

urlpatterns = [
    path("views/<int:number>/rename/", views.rename),
    path("views/<int:number>/share/", views.share),
    path("views/<int:number>/delete/", views.delete),
]
