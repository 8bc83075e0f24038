"""Addresses of follow-up among the pages."""

from django.urls import path

from kith.modules.followup.views import watching

urlpatterns = [path("follow-up/", watching.watch)]
