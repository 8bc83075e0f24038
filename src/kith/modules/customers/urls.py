"""Addresses of customers among the pages."""

from django.urls import path

from kith.modules.customers.views import matrix

urlpatterns = [path("customers/matrix/", matrix.show)]
