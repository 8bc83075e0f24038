"""Addresses of rules among the pages."""

from django.urls import path, register_converter

from kith.features.rules import views


class What:
    """The two kinds of rules."""

    regex = "validation|form"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    to_url = to_python


class Do(What):
    """What is done with a rule."""

    regex = "on|off|up|down|delete"


register_converter(What, "what")
register_converter(Do, "deed")
RULES = "shape/<slug:plural>/rules/"

urlpatterns = [
    path(RULES, views.show),
    path(f"{RULES}<what:what>/new/", views.new),
    path(f"{RULES}validation/<int:number>/try/", views.trial),
    path(f"{RULES}validation/<int:number>/try/all/", views.review),
    path(f"{RULES}validation/<int:number>/try/wrong/", views.wrong),
    path(f"{RULES}<what:what>/<int:number>/edit/", views.edit),
    path(f"{RULES}<what:what>/<int:number>/<deed:do>/", views.turn),
]
