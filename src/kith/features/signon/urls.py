"""Addresses of sign-on among the pages."""

from django.urls import path

from kith.features.signon.views import coming, linking

urlpatterns = [
    path("sign-in/with/<int:number>/", coming.begin),
    path("sign-in/with/<int:number>/back/", coming.back),
    path("settings/sign-on/", linking.overview),
    path("settings/sign-on/<int:number>/link/", coming.link),
    path("settings/sign-on/<int:number>/unlink/", linking.unlink),
    path("users/<int:number>/invite-sign-on/", linking.invite),
    path("users/<int:number>/directory/", linking.tie),
]
