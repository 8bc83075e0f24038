"""Addresses of sales in the API."""

from django.urls import path

from kith.api.door import door
from kith.modules.sales.views import checking

urlpatterns = [path("v1/registrations/check", door(POST=checking.checked))]
