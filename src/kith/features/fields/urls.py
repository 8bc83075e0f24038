"""Addresses of fields among the pages."""

from django.urls import path

from kith.features.fields import views

urlpatterns = [
    path("shape/<slug:plural>/fields/", views.listed),
    path("shape/<slug:plural>/fields/new/", views.new),
    path("shape/<slug:plural>/fields/order/", views.order),
    path("shape/<slug:plural>/fields/<slug:key>/", views.edit),
    path("shape/<slug:plural>/fields/<slug:key>/remove/", views.remove),
    path("shape/<slug:plural>/fields/<slug:key>/column/", views.column),
    path("shape/<slug:plural>/fields/<slug:key>/kind/", views.change),
    path("shape/<slug:plural>/fields/<slug:key>/choices/", views.choices),
]
