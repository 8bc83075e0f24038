"""Addresses of pools among the pages."""

from django.urls import path

from kith.features.pools import views

urlpatterns = [
    path("pool/", views.first),
    path("pool/people/", views.people),
    path("pool/<int:number>/", views.show),
    path("pool/<int:number>/take/", views.take),
    path("pool/<int:number>/assign/", views.assign),
    path("pool-rules/<int:number>/simulate/", views.simulate),
]
