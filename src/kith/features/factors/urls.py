"""Addresses of second factors among the pages."""

from django.urls import path

from kith.features.factors.views import entering, own, resetting

urlpatterns = [
    path("sign-in/second/", entering.second),
    path("sign-in/second/options/", entering.second_options),
    path("sign-in/second/passkey/", entering.second_passkey),
    path("sign-in/set-up/", entering.set_up),
    path("sign-in/set-up/options/", entering.set_up_options),
    path("sign-in/set-up/passkey/", entering.set_up_passkey),
    path("sign-in/passkey/", entering.passkey),
    path("sign-in/passkey/options/", entering.passkey_options),
    path("settings/security/", own.overview, name="security"),
    path("settings/security/options/", own.options_to_prove),
    path("settings/security/picture.svg", own.picture),
    path("settings/security/app/", own.app),
    path("settings/security/app/remove/", own.remove_app),
    path("settings/security/passkeys/", own.add_passkey),
    path("settings/security/passkeys/options/", own.options_to_add),
    path("settings/security/passkeys/<int:number>/remove/", own.remove_passkey),
    path("settings/security/recovery/", own.recovery_codes),
    path("users/<int:number>/reset-factors/", resetting.reset),
]
