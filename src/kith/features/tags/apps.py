"""Django application of tags."""

from django.apps import AppConfig


class TagsConfig(AppConfig):
    """Has addresses only."""

    name = "kith.features.tags"
    label = "tags"
    verbose_name = "Tags"
