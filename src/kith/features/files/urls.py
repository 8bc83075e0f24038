"""Addresses of files among the pages."""

from django.urls import path

from kith.features.files.views import pages

urlpatterns = [
    path("files/<int:number>/content/", pages.content),
    path("files/<int:number>/remove/", pages.remove),
    path("<str:plural>/<int:number>/files/", pages.receive),
]
