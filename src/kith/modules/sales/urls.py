"""Addresses of sales among the pages."""

from django.urls import path

from kith.modules.sales.views import checking

urlpatterns = [path("registrations/check/", checking.show)]
