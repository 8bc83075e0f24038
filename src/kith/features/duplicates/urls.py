"""Addresses of duplicates among the pages."""

from django.urls import path

from kith.features.duplicates.views import reviewing, typing

urlpatterns = [
    path("duplicates/", reviewing.show),
    path("duplicates/search/", reviewing.search),
    path("duplicates/apart/", reviewing.apart),
    path("<slug:plural>/alike/", typing.alike),
    path("<slug:plural>/<int:number>/alike/", typing.alike),
]
