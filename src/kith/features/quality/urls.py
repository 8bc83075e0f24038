"""Addresses of data quality among the pages."""

from django.urls import path

from kith.features.quality.views import cleaning, overview

urlpatterns = [path("quality/", overview.show), path("quality/clean/", cleaning.show)]
