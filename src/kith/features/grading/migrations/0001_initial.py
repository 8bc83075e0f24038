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
            name="RatingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("field", models.CharField(max_length=60)),
                ("old", models.CharField(blank=True, max_length=60)),
                ("new", models.CharField(blank=True, max_length=60)),
                ("rule_id", models.BigIntegerField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("points", models.IntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("until", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("batch_id", models.BigIntegerField(null=True)),
                ("undone", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["entity", "record_id", "-at"], name="rating_history"),
                    models.Index(fields=["batch_id"], name="rating_batch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("entity", kith.engine.fields.Choice(blank=True, default="", max_length=60, null=False)),
                ("field", kith.engine.fields.Choice(blank=True, default="", max_length=60, null=False)),
                ("way", kith.engine.fields.Choice(blank=True, default="points", max_length=10, null=False)),
                ("where", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("hold_days", kith.engine.fields.Integer(blank=True, default=30, null=False)),
                ("review_months", kith.engine.fields.Integer(blank=True, default=12, null=False)),
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
                "verbose_name": "Rating rule",
            },
        ),
        migrations.CreateModel(
            name="RatingLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("updated_at", kith.engine.fields.DateTime(blank=True, null=False)),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("custom", models.JSONField(default=dict, editable=False)),
                ("name", kith.engine.fields.Text(blank=True, default="", max_length=120, null=False)),
                ("position", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("entity", kith.engine.fields.Choice(blank=True, default="", max_length=60, null=False)),
                ("where", kith.engine.fields.Condition(blank=True, default=dict, null=False)),
                ("points", kith.engine.fields.Integer(blank=True, default=0, null=False)),
                ("value", kith.engine.fields.Text(blank=True, default="", max_length=60, null=False)),
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
                (
                    "rule",
                    kith.engine.fields.Reference(
                        blank=True,
                        null=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grading.ratingrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "Rating line",
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule_id", models.BigIntegerField()),
                ("record_id", models.BigIntegerField()),
                ("value", models.CharField(blank=True, max_length=60)),
                ("since", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rule_id", "record_id"), name="rating_waits_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="ratingrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["name", "id"],
                name="ratingrule_name_all",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "name", "id"],
                name="ratingrule_name_o",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "name", "id"],
                name="ratingrule_name_u",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingrule",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "name", "id"],
                name="ratingrule_name_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("name",),
                name="rating_rule_once",
                violation_error_message="This exists already.",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["position", "id"],
                name="ratingline_position_all",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["owner", "position", "id"],
                name="ratingline_position_o",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["unit", "position", "id"],
                name="ratingline_position_u",
            ),
        ),
        migrations.AddIndex(
            model_name="ratingline",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["team", "position", "id"],
                name="ratingline_position_t",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("rule", "name"),
                name="rating_line_once",
                violation_error_message="This exists already.",
            ),
        ),
    ]
