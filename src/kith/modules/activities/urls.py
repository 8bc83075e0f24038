"""Addresses of visits and work reports among the pages."""

from django.urls import path

from kith.modules.activities.views import deciding, reporting, visiting

urlpatterns = [
    path("visiting/", visiting.day),
    path("visiting/places/", visiting.places),
    path("visiting/order/", visiting.order),
    path("visiting/plan/", deciding.plan),
    path("visiting/numbers/", deciding.numbers),
    path("visiting/new/", visiting.unplanned),
    path("visiting/consent/", visiting.consent),
    path("visiting/<int:number>/", visiting.show),
    path("visiting/<int:number>/arrive/", visiting.arrive),
    path("visiting/<int:number>/leave/", visiting.leave),
    path("reporting/", reporting.team),
    path("reporting/new/", reporting.write),
    path("reporting/person/<int:number>/", reporting.person),
    path("reporting/<int:number>/", reporting.show),
    path("reporting/<int:number>/answer/", reporting.answer),
]
