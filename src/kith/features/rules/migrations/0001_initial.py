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
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule_id", models.BigIntegerField(unique=True)),
                ("asked", models.CharField(max_length=32)),
                ("user_id", models.BigIntegerField()),
                ("total", models.BigIntegerField(default=0)),
                ("looked", models.BigIntegerField(default=0)),
                ("wrong", models.BigIntegerField(default=0)),
                ("ids", models.JSONField(default=list)),
                ("last", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FormRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("entity", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("where", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("effect", kith.engine.fields.Choice(blank=True, default="", max_length=10, null=False)),
                ("on", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("choices", kith.engine.fields.Listed(blank=True, default=list, null=False)),
                ("value", kith.engine.fields.Text(blank=True, default="", max_length=500, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=True)),
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
                "verbose_name": "Form rule",
                "indexes": [
                    models.Index(fields=["entity"], name="formrule_entity"),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["-created_at", "-id"],
                        name="formrule_created__all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["owner", "-created_at", "-id"],
                        name="formrule_created__o",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["unit", "-created_at", "-id"],
                        name="formrule_created__u",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["team", "-created_at", "-id"],
                        name="formrule_created__t",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ValidationRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("entity", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                (
                    "kind",
                    kith.engine.fields.Choice(blank=True, default="condition", max_length=10, null=False),
                ),
                ("where", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("formula", kith.engine.fields.Formula(blank=True, default="", null=False)),
                ("field", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("format", kith.engine.fields.Text(blank=True, default="", max_length=20, null=False)),
                ("message", kith.engine.fields.Words(blank=True, default=dict, null=False)),
                (
                    "severity",
                    kith.engine.fields.Choice(blank=True, default="refuse", max_length=10, null=False),
                ),
                ("moments", kith.engine.fields.MultiChoice(blank=True, default=list, null=False)),
                ("changed", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
                ("since", kith.engine.fields.Date(blank=True, null=True)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=True)),
                ("active", kith.engine.fields.Boolean(default=False, null=False)),
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
                "verbose_name": "Validation rule",
                "indexes": [
                    models.Index(fields=["entity"], name="validationrule_entity"),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["-created_at", "-id"],
                        name="validationrule_created__all",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["owner", "-created_at", "-id"],
                        name="validationrule_created__o",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["unit", "-created_at", "-id"],
                        name="validationrule_created__u",
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=["team", "-created_at", "-id"],
                        name="validationrule_created__t",
                    ),
                ],
            },
        ),
    ]
