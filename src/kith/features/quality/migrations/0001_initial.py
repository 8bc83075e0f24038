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
            name="QualityRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("entity", kith.engine.fields.Choice(blank=True, default="", max_length=60, null=False)),
                ("kind", kith.engine.fields.Choice(blank=True, default="filled", max_length=12, null=False)),
                ("field", kith.engine.fields.Choice(blank=True, default="", max_length=130, null=False)),
                ("days", kith.engine.fields.Integer(blank=True, null=True)),
                ("where", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("weight", kith.engine.fields.Integer(blank=True, default=1, null=False)),
                ("active", kith.engine.fields.Boolean(default=True, null=False)),
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
                "verbose_name": "Quality rule",
                "indexes": [
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["-created_at", "-id"],
                        name="qualityrule_created__all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["owner", "-created_at", "-id"],
                        name="qualityrule_created__o",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["unit", "-created_at", "-id"],
                        name="qualityrule_created__u",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["team", "-created_at", "-id"],
                        name="qualityrule_created__t",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=("entity", "name"),
                        name="quality_rule_once",
                        violation_error_message="This exists already.",
                    )
                ],
            },
        ),
    ]
