"""Addresses of visits among the pages."""

from django.urls import path

from kith.modules.activities.views import visiting

urlpatterns = [
    path("visiting/", visiting.day),
    path("visiting/places/", visiting.places),
    path("visiting/order/", visiting.order),
    path("visiting/new/", visiting.unplanned),
    path("visiting/consent/", visiting.consent),
    path("visiting/<int:number>/", visiting.show),
    path("visiting/<int:number>/arrive/", visiting.arrive),
    path("visiting/<int:number>/leave/", visiting.leave),
]
