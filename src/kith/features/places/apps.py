"""Django application of places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Loads what shows them."""

    name = "kith.features.places"
    label = "places"
    verbose_name = "Places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug in the star, the side bar, the palette and the tab of lists."""
        from kith.features.places import showing  # noqa: F401, PLC0415
