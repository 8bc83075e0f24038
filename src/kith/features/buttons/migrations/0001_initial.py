import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kith.engine.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("engine", "0002_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Button",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=200, null=False)),
                ("entity", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("does", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                ("label", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("icon", kith.engine.fields.Text(blank=True, default="bolt", max_length=40, null=False)),
                (
                    "stands",
                    kith.engine.fields.Choice(blank=True, default="record", max_length=10, null=False),
                ),
                ("prominent", kith.engine.fields.Boolean(default=False, null=False)),
                ("action", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("link", kith.engine.fields.Text(blank=True, default="", max_length=1000, null=False)),
                ("target", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("via", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("presets", kith.engine.fields.Structure(blank=True, default=dict, null=False)),
                ("when", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("roles", kith.engine.fields.References(blank=True, default=list, null=False)),
                ("confirm", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                (
                    "created_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.team",
                    ),
                ),
                (
                    "unit",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engine.unit",
                    ),
                ),
                (
                    "updated_by",
                    kith.engine.fields.Reference(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Button",
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["position", "id"],
                        name="button_position_all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["owner", "position", "id"],
                        name="button_position_o",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["unit", "position", "id"],
                        name="button_position_u",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["team", "position", "id"],
                        name="button_position_t",
                    ),
                ],
            },
        ),
    ]
