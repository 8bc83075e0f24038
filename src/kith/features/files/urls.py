"""Addresses of files among the pages."""

from django.urls import path

from kith.features.files.views import creating, pages

urlpatterns = [
    path("files/<int:number>/content/", pages.content),
    path("files/<int:number>/remove/", pages.remove),
    path("<slug:plural>/new/", creating.new),
    path("<str:plural>/<int:number>/files/", pages.receive),
    path("<str:plural>/<int:number>/files/<slug:key>/", pages.field),
]
