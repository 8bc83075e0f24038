"""Addresses of sales among the pages."""

from django.urls import path

from kith.modules.sales.views import checking, typing

urlpatterns = [
    path("registrations/check/", checking.show),
    path("registrations/known/", typing.known),
    path("registrations/<int:number>/known/", typing.known),
]
